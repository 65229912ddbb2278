"""Standing: did this body publish for this year, and when? One pure answer per duty (contract 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.deadlines import passed
from storage.clock import SHANGHAI, shanghai_day
from storage.model import Duty, Look, Publication, Standing
from storage.settings import Settings
from storage.terms import Basis, Certainty, Expect, Source, StandingName

BROUGHT = "（来源：有人在别处保存后提交，本系统没有亲眼看到。）"
"""What is said of a report that only a person saw; who it was is known to the team alone."""

BROUGHT_FIRST = "（最早的一份由人在别处保存后提交。）"
"""What is said of a report that a person saw before we did."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a report was published, as far as captures and the shown date can tell.

    `by_date`: the shown date alone decides. `backdated`: a look had contradicted that date.
    """

    name: StandingName
    reason: str
    by_date: bool = False
    backdated: bool = False


def standing(
    duty: Duty,
    publication: Publication | None,
    candidate: Publication | None,
    looks: Sequence[Look],
    without: datetime | None,
    now: datetime,
    settings: Settings,
) -> Standing:
    """The standing of one duty.

    `publication` is certain, `candidate` is not. `looks` are the agency's, good or not, oldest first. `without` is
    the last complete look at the columns of the publication that proves it was not there yet.
    """
    if publication:
        return _of_published(duty, publication, candidate, looks, without, settings)
    counted = [look for look in looks if look.good and passed(duty, look.at)]
    if not passed(duty, now):
        name, reason = StandingName.NOT_DUE, f"期限 {duty.due} 尚未届满。"
    elif candidate is None and absent(duty, counted, settings):
        name, reason = StandingName.MISSING, _missing_reason(counted)
    elif not counted:
        name, reason = StandingName.CANNOT_SEE, _unseen_reason(duty, looks, candidate)
    else:
        name, reason = StandingName.OVERDUE, _overdue_reason(counted, candidate, settings)
    sure = name is not StandingName.MISSING or _may_be_certain(duty)
    return _standing(duty, name, reason, Certainty.CERTAIN if sure else Certainty.LIKELY, looks)


def timing(
    duty: Duty, publication: Publication, candidate: Publication | None = None, without: datetime | None = None
) -> Timing:
    """When a publication appeared: by its interval, else by the shown date if that lies inside the interval."""
    seen = publication.first_seen or publication.listed_since
    if seen is None:
        return Timing(StandingName.PUBLISHED, "已发布，但没有抓取时间。")
    shown, backdated = publication.shown, contradicted(duty, publication, without)
    if shanghai_day(seen) <= duty.due:
        reason = f"{_moment(seen)} 已经抓取到，未超过期限 {duty.due}。"
        return Timing(StandingName.ON_TIME, reason, backdated=backdated)
    if without and passed(duty, without):
        reason = f"期限 {duty.due} 过后，{_moment(without)} 完整查看栏目时还没有，{_moment(seen)} 首次抓取到。"
        return Timing(StandingName.LATE, reason, backdated=backdated)
    listed = min(filter(None, (seen, publication.listed_since)))
    if shown is None or not _inside(shown, duty, listed, without):
        why = "页面没有显示日期" if shown is None else f"页面显示的日期 {shown} 不能采信"
        return Timing(StandingName.PUBLISHED, f"已发布，{_moment(seen)} 首次抓取到；{why}。", backdated=backdated)
    if shown <= duty.due:
        reason = f"页面显示的日期 {shown} 未超过期限 {duty.due}。"
        return Timing(StandingName.ON_TIME, reason, by_date=True, backdated=backdated)
    in_list = publication.shown_in_list
    if in_list and in_list <= duty.due and _inside(in_list, duty, seen, without):
        reason = f"栏目里显示的日期是 {in_list}，页面显示的日期是 {shown}，不能断定何时发布。"
        return Timing(StandingName.PUBLISHED, reason)
    if candidate and _earlier(candidate, duty):
        reason = f"页面显示的日期是 {shown}，但期限内已有一份可能是该报告的文件：{_named(candidate)}。"
        return Timing(StandingName.PUBLISHED, reason)
    return Timing(StandingName.LATE, f"页面显示的日期 {shown} 晚于期限 {duty.due}。", by_date=True)


def contradicted(duty: Duty, publication: Publication, without: datetime | None) -> bool:
    """Whether a complete look did not have the report although its shown date says it was out by then.

    A report may go up in the afternoon after a morning look: a date on the very day of the look still lies in the
    interval, and counts as contradicted only where it alone makes a report that we first saw late one on time.
    """
    shown, seen = publication.shown, publication.first_seen
    if shown is None or seen is None or without is None:
        return False
    decides = shown <= duty.due < shanghai_day(seen)
    return shown < shanghai_day(without) or (shown == shanghai_day(without) and decides)


def absent(duty: Duty, looks: Sequence[Look], settings: Settings) -> bool:
    """Whether these good looks are enough to say that a report is missing; one at least must have read every page."""
    rule = settings.absence
    counted = [look for look in looks if (shanghai_day(look.at) - duty.due).days >= 2]
    if not any(look.full for look in counted):
        return False
    days = sorted(shanghai_day(look.at) for look in counted)
    return len(days) >= max(rule.looks, 1) and len(set(days)) >= rule.days and (days[-1] - days[0]).days >= rule.span


def gone(publication: Publication, settings: Settings) -> bool:
    """Whether a publication was away on enough looks over enough days to say it was withdrawn."""
    rule, times = settings.withdrawal, sorted(publication.gone)
    if len(times) < max(rule.looks, 1):
        return False
    return (shanghai_day(times[-1]) - shanghai_day(times[0])).days >= rule.span


def _of_published(
    duty: Duty,
    publication: Publication,
    candidate: Publication | None,
    looks: Sequence[Look],
    without: datetime | None,
    settings: Settings,
) -> Standing:
    when = timing(duty, publication, candidate, without)
    name, reason = when.name, when.reason
    sure = _may_be_certain(duty) and not when.by_date and publication.first_source is Source.PORTAL
    if candidate is None and gone(publication, settings):
        name, sure = StandingName.WITHDRAWN, False
        first, last = min(publication.gone), max(publication.gone)
        away = f"{_moment(first)} 至 {_moment(last)} 查看 {len(publication.gone)} 次"
        reason = f"曾经发布，{away}，栏目里都已没有，原网页也打不开。"
    if duty.expect is Expect.NO and name in (StandingName.LATE, StandingName.WITHDRAWN):
        name, reason = StandingName.PUBLISHED, "已发布；该单位没有法定报送义务，不评价时间。"
    reason += _by_whom(publication)
    return _standing(
        duty, name, reason, Certainty.CERTAIN if sure else Certainty.LIKELY, looks, publication, without, when.backdated
    )


def _by_whom(publication: Publication) -> str:
    """What is said of a report of which a person saw all, or the first."""
    if publication.source is Source.PERSON:
        return BROUGHT
    return BROUGHT_FIRST if publication.first_source is Source.PERSON else ""


def _standing(
    duty: Duty,
    name: StandingName,
    reason: str,
    certainty: Certainty,
    looks: Sequence[Look],
    publication: Publication | None = None,
    without: datetime | None = None,
    backdated: bool = False,
) -> Standing:
    good = [look.at for look in looks if look.good]
    seen = (publication.first_seen or publication.listed_since) if publication else None
    return Standing(
        duty.agency,
        duty.year,
        duty.due,
        duty.basis,
        duty.non_working_day,
        name,
        reason,
        certainty,
        published=publication.shown if publication else None,
        interval=(without, seen) if seen else None,
        backdated=backdated,
        first_seen=seen,
        url=publication.url if publication else None,
        document=publication.main if publication else None,
        looks=sum(passed(duty, at) for at in good),
        last_look=max(good, default=None),
        source=publication.source if publication else Source.PORTAL,
    )


def _may_be_certain(duty: Duty) -> bool:
    return duty.basis is Basis.LAW and duty.expect is Expect.YES


def _inside(shown: date, duty: Duty, seen: datetime, without: datetime | None) -> bool:
    earliest = max(date(duty.year + 1, 1, 1), shanghai_day(without) if without else date.min)
    return earliest <= shown <= shanghai_day(seen)


def _earlier(candidate: Publication, duty: Duty) -> bool:
    times = [at for at in (candidate.first_seen, candidate.listed_since) if at]
    return bool(times) and not passed(duty, min(times))


def _missing_reason(looks: Sequence[Look]) -> str:
    first, last = shanghai_day(looks[0].at), shanghai_day(looks[-1].at)
    return f"{first} 至 {last} 完整查看年报栏目 {len(looks)} 次，都没有见到。"


def _unseen_reason(duty: Duty, looks: Sequence[Look], candidate: Publication | None) -> str:
    failed = [look for look in looks if not look.good and passed(duty, look.at)]
    beside = f"；有一份文件可能是该报告，尚未确定：{_named(candidate)}" if candidate else ""
    if not failed:
        return f"期限 {duty.due} 届满后还没有查看过该单位的年报栏目{beside}。"
    return f"期限届满后查看 {len(failed)} 次都没有看全：{failed[-1].reason}{beside}。"


def _overdue_reason(looks: Sequence[Look], candidate: Publication | None, settings: Settings) -> str:
    if candidate:
        return f"期限已过，有一份文件可能是该报告，尚未确定：{_named(candidate)}。"
    rule = settings.absence
    needed = f"{rule.looks} 次、{rule.days} 个不同日期、前后相隔 {rule.span} 天"
    return f"期限已过，完整查看 {len(looks)} 次没有找到，还不足以认定未发布（期限后第 2 天起至少 {needed}）。"


def _named(candidate: Publication) -> str:
    return "；".join(candidate.reasons[:3]) + (f"（{candidate.url}）" if candidate.url else "")


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
