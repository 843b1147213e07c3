"""%%derivation: the cell's body is LaTeX, the output its rows with a mark on each."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from nnderiv.errors import DerivationError
from nnderiv.extras import extra
from nnderiv.proofread.derivation import Cell, read_derivation
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.anchors import Page
from nnderiv.proofread.report.html import Derivation
from nnderiv.proofread.report.report import ProofreadReport, complaint

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class RowError(DerivationError):
    """Ends a cell whose rows do not all hold: what to mend first, and the counts."""

    def _render_traceback_(self) -> list[str]:
        """The message instead of a traceback, for no line of Python is to blame."""
        return f"DerivationError: {self}".splitlines()


class DerivationMagic:
    """The magic of one notebook: what its cells declare and define stays known.

    Attributes:
        cells: the derivations that were read; one that is read again is there once.
    """

    def __init__(self) -> None:
        self.reader = Proofreader()
        self.page = Page()
        self.cells: list[Cell] = []

    def derivation(self, line: str, cell: str) -> None:
        """Proof-read a cell and show its rows; a row that does not hold is an error."""
        with extra("notebook"):
            from IPython.display import display
        from nnderiv.explorers import DerivationExplorer  # widgets need what a terminal lacks

        show: Any = display  # it has no annotations
        derivation = self.read(cell)
        show(derivation)
        if derivation.has_steps:
            show(DerivationExplorer(derivation))
        if not derivation.report:
            raise RowError(_first_to_mend(derivation.report))

    def read(self, cell: str) -> Derivation:
        """Proof-read the LaTeX of a cell, after the cells before it."""
        self.cells = [known for known in self.cells if known.latex != cell]
        self.cells.append(Cell(cell, deepcopy(self.reader)))
        return read_derivation(cell, self.reader, self.page)


def _first_to_mend(report: ProofreadReport) -> str:
    """How many rows hold, and a row that fails, or else one that was not read, with its numbers."""
    order = ("fails", "unread")
    found = sorted(
        (claim for claim in report.claims if claim.verdict in order),
        key=lambda claim: order.index(claim.verdict),
    )
    if not found:
        return "nothing was checked: no row of this cell states anything"
    where = f"line {found[0].line + 1}"  # the first of a cell is %%derivation
    return "\n".join([report.summary, *complaint(found[0], where)])


_NOTEBOOKS = [DerivationMagic()]  # the last is that of the notebook that runs


def cells_so_far() -> Sequence[Cell]:
    """Return the derivations that the notebook has read, for its exercises."""
    return _NOTEBOOKS[-1].cells


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register %%derivation; called by %load_ext nnderiv, which begins anew each time."""
    _NOTEBOOKS[:] = [DerivationMagic()]
    register: Any = shell.register_magic_function
    register(_NOTEBOOKS[-1].derivation, "cell", "derivation")
