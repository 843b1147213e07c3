"""One of the paths on which an input reaches the output, forgotten or counted wrongly.

The derivative adds up over the paths. With one operand of the forward pass held constant, its paths
are cut; the difference is what flows through them.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from nnderiv.gradcheck.causes.factor import counts_as_factors, wrong_counts
from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.causes.tracing import Change, Use
from nnderiv.gradcheck.loss import Array

MOST_USES = 200
MOST_PAIRED = 16  # uses of which two at a time are tried
MEANS = {"mean", "var", "std", "average", "sum", "add.reduce"}
LEAST = 1e-9  # a smaller flow, as a part of the gradient, is none


def forgotten_path(suspect: Suspect) -> Iterator[str]:
    """The gradient without what flows through some operand, or with a multiple of it."""
    uses = suspect.uses
    if not 1 < len(uses) <= MOST_USES:
        return
    plain, of_means = list(_factors(suspect)), list(_factors_of_means(suspect))
    for held, where in _candidates(uses):
        is_mean = any(uses[n].operation in MEANS for n in held)
        factors = plain + of_means * is_mean
        # The first direction rules out nearly all of them.
        if any(_said(suspect, suspect.slopes_with(Change(held=held), 1), factors)):
            for said in _said(suspect, suspect.slopes_with(Change(held=held)), factors):
                yield f"{said} {where}"


def mean_left_in(suspect: Suspect) -> Iterator[str]:
    """The gradient that is right less its mean, as where the path through a mean is forgotten.

    It asks nothing of the forward pass, and so knows one that cannot be taken apart.
    """
    axes: list[tuple[int, ...]] = [(axis,) for axis in range(suspect.x.ndim)]
    if suspect.x.ndim > 2:
        axes.append(tuple(range(suspect.x.ndim - 1)))  # those of a batch
    for some in axes:
        centred = suspect.dx - suspect.dx.mean(axis=some, keepdims=True)
        if suspect.is_like(suspect.numeric, suspect.of(centred)):
            where = " and ".join(map(str, some))
            said = f"along axis {where}" if len(some) == 1 else f"along axes {where}"
            yield f"a mean left in: it is right less its own mean {said}"


def _candidates(uses: list[Use]) -> Iterator[tuple[frozenset[int], str]]:
    """Yield what is held constant, and where.

    It is all operands of one operation, or one of them, or the same one in every step of a loop, or
    two.
    """
    for number in sorted({use.number for use in uses}):
        together = [n for n, use in enumerate(uses) if use.number == number]
        if len(together) > 1:
            yield frozenset(together), uses[together[0]].at
    for n, use in enumerate(uses):
        yield frozenset([n]), str(use)
    kinds = sorted({(use.operation, use.position) for use in uses})
    for kind in kinds:
        alike = [n for n, use in enumerate(uses) if (use.operation, use.position) == kind]
        if 1 < len(alike) < len(uses):
            yield frozenset(alike), f"every {kind[0]} of the forward pass"
    if len(uses) <= MOST_PAIRED:
        for one, other in combinations(range(len(uses)), 2):
            yield frozenset([one, other]), f"{uses[one]}, and {uses[other]}"


def _factors(suspect: Suspect) -> Iterator[tuple[str, float]]:
    yield from (("at half its size", 0.5), ("counted twice", 2.0), ("with the wrong sign", -1.0))
    yield from (("with a factor of 3", 3.0), ("with a factor of 1/3", 1 / 3))  # of a cube
    for name, value in counts_as_factors(suspect):
        yield f"with a factor of {name}", value


def _factors_of_means(suspect: Suspect) -> Iterator[tuple[str, float]]:
    for name, value in wrong_counts(suspect):
        yield f"with a factor of {name}", value


def _said(suspect: Suspect, cut: Array, factors: Sequence[tuple[str, float]]) -> Iterator[str]:
    """Yield how a gradient differs from the right one in the flow that is cut."""
    claimed, numeric = suspect.slopes[: len(cut)], suspect.numeric[: len(cut)]
    flow = numeric - cut
    least = max(LEAST, suspect.precision) * np.abs(numeric).max()
    if np.abs(flow).max() <= least or np.abs(cut).max() <= least:
        return  # nothing flows there, or all of it
    path = f"what {suspect.name} gives to"
    if suspect.is_like(cut, claimed):
        yield f"one path forgotten: it is right without {path}"
    if suspect.is_like(flow, claimed):
        yield f"all paths forgotten but one: it is {path}"
    for name, factor in factors:
        if suspect.is_like(cut + factor * flow, claimed):
            yield f"one path {name}; it is {path}"
