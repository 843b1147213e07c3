"""Where a claim fails: indices, inputs, and both sides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.compare import TINY, Compared, starting
from nnderiv.proofread.claims.equation import Equation
from nnderiv.proofread.claims.terms import term_size
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import VARIABLE
from nnderiv.proofread.elaborate.ingredients import ingredients
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.tree import Name, Node, walk
from nnderiv.proofread.numeric.dual import value_of

MOST_AXES = 2  # of what can be shown
PLACES = 6  # of a draw
SHOWN = 3  # draws of a claim
SMALL = 1e-9  # what rounding never leaves of the terms of a draw


def samples(compared: Compared, equation: Equation) -> Iterator[dict[str, Any]]:
    """For a few of the draws: which it is, its numbers, and both sides at a few places."""
    places = np.argwhere(compared.mask)
    context = compared.evaluator.context
    used = _used(equation, context)
    values = _values(equation, used, compared.evaluator) if context.in_full else {}
    sides = _sides(compared, equation)
    for column in np.unique(places[:, -1])[:SHOWN]:
        here = [tuple(place) for place in places[places[:, -1] == column][:PLACES]]
        yield {
            "draw": (compared.evaluator.draw.seed, int(column)),
            "inputs": _inputs(used, compared.evaluator, int(column)),
            **{kind: _in_draw(found, int(column)) for kind, found in values.items()},
            "numbers": [{**_place(compared, place), **_numbers(sides, place)} for place in here],
        }


def _values(equation: Equation, used: set[str], evaluator: Evaluator) -> dict[str, Any]:
    """What the right side uses beside the inputs, by LaTeX: all draws of it side by side."""
    context = evaluator.context
    start = starting(equation, context, evaluator.draw, evaluator.reading)
    found: dict[str, Any] = {"computed": {}, "given": {}}
    for part in ingredients(equation.right, used, context):
        with suppress(ReadError), np.errstate(all="ignore"):
            value = start.of(part.node)
            numbers = value_of(value.data)
            if value.rank <= MOST_AXES and np.isrealobj(numbers) and np.isfinite(numbers).all():
                found["given" if part.is_given else "computed"][part.latex] = numbers
    return found


def _place(compared: Compared, where: tuple[Any, ...]) -> dict[str, Any]:
    """The indices of a place, and which entry it is."""
    first = compared.evaluator.context.first
    axes = list(reversed(where[compared.rank : -1]))
    found: dict[str, Any] = {
        "indices": {
            letter: int(n) + first for letter, n in zip(compared.letters, axes, strict=True)
        }
    }
    if compared.rank:
        found["entry"] = [int(n) + first for n in where[: compared.rank]]
    return found


def witness(compared: Compared, where: tuple[Any, ...], equation: Equation) -> dict[str, Any]:
    """What is known of one place: its indices, both sides, and the inputs that bear on them."""
    used = _used(equation, compared.evaluator.context)
    return {
        **_place(compared, where),
        **_numbers(_sides(compared, equation), where),
        "inputs": _inputs(used, compared.evaluator, int(where[-1])),
    }


def _sides(compared: Compared, equation: Equation) -> dict[str, NDArray[Any]]:
    """Both sides; 0 where a side is what rounding leaves of terms that cancel.

    What rounding leaves is not the same on all processors.
    """
    sides = {"left": (compared.left, equation.left), "right": (compared.right, equation.right)}
    return {
        name: _without_rounding(side, node, compared.evaluator)
        for name, (side, node) in sides.items()
    }


def _without_rounding(side: NDArray[Any], node: Node, evaluator: Evaluator) -> NDArray[Any]:
    size = np.abs(side)
    if not ((size > 0) & (size < SMALL)).any():
        return side
    return np.where(size <= TINY * term_size(evaluator, node), 0.0, side)


def _numbers(sides: dict[str, NDArray[Any]], where: tuple[Any, ...]) -> dict[str, Any]:
    """Both sides at a place."""
    return {name: _plain(side[where]) for name, side in sides.items()}


def _used(equation: Equation, context: Context) -> set[str]:
    """The names that bear on an equation."""
    used: set[str] = set()
    for node in (equation.left, equation.right):
        for name in context.names_in(node):
            used |= {name} | context.rests_on(name)
    return used


def _inputs(used: set[str], evaluator: Evaluator, column: int) -> dict[str, Any]:
    """The sizes, and the values of the inputs in one of the draws that stand side by side."""
    draw = evaluator.draw
    inputs: dict[str, Any] = {}
    for key in sorted(used & draw.values.keys()):
        inputs |= _in_draw({key: value_of(draw.values[key].data)}, column)
    sizes = {
        key: n
        for key, n in draw.sizes.items()
        if key in used or _in_shape(key, used, evaluator.context)
    }
    both = {**sizes, **inputs}
    return {key: value for key, value in both.items() if key == VARIABLE or key[0] != "#"}


def _in_draw(values: dict[str, NDArray[Any]], column: int) -> dict[str, Any]:
    """The numbers of one of the draws that stand side by side."""
    return {
        key: np.round(own[..., min(column, own.shape[-1] - 1)] if own.ndim else own, 6).tolist()
        for key, own in values.items()
    }


def _in_shape(key: str, used: set[str], context: Context) -> bool:
    """Whether a size is the length of an axis of one of these names."""
    shapes = (context.inputs[name].shape for name in used if name in context.inputs)
    return any(Name(key) in walk(axis) for shape in shapes for axis in shape)


def _plain(value: Any) -> float | str:
    """A number for people: complex ones as text."""
    number = complex(value)
    return float(number.real) if number.imag == 0 else f"{number:.6g}"


def short(value: float | str) -> str:
    """A number with six digits."""
    return f"{value:.6g}" if isinstance(value, float) else value
