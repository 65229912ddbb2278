"""Makes fictional annual reports in the official form, as a page, as plain text or as a PDF.

    report = Report("青禾县水务局", 2024, {"requests.received.total": 3, "requests.received.natural_person": 3})
    report.html(), report.text(), report.pdf(browser), report.truth()

Figures are keyed by the paths of the contract's JSON; what is not named is 0, `None` is a blank cell, a text is
printed as it stands, and `GONE` leaves the cell out altogether.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from tests.corpus import labels
from tests.corpus.printed import Td

GONE: Final = "\0gone"
Figure = int | float | str | None

NARRATIVE = {
    "overview": (
        "本机关认真落实政府信息公开各项规定，结合自身职责推进公开工作，现将全年情况报告如下。",
        "（一）主动公开。围绕群众关心的事项及时更新栏目内容，全年发布各类信息86条。",
        "（二）依申请公开。畅通当面、信函和网上三种申请渠道，按期答复每一件申请。",
        "（三）政府信息管理。落实公开前审查，定期清理失效内容。",
        "（四）政府信息公开平台建设。维护好网站专栏，方便查询和下载。",
        "（五）监督保障。明确专人负责，组织业务学习两次。",
    ),
    "problems": (
        "一是公开内容的时效性有待提高，二是解读形式还不够丰富。",
        "下一步将完善内部流转时限，并增加图文解读的比重。",
    ),
    "other": ("本年度未收取信息处理费，没有其他需要报告的事项。",),
}


Table = list[list[Td]]


@dataclass(frozen=True, slots=True)
class Report:
    """One fictional report."""

    agency: str
    year: int
    figures: Mapping[str, Figure] = field(default_factory=dict)
    form: str = "2021"
    published: str | None = None
    publisher: str | None = None
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str | None = None
    single_other_row: bool = False

    @property
    def heading(self) -> str:
        """The title as printed."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告" if self.title is None else self.title

    def truth(self) -> dict[str, int | float | None]:
        """What a reader must find in every cell: garbled, missing and blank cells hold no number."""
        figures = ((path, self.figures.get(path, 0)) for path in labels.paths(self.form, self._single))
        return {path: None if isinstance(figure, str) else figure for path, figure in figures}

    @property
    def _single(self) -> bool:
        return self.single_other_row or self.form == "2019"

    # ---- the three tables ----

    def tables(self) -> dict[str, Table]:
        """The three tables as printed cells."""
        return {"proactive_disclosure": self._proactive(), "requests": self._requests(), "disputes": self._disputes()}

    def _values(self, paths: Iterable[str], widths: Iterable[int] = ()) -> list[Td]:
        found = [self.figures.get(path, 0) for path in paths]
        cells = zip(found, widths or [1] * len(found), strict=True)
        return [Td("" if figure is None else str(figure), width) for figure, width in cells if figure is not GONE]

    def _proactive(self) -> Table:
        grid: Table = []
        for block in labels.proactive(self.form):
            shares = _shares(len(block.columns))
            heads = (Td(label, share) for (_, label), share in zip(block.columns, shares, strict=True))
            grid += [[Td(block.heading, 4)], [Td("信息内容"), *heads]]
            for row, label in block.rows:
                paths = (f"proactive_disclosure.{row}.{column}" for column, _ in block.columns)
                grid.append([Td(label), *self._values(paths, shares)])
        return grid

    def _requests(self) -> Table:
        natural, *bodies, total = (label for _, label in labels.applicants())
        rows = [self._outcome(row, label, 3) for row, label in labels.request_rows(self._single)[:2]]
        for block in labels.outcomes(self._single):
            items = [self._outcome(row, label, 1 if block.heading else 2) for row, label in block.rows]
            if block.heading:
                items[0].insert(0, Td(block.heading, 1, len(items)))
            rows += items
        rows[2].insert(0, Td(labels.REQUESTS["outcome"], 1, len(rows) - 2))
        return [
            [Td(labels.REQUESTS["note"], 3, 3), Td(labels.REQUESTS["applicants"], 7)],
            [Td(natural, 1, 2), Td(labels.REQUESTS["bodies"], 5), Td(total, 1, 2)],
            [Td(label) for label in bodies],
            *rows,
            *(self._outcome(row, label, 3) for row, label in labels.request_rows(self._single)[-1:]),
        ]

    def _outcome(self, row: str, label: str, width: int) -> list[Td]:
        return [Td(label, width), *self._values(f"requests.{row}.{column}" for column, _ in labels.applicants())]

    def _disputes(self) -> Table:
        (_, review), *suits = labels.dispute_blocks()
        leaves = [label for _, label in labels.results()]
        paths = [f"disputes.{block}.{result}" for block, _ in labels.dispute_blocks() for result, _ in labels.results()]
        return [
            [Td(review, 5), Td(labels.DISPUTES["suits"], 10)],
            [*(Td(leaf, 1, 2) for leaf in leaves), *(Td(label, 5) for _, label in suits)],
            [Td(leaf) for leaf in leaves] * 2,
            self._values(paths),
        ]

    # ---- the whole report ----

    def parts(self) -> Iterator[tuple[str, tuple[str, ...], Table | None]]:
        """The six sections: heading, paragraphs, table."""
        tables = self.tables()
        for number, (key, headings) in zip("一二三四五六", labels.SECTIONS.items(), strict=True):
            words = self.narrative.get(key, NARRATIVE.get(key, ()))
            yield f"{number}、{headings[0]}", words, tables.get(key)

    def html(self, style: str = "clean") -> str:
        """A portal's article page. Styles: `clean`, `word` (pasted from Word), `split` (table three in two)."""
        meta = f'<meta name="PubDate" content="{self.published}">' if self.published else ""
        shown = f"发布日期：{self.published or ''} " + (f"来源：{self.publisher} " if self.publisher else "")
        article = "".join(self._article(style))
        title = escape(self.heading)
        return (
            f'<!doctype html><html><head><meta charset="utf-8">{meta}<title>{title}-云岭省青禾县人民政府</title></head>'
            '<body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>'
            '<div class="where">当前位置：<a href="/">首页</a> &gt; <a href="/nb/">政府信息公开年报</a></div>'
            f'<h1>{title}</h1><div class="info">{shown} 浏览次数：<span></span></div>'
            f'<div id="zoom" class="content">{article}</div>'
            '<div class="foot">主办单位：青禾县人民政府办公室 网站标识码：9901230001</div></body></html>'
        )

    def _article(self, style: str) -> Iterator[str]:
        yield _p(self.heading, style)
        for heading, words, table in self.parts():
            yield _p(heading, style)
            yield from (_p(word, style) for word in words)
            if table and style == "split" and len(table) > 20:
                yield _html_table(table[:15], style)
                yield _html_table(reopened(table, 15), style)
            elif table:
                yield _html_table(table, style)

    def text(self, style: str = "tabs") -> str:
        """The text of the report. Styles: `tabs` (tables as tab-separated lines), `lines` (as out of a PDF)."""
        out = [self.heading, ""]
        for heading, words, table in self.parts():
            out += [heading, "", *words, ""]
            if table:
                out += ["\t".join(row) if style == "tabs" else " ".join(filter(None, row)) for row in _flat(table)]
            out.append("")
        return "\n".join(out)

    def pdf(self, browser: str) -> bytes:
        """The report as printed by a browser."""
        head = "<style>body{font-size:20px}table{border-collapse:collapse}td{border:1px solid #000}</style>"
        page = f'<!doctype html><meta charset="utf-8">{head}' + "".join(self._article("clean"))
        return print_pdf(page, browser)


