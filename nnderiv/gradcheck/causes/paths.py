"""One of the paths on which an input reaches the output, forgotten or counted wrongly.

The derivative adds up over the paths. With one operand of the forward pass held constant, its paths
are cut; the difference is what flows through them.
"""

from collections.abc import Iterator
from itertools import combinations, islice

import numpy as np

from nnderiv.gradcheck.causes.factor import well_known_factors
from nnderiv.gradcheck.causes.suspect import DIRECTIONS, Suspect
from nnderiv.gradcheck.causes.tracing import Editor, Use, edited
from nnderiv.gradcheck.loss import Array

MOST_USES = 200
MOST_PAIRED = 24  # uses of which two at a time are tried
LEAST = 1e-9  # a smaller flow, as a part of the gradient, is none


def factor_left_out(suspect: Suspect) -> Iterator[str]:
    """The gradient that is right where another input is 1: it is not multiplied in."""
    for j, one in enumerate(suspect.loss.inputs):
        if j != suspect.k and one.dtype.kind == "f":
            there = suspect.with_input(j, np.ones_like(one))
            if suspect.is_like(suspect.numeric_at(there, suspect.loss.dy)):
                yield f"{suspect.names[j]} not multiplied in: it is right for {suspect.names[j]} = 1"


def forgotten_eps(suspect: Suspect) -> Iterator[str]:
    """The gradient of the forward pass without a small constant that it adds."""
    if not suspect.exact:
        return
    seen = Editor()
    _slope(suspect, seen, next(suspect.directions()))
    for constant in sorted(seen.constants):
        if suspect.is_like(_slopes(suspect, Editor(dropped=constant))):
            yield f"eps forgotten: it is right without the {constant:g} that the forward pass adds"


def forgotten_path(suspect: Suspect) -> Iterator[str]:
    """The gradient without what flows through some operand, or with a multiple of it."""
    if not suspect.exact or suspect.x.size <= 2:
        return
    seen = Editor()
    _slope(suspect, seen, next(suspect.directions()))
    uses = list(seen.uses)
    if not 1 < len(uses) <= MOST_USES:
        return
    factors = dict(_factors(suspect))
    for held, where in _candidates(uses):
        # The first direction rules out nearly all of them.
        if any(_said(suspect, _slopes(suspect, Editor(held=held), 1), factors)):
            for said in _said(suspect, _slopes(suspect, Editor(held=held)), factors):
                yield f"{said} {where}"


def forgotten_derivative(suspect: Suspect) -> Iterator[str]:
    """The gradient without the derivative of one operation, or of some in a row, or with it twice."""
    if not suspect.exact or suspect.x.size <= 2:
        return
    seen = Editor()
    _slope(suspect, seen, next(suspect.directions()))
    first_uses = {use.number: use for use in reversed(seen.uses)}
    numbers = sorted(first_uses)
    if len(numbers) > MOST_USES:
        return
    rows = [(one, one) for one in numbers]
    if len(numbers) <= MOST_PAIRED:
        rows += list(combinations(numbers, 2))
    for row in rows:
        for times, said in ((0, "forgotten"), (1, "multiplied in twice")):
            if suspect.is_like(
                _slopes(suspect, Editor(skipped=row, times=times), 1), suspect.slopes[:1]
            ) and suspect.is_like(_slopes(suspect, Editor(skipped=row, times=times))):
                first, last = (first_uses[number] for number in row)
                what = str(last) if first is last else f"{first}, to {last}"
                yield f"a derivative {said}: that of {what}"


def _candidates(uses: list[Use]) -> Iterator[tuple[frozenset[int], str]]:
    """Yield what is held constant: one operand, the same one in every step of a loop, or two."""
    for n, use in enumerate(uses):
        yield frozenset([n]), str(use)
    kinds = {(use.operation, use.position) for use in uses}
    for operation, position in sorted(kinds):
        alike = [
            n for n, use in enumerate(uses) if (use.operation, use.position) == (operation, position)
        ]
        if 1 < len(alike) < len(uses):
            yield frozenset(alike), f"every {operation} of the forward pass"
    if len(uses) <= MOST_PAIRED:
        for one, other in combinations(range(len(uses)), 2):
            yield frozenset([one, other]), f"{uses[one]}, and {uses[other]}"


def _factors(suspect: Suspect) -> Iterator[tuple[str, float]]:
    yield from (("at half its size", 0.5), ("counted twice", 2.0), ("with the wrong sign", -1.0))
    for name, value in well_known_factors(suspect):
        yield f"with a factor of {name},", value


def _said(suspect: Suspect, cut: Array, factors: dict[str, float]) -> Iterator[str]:
    """Yield how a gradient differs from the right one in the flow that is cut."""
    claimed, numeric = suspect.slopes[: len(cut)], suspect.numeric[: len(cut)]
    flow = numeric - cut
    least = LEAST * np.abs(numeric).max()
    if np.abs(flow).max() <= least or np.abs(cut).max() <= least:
        return  # nothing flows there, or all of it
    path = f"what {suspect.name} gives to"
    if suspect.is_like(cut, claimed):
        yield f"one path forgotten: it is right without {path}"
    if suspect.is_like(flow, claimed):
        yield f"all paths forgotten but one: it is {path}"
    for name, factor in factors.items():
        if suspect.is_like(cut + factor * flow, claimed):
            yield f"one path {name}: {path}"


def _slopes(suspect: Suspect, editor: Editor, count: int = DIRECTIONS) -> Array:
    """Return the slopes of the forward pass as it is edited, along the first few directions."""
    along = islice(suspect.directions(), count)
    return np.array([_slope(suspect, editor, v) for v in along])


def _slope(suspect: Suspect, editor: Editor, v: Array) -> float:
    return edited(suspect.loss, editor).complex_step(v)
