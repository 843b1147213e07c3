"""Both sides of a claim for random numbers, brought into one shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.equation import Equation, Reading
from nnderiv.proofread.claims.remainder import NODES, small_variable
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.indices import index_names
from nnderiv.proofread.evaluate.conditions import holds
from nnderiv.proofread.evaluate.draws import Draw
from nnderiv.proofread.evaluate.evaluator import Evaluator, Notes
from nnderiv.proofread.evaluate.ranges import find_range
from nnderiv.proofread.evaluate.rules import draw, evaluator, new_draw
from nnderiv.proofread.grammar.tree import Name, Number, Range, Reduce, walk
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import MisfitError, Tensor, as_number, reshaped, written

Array = NDArray[Any]

ROUNDING = 1e-9  # of an entry
TINY = 1e-13  # of the largest entry, or term


@dataclass
class Compared:
    """Both sides on one draw, with an axis for each index and one for the draws.

    Attributes:
        mask: where both sides are numbers and the conditions hold.
        letters: the free indices.
        rank: how many own axes both sides have.
        evaluator: knows the draw, and the values of all free indices.
        admitted: whether the conditions hold anywhere.
        beyond: whether an index of the right side leaves its array where the left side is a number.
    """

    left: Array
    right: Array
    mask: NDArray[np.bool_]
    letters: list[str]
    rank: int
    evaluator: Evaluator
    admitted: bool = True
    beyond: bool = False

    @property
    def notes(self) -> Notes:
        """What the evaluation met on its way."""
        return self.evaluator.notes


def starting(
    equation: Equation, context: Context, drawn: Draw, reading: Reading, remainder: float = 0.0
) -> Evaluator:
    """An evaluator for an equation; a variable that shrinks takes small values in it."""
    small = small_variable([equation.left, equation.right])
    if small is not None:
        drawn = new_draw(context, drawn.seed, small=small, nodes=NODES, remainder=remainder)
    options = {"reading": reading, "variable": equation.variable, "cache": drawn.known}
    return evaluator(context, drawn, **options)


def compare(equation: Equation, inner: Evaluator) -> Compared:
    """Evaluate both sides for every value of the free indices."""
    context = inner.context
    letters = free_indices(equation, context)
    with np.errstate(all="ignore"):
        for letter in letters:
            nodes = [equation.left, equation.right, *equation.conditions]
            size = find_range(inner, letter, nodes, equation.conditions)
            inner = inner.with_index(letter, np.arange(size) + float(context.first))
        left, right = inner.of(equation.left), inner.of(equation.right)
        if equation.left == Number(0.0):  # of an array, too: 0 = Ax - b
            left = replace(right, data=np.zeros_like(value_of(right.data)))
        rank, a, b = _together(left, right, letters)
        mask = holds(inner, equation.conditions)
        admitted = bool(mask.any())
        a, b = np.broadcast_arrays(a, b)
        width = len(letters) + 1
        a, b = (
            x.reshape(x.shape[:rank] + (1,) * (width + rank - x.ndim) + x.shape[rank:])
            for x in (a, b)
        )
        finite = np.isfinite(a) & np.isfinite(b)
        beyond = bool(inner.notes.outside and (np.isfinite(a) & np.isnan(b) & mask).any())
        mask = finite & mask & ~np.asarray(inner.notes.kinked)
        a, b = (np.broadcast_to(x, mask.shape) for x in (a, b))
    return Compared(a, b, mask, letters, rank, inner, admitted, beyond)


def _together(left: Tensor, right: Tensor, letters: list[str]) -> tuple[int, Array, Array]:
    """The arrays of both sides, if these have one shape; a vector may be written as n×1 or 1×n."""
    sides = [as_number(left), as_number(right)]
    shapes = [tuple(n for n in side.shape if n != 1) for side in sides]
    same = sides[0].shape == sides[1].shape
    fit = same or (shapes[0] == shapes[1] and min(side.rank for side in sides) != 2)
    if not fit and (sides[1].rank or not sides[0].rank):  # a number stands for all entries
        raise MisfitError(
            f"the left side is {written(left.shape)}, the right side {written(right.shape)}"
            + (", its transpose" if _transposed(*sides) else "")
        )
    running = max(side.running for side in sides)
    flat: list[Array] = []
    for side in sides:
        own: list[int | None] = [axis for axis, n in enumerate(side.shape) if same or n != 1]
        flat.append(value_of(reshaped(side, own, running)))
    rank = sides[0].rank if same else len(shapes[0])
    if flat[1].ndim < flat[0].ndim:
        flat[1] = _for_all_entries(flat[1], flat[0].shape, letters)
    return rank, flat[0], flat[1]


def _transposed(left: Tensor, right: Tensor) -> bool:
    """Whether one side is the transpose of the other."""
    if left.rank != 2 or left.shape != right.shape[::-1]:
        return False
    running = max(left.running, right.running)
    a, b = (value_of(reshaped(side, (0, 1), running)) for side in (left, right))
    return agree(*np.broadcast_arrays(a.swapaxes(0, 1), b))


def agree(a: Array, b: Array) -> bool:
    """Whether two arrays of one shape are the same up to rounding, in each entry."""
    if a.shape != b.shape or not a.size:
        return False
    size = np.abs(a) + np.abs(b)
    return bool((np.abs(a - b) <= ROUNDING * size + TINY * size.max()).all())


def _for_all_entries(number: Array, shape: tuple[int, ...], letters: list[str]) -> Array:
    """A number that stands for all entries of an array of this shape, indices and draws included.

    Raises:
        ReadError: it is another number for each value of an index that the array does not have.
    """
    for axis, letter in enumerate(letters, start=2):  # from the right, before that of the draws
        if number.ndim >= axis and number.shape[-axis] > 1 and shape[-axis] == 1:
            raise ReadError(
                f"the index {letter} stands on the right side alone, and the left side is a whole "
                f"array: give both sides the index, or neither"
            )
    return np.broadcast_to(number, np.broadcast_shapes(number.shape, shape))


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
        value = evaluator(context, draw(context, 0)).value(letter)
    except ReadError:
        return True
    numbers = np.real(value_of(value.data))
    return bool(value.rank or (numbers != np.rint(numbers)).any())
