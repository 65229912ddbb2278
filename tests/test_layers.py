"""Imports run storage ← extract, crawler, reports ← monitor, and extract is pure."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "storage": {"storage"},
    "extract": {"extract", "storage"},
    "crawler": {"crawler", "storage"},
    "reports": {"reports", "storage"},
    "monitor": {"monitor", "storage", "extract", "crawler", "reports"},
}
PURE = {"storage.model", "storage.record", "storage.errors", "storage.folder"}
# The readers that are processes of their own, and what keeps them within time and memory.
MACHINERY = {"extract/workers.py", "extract/soffice.py", "extract/scan/engine.py", "extract/deadline.py"}
IMPURE = {"socket", "ssl", "http", "urllib.request", "sqlite3", "sqlite_utils", "scrapy", "playwright", "time", "os"}


def imports(module: Path) -> Iterator[str]:
    """Every module a module imports, wherever the import stands in it."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: write the whole name of what is imported"
            yield node.module or ""


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_never_run_upwards(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    for module in modules:
        ours = {name.split(".")[0] for name in imports(module)} & MAY_IMPORT.keys()
        assert ours <= MAY_IMPORT[package], module.relative_to(ROOT)


def test_extract_is_pure() -> None:
    for module in sorted((ROOT / "extract").rglob("*.py")):
        if str(module.relative_to(ROOT)) in MACHINERY:
            continue
        names = set(imports(module))
        assert {name for name in names if name.startswith("storage")} <= PURE, module.relative_to(ROOT)
        impure = {name for name in names if any(name == bad or name.startswith(f"{bad}.") for bad in IMPURE)}
        assert not impure, module.relative_to(ROOT)
