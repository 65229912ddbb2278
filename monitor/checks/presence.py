"""Presence: was the report that is owed published at all?"""

from monitor.checks import PASS, Case, Verdict, check, fail, not_assessable, uncertain
from storage.terms import Basis, Certainty, Severity, StandingName

SEVERITY = {Basis.LAW: Severity.S1, Basis.PRACTICE: Severity.S2, Basis.LOCAL: Severity.S3}
RESTS_ON = {Basis.LAW: "法定期限", Basis.PRACTICE: "通行期限", Basis.LOCAL: "本地规定的期限"}


@check(
    "report-missing",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis="《政府信息公开条例》第四十九条",
    title={"zh": "未发布年度报告", "en": "No annual report published"},
    explanation={
        "zh": "期限届满后，在多个不同日期多次完整查看该单位的年报栏目，都没有这一年度的报告。",
        "en": "After the due date, several complete looks on different days found no report for the year.",
    },
    presence=True,
)
def report_missing(case: Case) -> Verdict:
    """Only the standing `missing`, with all it takes, is an accusation; anything less is not."""
    if case.standing is None or case.duty is None:
        return not_assessable("没有报送义务")
    name = case.standing.standing
    if name is StandingName.NOT_DUE:
        return not_assessable("期限未到")
    if name in (StandingName.OVERDUE, StandingName.CANNOT_SEE):
        return uncertain(case.standing.reason)
    if name is not StandingName.MISSING:
        return PASS
    message = f"到{RESTS_ON[case.duty.basis]} {case.duty.due} 届满后仍未发布：{case.standing.reason}"
    return fail(
        message,
        expected=case.duty.due.isoformat(),
        evidence=case.lists,
        severity=SEVERITY[case.duty.basis],
        certainty=case.standing.certainty,
    )
