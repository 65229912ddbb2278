"""The clock of a call: the machine's, or the simulated one of `--now`; days are Shanghai days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.errors import BadInput

SHANGHAI = ZoneInfo("Asia/Shanghai")
END_OF_DAY = re.compile(r"T24:00(?::00(?:\.0+)?)?(?=[Z+-])")


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is for one call, and by which clock (contract 1).

    `simulated` is None for the real clock; then every reading of `now()` is fresh.
    """

    simulated: datetime | None = None
    machine: Callable[[], datetime] = lambda: datetime.now(SHANGHAI)

    def now(self) -> datetime:
        """The moment all judgements and stored times of this call use, in Shanghai time."""
        return (self.simulated or self.machine()).astimezone(SHANGHAI)

    def real(self) -> datetime:
        """The machine's own time, kept beside every capture."""
        return self.machine().astimezone(SHANGHAI)

    @property
    def kind(self) -> str:
        """`real` or `simulated`, as the workspace remembers it."""
        return "simulated" if self.simulated else "real"


def parse_now(text: str | None) -> Clock:
    """The clock for a `--now` value. Raises BadInput when it is no ISO-8601 moment with an offset."""
    return Clock() if text is None else Clock(parse_moment(text, "--now"))


def parse_moment(text: str, what: str) -> datetime:
    """A moment somebody wrote, in Shanghai time. Raises BadInput, naming `what`, for none, or one without offset."""
    midnight = END_OF_DAY.search(text)
    try:
        moment = datetime.fromisoformat(END_OF_DAY.sub("T00:00", text)) + timedelta(days=bool(midnight))
        if moment.utcoffset() is None:
            raise BadInput(f"{what} {text!r} has no offset; write for example {moment.isoformat()}+08:00")
        return moment.astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise BadInput(f"{what} {text!r} is no ISO-8601 time; write for example 2025-02-03T08:00:00+08:00") from None


def shanghai_day(moment: datetime) -> date:
    """The calendar day of a moment in Shanghai, the only days the law knows here."""
    return moment.astimezone(SHANGHAI).date()
