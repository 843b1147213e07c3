"""A derivation one row at a time: what changes, and the numbers on both sides."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Count, Explorer, for_page
from nnderiv.proofread.report.html import Derivation
from nnderiv.proofread.report.steps import Steps


class DerivationExplorer(Explorer):
    """Step through a proof-read derivation, and draw its inputs again.

    `%%derivation` shows one below every derivation in which at least two rows were checked. It is
    closed at first. The numbers were computed when the derivation was proof-read.

    Args:
        derivation: the rows, with what became of them.

    Attributes:
        count: the number of rows.
        row: the row that is shown, from 1; 0 if the explorer is closed, as it is by default.
        draw: the draw of the inputs whose numbers are shown, from 1, as it is by default.

    Raises:
        traitlets.TraitError: If `row` or `draw` is not a whole number of its range, on assignment.
    """

    _esm = for_page("derivation.js")
    _css = for_page("derivation.css")
    HEIGHT = "36px"

    formulas = traitlets.List(traitlets.Unicode()).tag(sync=True)
    values: Any = traitlets.List().tag(sync=True)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    count = traitlets.Int().tag(sync=True)
    row = Count(0, 0, lambda explorer: explorer.count).tag(sync=True)
    draw = Count(1, 1, lambda explorer: len(explorer.rows[0]["draws"])).tag(sync=True)
    # a page of the book loads these only when an explorer is opened
    _late = traitlets.List(["formulas", "values", "rows"]).tag(sync=True)

    # a page has too many of these to name them, and so no link sets one
    _settings = traitlets.Dict({}).tag(sync=True)

    def __init__(self, derivation: Derivation) -> None:
        steps = Steps(derivation)
        super().__init__(
            formulas=steps.formulas, values=steps.values, rows=steps.rows, count=len(steps.rows)
        )

    def __repr__(self) -> str:
        return f"DerivationExplorer(rows={self.count}, row={self.row}, draw={self.draw})"
