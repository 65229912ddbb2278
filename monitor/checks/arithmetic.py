"""Sums inside one table: what the form itself says must add up. The tolerance is 0."""

from collections.abc import Callable, Iterable, Sequence

from extract import form, sums
from extract.again import is_scanned
from extract.sums import Sum
from monitor.checks import PASS, SURE, Case, Verdict, check, fail, not_assessable, uncertain
from storage.record import Number, Record
from storage.terms import Certainty, Kind, Level, Severity

NEVER = 1.01
NAMED = 3
"""How many places a sentence names before it says 等."""

ACCURACY = "《政府信息公开条例》第六条；政府信息公开工作年度报告统一格式"
TABLES = {"requests": "表三", "disputes": "表四"}
SUMMED = "{}各项之和为{}，总计填{}"


Family = Callable[[Record], Iterable[Sum]]


@check(
    "t3-balance",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis=f"{ACCURACY}表三勾稽关系",
    title={"zh": "依申请公开表收支不平", "en": "Requests do not balance"},
    explanation={
        "zh": "表头写明：第一项加第二项之和，等于第三项加第四项之和。",
        "en": "The table header says: newly received plus carried in equals handled plus carried out.",
    },
)
def t3_balance(case: Case) -> Verdict:
    """What came in must equal what was handled and what was carried on, in every column."""
    said = "{}新收加上年结转为{}，办理总计加结转下年度为{}"
    return _assess(case, "requests", sums.balances, said)


@check(
    "t3-results-sum",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis=f"{ACCURACY}表三“（七）总计”",
    title={"zh": "办理结果各项之和与总计不符", "en": "Results do not add up to their total"},
    explanation={
        "zh": "“（七）总计”应等于（一）至（六）各项办理结果之和。",
        "en": "The row “total” must be the sum of all results above it.",
    },
)
def t3_results_sum(case: Case) -> Verdict:
    """The results of the year must add up to their total, in every column; rows that we do not know may be results."""
    warnings = case.record.warnings if case.record else ()
    if any((warning.code, warning.where) == ("row-unknown", "requests") for warning in warnings):
        return uncertain("表三有格式以外的行")
    return _assess(case, "requests", sums.results, SUMMED)


@check(
    "t3-row-sum",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis=f"{ACCURACY}表三“总计”栏",
    title={"zh": "申请人各类之和与总计不符", "en": "Applicants do not add up to their total"},
    explanation={
        "zh": "每一行的“总计”应等于自然人与各类法人、其他组织之和。",
        "en": "In every row the total must be the sum of natural persons and the five kinds of organisations.",
    },
)
def t3_row_sum(case: Case) -> Verdict:
    """The six kinds of applicants must add up to the total of the row, in every row."""
    return _assess(case, "requests", sums.applicants, SUMMED)


@check(
    "t4-sum",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis=f"{ACCURACY}表四“总计”栏",
    title={"zh": "复议诉讼各项之和与总计不符", "en": "Disputes do not add up to their total"},
    explanation={
        "zh": "复议、诉讼各组的“总计”应等于维持、纠正、其他结果与尚未审结之和。",
        "en": "In each group the total must be the sum of upheld, corrected, other results and pending.",
    },
)
def t4_sum(case: Case) -> Verdict:
    """The outcomes of reviews and of suits must add up to their totals."""
    return _assess(case, "disputes", sums.outcomes, SUMMED)


@check(
    "t2-rules-impossible",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis="《立法法》第九十三条；《政府信息公开条例》第六条",
    title={"zh": "无权制定规章的机关填报了规章", "en": "Rules reported by a body that cannot make any"},
    explanation={
        "zh": "只有省级和设区的市、自治州的人民政府可以制定规章，县级、乡级机关和各级部门的规章数应为0。",
        "en": "Only provincial and prefectural governments make rules; a county, a township or a department has none.",
    },
)
def t2_rules_impossible(case: Case) -> Verdict:
    """Counties, townships and departments of any level have no rules to report."""
    record, agency = case.record, case.agency
    if agency.level in (Level.PROVINCE, Level.CITY) and agency.kind is not Kind.DEPARTMENT:
        return not_assessable("省、市级政府及其办公厅（室）可以有规章")
    if record is None or record.form != "2021" or not record.table("proactive_disclosure"):
        return not_assessable("没有读到2021年格式的表二")
    paths = tuple(f"proactive_disclosure.rules.{column}" for column in ("issued", "repealed", "in_force"))
    figures = known(record, paths)
    if figures is None:
        return uncertain("规章一行有的格没有确切数字")
    if not any(figures):
        return PASS
    if known(record, (path.replace("rules", "normative_documents") for path in paths)) in (None, figures):
        return uncertain("规章一行的数字可能是规范性文件的")
    message = "表二填报规章制发{}件、废止{}件、现行有效{}件，该机关无权制定规章，均应为0。".format(*figures)
    return fail(message, expected=[0, 0, 0], found=list(figures), cells=paths)


def sure_enough(record: Record) -> float:
    """How sure a figure must be to be held against an agency; no figure recognised in a picture is."""
    return NEVER if is_scanned(record) else SURE


def known(record: Record, paths: Iterable[str]) -> tuple[Number, ...] | None:
    """The figures at these places, or None when any of them is not known with confidence."""
    return sums.known(record, tuple(paths), sure_enough(record))


def _assess(case: Case, table: str, family: Family, said: str) -> Verdict:
    record, where = case.record, TABLES[table]
    if record is None or not record.table(table):
        return not_assessable(f"没有读到{where}")
    equations = list(family(record))
    sides = {equation: equation.sides(record, sure_enough(record)) for equation in equations}
    wrong = {equation: pair for equation, pair in sides.items() if pair and pair[0] != pair[1]}
    if wrong:
        return _wrong(wrong, said, where)
    unknown = [_name(equation) for equation in equations if sides[equation] is None]
    return uncertain(f"没有确切数字：{_list(unknown)}") if unknown else PASS


def _wrong(wrong: dict[Sum, tuple[Number, Number]], said: str, where: str) -> Verdict:
    places = _list([said.format(_name(equation), *pair) for equation, pair in wrong.items()])
    return fail(
        f"{where}数字不符：{places}。",
        expected={equation.key: pair[0] for equation, pair in wrong.items()},
        found={equation.key: pair[1] for equation, pair in wrong.items()},
        cells=tuple(dict.fromkeys(path for equation in wrong for path in equation.cells)),
    )


def _list(names: Sequence[str]) -> str:
    more = f"等{len(names)}处" if len(names) > NAMED else ""
    return "；".join(names[:NAMED]) + more


def _name(equation: Sum) -> str:
    """The column, row or block that an equation sums, as the form calls it."""
    table = equation.right[0].split(".")[0]
    if equation.key in sums.COLUMNS:
        return f"“{form.table(table, '2021').columns[equation.key][0]}”栏"
    rows = (row for year in form.FORMS for row in form.table(table, year).rows)
    return f"“{min(next(row for row in rows if row.key == equation.key).labels, key=len)}”"
