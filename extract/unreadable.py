"""Unreadable: why a file gave no record, in a code and a sentence."""


class Unreadable(Exception):  # noqa: N818  (named by what the file is)
    """A file that cannot be read as a report; `code` is for machines, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
