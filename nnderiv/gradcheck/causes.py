"""The likely cause of a wrong gradient: mistakes that people make, tried one by one on the data.

Each mistake says what the backward pass would have returned if it had been made. If that is what it
did return, the error is consistent with the mistake, and no more than that is said.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.loss import Array

GradientAt = Callable[[tuple[NDArray[Any], ...], tuple[Array, ...]], Array]

AGREES = 1e-6  # how close, as a part of the largest entry, a guess must come
LEAST_FLOAT32 = 1e-2 * float(np.finfo(np.float32).eps)
FLOAT32 = 64 * float(np.finfo(np.float32).eps)
LARGEST = 2000  # entries: for larger gradients none is taken anew by numbers


@dataclass(frozen=True)
class Suspect:
    """A gradient that failed, and what a guess at the cause may try.

    Gradients are whole, or slopes along a few directions; then they are shorter than the input.

    Attributes:
        k: which of the inputs it belongs to.
        dx: what the backward pass says.
        numeric: what the numbers say.
        inputs: the point, one array per input.
        dy: the upstream gradient of each output.
        y: the outputs.
        precision: how far the numbers may be off, as a part of the largest.
        others: the numeric gradients of the other inputs, by their numbers.
        names: the names of the inputs.
        turned: the numeric gradient with two axes exchanged.
        wrong: how large a part of some entries is wrong; of slopes, 1 or 0 for any or none.
        one_wrong: whether a single entry is wrong.
        rerun: runs the backward pass at other inputs and another dy, and returns gradient k.
        numeric_at: takes the numeric gradient k at other inputs and another dy.
    """

    k: int
    dx: Array
    numeric: Array
    inputs: tuple[NDArray[Any], ...]
    dy: tuple[Array, ...]
    y: tuple[Array, ...]
    precision: float
    others: Mapping[int, Array]
    names: Sequence[str]
    turned: Callable[[int, int], Array]
    wrong: Callable[[NDArray[np.bool_]], float]
    one_wrong: Callable[[], bool]
    rerun: GradientAt
    numeric_at: GradientAt

    @property
    def x(self) -> NDArray[Any]:
        """The input."""
        return self.inputs[self.k]

    @property
    def agrees(self) -> float:
        """How close a guess must come: much closer than the numbers are to the gradient."""
        scale = np.abs(self.numeric).max() or 1.0
        apart = float(np.abs(self.dx - self.numeric).max() / scale)
        return min(max(AGREES, self.precision), 0.1 * apart)

    def is_like(self, guess: Array, found: Array | None = None) -> bool:
        """Whether the gradient, or what else was `found`, is what a guess says."""
        found = self.dx if found is None else found
        scale = np.abs(guess).max()
        return bool(
            guess.shape == found.shape
            and scale > 0
            and np.abs(found - guess).max() <= self.agrees * scale
        )


def likely_cause(suspect: Suspect) -> str:
    """Return the first mistake that the gradient is consistent with, or nothing."""
    for mistake in MISTAKES:
        try:
            with np.errstate(all="ignore"):
                found = next(mistake(suspect), None)
        except Exception:  # the functions under test may dislike what is tried on them
            found = None
        if found is not None:
            return found
    return ""


def _zero(suspect: Suspect) -> Iterator[str]:
    if not suspect.dx.any():
        yield "a gradient that is never computed: it is 0 everywhere"


def _sign(suspect: Suspect) -> Iterator[str]:
    if suspect.is_like(-suspect.numeric):
        yield "the wrong sign"


def _use_of_dy(suspect: Suspect) -> Iterator[str]:
    again = suspect.rerun(suspect.inputs, tuple(-2 * one for one in suspect.dy))
    if np.array_equal(again, suspect.dx):
        yield "dy not multiplied in: another dy gives the same gradient"
    elif not suspect.is_like(-2 * suspect.dx, again):
        yield "dy used otherwise than as a factor: -2 times the dy is not -2 times the gradient"


def _low_precision(suspect: Suspect) -> Iterator[str]:
    error = np.abs(suspect.dx - suspect.numeric).max() / np.abs(suspect.numeric).max()
    if LEAST_FLOAT32 < error < FLOAT32:
        yield "float32 somewhere in the backward pass: it is right up to that"
    elif error < 1e-3 and np.array_equal(suspect.dx, suspect.dx.astype(np.float16)):
        yield "float16 somewhere in the backward pass: it is right up to that"


def _factor(suspect: Suspect) -> Iterator[str]:
    factor = float((suspect.dx * suspect.numeric).sum() / np.square(suspect.numeric).sum())
    if not suspect.is_like(factor * suspect.numeric):
        return
    for name, value in _well_known_factors(suspect):
        for sign in (1, -1):
            if abs(factor - sign * value) <= suspect.agrees * value:
                yield f"a factor of {'-' * (sign < 0)}{name}"
    if suspect.x.size > 2:  # fewer entries are easily in proportion by chance
        yield f"a constant factor of {factor:.6g}"


def _well_known_factors(suspect: Suspect) -> Iterator[tuple[str, float]]:
    yield from (("2", 2.0), ("1/2", 0.5))
    others = [
        (name, one)
        for name, one in zip(suspect.names, suspect.inputs, strict=True)
        if one is not suspect.x
    ]
    for whose, array in (("this input", suspect.x), ("the output", suspect.y[0]), *others):
        counts = [*array.shape, array.size, int(np.prod(array.shape[:-1]))]
        for n in sorted(set(counts) - {0, 1, 2}):
            what = "the length of an axis" if n in array.shape else "the number of rows or entries"
            of = f"{what} of {whose}"
            yield f"{n}, {of}: a mean forgotten, or a sum in its place", float(n)
            yield f"1/{n}, with {n} {of}: a mean in the place of a sum", 1 / n


def _transpose(suspect: Suspect) -> Iterator[str]:
    for i, j in combinations(range(suspect.x.ndim), 2):
        if suspect.x.shape[i] == suspect.x.shape[j] and suspect.is_like(suspect.turned(i, j)):
            yield "a transpose: it is right with two of its axes exchanged"


def _swap(suspect: Suspect) -> Iterator[str]:
    for j, gradient in suspect.others.items():
        if suspect.is_like(gradient):
            yield f"gradients in the wrong order: it is that of d{suspect.names[j]}"


def _transposed_part(suspect: Suspect) -> Iterator[str]:
    """The gradient with one matrix, or dy, in the place of its transpose."""
    if suspect.dx.size > LARGEST:
        return
    for j, one in enumerate(suspect.inputs):
        if one.ndim == 2 and one.shape[0] == one.shape[1]:
            turned = (*suspect.inputs[:j], one.T, *suspect.inputs[j + 1 :])
            guess = suspect.numeric_at(turned, suspect.dy)
            if suspect.is_like(guess) or (guess.ndim == 2 and suspect.is_like(guess.T)):
                yield "a transpose missing, or one too many, on one of the factors"
    turned_dy = tuple(dy.T for dy in suspect.dy)
    if all(dy.shape == turned.shape for dy, turned in zip(suspect.dy, turned_dy, strict=True)):
        guess = suspect.numeric_at(suspect.inputs, turned_dy)
        if suspect.is_like(guess) or (guess.ndim == 2 and suspect.is_like(guess.T)):
            yield "a transpose missing, or one too many, on dy"


def _sum(suspect: Suspect) -> Iterator[str]:
    """The gradient with a part of the terms of its sum over the batch."""
    if suspect.dx.size > LARGEST or any(dy.ndim == 0 or len(dy) < 2 for dy in suspect.dy):
        return
    for row, name in ((0, "first"), (-1, "last")):
        only = tuple(np.zeros_like(dy) for dy in suspect.dy)
        for one, dy in zip(only, suspect.dy, strict=True):
            one[row] = dy[row]
        part = suspect.numeric_at(suspect.inputs, only)
        if suspect.is_like(part):
            yield f"a sum over the batch forgotten: only the {name} example counts"
        if suspect.is_like(suspect.numeric - part):
            yield f"a sum over the batch that leaves out the {name} example"


def _output_for_input(suspect: Suspect) -> Iterator[str]:
    (y,) = suspect.y
    if y.shape != suspect.x.shape or suspect.dx.size > LARGEST:
        return
    there = (*suspect.inputs[: suspect.k], y, *suspect.inputs[suspect.k + 1 :])
    if suspect.is_like(suspect.numeric, suspect.rerun(there, suspect.dy)):
        yield "a formula in the output that is given the input: called with y for x, it is right"
    if suspect.is_like(suspect.numeric_at(there, suspect.dy)):
        yield "a formula in the input that is given the output: it is right at y, and not at x"


def _one_side(suspect: Suspect) -> Iterator[str]:
    for side, name in ((suspect.x < 0, "negative"), (suspect.x > 0, "positive")):
        if (
            side.sum() > 1
            and not side.all()
            and suspect.wrong(side) >= 0.9
            and not suspect.wrong(~side)
        ):
            yield f"a case forgotten: it is wrong only where the input is {name}"


def _one_entry(suspect: Suspect) -> Iterator[str]:
    if suspect.x.size > 2 and suspect.one_wrong():
        yield "a single wrong entry: all others agree"


MISTAKES: tuple[Callable[[Suspect], Iterator[str]], ...] = (
    _zero,
    _sign,
    _use_of_dy,
    _factor,
    _one_entry,
    _low_precision,
    _swap,
    _transpose,
    _transposed_part,
    _sum,
    _output_for_input,
    _one_side,
)
