"""Sums, products and extremes over indices."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.evaluate.conditions import holds
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.functions import best
from nnderiv.proofread.evaluate.ranges import find_range
from nnderiv.proofread.grammar.tree import Compare, Name, Node, Number, Range, Reduce
from nnderiv.proofread.numeric import dual
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import Tensor, elementwise

LONGEST = 10_000  # terms of a sum
# What a place that is left out counts as.
NEUTRAL = {
    "sum": 0.0,
    "prod": 1.0,
    "max": -np.inf,
    "argmax": -np.inf,
    "min": np.inf,
    "argmin": np.inf,
}


def reduction(evaluator: Evaluator, node: Reduce) -> Tensor:
    """A sum, product or extreme over all values of its indices that its conditions admit."""
    inner: Evaluator = evaluator
    masks: list[Compare] = []
    places: list[int] = []
    said = [c for c in node.conditions if isinstance(c, Range)]
    for letter in node.indices:
        numbers, extra = _numbers(evaluator, node, letter)
        masks += extra
        places.append(len(numbers))
        inner = inner.with_index(letter, numbers)
    mask = holds(inner, [*masks, *node.conditions, *said])
    if not all(places) or not mask.any():
        evaluator.notes.empty = True
    body = inner.of(node.body)
    for count, position in zip(reversed(places), reversed(range(len(places))), strict=True):
        body = _reduced(evaluator, node.kind, body, mask, evaluator.depth + position, count)
        mask = np.ones((), dtype=bool)
    return body


def _numbers(evaluator: Evaluator, node: Reduce, letter: str) -> tuple[NDArray[Any], list[Compare]]:
    """The numbers that an index runs over, and what is left out of them."""
    first, bound = evaluator.context.first, None
    lower: Node = node.lower if node.lower is not None else Number(float(first))
    if node.upper is not None:
        bound = node.upper
    for condition in node.conditions:
        if isinstance(condition, Range) and condition.index == letter:
            lower, bound = condition.lower, condition.upper
    if bound is None:
        size = find_range(evaluator, letter, [node.body, *node.conditions], node.conditions)
        numbers = np.arange(size) + float(first)
        return (numbers, []) if node.lower is None else (numbers, [_at_least(letter, lower)])
    low, high = (np.real(value_of(evaluator.scalar(b).data)) for b in (lower, bound))
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        raise ReadError("a sum should end somewhere", node.at)
    count = np.rint(high.max() - low.min()) + 1
    if count > LONGEST:
        raise ReadError(
            f"a sum of {count:.3g} terms is too long; at most {LONGEST} are read", node.at
        )
    numbers = np.rint(low.min()) + np.arange(max(int(count), 0))
    extra = []
    if low.size > 1 or high.size > 1:
        extra = [_at_least(letter, lower), Compare(Name(letter), r"\leq", bound)]
    return numbers.astype(float), extra


def _reduced(
    evaluator: Evaluator, kind: str, body: Tensor, mask: NDArray[np.bool_], level: int, count: int
) -> Tensor:
    """Collapse the innermost index."""
    neutral = NEUTRAL[kind]
    if count == 0:
        return Tensor(np.asarray(neutral))
    whole = Tensor(np.ones((count,) + (1,) * (level + 1)))
    spread = elementwise(body, whole, lambda x, y: x * y)
    if mask.ndim:
        blank = np.asarray(neutral)
        spread = elementwise(
            spread, Tensor(mask), lambda x, m: dual.where(value_of(m).astype(bool), x, blank)
        )
    axis = spread.rank
    if kind == "sum":
        if body.running < level + 2 and not mask.ndim:
            return replace(body, data=body.data * float(count))
        data = dual.each_part(
            spread.data,
            lambda p: p.sum(axis=axis) if p.ndim - axis == level + 2 else p * float(count),
        )
        return replace(body, data=data)
    before = (slice(None),) * axis
    slices = [
        Tensor(dual.each_part(spread.data, itemgetter((*before, i))), axis) for i in range(count)
    ]
    if kind != "prod":
        return best(evaluator, kind, slices)
    result = slices[0]
    for piece in slices[1:]:
        result = elementwise(result, piece, lambda x, y: x * y)
    return result


def _at_least(letter: str, lower: Node) -> Compare:
    """The condition that an index is not below its bound."""
    return Compare(Name(letter), r"\geq", lower)
