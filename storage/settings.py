"""gongkai.toml: the settings of a workspace, read once into frozen data."""

import re
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from storage.errors import BadInput

Section = TypeVar("Section")
WANTED = {str: "a text", int: "a whole number", float: "a number", tuple[str, ...]: "a list of texts"}

EXAMPLE = """\
# Settings of this watch. Every line here shows its default; remove the # to change it.

[crawl]
# contact = "https://example.org/about-our-watch"  # who we are: stands in the User-Agent of every request
# vantage = "unnamed"        # where this machine looks from: stands beside every verdict
# delay = 3.0                # seconds between two requests to one host
# budget = 400               # requests per portal and pass
# timeout = 30.0             # seconds one answer may take
# max_bytes = 67108864       # the largest file that is taken
# pass_minutes = 120.0       # the longest one crawl may take
# pause = 60.0               # seconds a host that failed three times in a row is left alone before one last try
# quiet = ""                 # like "23:00-06:00": the hours, Shanghai time, in which no request is begun
# browser = ""               # path of a Chromium; empty: the first one found
# pictures = "changes"       # or never: whether columns that changed are pictured, where there is a browser

# [portals."www.example.gov.cn"]  # one table for each host that wants something else
#   platform = "trs"           # the family its lists are read as, whatever their marks say
#   delay = 10.0               # seconds between two requests to it
#   tls = "unverified"         # or legacy, legacy-unverified: how a faulty https server is spoken to all the same
#   column = "https://www.example.gov.cn/nb/"  # where its annual reports are, in addition to what is found
#   browser = "never"          # or always: whether its lists are drawn by the browser
#   resources = ["cdn.example.cn"]  # hosts outside gov.cn from which its scripts may fetch what they need

[absence]                    # when a report is called missing
# looks = 3
# days = 3
# span = 5
# siblings = 3

[withdrawal]                 # when a report is called withdrawn
# looks = 3
# span = 7

[mail]
# host = "smtp.example.org"
# port = 587
# security = "starttls"      # starttls, tls or none (none: loopback only)
# user = ""                  # the password comes from the environment variable GONGKAI_SMTP_PASSWORD
# sender = "watch@example.org"
# to = ["desk@example.org"]

[schedule]                   # Shanghai time
# daily = "06:30"
# weekly = "mon 08:00"
"""


@dataclass(frozen=True, slots=True)
class Crawl:
    """How we behave as guests."""

    contact: str = ""
    vantage: str = "unnamed"
    delay: float = 3.0
    budget: int = 400
    timeout: float = 30.0
    max_bytes: int = 64 * 1024 * 1024
    pass_minutes: float = 120.0
    pause: float = 60.0
    quiet: str = ""
    browser: str = ""
    pictures: str = "changes"


@dataclass(frozen=True, slots=True)
class Habits:
    """How one host is visited where it differs from the others; empty or None: as everywhere."""

    platform: str = ""
    delay: float | None = None
    tls: str = "verified"
    column: str = ""
    browser: str = "auto"
    resources: tuple[str, ...] = ()


USUAL = Habits()


@dataclass(frozen=True, slots=True)
class Absence:
    """What it takes to call a report missing (contract 5)."""

    looks: int = 3
    days: int = 3
    span: int = 5
    siblings: int = 3


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What it takes to call a report withdrawn (contract 5)."""

    looks: int = 3
    span: int = 7


@dataclass(frozen=True, slots=True)
class Mail:
    """How the digest goes out; the password comes from the environment."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the service works, in Shanghai time."""

    daily: str = "06:30"
    weekly: str = "mon 08:00"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of gongkai.toml."""

    crawl: Crawl = field(default_factory=Crawl)
    portals: dict[str, Habits] = field(default_factory=dict)
    absence: Absence = field(default_factory=Absence)
    withdrawal: Withdrawal = field(default_factory=Withdrawal)
    mail: Mail = field(default_factory=Mail)
    schedule: Schedule = field(default_factory=Schedule)


def read_settings(path: Path) -> Settings:
    """The settings of a workspace; defaults when there is no file. Raises BadInput naming the bad line's key."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError:
        raise BadInput(f"{path.name} is not UTF-8; save it as UTF-8") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadInput(f"{path.name} is not valid TOML: {fault}") from None
    settings = _section(table, Settings, path.name)
    _check(settings, path.name)
    return settings


def _section(table: dict[str, Any], kind: type[Section], where: str) -> Section:
    hints = get_type_hints(kind)
    for key in table:
        if key not in hints:
            raise BadInput(f"{where}: unknown key {key!r}{_suggest(key, hints)}")
    return kind(**{key: _value(value, hints[key], _place(where, key, hints[key])) for key, value in table.items()})


def _place(where: str, key: str, hint: Any) -> str:
    return f"{where} [{key}]" if is_dataclass(hint) else f"{where} {key}"


