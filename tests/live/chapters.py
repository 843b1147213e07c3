"""The chapters of the book, as a page hands them to the worker."""

from functools import cache
from pathlib import Path
from typing import Any

import nbformat

FOLDER = Path(__file__).parents[2] / "chapters"
CHAPTERS = sorted(FOLDER.glob("*.ipynb"))
MAGIC = "%%derivation\n"


@cache
def code_cells(path: Path) -> tuple[Any, ...]:
    """The code cells of a chapter, with what is stored of their outputs."""
    cells = nbformat.read(path, as_version=4).cells
    return tuple(cell for cell in cells if cell.cell_type == "code")


def derivations(path: Path) -> list[str]:
    """The LaTeX of the derivations of a chapter, in order."""
    sources = [cell.source for cell in code_cells(path)]
    return [source.removeprefix(MAGIC) for source in sources if source.startswith(MAGIC)]
