"""Timeliness: was the report published by its due date, and is the date it shows true?"""

from datetime import datetime

from monitor.checks import PASS, Case, Verdict, check, fail, not_assessable, uncertain
from monitor.checks.presence import RESTS_ON, SEVERITY
from monitor.standing import Timing, timing
from storage.clock import SHANGHAI, shanghai_day
from storage.model import Duty, Evidence, Publication
from storage.terms import Basis, Certainty, Expect, Severity, StandingName

HOLIDAY = "（期限日为休息日，条例未规定顺延）"


@check(
    "published-late",
    severity=Severity.S1,
    certainty=Certainty.CERTAIN,
    basis="《政府信息公开条例》第四十九条",
    title={"zh": "年度报告逾期发布", "en": "Annual report published late"},
    explanation={
        "zh": "期限届满后的完整查看没有见到报告，之后才见到；或者页面显示的日期晚于期限（此时只作“很可能”）。",
        "en": "A complete look after the due date did not have it, or the date it shows is later (then likely only).",
    },
    presence=True,
)
def published_late(case: Case) -> Verdict:
    """Late by what we saw, else by what the page itself says."""
    if case.report is None or case.duty is None:
        return not_assessable("尚未发布，或没有报送义务")
    duty, publication = case.duty, case.report.publication
    when = timing(duty, publication, case.candidate, case.without)
    if when.name is StandingName.PUBLISHED:
        return uncertain(when.reason)
    if when.name is not StandingName.LATE:
        return PASS
    sure = duty.basis is Basis.LAW and duty.expect is Expect.YES and not when.by_date
    due = f"{RESTS_ON[duty.basis]} {duty.due}{HOLIDAY if duty.non_working_day else ''}"
    return fail(
        f"在{due}之后才发布，{_days(case, when)}：{when.reason}",
        expected=duty.due.isoformat(),
        found=_found(publication, when),
        evidence=_evidence(case, publication),
        severity=SEVERITY[duty.basis],
        certainty=Certainty.CERTAIN if sure else Certainty.LIKELY,
    )


@check(
    "backdated",
    severity=Severity.S1,
    certainty=Certainty.LIKELY,
    basis="《政府信息公开条例》第六条、第四十九条",
    title={"zh": "显示的发布日期早于实际发布", "en": "The date shown is earlier than the publication"},
    explanation={
        "zh": "在页面所显示的发布日期之后，我们完整查看过同一栏目，当时并没有这份报告。",
        "en": "A complete look at the very column, after the date the page shows, did not have the report.",
    },
    presence=True,
)
def backdated(case: Case) -> Verdict:
    """A date that a look of ours contradicts.

    On the very day of the look the report may have come later, which is nothing to say. A date before the end of the
    report year is no more than a hint: a slip rather than a pretence.
    """
    if case.report is None or case.duty is None:
        return not_assessable("尚未发布，或没有报送义务")
    publication, without = case.report.publication, case.without
    when = timing(case.duty, publication, case.candidate, without)
    if publication.shown is None or without is None:
        return not_assessable("没有显示日期，或没有更早的完整查看")
    if not when.backdated or publication.shown == shanghai_day(without):
        return PASS
    helps = publication.shown <= case.duty.due
    return fail(
        f"页面显示发布日期 {publication.shown}，但 {_moment(without)} 完整查看同一栏目时还没有这份报告。",
        expected=shanghai_day(without).isoformat(),
        found=publication.shown.isoformat(),
        evidence=_evidence(case, publication),
        severity=Severity.S1 if helps and not _in_time(case.duty, publication) else Severity.S3,
        certainty=Certainty.HINT if publication.shown.year <= case.year else Certainty.LIKELY,
    )


def _in_time(duty: Duty, publication: Publication) -> bool:
    return publication.first_seen is not None and shanghai_day(publication.first_seen) <= duty.due


def _days(case: Case, when: Timing) -> str:
    assert case.duty is not None
    assert case.report is not None
    if when.by_date and case.report.publication.shown:
        return f"按页面显示的日期逾期 {(case.report.publication.shown - case.duty.due).days} 天"
    assert case.without is not None
    return f"至少逾期 {(shanghai_day(case.without) - case.duty.due).days} 天"


def _found(publication: Publication, when: Timing) -> str | None:
    if when.by_date and publication.shown:
        return publication.shown.isoformat()
    return publication.first_seen.isoformat() if publication.first_seen else None


def _evidence(case: Case, publication: Publication) -> tuple[Evidence, ...]:
    oldest = publication.members[:1]
    captures = tuple(Evidence(member.sha256, member.url, member.first_seen, source=member.source) for member in oldest)
    return captures + case.lists


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
