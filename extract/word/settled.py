"""Settled: a DOCX in which tracked changes are accepted and content controls opened, for programs that print both."""

import zipfile
from io import BytesIO

from lxml import etree

from extract.container import Container, parsed
from extract.word.names import W
from extract.word.opening import is_gone, opened

_TELLING = tuple(f"<w:{name}".encode() for name in ("del", "ins", "move", "sdt"))
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
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
