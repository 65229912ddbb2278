"""Settled: a DOCX in which tracked changes are accepted and content controls opened, for programs that print both."""

import zipfile
from io import BytesIO

from lxml import etree

from extract.container import Container, parsed
from extract.word.names import VAL, Element, W, number, switch
from extract.word.opening import is_gone, opened
from extract.word.story import is_raised
from extract.word.styles import TINY

_TELLING = tuple(f"<w:{name}".encode() for name in ("del", "ins", "move", "sdt", "specVanish", "bdo", "position", "w "))
_HOLDERS = frozenset(f"{W}{name}" for name in ("body", "p", "tbl", "tr", "tc", "hyperlink", "txbxContent", "fldSimple"))


def settled(data: bytes) -> bytes:
    """The document with its changes accepted; as it is when it has none. Raises Unreadable when it is damaged."""
    parts = Container(data)
    name = "word/document.xml"
    document = parts.read(name) if name in parts else b""
    if not any(word in document for word in _TELLING):
        return data
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in dict.fromkeys(whole.namelist()):
            if part != name:
                archive.writestr(part, parts.read(part))
        archive.writestr(name, _accepted(document))
    return out.getvalue()


def _accepted(document: bytes) -> bytes:
    root = parsed(document)
    for holder in [node for node in root.iter() if node.tag in _HOLDERS]:
        kept = [node for node in opened(holder) if not is_gone(node.find(f"{W}trPr"))]
        holder[:] = [*holder.findall(f"{W}tcPr"), *kept]
    _strike_doubtful(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _strike_doubtful(root: Element) -> None:
    """Strikes out what only Word hides or turns round, and what is raised: no digit of what stands beside it."""
    runs = [run for bdo in root.iter(f"{W}bdo") if bdo.get(VAL) == "rtl" for run in bdo.iter(f"{W}r")]
    runs += [run for run in root.iter(f"{W}r") if _is_hidden(run.find(f"{W}rPr")) or is_raised(run)]
    for run in runs:
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        for hiding in properties.findall(f"{W}specVanish"):
            properties.remove(hiding)
        properties.append(etree.Element(f"{W}strike"))


def _is_hidden(properties: Element | None) -> bool:
    """Whether the properties of a run hide it in a way of Word's own, or make it too narrow to see."""
    return bool(switch(properties, "specVanish")) or 0 < number(properties, "w") <= TINY
