"""Looks: what declarations of style do to an element that matters for reading: hidden, struck, raised, coloured."""

import re
from functools import lru_cache
from typing import NamedTuple

from extract import page

_FAR = r"-(?:\d{3,}(?:\.\d+)?(?:px|pt|em|rem)?|\d{2,}(?:\.\d+)?r?em|\d{3,}(?:\.\d+)?(?:%|v[wh]))"
_NIL = r"(?:[01](?:\.\d+)?(?:px|pt)?|0(?:\.0+)?[a-z%]+)"
_FAR_AWAY = re.compile(_FAR)
_NO_SIZE = re.compile(_NIL)
_ZERO = re.compile(r"0*(?:\.0+)?(?:[a-z%]+)?")
_CLIPPED = re.compile(rf"rect\({_NIL}(?:,?{_NIL}){{3}}\)|inset\((?:[5-9]\d|100)%.*|circle\({_NIL}.*")
_SHRUNK = re.compile(rf"scale[xy3d]*\(0*(?:\.0+)?[,)]|translate[xy3d]*\((?:[^,)]*,)?{_FAR}")
_TINY = re.compile(r"(?:[12](?:\.\d+)?|0?\.\d+)(?:px|pt)|0?\.[01]\d*r?em|\d(?:\.\d+)?%")
_NO_FONT = re.compile(r"(?:.*\s)?0(?:px|pt|em)?(?:\s*/.*)?\s.*")
_LENGTH = re.compile(r"-?[\d.]+(?:px|pt|em|rem|ex|%)")
_NONE = re.compile(r"none|0+(?:px)?|auto|static|visible|normal|initial|unset|inherit", re.IGNORECASE)


class Look(NamedTuple):
    """What a style does: `kind` is gone, unseen, mark, raised, drawn or nothing; then the colours it declares.

    `restates`: it says itself that it is seen, whatever holds it is not. `fades`: of an unseen one, it may hold some.
    """

    kind: str = ""
    ink: str | None = None
    ground: str | None = None
    restates: bool = False
    fades: bool = False


PLAIN = Look()


@lru_cache(maxsize=4096)
def look_of(style: str) -> Look:
    """The look that declarations make, the later ones first in weight, and before them those called important."""
    said: dict[str, str] = {}
    binding: dict[str, str] = {}
    for declaration in style.lower().split(";"):
        name, _, value = declaration.partition(":")
        plain, bang, _ = value.strip().partition("!")
        (binding if bang else said)[name.strip()] = plain.strip()
    said |= binding
    fades = _is_faded(said)
    kind = next((kind for kind, is_so in _KINDS if is_so(said)), "unseen" if fades else "")
    ground = said.get("background-color") or said.get("background")
    ink = said.get("-webkit-text-fill-color") or said.get("color")
    restates = said.get("visibility") == "visible" or _size(said) is False
    return Look(kind, ink, ground, restates, fades and kind == "unseen")


def _size(said: dict[str, str]) -> bool | None:
    """Whether letters have no height; None when the style does not say."""
    if size := said.get("font-size"):
        return bool(_ZERO.fullmatch(size)) if not _NONE.fullmatch(size) or size[0] == "0" else None
    return bool(_NO_FONT.fullmatch(said["font"])) if said.get("font") else None


def _is_faded(said: dict[str, str]) -> bool:
    return said.get("visibility") in ("hidden", "collapse") or bool(_size(said))


def _is_gone(said: dict[str, str]) -> bool:
    return said.get("display") == "none" or said.get("mso-hide") in ("all", "screen")


def _is_mark(said: dict[str, str]) -> bool:
    plain = ";".join(f"{name}:{''.join(value.split())}" for name, value in said.items() if value)
    reversed_ = "bidi-override" in said.get("unicode-bidi", "") and said.get("direction") == "rtl"
    return reversed_ or any(mark in plain for mark in page.words("mark_styles"))


def _is_unseen(said: dict[str, str]) -> bool:
    """Whether an element shows nothing, though its place may be kept; what an animation may yet show is seen."""
    if not any("animation" in name for name in said) and _ZERO.fullmatch(said.get("opacity") or "1"):
        return True
    if said.get("content-visibility") == "hidden" or _FAR_AWAY.fullmatch(said.get("text-indent", "")):
        return True
    return _is_away(said) or _is_cut(said) or bool(_SHRUNK.search("".join(said.get("transform", "").split())))


def _is_away(said: dict[str, str]) -> bool:
    moved = said.get("position") in ("absolute", "fixed", "relative")
    sides = ("left", "top", "right", "bottom") if moved else ()
    return any(_FAR_AWAY.fullmatch(said.get(side, "")) for side in (*sides, "margin-left", "margin-top"))


def _is_cut(said: dict[str, str]) -> bool:
    """Whether nothing is left of an element within its sides, or within what it is clipped to."""
    flows = (said.get(name, "").split(" ")[0] for name in ("overflow", "overflow-x", "overflow-y"))
    cut = any(flow in ("hidden", "clip") for flow in flows)
    small = any(_NO_SIZE.fullmatch(said.get(side, "")) for side in ("width", "height", "max-width", "max-height"))
    clips = ("".join(said.get(name, "").replace(" ", ",").split()) for name in ("clip", "clip-path"))
    return (cut and small) or any(_CLIPPED.fullmatch(re.sub(",+", ",", clip)) for clip in clips)


def _is_raised(said: dict[str, str]) -> bool:
    """Whether letters stand above or below their line, which is a mark only beside others."""
    moved = said.get("position") == "relative" and any(_moves(said.get(side, "")) for side in ("top", "bottom"))
    return moved or _moves(said.get("vertical-align", ""))


def _moves(length: str) -> bool:
    return bool(_LENGTH.fullmatch(length)) and not _ZERO.fullmatch(length.lstrip("-"))


def _is_tiny(said: dict[str, str]) -> bool:
    return bool(_TINY.fullmatch(said.get("font-size", "")))


def _is_drawn(said: dict[str, str]) -> bool:
    return any("url(" in value for name, value in said.items() if name.startswith("background"))


_KINDS = (
    ("gone", _is_gone),
    ("unseen", _is_unseen),
    ("mark", lambda said: not _is_faded(said) and (_is_mark(said) or _is_tiny(said))),
    ("drawn", lambda said: not _is_faded(said) and _is_drawn(said)),
    ("raised", lambda said: not _is_faded(said) and _is_raised(said)),
)
