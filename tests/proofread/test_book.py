"""Every displayed derivation of the book is proof-read, and every row of it holds."""

import re
from pathlib import Path

import nbformat
import pytest

from nnderiv.proofread.latex.delimiters import has_relation
from tests.proofread.reports import report_on

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
DISPLAY = re.compile(r"\$\$(.*?)\$\$|\\\[(.*?)\\\]", re.DOTALL)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_row_holds_and_none_is_unread(path: Path) -> None:
    report = report_on(path)
    if report.claims:  # a chapter may be without a derivation
        report.raise_if_failed()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_no_derivation_is_displayed_outside_of_a_derivation_cell(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert r"\begin{" not in cell.source
            for display in DISPLAY.findall(cell.source):
                assert not has_relation("".join(display)), display


def test_the_book_has_derivations() -> None:
    counts = [report_on(path).count("holds") for path in CHAPTERS]
    assert sum(counts) > 150
