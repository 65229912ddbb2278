"""The formats: which function reads which media type; each module of `extract.formats` announces itself."""

from collections.abc import Callable
from functools import cache

from extract.content import Content
from storage.folder import import_all

Reader = Callable[[bytes], Content]

_readers: dict[str, Reader] = {}
_second_readers: dict[str, Reader] = {}


def reads(*media_types: str, second: bool = False) -> Callable[[Reader], Reader]:
    """Declares a function as the reader of some media types; it may raise Unreadable.

    A `second` reader comes to the same content another way. It is asked where the sums of a report do not agree:
    what both read is what is printed.
    """

    def declare(reader: Reader) -> Reader:
        (_second_readers if second else _readers).update(dict.fromkeys(media_types, reader))
        return reader

    return declare


@cache
def readers() -> dict[str, Reader]:
    """Every format that can be read, by media type."""
    import_all("extract.formats")
    return dict(_readers)


def second_readers() -> dict[str, Reader]:
    """The second reader of every format that has one, by media type."""
    readers()
    return dict(_second_readers)
