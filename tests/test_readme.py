"""The documents are true: every command is described, every module is listed under its own words, examples work."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from monitor.agencies import HEADER, import_agencies
from monitor.cli import cli
from storage.clock import Clock
from storage.workspace import make_workspace, open_workspace

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
PACKAGES = ("crawler", "extract", "monitor", "reports", "storage")
LISTED = re.compile(r"^ *- `((?:crawler|extract|monitor|reports|storage)/\S*)` (.+)$", re.MULTILINE)


def described(text: str) -> dict[str, str]:
    """The modules a document lists, each with its line."""
    return dict(LISTED.findall(text))


def own_line(place: str) -> str:
    module = ROOT / place / "__init__.py" if place.endswith("/") else ROOT / place
    return (ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "").partition("\n")[0]


@pytest.mark.parametrize("document", ["README.md", "docs/architecture.md"])
def test_what_is_listed_bears_the_first_line_of_its_docstring(document: str) -> None:
    listed = described((ROOT / document).read_text("utf-8"))
    assert listed
    assert listed == {place: own_line(place) for place in listed}


def test_the_architecture_lists_every_module() -> None:
    modules = {path for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    names = {str(path.relative_to(ROOT)) for path in modules if path.name != "__init__.py"}
    folders = {f"{path.parent.relative_to(ROOT)}/" for path in modules if path.name == "__init__.py"}
    listed = described((ROOT / "docs/architecture.md").read_text("utf-8")).keys()
    there = names | {folder for folder in folders if own_line(folder)}
    assert "\n".join(f"- `{place}` {own_line(place)}" for place in sorted(there - listed)) == ""
    assert listed <= there


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def sections() -> dict[str, str]:
    """The sections of docs/commands.md by heading."""
    parts = re.split(r"^## (.+)\n", (ROOT / "docs/commands.md").read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(
    ("name", "command"), list(commands(cli, "gongkai")), ids=lambda given: getattr(given, "name", given)
)
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    shared = sections()["Options every command takes"]
    heading, text = next(
        (heading, text) for heading, text in sections().items() if f"{heading} ".startswith(f"{name} ")
    )
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert any(re.search(rf"{word}\b", text + shared) for word in parameter.opts), parameter.name
        else:
            assert str(parameter.make_metavar(click.Context(command))).strip("[].") in heading, parameter.name


def test_no_command_is_documented_that_is_not_there() -> None:
    there = {name for name, _ in commands(cli, "gongkai")}
    told = {re.sub(r" \[?[A-Z].*", "", heading) for heading in sections() if heading.startswith("gongkai ")}
    assert told == there


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_the_example_registry_can_be_imported(document: str, tmp_path: Path) -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)
    (tmp_path / "mine.csv").write_text(example, "utf-8")
    make_workspace(tmp_path / "watch", HEADER)
    with open_workspace(tmp_path / "watch", Clock()) as workspace:
        assert import_agencies(workspace, tmp_path / "mine.csv")["added"] == example.strip().count("\n")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def recipes() -> list[str]:
    """The examples of CONTRIBUTING.md, under the name of their first line."""
    return re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.partition("\n")[0])
def test_the_recipes_use_what_is_there(recipe: str) -> None:
    tree = ast.parse(recipe)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            module = import_module(node.module or "")
            assert {name.name for name in node.names} <= set(dir(module)), node.module
