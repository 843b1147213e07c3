"""Conditions, and the formulas that depend on them: indicators and cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.tree import Cases, Compare, Indicator, Name, Node, Range
from nnderiv.proofread.numeric import dual
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import Tensor, elementwise

NEAR = 1e-9  # equal
_COMPARISONS: dict[str, Callable[[NDArray[Any]], NDArray[np.bool_]]] = {
    "=": lambda apart: np.abs(apart) < NEAR,
    r"\equiv": lambda apart: np.abs(apart) < NEAR,
    r"\neq": lambda apart: np.abs(apart) >= NEAR,
    "<": lambda apart: apart < 0,
    ">": lambda apart: apart > 0,
    r"\leq": lambda apart: apart <= 0,
    r"\geq": lambda apart: apart >= 0,
    r"\in": lambda apart: np.ones((), dtype=bool),  # what is in a set, its declaration says
}


def holds(evaluator: Evaluator, conditions: tuple[Node, ...] | list[Node]) -> NDArray[np.bool_]:
    """Where all the conditions hold."""
    mask = np.ones((), dtype=bool)
    for condition in conditions:
        if isinstance(condition, Compare):
            mask = mask & _compare(evaluator, condition)
        elif isinstance(condition, Range):
            value = np.real(value_of(evaluator.scalar(Name(condition.index)).data))
            low, high = (
                np.real(value_of(evaluator.scalar(bound).data))
                for bound in (condition.lower, condition.upper)
            )
            mask = mask & (value >= low) & (value <= high)
    return mask


def _compare(evaluator: Evaluator, node: Compare) -> NDArray[np.bool_]:
    """Where a comparison of two numbers holds, to within rounding."""
    found = _each(evaluator, node)
    if found.rank:
        raise ReadError("a condition compares numbers", node.at)
    return np.asarray(value_of(found.data), dtype=bool)


def _each(evaluator: Evaluator, node: Compare) -> Tensor:
    """Where a comparison holds, entry by entry."""
    apart = elementwise(evaluator.of(node.left), evaluator.of(node.right), lambda x, y: x - y)
    values = np.real(value_of(apart.data))
    if node.relation in ("<", ">", r"\leq", r"\geq") and not np.all(values == np.rint(values)):
        evaluator.note_kink(np.real(value_of(apart.data)), True)
    return Tensor(np.asarray(_COMPARISONS[node.relation](values)).astype(float), apart.rank)


def indicator(evaluator: Evaluator, node: Indicator) -> Tensor:
    """1 where the conditions hold, 0 elsewhere; of an array entry by entry."""
    if len(node.conditions) == 1 and isinstance(node.conditions[0], Compare):
        return _each(evaluator, node.conditions[0])
    return Tensor(holds(evaluator, node.conditions).astype(float))


def cases(evaluator: Evaluator, node: Cases) -> Tensor:
    """The first branch whose conditions hold; nan where none does."""
    result: Tensor | None = None
    for body, conditions in reversed(node.branches):
        value = evaluator.of(body)
        if result is None:
            result = value if not conditions else replace(value, data=value.data * np.nan)
        mask = holds(evaluator, conditions)
        if conditions:
            result = elementwise(value, result, partial(dual.where, mask))
    if result is None:
        raise ReadError("these cases are empty", node.at)
    return result
