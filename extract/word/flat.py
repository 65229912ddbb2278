"""The flat form of a DOCX: all its parts in one XML file, put back into a package."""

import zipfile
from io import BytesIO

from lxml import etree

from extract.container import parsed

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def packed(data: bytes) -> bytes | None:
    """The package of a flat document, without its pictures; None when it is another kind of XML.

    Raises Unreadable: damaged.
    """
    if f'"{_PKG[1:-1]}"'.encode() not in data[:4096]:
        return None
    out = BytesIO()
    types = etree.Element(f"{{{_TYPES}}}Types")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parsed(data).iter(f"{_PKG}part"):
            name, content = part.get(f"{_PKG}name") or "", part.find(f"{_PKG}xmlData")
            if content is None or not len(content):
                continue
            kind = part.get(f"{_PKG}contentType") or "application/xml"
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=name, ContentType=kind)
            archive.writestr(name.lstrip("/"), etree.tostring(content[0], xml_declaration=True, encoding="UTF-8"))
        archive.writestr("[Content_Types].xml", etree.tostring(types, xml_declaration=True, encoding="UTF-8"))
    return out.getvalue()
