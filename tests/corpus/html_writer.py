"""HTML: the page of a portal with the report as its article.

Wish in `Printed.drawing`: `html`, one of the names in `habits/files.py`.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from random import Random

from tests.corpus.printed import Line, Printed, Sheet, Td

SUFFIX = ".html"
MARK = "\ue000"  # before a footnote mark
SITE = "青禾县人民政府"
CHARSETS = {
    "declared_gb2312": ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
    "declared_gbk": ("gb18030", "<META http-equiv=Content-Type content='text/html; charset=GBK'>"),
    "charset_missing": ("gb18030", ""),
    "charset_wrong": ("utf-8", '<meta charset="gb2312">'),
    "byte_order_mark": ("utf-8-sig", ""),
}
METAS = (
    "<div class='info'><span>发布日期：{date}</span> <span>来源：{agency}</span> <span>浏览次数：<i></i></span></div>",
    "<div class='sub'>来源: {agency} 时间:{chinese} 字体:[ <a>大</a> <a>中</a> <a>小</a> ]</div>",
    "<p class='xx'>发布时间：{date} 17:29　信息来源：本网　打印　关闭</p>",
    (
        "<table class='xxgk'><tr><td>索 引 号</td><td>011000/2025-00011</td><td>发布机构</td><td>{agency}</td></tr>"
        "<tr><td>成文日期</td><td></td><td>发布日期</td><td>{date}</td></tr></table>"
    ),
)
SOUP = '<span style="font-family:仿宋_GB2312;mso-bidi-font-family:宋体"><font face="Times New Roman">{}</font></span>'
CONDITIONAL = "<!--[if gte mso 9]><xml><w:WordDocument><w:Zoom>100</w:Zoom></w:WordDocument></xml><![endif]-->"
OTHERS = "".join(
    f'<li><a href="./{year}.html">松泉县财政局{year}年政府信息公开工作年度报告</a></li>' for year in (2018, 2020)
)


def write(printed: Printed) -> bytes:
    """The page as bytes, in the charset of its habit."""
    style = printed.drawing.get("html", "")
    encoding, declared = CHARSETS.get(style, ("utf-8", '<meta charset="utf-8">'))
    article = "\n".join(_article(printed, style))
    page = article if style == "bare_fragment" else _page(printed, article, declared, style)
    return page.encode(encoding)


def _page(printed: Printed, article: str, declared: str, style: str) -> str:
    title = _title(printed)
    body = _layout_table if style == "layout_table" else _body
    return (
        f"<!DOCTYPE html><html><head>{declared}<title>{escape(title)}-{SITE}</title>"
        "<style>.TRS_Editor P{line-height:2}</style></head>"
        f"<body>{body(printed, title, article, style)}</body></html>"
    )


def _body(printed: Printed, title: str, article: str, style: str) -> str:
    others = (
        f"<div class='list'><h3>政府信息公开年报</h3><ul>{OTHERS}</ul></div>" if style == "other_reports_around" else ""
    )
    after = "<p>上一篇：<a>岚渡县教育局2022年政府信息公开工作年度报告</a></p><p>下一篇：没有了</p>" if others else ""
    return (
        '<div class="top"><a href="/">网站首页</a> <a href="/zwgk/">政务公开</a> <a href="/hdjl/">互动交流</a></div>'
        '<div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/n/">政府信息公开年报</a></div>'
        f'{others}<div class="main"><h1>{escape(title)}</h1>{_meta(printed)}<div id="zoom" class="TRS_Editor">'
        f'{article}</div>{after}</div>{others}<div class="foot"><p>主办单位：{SITE}办公室　网站标识码：9901230001</p>'
        "<p>地址：青禾县中心路8号　电话：000-7654321</p></div>"
    )


def _layout_table(printed: Printed, title: str, article: str, style: str) -> str:
    return (
        '<table width="1000" align="center" cellpadding="0"><tr><td colspan="2"><img src="b.jpg"> 网站首页 | 政务公开'
        f'</td></tr><tr><td width="200" valign="top"><table><tr><td>机构概况</td></tr><tr><td>政策文件 12</td></tr>'
        f"<tr><td>信息公开年报 8</td></tr></table></td><td><table><tr><td><h1>{escape(title)}</h1></td></tr><tr><td>"
        f"{_meta(printed)}</td></tr><tr><td>{article}</td></tr></table></td></tr>"
        f'<tr><td colspan="2">版权所有：{SITE}　备案号：99012345</td></tr></table>'
    )


def _meta(printed: Printed) -> str:
    if not printed.published:
        return "<div class='info'>来源：本网 浏览量：-</div>"
    year, month, day = printed.published.split("-")
    chosen = Random(printed.agency + printed.published).choice(METAS)
    return chosen.format(date=printed.published, chinese=f"{year}年{month}月{day}日", agency=escape(printed.agency))


def _title(printed: Printed) -> str:
    return "".join(part.text for part in printed.parts if isinstance(part, Line) and part.kind == "title")


# ---- the article ----


def _article(printed: Printed, style: str) -> Iterator[str]:
    if style in ("word_soup", "word_tables"):
        yield CONDITIONAL
    for part in printed.parts:
        yield _line(part, style) if isinstance(part, Line) else _table(part, style)
        if style == "hidden_numbers":
            yield "<p style='display:none'>规章 9 9 9</p><input type='hidden' value='77'><!-- <td>55</td> -->"
            yield "<script>var total = '88';</script><div hidden>总计 66</div>"


def _line(line: Line, style: str) -> str:
    words = LINES.get(style, escape)(line.text)
    centred = line.kind == "title"
    if style in ("word_soup", "word_tables"):
        align = ' align="center"' if centred else ""
        return (
            f'<p class="MsoNormal"{align} style="text-indent:32.0pt">{words}<span lang="EN-US"><o:p></o:p></span></p>'
        )
    if style == "old_markup":
        return f"<P{' ALIGN=center' if centred else ''}><FONT size=3>　　{words}</FONT>"
    if style == "lines_as_divs":
        return f"<div>{'<center>' * centred}{words}{'</center>' * centred}<br></div>"
    return f'<p style="text-align:center"><strong>{words}</strong></p>' if centred else f"<p>　　{words}</p>"


def _soup(text: str) -> str:
    """The text in runs of some letters, as Word saves it."""
    runs = re.findall(".{1,7}", text, re.DOTALL)
    return "".join(SOUP.format(_broken(run)) for run in runs)


def _split(text: str) -> str:
    """Every letter or two in a span of its own."""
    return "".join(f"<span>{_broken(run)}</span>" for run in re.findall(".{1,2}?", text, re.DOTALL))


def _broken(text: str) -> str:
    return re.sub(f"{MARK}(.)", r"<sup>\1</sup>", escape(text)).replace("\n", "<br>").replace("\u00a0", "&nbsp;")


LINES: dict[str, Callable[[str], str]] = {"word_soup": _soup, "word_tables": _soup, "split_runs": _split}


# ---- tables ----


def _table(sheet: Sheet, style: str) -> str:
    rows = "".join(_row(row, number, style) for number, row in enumerate(sheet.rows))
    if style == "old_markup":
        return f"<CENTER><TABLE BORDER=1 CELLSPACING=0 BORDERCOLOR=#000000><TBODY>{rows}</TABLE></CENTER>"
    if style == "head_cells":
        return f'<table border="1"><caption>单位：件</caption>{rows}</table>'
    if style in ("word_soup", "word_tables"):
        return f'<div align="center"><table class="MsoTableGrid" border="1"><tbody>{rows}</tbody></table></div>'
    table = f'<table border="1" style="border-collapse:collapse"><tbody>{rows}</tbody></table>'
    return (
        f'<table width="100%"><tr><td align="center">{table}</td></tr></table>' if style == "nested_tables" else table
    )


def _row(row: tuple[Td, ...], number: int, style: str) -> str:
    if style == "old_markup":
        return "<TR>" + "".join(_cell(cell, "TD", style, "") for cell in row) + "\n"
    if style == "hidden_rows":
        shadow = "".join('<td style="display:none">9</td>' for _ in row)
        shown = "".join(_cell(cell, "td", style, "</td>") for cell in row)
        return f'<tr style="display:none"><td>规章</td><td>9</td></tr><tr>{shown}{shadow}</tr>'
    tag = "th" if style == "head_cells" and number < 2 else "td"
    return "<tr>\n" + "\n".join(_cell(cell, tag, style, f"</{tag}>") for cell in row) + "\n</tr>\n"


def _cell(cell: Td, tag: str, style: str, end: str) -> str:
    spans = f' colspan="{cell.across}"' * (cell.across > 1) + f' rowspan="{cell.down}"' * (cell.down > 1)
    letters = "\n".join(cell.text) if cell.upright and "\n" not in cell.text else cell.text
    return f"<{tag}{spans}>{CELLS.get(style, _broken)(letters)}{end}"


def _word_cell(text: str) -> str:
    words = f"{_soup(text)}<o:p></o:p>" if text else "<o:p>&nbsp;</o:p>"
    return f'<p class="MsoNormal" align="center" style="mso-line-height-alt:12pt">{words}</p>'


def _word_table_cell(text: str) -> str:
    paragraphs = "".join(f'<p class="MsoNormal">{SOUP.format(escape(part))}</p>' for part in text.split("\n"))
    return f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{paragraphs}'


def _hidden_cell(text: str) -> str:
    return f"{_broken(text)}<span style='display: none'>99</span><!--77--><i hidden>5</i>"


CELLS: dict[str, Callable[[str], str]] = {
    "word_soup": _word_cell,
    "word_tables": _word_table_cell,
    "split_runs": _split,
    "unbreakable_blanks": lambda text: f"&nbsp;{_broken(text)}&nbsp;",
    "paragraph_in_cells": lambda text: f"\n  <div>\n    <p>\n      {_broken(text)}\n    </p>\n  </div>\n",
    "hidden_numbers": _hidden_cell,
    "old_markup": lambda text: f"<FONT face=宋体>{_broken(text)}</FONT>",
}
