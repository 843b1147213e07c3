"""The page's own surroundings: without what only a notebook has."""

import sys
from collections.abc import Iterator

import pytest

import nnderiv
from nnderiv.live.cells import Cells
from nnderiv.live.notebook_only import NOTEBOOK_ONLY


def is_hidden(module: str) -> bool:
    """Whether there is a stand-in for a module."""
    return any(module == name or module.startswith(f"{name}.") for name in NOTEBOOK_ONLY)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cells]:
    """The cells of a page, where all that only a notebook has is hidden, although it is here."""
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    for module in filter(is_hidden, [*sys.modules]):
        monkeypatch.delitem(sys.modules, module)
    for module in ("figures", "explorers"):
        monkeypatch.delattr(nnderiv, module, raising=False)
    yield Cells(NOTEBOOK_ONLY)
    for module in filter(is_hidden, [*sys.modules]):
        del sys.modules[module]
    for module in ("figures", "explorers"):
        vars(nnderiv).pop(module, None)
