"""%%derivation: the cell's body is LaTeX, the output its rows with a mark on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nnderiv.errors import DerivationError
from nnderiv.extras import extra
from nnderiv.proofread.api import proofread_passages
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.html import Derivation
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.files import Passage

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class RowError(DerivationError):
    """Ends a cell whose rows do not all hold; the output above shows why."""

    def _render_traceback_(self) -> list[str]:
        """One line instead of a traceback."""
        return [f"DerivationError: {self}"]


class DerivationMagic:
    """The magic of one notebook: what its cells declare and define stays known."""

    def __init__(self) -> None:
        self.reader = Proofreader()

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
            raise RowError(derivation.report.summary)

    def read(self, cell: str) -> Derivation:
        """Proof-read the LaTeX of a cell, after the cells before it."""
        bare = "\\begin{align" not in cell and "$$" not in cell
        passage = Passage(cell, is_rows=bare)
        report = proofread_passages([passage], reader=self.reader, sentences=False)
        rows = [row for row in passage_rows(passage, sentences=False) if isinstance(row, Row)]
        return Derivation(rows, report)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register %%derivation; called by %load_ext nnderiv, which begins anew each time."""
    register: Any = shell.register_magic_function
    register(DerivationMagic().derivation, "cell", "derivation")
