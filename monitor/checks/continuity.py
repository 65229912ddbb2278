"""Continuity: what one year's report hands on, the next must take over."""

from collections.abc import Sequence
from dataclasses import replace

from extract.sums import COLUMNS
from monitor.checks import PASS, Case, Report, Verdict, check, fail, not_assessable, uncertain
from monitor.checks.arithmetic import known
from monitor.deadlines import usual_duty
from storage.model import Agency, Related
from storage.record import Number, Record
from storage.terms import Certainty, Severity


@check(
    "carry-over",
    severity=Severity.S1,
    certainty=Certainty.LIKELY,
    basis="《政府信息公开条例》第六条；政府信息公开工作年度报告统一格式表三“上年结转”",
    title={"zh": "上年结转与上一年度结转下年度不符", "en": "Carried-in requests differ from last year's carried-out"},
    explanation={
        "zh": "本年度报告的“上年结转”应等于同一单位上一年度报告的“结转下年度继续办理”；机构合并的合并计算。",
        "en": "What is carried in must be what the body, with those it took over, carried out a year earlier.",
    },
)
def carry_over(case: Case) -> Verdict:
    """What an agency carries in must be what it, and whom it took over, carried out a year earlier."""
    record, ways = case.record, _ways(case)
    if record is None or not record.table("requests") or not ways:
        return not_assessable("没有读到相邻两年的表三")
    if _gave_away(case):
        return not_assessable("职能已由其他单位承接，结转可能已随之转出")
    taken = known(record, ["requests.carried_in.total"])
    if taken is None or any(_handed(way, "total") is None for way in ways) or _lacks_predecessor(case, ways):
        return uncertain("两年的结转数字不都确切，或者被承接单位上一年度的报告没有读到")
    fitting = [way for way in ways if _handed(way, "total") == taken[0]]
    if not fitting:
        message = f"的上年结转为{taken[0]}件，而上一年度报告的结转下年度为{_handed(ways[0], 'total')}件。"
        return _differs(case, record, ways[0], ["total"], message)
    columns = [column for column in COLUMNS if _contradicts(record, fitting[0], column)]
    if not columns:
        return PASS
    message = f"的上年结转与上一年度报告的结转下年度总数同为{taken[0]}件，但各类申请人的数字不一致。"
    verdict = _differs(case, record, fitting[0], columns, message)
    return replace(verdict, certainty=Certainty.HINT, severity=Severity.S3)


def _differs(case: Case, record: Record, way: Sequence[Report], columns: Sequence[str], message: str) -> Verdict:
    before = [report.publication for report in way]
    return fail(
        message,
        expected={column: _handed(way, column) for column in columns},
        found={column: record[f"requests.carried_in.{column}"].number for column in columns},
        cells=tuple(f"requests.carried_in.{column}" for column in columns),
        related=tuple(Related(one.agency, one.year, one.main) for one in before),
        evidence=tuple(evidence for report in (case.report, *way) if report for evidence in report.evidence()),
    )


def _contradicts(record: Record, way: Sequence[Report], column: str) -> bool:
    taken, handed = known(record, [f"requests.carried_in.{column}"]), _handed(way, column)
    return taken is not None and handed is not None and taken[0] != handed


def _handed(way: Sequence[Report], column: str) -> Number | None:
    """What these reports together carried out, if all of them say so with certainty."""
    figures = [known(report.record, [f"requests.carried_out.{column}"]) for report in way if report.record]
    sure = [figure[0] for figure in figures if figure is not None]
    return sum(sure) if len(sure) == len(figures) else None


def _ways(case: Case) -> list[list[Report]]:
    """Whose reports of last year must add up: the agency's own and those of bodies it took over in this year.

    A succession without a year may lie before or after: then with it and without it are both right.
    """
    taken_over = _taken_over(case.agency)
    dated = [case.agency.id, *(body for body, since in taken_over if since == case.year)]
    undated = [body for body, since in taken_over if since is None]
    surely, perhaps = _reports_before(case, dated), _reports_before(case, undated)
    own = any(report.publication.agency == case.agency.id for report in surely)
    if not own and usual_duty(case.agency, case.year - 1):
        return []  # its own report of last year exists, or should, and was not read
    return [way for way in (surely, [*surely, *perhaps] if perhaps else []) if way]


def _reports_before(case: Case, agencies: Sequence[str]) -> list[Report]:
    found = (case.reports.get((agency, case.year - 1)) for agency in agencies)
    return [report for report in found if report and report.record and report.record.table("requests")]


def _taken_over(agency: Agency) -> list[tuple[str, int | None]]:
    """The bodies an agency succeeds, each with the first report year of the succession if it is known."""
    parts = (name.partition("@") for name in agency.succeeds)
    return [(body, int(year) if year.isdigit() else None) for body, _, year in parts]


def _lacks_predecessor(case: Case, ways: Sequence[Sequence[Report]]) -> bool:
    """Whether a body it took over in this very year has no readable report for the year before."""
    there = {report.publication.agency for report in ways[0]}
    return any(since == case.year and body not in there for body, since in _taken_over(case.agency))


def _gave_away(case: Case) -> bool:
    """Whether another body took this one over, in this year or at a time we do not know."""
    successions = (pair for other in case.registry.values() for pair in _taken_over(other))
    return any(body == case.agency.id and since in (None, case.year) for body, since in successions)
