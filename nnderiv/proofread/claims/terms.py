"""The size of the terms of a row, and limits that ordinary random numbers would not reach.

A sum that should be 0 is 0 only to the rounding of its terms; the 6 of min(max(x, 0), 6) needs
numbers far apart.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Definition
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.dots import series
from nnderiv.proofread.grammar.tree import (
    Apply,
    Compare,
    Derivative,
    Differential,
    Negative,
    Node,
    Number,
    Plus,
    Product,
    Quotient,
    Reduce,
    walk,
)
from nnderiv.proofread.latex.commands import EXTREMES
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import Tensor

NEAR = 1.0  # what all draws reach


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
    if isinstance(node, Derivative | Differential):
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


def has_far_threshold(nodes: list[Node], context: Context) -> bool:
    """Whether a row, or what it rests on, compares something with a number that lies far out."""
    used = {name for node in nodes for name in context.names_in_deep(node)}
    bodies = [context.defined[name].body for name in used if name in context.defined]
    for name in used:
        function = context.functions.get(name)
        if isinstance(function, Definition):
            bodies.append(function.body)
    return any(_is_far(part) for node in (*nodes, *bodies) for part in walk(node))


def _is_far(part: Node) -> bool:
    """Whether this compares with a number that lies far out."""
    sides: tuple[Node, ...] = ()
    if isinstance(part, Compare):
        sides = (part.left, part.right)
    elif isinstance(part, Apply) and part.function in EXTREMES:
        sides = part.arguments
    values = (side.body if isinstance(side, Negative) else side for side in sides)
    return any(isinstance(value, Number) and value.value > NEAR for value in values)
