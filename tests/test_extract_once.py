"""Files of the corpus that were once not read as printed: each made again from its name, and read."""

import pytest

from tests.measured import read_file
from tests.sample import FORMATS, Case

ONCE = [
    Case("text", "2019", "words_in_cells", 1),
    Case("text", "2019", "words_in_cells", 1, wrong=True),
    Case("text", "2021", None, 22),
    Case("text", "2021", None, 58),
    Case("ofd", "2021", None, 33),
]


@pytest.mark.parametrize("case", ONCE, ids=str)
def test_it_is_read_as_printed(case: Case) -> None:
    ((_, printed, data),) = FORMATS[case.format].write([case])
    assert read_file(data, f"a{FORMATS[case.format].suffix}", printed).faults == ()
