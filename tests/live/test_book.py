"""Every code cell of the book, run in order as a page does: without what only a notebook has."""

import tempfile
from pathlib import Path
from typing import Any

import pytest

from nnderiv.live.cells import Cells
from tests.live.chapters import CHAPTERS, FOLDER, MAGIC, code_cells

# Chapters that read data which a page has not: what rests on them needs the notebook as well.
READS_DATA = {"transformer"}
PICTURES = {"image/svg+xml", "application/vnd.jupyter.widget-view+json"}


def stored(cell: Any) -> tuple[str, str | None]:
    """What a notebook has printed, and the value that it has shown."""
    printed, value = "", None
    for output in cell.outputs:
        if output.output_type == "stream":
            printed += output.text
        elif output.output_type == "execute_result":
            value = output.data.get("text/markdown", output.data["text/plain"])
    return printed, value


def draws(cell: Any) -> bool:
    """Whether a notebook shows a figure or a widget there."""
    return any(PICTURES & {*output.get("data", ())} for output in cell.outputs)


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_cell_prints_what_the_notebook_has_and_one_that_draws_needs_the_notebook(
    path: Path, page: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    for cell in code_cells(path):
        if cell.source.startswith(MAGIC):
            continue
        printed: list[str] = []
        answer = page.run(cell.source, printed.append)
        assert answer["error"] is None, answer["error"]["traceback"]
        if draws(cell) or (path.stem in READS_DATA and answer["needs_notebook"]):
            assert answer["needs_notebook"], cell.source
        else:
            assert answer["ok"], cell.source
            assert ("".join(printed), answer["result"]) == stored(cell)
    for value in page.names.values():
        if isinstance(value, tempfile.TemporaryDirectory):  # a chapter leaves it to the kernel
            value.cleanup()


def test_the_book_has_cells_that_print_and_cells_that_draw() -> None:
    cells = [cell for path in CHAPTERS for cell in code_cells(path)]
    assert sum(draws(cell) for cell in cells) > 20
    assert sum(bool(stored(cell)[0]) for cell in cells) > 100
