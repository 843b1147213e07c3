"""The chapters, read once."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    """Give each chapter's file in turn."""
    chapter: Path = request.param
    return chapter


@pytest.fixture
def notebook(path: Path) -> NotebookNode:
    """Give each chapter in turn."""
    chapter: NotebookNode = nbformat.read(path, as_version=4)
    return chapter


@pytest.fixture
def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Give the code cells of each chapter in turn."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def prose(notebook: NotebookNode) -> str:
    """Give the text of each chapter in turn, without its code."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
