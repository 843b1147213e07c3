"""The size of the terms of a row, against which a difference is small or large.

A sum that should be 0 is 0 only to the rounding of its terms.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.proofread.elaborate.dots import series
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.tree import (
    Apply,
    Derivative,
    Negative,
    Node,
    Plus,
    Product,
    Quotient,
    Reduce,
)
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import Tensor


def largest_term(left: Node, right: Node, evaluator: Evaluator) -> NDArray[Any]:
    """The largest term on either side, for each value of the indices and each draw."""
    with np.errstate(all="ignore"):
        return np.asarray(np.maximum(term_size(evaluator, left), term_size(evaluator, right)))


def term_size(evaluator: Evaluator, node: Node) -> NDArray[Any]:
    """The size of the largest term of a formula."""
    if isinstance(node, Plus | Product):
        node = series(node)
    if isinstance(node, Plus):
        return _over(np.maximum, [term_size(evaluator, term) for term in node.terms])
    if isinstance(node, Negative):
        return term_size(evaluator, node.body)
    if isinstance(node, Product):
        return _over(np.multiply, [term_size(evaluator, factor) for factor in node.factors])
    if isinstance(node, Quotient):
        below = np.abs(value_of(evaluator.of(node.below).data))
        return term_size(evaluator, node.above) / np.where(below > 0, below, np.inf)
    if isinstance(node, Reduce) and node.kind == "sum":
        return _largest(evaluator.of(replace(node, kind="max", body=Apply("abs", (node.body,)))))
    if isinstance(node, Derivative):
        return np.asarray(
            np.maximum(_largest(evaluator.of(node)), _largest(evaluator.of(node.body)))
        )
    return _largest(evaluator.of(node))


def _over(combine: np.ufunc, sizes: list[NDArray[Any]]) -> NDArray[Any]:
    """Combine sizes that may have different axes."""
    return np.asarray(reduce(combine, sizes))


def _largest(value: Tensor) -> NDArray[Any]:
    """The largest of its own entries, where they are finite."""
    found = np.abs(value_of(value.data))
    found = np.where(np.isfinite(found), found, 0.0)
    return np.asarray(found.max(axis=tuple(range(value.rank)), initial=0.0))
