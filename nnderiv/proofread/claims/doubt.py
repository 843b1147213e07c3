"""Why a verdict could not be stood behind: what a row rests on was not said."""

from __future__ import annotations

import numpy as np

from nnderiv.proofread.claims.compare import Compared
from nnderiv.proofread.context.context import Context


def without_formula(compared: Compared, context: Context) -> str:
    """A name whose derivative vanishes because the text has no formula for it; "" if none is.

    What was declared is an input, which may well be independent of another. But if nothing is
    left of a row then, the row says nothing.
    """
    formless = sorted(compared.notes.formless)
    undeclared = [n for n in formless if n not in context.inputs or context.inputs[n].guessed]
    if undeclared:
        return undeclared[0]
    vanished = not np.any(compared.left[compared.mask]) and not np.any(
        compared.right[compared.mask]
    )
    return formless[0] if formless and vanished and compared.mask.any() else ""
