"""A part of the forward pass that the backward pass does without: a factor, eps, a derivative."""

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.causes.tracing import Change, Derivative
from nnderiv.gradcheck.loss import Array

MOST_OPERATIONS = 200
MOST_PAIRED = 12  # operations of which a first and a last one are tried


def factor_left_out(suspect: Suspect) -> Iterator[str]:
    """The gradient that is right where another input is 1: it is not multiplied in."""
    for j, one in enumerate(suspect.loss.inputs):
        if j != suspect.k and one.dtype.kind == "f":
            there = suspect.with_input(j, np.ones_like(one))
            if suspect.is_like(suspect.numeric_at(there, suspect.loss.dy)):
                name = suspect.names[j]
                yield f"{name} not multiplied in: it is right for {name} = 1"


def forgotten_eps(suspect: Suspect) -> Iterator[str]:
    """The gradient of the forward pass without a small constant that it adds."""
    for constant in sorted(suspect.small_constants):
        if suspect.is_like(suspect.slopes_with(Change(dropped=constant))):
            yield f"eps forgotten: it is right without the {constant:g} that the forward pass adds"


def wrong_derivative(suspect: Suspect) -> Iterator[str]:
    """The gradient with another derivative of one operation, or of some in a row."""
    first_uses = {use.number: use for use in reversed(suspect.uses)}
    numbers = sorted(first_uses)
    if len(numbers) > MOST_OPERATIONS:
        return
    rows = [(one, one) for one in numbers]
    if len(numbers) <= MOST_PAIRED:
        rows += list(combinations(numbers, 2))
    for row in rows:
        for said, derivative in DERIVATIVES.items():
            change = Change(operations=row, derivative=derivative)
            # The first direction rules out nearly all of them.
            if suspect.is_like(
                suspect.slopes_with(change, 1), suspect.slopes[:1]
            ) and suspect.is_like(suspect.slopes_with(change)):
                first, last = (first_uses[number] for number in row)
                what = last.at if first is last else f"{first.at}, to {last.at}"
                yield f"a derivative {said}: that of {what}"


def _in_the_input(slope: Array, before: Array, after: Array) -> Array:
    """Return y(1 - y), or 1 - y², at the input, where the derivative is that of the output."""
    for formula in _FORMULAS.values():
        if np.allclose(slope, formula(after)):
            return np.asarray(formula(before))
    return slope


def _at_the_output(slope: Array, before: Array, after: Array) -> Array:
    """Return the derivative of a sigmoid, or of tanh, at the output of that."""
    for function, formula in _FORMULAS.items():
        if np.allclose(slope, formula(after)):
            return np.asarray(formula(function(after)))
    return slope


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


# functions, and their derivatives as a formula in their output
_FORMULAS: dict[Callable[[Array], Array], Callable[[Array], Array]] = {
    _sigmoid: lambda y: y * (1 - y),
    np.tanh: lambda y: 1 - y**2,
}
DERIVATIVES: dict[str, Derivative] = {
    "forgotten": lambda slope, before, after: 1.0,
    "multiplied in twice": lambda slope, before, after: slope**2,
    "in the output that is given the input": _in_the_input,
    "in the input that is given the output": _at_the_output,
}
