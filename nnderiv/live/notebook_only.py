"""Stand-ins for what only a notebook has: figures, widgets, IPython, and data to learn from.

A cell that imports them runs in the page; one that draws says that it needs the notebook.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from nnderiv.errors import MissingExtraError
from nnderiv.live.displays import DISPLAYS

# Each with the packages that it needs itself.
NOTEBOOK_ONLY: dict[str, tuple[str, ...]] = {
    "matplotlib": (),
    "IPython": (),
    "anywidget": (),
    "ipywidgets": (),
    "traitlets": (),
    "names": (),
    "nnderiv.figures": ("matplotlib",),
    "nnderiv.explorers": ("anywidget", "traitlets", "IPython"),
    "nnderiv.exercises": ("anywidget", "traitlets"),
}
DRAWS = ("matplotlib", "nnderiv.figures")
DATA = ("names",)
STYLES = {"matplotlib.pyplot.style.use", "matplotlib.style.use"}  # without a figure nothing changes


def missing() -> list[str]:
    """What of it cannot be imported here."""
    return [
        name
        for name, needs in NOTEBOOK_ONLY.items()
        if any(find_spec(need) is None for need in needs or (name,))
    ]


def install(names: Iterable[str]) -> None:
    """Import stand-ins in the place of these modules, from now on."""
    if known := tuple(names):
        sys.meta_path.insert(0, _Finder(known))


class NotebookOnly:
    """A thing that is only there in the notebook: it has a name, and whoever uses it is told."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> NotebookOnly:
        if name.startswith("__"):
            raise AttributeError(f"{self._name} has no attribute {name}")
        return NotebookOnly(f"{self._name}.{name}")

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Refuse, unless it only sets a style."""
        if self._name not in STYLES:
            self._refuse()

    def __getitem__(self, key: object) -> Any:
        self._refuse()

    def __setitem__(self, key: object, value: object) -> None:
        self._refuse()

    def __iter__(self) -> Any:
        self._refuse()

    def __mro_entries__(self, bases: tuple[object, ...]) -> Any:
        self._refuse()

    def __repr__(self) -> str:
        return f"<{self._name}, which only the notebook has>"

    def _refuse(self) -> None:
        """Say which part of the cell needs the notebook."""
        is_widget = not self._name.startswith("IPython")
        what = "shows a widget" if is_widget else "needs IPython"
        what = "draws" if self._name.startswith(DRAWS) else what
        what = "reads data" if self._name.startswith(DATA) else what
        raise MissingExtraError(
            f"This cell {what}: {self._name} is not in this page. "
            "Open the chapter's notebook to run it.",
            name=self._name,
        )


class _Module(ModuleType):
    """A module whose names are all stand-ins, but for those that can be shown as text."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__} has no attribute {name}")
        if self.__name__ == "IPython.display" and name in DISPLAYS:
            return DISPLAYS[name]
        return NotebookOnly(f"{self.__name__}.{name}")


class _Finder(MetaPathFinder, Loader):
    """Finds and makes the stand-ins."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The stand-in for a module, if it has one."""
        if any(fullname == name or fullname.startswith(f"{name}.") for name in self.names):
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty one."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""
