"""One thing in the place of another: a matrix for its transpose, an input for the output."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.causes.tracing import Change
from nnderiv.gradcheck.loss import Array

SYMMETRIC = "a gradient that is made symmetric: it is the"
PRODUCTS = {"matmul", "dot", "einsum", "tensordot", "inner"}


def swapped_gradients(suspect: Suspect) -> Iterator[str]:
    """The gradient of another input."""
    for j, other in suspect.differentiators.items():
        alike = j != suspect.k and other.loss.x.shape == suspect.x.shape
        if alike and suspect.is_like(suspect.by_numbers(other)):
            yield f"gradients in the wrong order: it is that of d{suspect.names[j]}"


def transpose(suspect: Suspect) -> Iterator[str]:
    """The gradient with two axes exchanged, or a sequence in reverse."""
    for i, j in _alike_axes(suspect.x):
        if suspect.is_like(_turned(suspect, i, j)):
            yield "a transpose: it is right with two of its axes exchanged"


def symmetrised(suspect: Suspect) -> Iterator[str]:
    """The mean of a gradient and its transpose."""
    for i, j in _alike_axes(suspect.x):
        if suspect.is_like((suspect.numeric + _turned(suspect, i, j)) / 2):
            yield f"{SYMMETRIC} mean of the right one and its transpose"
        if suspect.is_like(suspect.numeric + _turned(suspect, i, j)):
            yield f"{SYMMETRIC} sum of the right one and its transpose"


def _alike_axes(x: Array) -> list[tuple[int, int]]:
    return [(i, j) for i, j in combinations(range(x.ndim), 2) if x.shape[i] == x.shape[j]]


def _turned(suspect: Suspect, i: int, j: int) -> Array:
    """Return the slopes of the gradient by numbers with two axes exchanged."""
    if suspect.entries is not None:
        return suspect.of(suspect.entries.value.swapaxes(i, j))
    slope = suspect.differentiator.along.slope
    return np.array([slope(v.swapaxes(i, j)).value for v in suspect.directions()])


def transposed_factor(suspect: Suspect) -> Iterator[str]:
    """The gradient with one matrix, or dy, in the place of its transpose, or in reverse."""
    inputs, dy = suspect.loss.inputs, suspect.loss.dy
    for j, one in enumerate(inputs):
        square = one.ndim >= 2 and one.shape[-1] == one.shape[-2]
        if square and _like_turned(suspect, suspect.with_input(j, one.swapaxes(-1, -2)), dy):
            yield "a transpose missing, or one too many, on one of the factors"
    turned = tuple(one.T for one in dy)
    fits = all(one.shape == there.shape for one, there in zip(dy, turned, strict=True))
    if fits and _like_turned(suspect, inputs, turned):
        yield "a transpose missing, or one too many, on dy"


def _like_turned(suspect: Suspect, inputs: tuple[Array, ...], dy: tuple[Array, ...]) -> bool:
    """Whether the gradient is the right one elsewhere, or its transpose."""
    if suspect.is_like(suspect.numeric_at(inputs, dy)):
        return True
    if suspect.x.ndim != 2 or suspect.x.shape[0] != suspect.x.shape[1]:
        return False
    again = suspect.of(suspect.dx.T)  # along the same directions
    return suspect.is_like(suspect.numeric_at(inputs, dy), again)


def transposed_operand(suspect: Suspect) -> Iterator[str]:
    """The gradient with what a product multiplies by in the place of its transpose."""
    for use in suspect.uses:
        if use.operation in PRODUCTS and suspect.is_like(
            suspect.slopes_with(Change(turned=use.number))
        ):
            yield f"a transpose missing, or one too many, on what is multiplied in {use.at}"


def exchanged_inputs(suspect: Suspect) -> Iterator[str]:
    """A formula with one input in the place of another."""
    inputs = suspect.loss.inputs
    for i, j in combinations(range(len(inputs)), 2):
        if inputs[i].shape == inputs[j].shape and inputs[i].dtype == inputs[j].dtype:
            there = list(inputs)
            there[i], there[j] = inputs[j], inputs[i]
            if suspect.is_like(suspect.numeric_at(tuple(there), suspect.loss.dy)):
                names = f"{suspect.names[i]} and {suspect.names[j]}"
                yield f"inputs exchanged: it is right with {names} in each other's place"


def output_for_input(suspect: Suspect) -> Iterator[str]:
    """A formula in the output that is given the input, or the other way round."""
    (y,) = suspect.loss.y
    if y.shape != suspect.x.shape:
        return
    there, dy = suspect.with_input(suspect.k, y), suspect.loss.dy
    if suspect.is_like(suspect.numeric, suspect.rerun_at(there, dy)):
        yield "a formula in the output that is given the input: called with y for x, it is right"
    if suspect.is_like(suspect.numeric_at(there, dy)):
        yield "a formula in the input that is given the output: it is right at y, and not at x"


def reversed_order(suspect: Suspect) -> Iterator[str]:
    """A sequence that is run through in the same way as the forward pass does."""
    (dy,) = suspect.loss.dy
    if dy.shape != suspect.x.shape:
        return
    for axis in range(dy.ndim):
        back = suspect.numeric_at(suspect.loss.inputs, (np.flip(dy, axis),))
        if suspect.is_like(back, suspect.of(np.flip(suspect.dx, axis))):
            yield f"the order of a sequence: it is right with axis {axis} run through backwards"
