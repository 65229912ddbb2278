"""The corpus: fictional reports as agencies put them on paper, and writers that make real files of them."""

from tests.corpus.reports import LAYOUTS, random_report

__all__ = ["LAYOUTS", "random_report"]