def _value(value: Any, hint: Any, where: str) -> Any:
    if get_origin(hint) is dict:
        return _tables(value, get_args(hint)[1], where)
    if get_origin(hint) is UnionType:
        return _value(value, get_args(hint)[0], where)
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise BadInput(f"{where} must be a table of settings")
        return _section(value, hint, where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint == tuple[str, ...] and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if not isinstance(hint, type) or not isinstance(value, hint) or isinstance(value, bool):
        raise BadInput(f"{where} must be {WANTED[hint]}, not {value!r}")
    return value


def _tables(value: Any, kind: type[Section], where: str) -> dict[str, Section]:
    """One table of settings for each host."""
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise BadInput(f'{where} must hold one table for each host, like [portals."www.example.gov.cn"]')
    return {_host(key, where): _section(table, kind, f"{where} [{key}]") for key, table in value.items()}


def _host(key: str, where: str) -> str:
    """A host as `portal_host` writes it, with the port when it is not the usual one."""
    if not HOST.fullmatch(key):
        raise BadInput(f'{where}: {key!r} is no host; write for example [portals."www.example.gov.cn"]')
    return key.lower()


def _suggest(key: str, known: dict[str, Any]) -> str:
    near = get_close_matches(key, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"


LIMITS: dict[str, tuple[float, float]] = {
    "delay": (0, 3600), "budget": (1, 1_000_000), "timeout": (0.1, 3600), "max_bytes": (1024, 4 << 30),
    "pass_minutes": (0.1, 7 * 24 * 60), "pause": (0, 3600), "looks": (1, 1000), "days": (1, 1000), "span": (0, 3650),
    "siblings": (1, 1000),
    "port": (1, 65535),
}  # fmt: skip


CHOICES = {
    "tls": ("verified", "unverified", "legacy", "legacy-unverified"),
    "browser": ("auto", "never", "always"),
}  # fmt: skip
PICTURES = ("changes", "never")


def _check(settings: Settings, where: str) -> None:
    for name, section in ((f.name, getattr(settings, f.name)) for f in fields(settings)):
        if is_dataclass(section):
            _check_limits(section, f"{where} [{name}]")
    for host, habits in settings.portals.items():
        _check_habits(habits, f"{where} [portals] [{host}]")
    parse_quiet(settings.crawl.quiet, where)
    if settings.crawl.pictures not in PICTURES:
        raise BadInput(f"{where} [crawl] pictures must be changes or never, not {settings.crawl.pictures!r}")
    if settings.mail.security not in ("starttls", "tls", "none"):
        raise BadInput(f"{where} [mail] security must be starttls, tls or none")
    parse_daily(settings.schedule.daily, where)
    parse_weekly(settings.schedule.weekly, where)


def _check_limits(section: Any, where: str) -> None:
    for key in (f.name for f in fields(section) if f.name in LIMITS):
        low, high = LIMITS[key]
        value = getattr(section, key)
        if value is not None and not low <= value <= high:
            raise BadInput(f"{where} {key} must lie between {low:g} and {high:g}")


def _check_habits(habits: Habits, where: str) -> None:
    _check_limits(habits, where)
    for key, known in CHOICES.items():
        if getattr(habits, key) not in known:
            raise BadInput(f"{where} {key} must be one of {', '.join(known)}, not {getattr(habits, key)!r}")
    for host in habits.resources:
        if not HOST.fullmatch(host):
            raise BadInput(f"{where} resources: {host!r} is no host; write for example cdn.example.cn")
    if habits.column and not habits.column.startswith(("http://", "https://")):
        raise BadInput(f"{where} column must be a whole address like https://www.example.gov.cn/nb/")


HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_daily(text: str, where: str = "gongkai.toml") -> time:
    """A time of day like `06:30`. Raises BadInput."""
    if not TIME_OF_DAY.fullmatch(text):
        raise BadInput(f"{where} [schedule] {text!r} is no time of day; write for example 06:30")
    return time.fromisoformat(text)


def parse_quiet(text: str, where: str = "gongkai.toml") -> tuple[time, time] | None:
    """Hours of rest like `23:00-06:00`, from and until when; None for none. Raises BadInput."""
    if not text:
        return None
    begin, _, end = text.partition("-")
    if not (TIME_OF_DAY.fullmatch(begin) and TIME_OF_DAY.fullmatch(end)) or begin == end:
        raise BadInput(f"{where} [crawl] quiet {text!r} is no span of hours; write for example 23:00-06:00")
    return time.fromisoformat(begin), time.fromisoformat(end)


def parse_weekly(text: str, where: str = "gongkai.toml") -> tuple[str, time]:
    """A weekday and time like `mon 08:00`. Raises BadInput."""
    day, _, hour = text.partition(" ")
    if day not in WEEKDAYS:
        raise BadInput(f"{where} [schedule] {text!r} must begin with one of {', '.join(WEEKDAYS)}")
    return day, parse_daily(hour, where)
