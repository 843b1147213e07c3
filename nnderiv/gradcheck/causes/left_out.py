"""A part of the forward pass that the backward pass does without: a factor, eps, a derivative."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.causes.tracing import Change

MOST_OPERATIONS = 200
MOST_PAIRED = 24  # operations of which a first and a last one are tried


def factor_left_out(suspect: Suspect) -> Iterator[str]:
    """The gradient that is right where another input is 1: it is not multiplied in."""
    for j, one in enumerate(suspect.loss.inputs):
        if j != suspect.k and one.dtype.kind == "f":
            there = suspect.with_input(j, np.ones_like(one))
            if suspect.is_like(suspect.numeric_at(there, suspect.loss.dy)):
                yield f"{suspect.names[j]} not multiplied in: it is right for {suspect.names[j]} = 1"


def forgotten_eps(suspect: Suspect) -> Iterator[str]:
    """The gradient of the forward pass without a small constant that it adds."""
    for constant in sorted(suspect.small_constants):
        if suspect.is_like(suspect.slopes_with(Change(dropped=constant))):
            yield f"eps forgotten: it is right without the {constant:g} that the forward pass adds"


def forgotten_derivative(suspect: Suspect) -> Iterator[str]:
    """The gradient without the derivative of one operation, or of some in a row, or with it twice."""
    first_uses = {use.number: use for use in reversed(suspect.uses)}
    numbers = sorted(first_uses)
    if len(numbers) > MOST_OPERATIONS:
        return
    rows = [(one, one) for one in numbers]
    if len(numbers) <= MOST_PAIRED:
        rows += list(combinations(numbers, 2))
    for row in rows:
        for twice, said in ((False, "forgotten"), (True, "multiplied in twice")):
            change = Change(skipped=row, twice=twice)
            # The first direction rules out nearly all of them.
            if suspect.is_like(
                suspect.slopes_with(change, 1), suspect.slopes[:1]
            ) and suspect.is_like(suspect.slopes_with(change)):
                first, last = (first_uses[number] for number in row)
                what = str(last) if first is last else f"{first}, to {last}"
                yield f"a derivative {said}: that of {what}"
