"""The derivations of a page, any of which a reader rewrites while the others stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from nnderiv.errors import InputError
from nnderiv.live.rows import marked, overall
from nnderiv.proofread.derivation import environment, is_bare, read_derivation
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.anchors import Anchor, Page
from nnderiv.proofread.report.html import Derivation

NOTHING = "nothing was checked: no row states an equation"


@dataclass
class _Known:
    """What is known behind some cells of a page, and the rows that it has up to there."""

    reader: Proofreader = field(default_factory=Proofreader)
    page: Page = field(default_factory=Page)

    def read(self, latex: str) -> Derivation:
        """Read one cell more, as the notebook does."""
        return read_derivation(latex, self.reader, self.page)


class Derivations:
    """Reads a text in the place of a cell: what stands in the cells before it is known."""

    def __init__(self, cells: Sequence[str]) -> None:
        """Take the LaTeX of all %%derivation cells of a page, in order."""
        self.cells = list(cells)
        self._known = [_Known()]  # before each cell, as far as anybody asked

    def read(self, index: int, latex: str) -> dict[str, Any]:
        r"""Proof-read a text in the place of a cell; no later reading knows of it.

        Args:
            index: which cell of the page it stands for, from 0.
            latex: rows that end in `\\`, or displays between `$$` or in align.

        Returns:
            `html`, the table of rows and marks; `summary` and `verdict`; `rows`, the place and the
            verdict of every claim; `document`, the rows to paste into a document.

        Raises:
            InputError: the page has no such cell.
        """
        self.refuse_unknown(index)
        derivation = deepcopy(self._before(index)).read(latex)
        derivation.anchors = _apart(derivation.anchors, f"edited-{index}-")
        report = derivation.report
        verdict = overall(report)
        return {
            "html": derivation.table_html(),
            "summary": report.summary if report.claims else NOTHING,
            "verdict": verdict,
            "rows": [marked(claim) for claim in report.claims],
            "document": _document(latex),
            "error": None,
        }

    def refuse_unknown(self, index: int) -> None:
        """Raise InputError unless the page has a cell of this number."""
        if not 0 <= index < len(self.cells):
            raise InputError(
                f"the page has {len(self.cells)} derivations, counted from 0; there is no {index}"
            )

    def _before(self, index: int) -> _Known:
        """What is known before a cell."""
        while len(self._known) <= index:
            known = deepcopy(self._known[-1])
            known.read(self.cells[len(self._known) - 1])
            self._known.append(known)
        return self._known[index]


def _apart(anchors: Sequence[Anchor], prefix: str) -> list[Anchor]:
    """Ids that no row of the page has; what lies above in the page itself keeps its id."""
    own = {anchor.id for anchor in anchors}
    return [
        Anchor(prefix + anchor.id, prefix + anchor.above if anchor.above in own else anchor.above)
        for anchor in anchors
    ]


def _document(latex: str) -> str:
    """The rows as something to paste into a document; what is one already stays as it is."""
    return environment(latex) if latex.strip() and is_bare(latex) else latex.strip()
