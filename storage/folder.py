"""A folder whose modules announce themselves: portals, checks and formats are found by being there."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def modules(package: str) -> list[str]:
    """The names of all modules of a package, in their order."""
    folder = import_module(package)
    return [f"{package}.{name}" for name in sorted(module.name for module in iter_modules(folder.__path__))]


def import_all(package: str) -> tuple[ModuleType, ...]:
    """Imports every module of a package, so that their decorators run."""
    return tuple(map(import_module, modules(package)))
