"""Both sides of a claim for random numbers, brought into one shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.cases import holds
from nnderiv.proofread.context import Context
from nnderiv.proofread.draws import Draw, drawn
from nnderiv.proofread.duals import value_of
from nnderiv.proofread.evaluate import Evaluator, Notes
from nnderiv.proofread.indices import find_range, index_names, running_index
from nnderiv.proofread.remainders import small_variable
from nnderiv.proofread.syntax import Name, Node, Range, Reduce, walk
from nnderiv.proofread.tensors import MisfitError, Tensor, as_number, reshaped, written

READINGS = (
    frozenset[str](),
    frozenset({"direct"}),
    frozenset({"diagonal"}),
    frozenset({"direct", "diagonal"}),
)


@dataclass
class Equation:
    """A claim: two sides, when it is made, and what a prime differentiates by."""

    left: Node
    right: Node
    relation: str = "="
    conditions: tuple[Node, ...] = ()
    variable: Node | None = None
    readings: tuple[frozenset[str], ...] = READINGS


@dataclass
class Compared:
    """Both sides on one draw, with an axis for each index and one for the draws."""

    left: NDArray[Any]
    right: NDArray[Any]
    mask: NDArray[np.bool_]
    letters: list[str]
    rank: int
    notes: Notes
    draw: Draw
    evaluator: Evaluator
    admitted: bool = True  # whether the conditions hold anywhere


def compare(
    equation: Equation, draw: Draw, reading: frozenset[str], remainder: float = 0.0
) -> Compared:
    """Evaluate both sides for every value of the free indices."""
    small = small_variable([equation.left, equation.right])
    if small is not None:
        draw = Draw(draw.context, draw.seed, *small, remainder=remainder)
    evaluator = Evaluator(draw, reading=reading, variable=equation.variable, cache=draw.known)
    letters = free_indices(equation, draw.context)
    with np.errstate(all="ignore"):
        for letter in letters:
            nodes = [equation.left, equation.right, *equation.conditions]
            size = find_range(evaluator, letter, nodes, equation.conditions)
            numbers = np.arange(size) + float(draw.context.first)
            evaluator = running_index(evaluator, letter, numbers)
        left, right = evaluator.of(equation.left), evaluator.of(equation.right)
        rank, a, b = _together(left, right)
        mask = holds(evaluator, equation.conditions)
        admitted = bool(mask.any())
        a, b = np.broadcast_arrays(a, b)
        width = len(letters) + 1
        a, b = (
            x.reshape(x.shape[:rank] + (1,) * (width + rank - x.ndim) + x.shape[rank:])
            for x in (a, b)
        )
        finite = np.isfinite(a) & np.isfinite(b)
        mask = finite & mask & ~np.asarray(evaluator.notes.kinked)
        a, b = (np.broadcast_to(x, mask.shape) for x in (a, b))
    return Compared(a, b, mask, letters, rank, evaluator.notes, draw, evaluator, admitted)


def _together(left: Tensor, right: Tensor) -> tuple[int, NDArray[Any], NDArray[Any]]:
    """The arrays of both sides, if these have one shape; a vector may be written as n×1 or 1×n."""
    sides = [as_number(left), as_number(right)]
    shapes = [tuple(n for n in side.shape if n != 1) for side in sides]
    same = sides[0].shape == sides[1].shape
    fit = same or (shapes[0] == shapes[1] and min(side.rank for side in sides) != 2)
    if not fit and (sides[1].rank or not sides[0].rank):  # a number stands for all entries
        raise MisfitError(
            f"the left side is {written(left.shape)}, the right side {written(right.shape)}"
        )
    running = max(side.running for side in sides)
    flat: list[NDArray[Any]] = []
    for side in sides:
        own: list[int | None] = [axis for axis, n in enumerate(side.shape) if same or n != 1]
        flat.append(value_of(reshaped(side, own, running)))
    rank = sides[0].rank if same else len(shapes[0])
    if flat[1].ndim < flat[0].ndim:
        flat[1] = np.broadcast_to(flat[1], flat[0].shape)
    return rank, flat[0], flat[1]


def free_indices(equation: Equation, context: Context) -> list[str]:
    """The letters that stand in index positions and that nothing binds, in order."""
    letters: dict[str, None] = {}
    said = {c.index for c in equation.conditions if isinstance(c, Range)}
    for node in (equation.left, equation.right):
        bound = {i for part in walk(node) if isinstance(part, Reduce) for i in part.indices}
        for name in index_names(node, context):
            if name not in bound and runs(name, context):
                letters[name] = None
    used = {
        part.key
        for node in (equation.left, equation.right)
        for part in walk(node)
        if isinstance(part, Name)
    }
    letters.update({key: None for key in said if key in used and runs(key, context)})
    return sorted(letters, key=list(letters).index)


def runs(letter: str, context: Context) -> bool:
    """Whether a letter in an index runs; one that was defined as a whole number does not."""
    if letter not in context.defined or context.defined[letter].indices:
        return context.runs(letter)
    try:
        value = Evaluator(drawn(context, 0)).value(letter)
    except ReadError:
        return True
    numbers = np.real(value_of(value.data))
    return bool(value.rank or (numbers != np.rint(numbers)).any())
