"""Sums, products and extremes over indices."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread import duals
from nnderiv.proofread.cases import holds
from nnderiv.proofread.duals import value_of
from nnderiv.proofread.extremes import best
from nnderiv.proofread.indices import find_range, running_index
from nnderiv.proofread.syntax import Compare, Name, Node, Range, Reduce
from nnderiv.proofread.syntax import Number as Literal
from nnderiv.proofread.tensors import Tensor, elementwise

if TYPE_CHECKING:
    from nnderiv.proofread.evaluate import Evaluator

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


def reduction(self: Evaluator, node: Reduce) -> Tensor:
    """A sum, product or extreme over all values of its indices that its conditions admit."""
    inner: Evaluator = self
    masks: list[Compare] = []
    places: list[int] = []
    said = [c for c in node.conditions if isinstance(c, Range)]
    for letter in node.indices:
        numbers, extra = _numbers(self, node, letter)
        masks += extra
        places.append(len(numbers))
        inner = running_index(inner, letter, numbers)
    mask = holds(inner, [*masks, *node.conditions, *said])
    if not all(places) or not mask.any():
        self.notes.empty = True
    body = inner.of(node.body)
    for count, position in zip(reversed(places), reversed(range(len(places))), strict=True):
        body = _reduced(self, node.kind, body, mask, self.depth + position, count)
        mask = np.ones((), dtype=bool)
    return body


def _numbers(self: Evaluator, node: Reduce, letter: str) -> tuple[NDArray[Any], list[Compare]]:
    """The numbers that an index runs over, and what is left out of them."""
    first, bound = self.context.first, None
    lower: Node = node.lower if node.lower is not None else Literal(float(first))
    if node.upper is not None:
        bound = node.upper
    for condition in node.conditions:
        if isinstance(condition, Range) and condition.index == letter:
            lower, bound = condition.lower, condition.upper
    if bound is None:
        size = find_range(self, letter, [node.body, *node.conditions], node.conditions)
        numbers = np.arange(size) + float(first)
        return (numbers, []) if node.lower is None else (numbers, [_at_least(letter, lower)])
    low, high = (np.real(value_of(self.scalar(b).data)) for b in (lower, bound))
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
    self: Evaluator, kind: str, body: Tensor, mask: NDArray[np.bool_], level: int, count: int
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
            spread, Tensor(mask), lambda x, m: duals.where(value_of(m).astype(bool), x, blank)
        )
    axis = spread.rank
    if kind == "sum":
        if body.running < level + 2 and not mask.ndim:
            return replace(body, data=body.data * float(count))
        data = duals.each_part(
            spread.data,
            lambda p: p.sum(axis=axis) if p.ndim - axis == level + 2 else p * float(count),
        )
        return replace(body, data=data)
    before = (slice(None),) * axis
    slices = [
        Tensor(duals.each_part(spread.data, itemgetter((*before, i))), axis) for i in range(count)
    ]
    if kind != "prod":
        return best(self, kind, slices)
    result = slices[0]
    for piece in slices[1:]:
        result = elementwise(result, piece, lambda x, y: x * y)
    return result


def _at_least(letter: str, lower: Node) -> Compare:
    """The condition that an index is not below its bound."""
    return Compare(Name(letter), r"\geq", lower)
