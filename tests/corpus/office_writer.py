"""Office files by LibreOffice: DOCX becomes DOC, WPS, RTF, ODT or PDF, XLSX becomes XLS or ODS, many in one call."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

FILTERS = {
    ".doc": "doc:MS Word 97",
    ".wps": "doc:MS Word 97",  # Kingsoft's own format is Word's under another name
    ".rtf": "rtf:Rich Text Format",
    ".odt": "odt:writer8",
    ".pdf": "pdf",
    ".xls": "xls:MS Excel 97",
    ".ods": "ods:calc8",
}
SECONDS = 180


def available() -> bool:
    """Whether LibreOffice is on this machine."""
    return shutil.which("soffice") is not None


def converted(files: Sequence[bytes], given: str, wanted: str) -> list[bytes]:
    """Files with the suffix `given` (".docx") as files with the suffix `wanted`, in their order.

    A DOCX should end in a paragraph: one that ends in a table loses all tables on its way to DOC.
    Raises ValueError when LibreOffice is missing or makes no file.
    """
    if not available():
        raise ValueError("no LibreOffice to write with")
    ending = FILTERS[wanted].partition(":")[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{number}{given}" for number in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        _convert(sources, FILTERS[wanted], folder)
        targets = [folder / "out" / f"{number}.{ending}" for number in range(len(files))]
        if missing := [target.name for target in targets if not target.is_file()]:
            raise ValueError(f"LibreOffice made no {', '.join(missing)}")
        return [target.read_bytes() for target in targets]


def _convert(sources: Sequence[Path], to: str, folder: Path) -> None:
    """One call with a profile of its own: two calls that share one make no file, and say nothing."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--convert-to", to, "--outdir", str(folder / "out")]
    subprocess.run(["soffice", profile, *options, *map(str, sources)], check=True, capture_output=True, timeout=SECONDS)
