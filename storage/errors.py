"""The few ways a call can end that are neither a finding nor a bug, with the exit codes of contract 1."""


class Stopped(Exception):  # noqa: N818  (named by what happened to the call)
    """A call that ends early with one line for the person who made it."""

    exit_code = 1


class Interrupted(Stopped):
    """The call was asked to end by a signal; what it had kept stays (exit 128 plus the signal, as the run says)."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class BadInput(Stopped):
    """The call, the settings or an input file is wrong: what, where, how to mend it (exit 2)."""

    exit_code = 2


class CannotRun(Stopped):
    """Nothing could be done at all: a lock is held, the disk is full, the database is newer (exit 3)."""

    exit_code = 3
