"""The size of the terms of a row, against which a difference is small or large.

A sum that should be 0 is 0 only to the rounding of its terms.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.proofread.duals import value_of
from nnderiv.proofread.patterns import series
from nnderiv.proofread.syntax import (
    Apply,
    Derivative,
    Negative,
    Node,
    Plus,
    Product,
    Quotient,
    Reduce,
)

if TYPE_CHECKING:
    from nnderiv.proofread.comparing import Compared
    from nnderiv.proofread.evaluate import Evaluator


def largest_term(left: Node, right: Node, compared: Compared) -> NDArray[Any]:
    """The largest term on either side, in the whole of a draw."""
    evaluator = compared.evaluator
    with np.errstate(all="ignore"):
        return np.asarray(max(size(evaluator, left), size(evaluator, right)))


def size(evaluator: Evaluator, node: Node) -> float:
    """The size of the largest term of a formula."""
    if isinstance(node, Plus | Product):
        node = series(node)
    if isinstance(node, Plus):
        return max(size(evaluator, term) for term in node.terms)
    if isinstance(node, Negative):
        return size(evaluator, node.body)
    if isinstance(node, Product):
        return float(np.prod([size(evaluator, factor) for factor in node.factors]))
    if isinstance(node, Quotient):
        below = np.abs(value_of(evaluator.of(node.below).data))
        return size(evaluator, node.above) / float(np.min(below[below > 0], initial=np.inf))
    if isinstance(node, Reduce) and node.kind == "sum":
        return _largest(evaluator.of(replace(node, kind="max", body=Apply("abs", (node.body,)))))
    if isinstance(node, Derivative):
        above = _largest(evaluator.of(node.body))
        return max(_largest(evaluator.of(node)), above)
    return _largest(evaluator.of(node))


def _largest(value: Any) -> float:
    """The largest finite entry."""
    found = np.abs(value_of(value.data))
    return float(np.nanmax(found[np.isfinite(found)], initial=0.0))
