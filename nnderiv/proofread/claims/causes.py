"""Mistakes that people make in a row, tried on the numbers of both sides: what these show of them.

A cause is named only if it explains every place of every draw that was looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.compare import Array, Compared, agree, compare, starting
from nnderiv.proofread.claims.equation import Equation
from nnderiv.proofread.claims.repairs import repaired
from nnderiv.proofread.evaluate.draws import STYLES
from nnderiv.proofread.evaluate.rules import draw
from nnderiv.proofread.numeric.dual import value_of

OTHERS = 2  # sets of sizes and draws beside the one on which the row fails
DISTINCT = 3  # values: fewer are in proportion by chance
LARGEST = 12  # numerator or denominator of a factor


def likely_cause(equation: Equation, compared: Compared) -> str:
    """The first mistake that explains the difference of both sides on all draws, or ""."""
    if equation.relation != "=":
        return ""
    looked_at = [compared, *_others(equation, compared)]
    if len(looked_at) == 1:
        return ""
    with np.errstate(all="ignore"):
        for mistake in MISTAKES:
            found = list(mistake(compared))
            for other in looked_at[1:] if found else ():
                again = set(mistake(other))
                found = [text for text in found if text in again]
            if found:
                return found[0]
        return repaired(equation, compared)


def _others(equation: Equation, compared: Compared) -> Iterator[Compared]:
    """Both sides on other draws, with other sizes."""
    inner, count = compared.evaluator, 0
    for seed in range(len(STYLES)):
        if seed == inner.draw.seed or count == OTHERS:
            continue
        try:
            drawn = draw(inner.context, seed)
            other = compare(equation, starting(equation, inner.context, drawn, inner.reading))
        except ReadError:
            continue
        if other.mask.any():
            count += 1
            yield other


# --- what is the same at every place


def _values(compared: Compared) -> tuple[Array, Array] | None:
    """Both sides where they are compared; None if the left side has too few values."""
    left, right = compared.left[compared.mask], compared.right[compared.mask]
    distinct = len(np.unique(np.round(np.abs(left), 9)))
    return (left, right) if distinct >= DISTINCT else None


def _sign(compared: Compared) -> Iterator[str]:
    values = _values(compared)
    if values is not None and agree(values[1], -values[0]):
        yield "the right side is minus the left"


def _factor(compared: Compared) -> Iterator[str]:
    values = _values(compared)
    if values is None:
        return
    left, right = values
    for name, value in _quantities(compared, right / left):
        if agree(right, value * left):
            yield f"the right side is {name} times the left"
        elif agree(left, value * right):
            yield f"the left side is {name} times the right"


def _difference(compared: Compared) -> Iterator[str]:
    values = _values(compared)
    if values is None:
        return
    left, right = values
    for name, value in _quantities(compared, abs(right - left)):
        if agree(right - left, value):
            yield f"the right side is larger by {name}"
        elif agree(left - right, value):
            yield f"the right side is smaller by {name}"


def _quantities(compared: Compared, found: Array) -> Iterator[tuple[str, Array]]:
    """What a factor or a term may be: a fraction near what was found, a size, an input."""
    first = complex(found[0]).real if found.size else np.nan
    if np.isfinite(first) and abs(first) < LARGEST + 1:
        fraction = Fraction(first).limit_denominator(LARGEST)
        if fraction and agree(np.full(1, first), np.full(1, float(fraction))):
            yield str(fraction), np.full(found.shape, float(fraction))
    drawn = compared.evaluator.draw
    for name, size in drawn.sizes.items():
        bessel = f"{name}/({name} - 1)", size / (size - 1) if size > 1 else np.nan
        for text, n in ((name, size), (f"({name} - 1)", size - 1), bessel):
            yield text, np.full(found.shape, float(n))
    for name, value in drawn.values.items():
        if value.rank == 0 and name[0] != "#":
            numbers = np.broadcast_to(value_of(value.data), compared.mask.shape)
            yield name, numbers[compared.mask]


def _power(compared: Compared) -> Iterator[str]:
    values = _values(compared)
    if values is None:
        return
    left, right = values
    if agree(left * right, np.ones(left.shape)):
        yield "the right side is 1 over the left"
    if agree(right, left**2):
        yield "the right side is the square of the left"
    if agree(left, right**2):
        yield "the left side is the square of the right"


# --- what can only be seen of whole arrays


def _whole(compared: Compared) -> tuple[Array, Array] | None:
    """Both sides on the draws on which every place is compared; None if there is none."""
    full = compared.mask.all(axis=tuple(range(compared.mask.ndim - 1)))
    return (compared.left[..., full], compared.right[..., full]) if full.any() else None


def _axes(compared: Compared) -> list[tuple[str, int]]:
    """Each index that runs over two values or more, and its axis."""
    axes = [(letter, -2 - k) for k, letter in enumerate(compared.letters)]
    return [(letter, axis) for letter, axis in axes if compared.mask.shape[axis] > 1]


def _transpose(compared: Compared) -> Iterator[str]:
    whole = _whole(compared)
    if whole is not None and compared.rank == 2 and agree(whole[1], whole[0].swapaxes(0, 1)):
        yield "the right side is the transpose of the left"


def _exchanged(compared: Compared) -> Iterator[str]:
    whole = _whole(compared)
    for (i, first), (j, second) in combinations(_axes(compared), 2):
        if whole is not None and agree(whole[1], whole[0].swapaxes(first, second)):
            yield f"the right side is the left with {i} and {j} exchanged"


def _next(compared: Compared) -> Iterator[str]:
    whole = _whole(compared)
    if whole is None:
        return
    for letter, axis in _axes(compared):
        left, right = (np.moveaxis(side, axis, 0) for side in whole)
        if agree(right[:-1], left[1:]):
            yield f"the right side for {letter} is the left side for {letter} + 1"
        if agree(right[1:], left[:-1]):
            yield f"the right side for {letter} is the left side for {letter} - 1"


def _sum(compared: Compared) -> Iterator[str]:
    whole = _whole(compared)
    if whole is None or _values(compared) is None:
        return
    over: list[tuple[str, tuple[int, ...]]] = []
    over += [(f"over {letter}", (axis,)) for letter, axis in _axes(compared)]
    if compared.rank:
        over.append(("over all its entries", tuple(range(compared.rank))))
    left, right = whole
    for what, axes in over:
        for one, other, its, name in (
            (right, left, "left", "right"),
            (left, right, "right", "left"),
        ):
            if _is_constant(one, axes) or not _is_constant(other, axes):
                continue
            for kind, result in (("summed", one.sum(axes)), ("averaged", one.mean(axes))):
                if agree(other, np.broadcast_to(np.expand_dims(result, axes), other.shape)):
                    yield f"the {its} side is the {name} side {kind} {what}"


def _is_constant(side: Array, axes: tuple[int, ...]) -> bool:
    """Whether a side has one value along some axes."""
    return agree(side, np.broadcast_to(side.mean(axes, keepdims=True), side.shape))


def _diagonal(compared: Compared) -> Iterator[str]:
    pairs = [(f"where {i} = {j}", a, b) for (i, a), (j, b) in combinations(_axes(compared), 2)]
    if compared.rank == 2:
        pairs.append(("on the diagonal", 0, 1))
    scale = np.abs(np.stack([compared.left, compared.right])[:, compared.mask]).max()
    wrong = np.abs(compared.left - compared.right) > 1e-9 * scale
    for where, first, second in pairs:
        if compared.mask.shape[first] != compared.mask.shape[second]:
            continue
        shape = [1] * compared.mask.ndim
        shape[first] = shape[second] = compared.mask.shape[first]
        on = np.broadcast_to(np.eye(shape[first], dtype=bool).reshape(shape), wrong.shape)
        if not (on & compared.mask).any() or not (~on & compared.mask).any():
            continue
        if np.array_equal(wrong[compared.mask], on[compared.mask]):
            yield f"it fails only {where}"
        if np.array_equal(wrong[compared.mask], ~on[compared.mask]):
            yield f"it holds only {where}"


MISTAKES: tuple[Callable[[Compared], Iterator[str]], ...] = (
    _sign,
    _transpose,
    _exchanged,
    _sum,
    _factor,
    _difference,
    _power,
    _next,
    _diagonal,
)
