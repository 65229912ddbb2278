"""Archives of several reports as they are sent in: names in GBK without a flag, folders, archives in archives."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

WHEN = (2025, 1, 20, 9, 0, 0)


class _OldName(zipfile.ZipInfo):
    """A member whose name is in GBK and does not say so, as Chinese Windows writes it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  (zipfile asks for the name by this method)
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def zipped(files: Mapping[str, bytes], encoding: str = "gbk") -> bytes:
    """A ZIP of files by their paths; a path that ends in "/" is a folder. `encoding`: "gbk" or "utf-8"."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files.items():
            member = _OldName(path, WHEN) if encoding == "gbk" else zipfile.ZipInfo(path, WHEN)
            archive.writestr(member, data, zipfile.ZIP_STORED if path.endswith("/") else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def nested(files: Mapping[str, bytes], folder: str = "2024年度年报/部门") -> bytes:
    """Half of the files in a folder, the other half in a ZIP beside it."""
    paths = list(files)
    half = len(paths) // 2
    outer = {f"{folder}/{path}": files[path] for path in paths[:half]}
    inner = zipped({path: files[path] for path in paths[half:]})
    return zipped({f"{folder}/": b"", **outer, f"{folder}/其他单位.zip": inner})
