"""gongkai …: one thin function per command."""

from typing import NoReturn

from monitor import commands
from monitor.call import end_well
from monitor.commands import cli
from storage.folder import import_all

import_all(commands.__name__)


def main() -> NoReturn:
    """The command as installed."""
    end_well(cli)


if __name__ == "__main__":
    main()
