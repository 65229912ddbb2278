"""A folder whose modules announce themselves: portals, checks and formats are found by being there."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def import_all(package: str) -> tuple[ModuleType, ...]:
    """Imports every module of a package, in the order of their names, so that their decorators run."""
    folder = import_module(package)
    names = sorted(module.name for module in iter_modules(folder.__path__))
    return tuple(import_module(f"{package}.{name}") for name in names)
