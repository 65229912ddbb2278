"""Letters: pictures of single lines in, their text and how sure every letter of it is out."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.scan.picture import Array

HEIGHT = 48  # pixels of a line, as the network was taught
STEP = 8  # pixels of its width for each of the network's answers
NARROWEST, WIDEST = 48, 1600  # pixels; a longer line is squeezed
SIGNS = "0123456789.,-—/"
NUMERALS = frozenset("一二三四五六七八九")
GLIMPSE, INFERRED = 0.03, 0.85  # how likely a round zero is that is seen where one must be, and becomes thereby
ANSWERS = 80  # answers of one batch: each is a row of 18,710 numbers, and small batches need no new memory


@dataclass(frozen=True, slots=True)
class Line:
    """The text of one line.

    `sure`: how likely each letter is, 0 to 1. `digits`: how likely it is that digit or a letter that looks like it,
    which where figures stand is the same. `missed`: how likely there is another letter.
    """

    text: str
    sure: tuple[float, ...] = ()
    digits: tuple[float, ...] = ()
    missed: float = 0.0

    @property
    def least(self) -> float:
        """How sure the least certain letter is; nothing read is sure of nothing."""
        return min((*self.sure, 1 - self.missed)) if self.sure else 0.0

    @property
    def least_digit(self) -> float:
        """The same where nothing but figures can stand."""
        return min((*self.digits, 1 - self.missed)) if self.digits else 0.0


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter read: where among the network's answers, and how likely it is."""

    text: str
    at: int
    sure: float


class Letters:
    """The networks that come with rapidocr, run on one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _reader(self) -> Any:
        return self._network("*_rec_*.onnx")

    @cached_property
    def _finder(self) -> Any:
        return self._network("*_det_*.onnx")

    @cached_property
    def _alphabet(self) -> list[str]:
        listed = self._reader.get_modelmeta().custom_metadata_map["character"].splitlines()
        return ["", *listed, " "]

    def _network(self, name: str) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        path = next(iter(sorted(self._folder.glob(name))))
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def places(self, page: "Array") -> "Array":
        """How likely each point of a page (grey, sides multiples of 32) is part of a line of text, 0 to 1."""
        import numpy as np

        flat = (page.astype(np.float32) / 127.5 - 1)[None, None].repeat(3, axis=1)
        found: Array = self._finder.run(None, {self._finder.get_inputs()[0].name: flat})[0][0, 0]
        return found

    def read(self, lines: Sequence["Array"], figures: bool = False) -> list[Line]:
        """The text of each line (grey pictures of any size); of `figures` the likeliest digits and signs."""
        import numpy as np

        shaped = [_shaped(line) for line in lines]
        read = [Line("")] * len(lines)
        for batch in _batches([line.shape[1] for line in shaped]):
            width = -(-max(shaped[at].shape[1] for at in batch) // STEP) * STEP
            pixels = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
            for number, at in enumerate(batch):
                pixels[number, :, :, : shaped[at].shape[1]] = shaped[at].astype(np.float32) / 127.5 - 1
            answers = self._reader.run(None, {self._reader.get_inputs()[0].name: pixels})[0]
            for number, at in enumerate(batch):
                read[at] = self._spelled(answers[number], self._signs if figures else None)
        return read

    @cached_property
    def _signs(self) -> list[int]:
        """The numbers of nothing, the digits, and the signs that stand among them."""
        return [0, *(at for at, letter in enumerate(self._alphabet) if letter in SIGNS and letter)]

    def _spelled(self, answers: "Array", among: list[int] | None) -> Line:
        """The letters of one line: the best of each answer, runs of one letter taken as one."""
        best = answers.argmax(axis=1) if among is None else numbers_of(among)[answers[:, among].argmax(axis=1)]
        odds = answers[range(len(best)), best].tolist()
        found: list[_Letter] = []
        doubts: list[tuple[int, float]] = []
        last = 0
        for at, number in enumerate(best.tolist()):
            if number == 0:
                doubts.append((at, _other(answers, best, at)))
            elif number != last:
                found.append(_Letter(self._alphabet[number], at, odds[at]))
            elif odds[at] > found[-1].sure:
                found[-1] = replace(found[-1], at=at, sure=odds[at])
            last = number
        found, doubts = self._with_zeros(answers, found, doubts)
        return Line(
            "".join(one.text for one in found),
            tuple(one.sure for one in found),
            tuple(self._as_digit(answers, one) for one in found),
            max((likely for _, likely in doubts), default=0.0),
        )

    def _as_digit(self, answers: "Array", one: _Letter) -> float:
        alike = self._alike.get(one.text)
        return float(answers[one.at, alike].sum()) if alike else one.sure

    def _with_zeros(
        self, answers: "Array", found: list[_Letter], doubts: list[tuple[int, float]]
    ) -> tuple[list[_Letter], list[tuple[int, float]]]:
        """The letters with the round zeros of Chinese years, which the network passes over as if they were blanks.

        One is there where between two numerals a letter's room is left, and it is seen, be it ever so faintly.
        """
        steps = sorted(after.at - before.at for before, after in pairwise(found))
        if len(steps) < 4:
            return found, doubts
        pitch = steps[len(steps) // 2]
        whole = found[:1]
        for before, after in pairwise(found):
            inside = range(before.at + 2, after.at - 1)
            if {before.text, after.text} <= NUMERALS and 1.6 * pitch < after.at - before.at < 2.4 * pitch:
                seen = max(((float(answers[at, self._alike["0"]].sum()), at) for at in inside), default=(0.0, 0))
                if seen[0] > GLIMPSE:
                    whole.append(_Letter("〇", seen[1], max(seen[0], INFERRED)))
                    doubts = [doubt for doubt in doubts if doubt[0] not in inside]
            whole.append(after)
        return whole, doubts

    @cached_property
    def _alike(self) -> dict[str, list[int]]:
        """For each digit and letter that looks like one, the numbers of all those that look alike."""
        number = {letter: at for at, letter in enumerate(self._alphabet)}
        groups = ([digit, *letters] for digit, letters in lookalikes().items())
        known = ([letter for letter in group if letter in number] for group in groups)
        return {letter: [number[one] for one in group] for group in known for letter in group}


@cache
def lookalikes() -> dict[str, str]:
    """The letters that a picture cannot always tell from a digit, by the digit."""
    listed = tomllib.loads(files("extract").joinpath("lookalikes.toml").read_text("utf-8"))
    return {str(digit): str(letters) for digit, letters in listed["letters"].items()}


def _other(answers: "Array", best: "Array", at: int) -> float:
    """How likely a letter stands where none was read, other than those read right beside."""
    row = answers[at]
    second = int(row[1:].argmax()) + 1
    near = best[max(0, at - 1) : at + 2].tolist()
    return 0.0 if second in near else float(row[second])


def numbers_of(numbers: list[int]) -> "Array":
    import numpy as np

    return np.array(numbers)


def _shaped(line: "Array") -> "Array":
    import cv2

    height, width = line.shape[:2]
    wide = min(max(round(width * HEIGHT / height), NARROWEST), WIDEST)
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return cv2.resize(line, (wide, HEIGHT), interpolation=way)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Lines of like width together, so that little of a batch is empty."""
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=lambda number: widths[number]):
        if batch and (len(batch) + 1) * widths[at] / STEP > ANSWERS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
