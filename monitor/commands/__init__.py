"""The commands, one module for each stretch of the way; each adds its own to `gongkai`."""

import logging
import sys
from pathlib import Path

import click

YEAR = click.IntRange(2008, 2100)
PATH = click.Path(path_type=Path)
BY = click.option("--by", metavar="WHO", envvar=["GONGKAI_USER", "USER"], default="unnamed", show_default=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="gongkai-watch", prog_name="gongkai")
@click.option("-v", "--verbose", is_flag=True, help="Tell every step on stderr.")
def cli(verbose: bool) -> None:
    """Watches whether governments publish their annual report on information disclosure, on time and consistent."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(message)s"
    )
