"""Templates to pages and letters: what comes from outside is flattened and escaped here, once."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from reports.wording import clip, day, how, moment, named, one_line, rate, share, why
from reports.words import word

LONGEST_LINK = 600


def render(template: str, view: Mapping[str, object]) -> str:
    """One template filled in; those for HTML escape all that is not their own markup."""
    return _environment().get_template(template).render(view)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        finalize=_flat,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for shown in (clip, day, host, how, link, moment, named, rate, share, why):
        environment.filters[shown.__name__] = shown
    environment.globals["word"] = word
    return environment


def _flat(value: object) -> object:
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def link(url: str | None) -> str:
    """The address if a reader may safely follow it, else nothing: only http and https are links."""
    if not url or len(url) > LONGEST_LINK or not url.isprintable() or " " in url:
        return ""
    return url if host(url) else ""


def host(url: str) -> str:
    """The host of a web address, or nothing when it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2] if parts.scheme in ("http", "https") else ""