def find_browser() -> str | None:
    """A browser that can print, if this machine has one."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def print_pdf(page: str, browser: str) -> bytes:
    """A page printed to PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, "utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [browser, *options, f"--print-to-pdf={target}", source.as_uri()],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return target.read_bytes()


def _shares(cells: int) -> list[int]:
    """How many of three columns each cell takes; rows of other tables have a column per cell."""
    return {1: [3], 2: [1, 2]}.get(cells, [1] * cells)


def _p(text: str, style: str) -> str:
    if style != "word":
        return f"<p>{escape(text)}</p>"
    third = max(1, len(text) // 3)
    runs = (text[start : start + third] for start in range(0, len(text), third))
    font = '<span style="font-family: 仿宋"><font face="Times New Roman">'
    words = "".join(f"{font}{escape(run)}</font></span><o:p></o:p>" for run in runs)
    return f'<p class="MsoNormal" align="">&nbsp;{words}<span style="display:none">草稿</span></p>\n'


def _html_table(table: Table, style: str) -> str:
    def td(cell: Td) -> str:
        spans = f' colspan="{cell.across}"' * (cell.across > 1) + f' rowspan="{cell.down}"' * (cell.down > 1)
        return f"<td{spans}>{_p(cell.text, style) if style == 'word' else escape(cell.text)}</td>"

    rows = "".join(f"<tr>{''.join(td(cell) for cell in row)}</tr>" for row in table)
    return f'<table border="1"><tbody>{rows}</tbody></table>'


def reopened(table: Table, start: int) -> Table:
    """The rest of a table from row `start`, with merged cells that reach into it opened again, empty."""
    reaching = [
        Td("", cell.across, number + cell.down - start)
        for number, row in enumerate(table[:start])
        for cell in row
        if number + cell.down > start
    ]
    return [[*reaching, *table[start]], *table[start + 1 :]]


def _flat(table: Table) -> Iterator[list[str]]:
    """The rows with one text per column, a merged cell's text in its first place."""
    reaching: dict[int, int] = {}
    for row in table:
        flat: list[str] = []
        cells = iter(row)
        while True:
            if reaching.get(len(flat), 0):
                reaching[len(flat)] -= 1
                flat.append("")
            elif cell := next(cells, None):
                for column in range(len(flat), len(flat) + cell.across):
                    reaching[column] = cell.down - 1
                flat += [cell.text] + [""] * (cell.across - 1)
            else:
                break
        yield flat
