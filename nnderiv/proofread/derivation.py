"""A text that is nothing but rows, proof-read and ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from nnderiv.proofread.api import proofread_passages
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.anchors import Page
from nnderiv.proofread.report.html import Derivation
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.files import Passage

PREAMBLE = r"% needs \usepackage{amsmath, amssymb}"


@dataclass(frozen=True)
class Cell:
    """A derivation of a notebook, and what was known before it; nothing changes that any more."""

    latex: str
    before: Proofreader


def read_derivation(
    latex: str, reader: Proofreader | None = None, page: Page | None = None
) -> Derivation:
    r"""Proof-read rows of LaTeX, with or without an environment around them.

    Args:
        latex: rows that end in `\\`, or displays between `$$` or in align.
        reader: what it has read before stays known; by default nothing is.
        page: the page that the rows stand on; by default they stand alone.
    """
    passage = Passage(latex, is_rows=is_bare(latex))
    reader = reader or Proofreader()
    reader.context.in_full = True
    report = proofread_passages([passage], reader=reader, sentences=False)
    rows = [row for row in passage_rows(passage, sentences=False) if isinstance(row, Row)]
    return Derivation(rows, report, page)


def is_bare(latex: str) -> bool:
    """Whether rows stand without an environment around them."""
    return "\\begin{align" not in latex and "$$" not in latex


def environment(rows: str) -> str:
    """Return the rows of a derivation as something to paste into a document."""
    return f"{PREAMBLE}\n\\begin{{align}}\n{rows.strip()}\n\\end{{align}}"
