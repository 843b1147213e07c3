"""Kinks at which several entries meet, such as a tie: each may be right alone, and all be wrong.

The gradient of a maximum may go to any of its tied entries, or be shared out. Whichever it is, the
entries moved together change the maximum as fast as one alone would, and that is what their
gradients add up to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.loss import SEED, Array, Loss
from nnderiv.gradcheck.numeric import Differentiator

STEP = 1e-6  # of entries that may meet
BOUND = 3000  # evaluations in all
MARGIN = 0.01  # of the gradients of the entries, by which their sum may be off
SHARED = 1e-3  # part of the jump that two sets of entries must have in common to meet


@dataclass(frozen=True)
class Misfit:
    """Entries that meet at a kink, and whose gradients add up to another slope than theirs.

    Attributes:
        entries: their numbers.
        claimed: what their gradients add up to.
        measured: how fast L changes where all of them move together.
    """

    entries: tuple[int, ...]
    claimed: float
    measured: float


def misfit(loss: Loss, dx: Array, places: Iterable[int]) -> Misfit | None:
    """Return entries that meet at a kink with a wrong sum of gradients, if there are any.

    Args:
        loss: of all inputs, as one vector.
        dx: the claimed gradient.
        places: entries that sit on a kink, and would pass by themselves.
    """
    meeting = _Meeting(Differentiator(loss))
    left = list(places)
    while left and meeting.evaluations < BOUND:
        group = meeting.of(left[0])
        left = [one for one in left if one not in group]
        if len(group) > 1 and (found := _misfit_of(meeting.differentiator, dx, group)):
            return found
    return None


@dataclass
class _Meeting:
    """Finds the entries that an entry meets at a kink."""

    differentiator: Differentiator
    evaluations: int = 0

    def of(self, entry: int) -> list[int]:
        """Return an entry with all that it meets."""
        others = np.delete(np.arange(self.differentiator.loss.x.size), entry)
        unit = max(1.0, abs(float(self.differentiator.loss.x[entry])))
        return [entry, *(self._among(others, entry, unit) if others.size else [])]

    def _among(self, others: NDArray[np.intp], entry: int, unit: float) -> list[int]:
        if self.evaluations >= BOUND or not self._meets(entry, others, unit):
            return []
        if others.size == 1:
            return [int(others[0])]
        halves = np.array_split(others, 2)
        return [one for half in halves for one in self._among(half, entry, unit)]

    def _meets(self, entry: int, others: NDArray[np.intp], unit: float) -> bool:
        """Whether L changes otherwise if an entry and others move together than if apart.

        By as many times less as the step is smaller: where L is smooth, it would be the square.
        """
        alone, beside = np.zeros((2, self.differentiator.loss.x.size))
        alone[entry] = unit
        rng = np.random.default_rng([SEED, 7])
        beside[others] = unit * rng.uniform(0.5, 1, others.size)
        return any(self._kinked(sign * alone, sign * beside) for sign in (1, -1))

    def _kinked(self, alone: Array, beside: Array) -> bool:
        wide, size = self._apart(alone, beside, STEP)
        if wide <= SHARED * size + 10 * self.differentiator.noise.most:
            return False
        narrow, _ = self._apart(alone, beside, STEP / 2)
        return narrow > 0.4 * wide

    def _apart(self, alone: Array, beside: Array, step: float) -> tuple[float, float]:
        """Return how much is apart after a step, and how far the entry alone moves L."""
        loss = self.differentiator.loss
        self.evaluations += 3
        together, one, other = (
            loss.probe(loss.x + step * v) - float(loss.value)
            for v in (alone + beside, alone, beside)
        )
        return abs(together - one - other), abs(one)


def _misfit_of(differentiator: Differentiator, dx: Array, group: Sequence[int]) -> Misfit | None:
    """Return the group if its gradients add up to no slope at the kink, or close to it."""
    v = np.zeros_like(dx)
    v[list(group)] = 1.0
    claimed = float(dx @ v)
    there = differentiator.slope(v)
    margin = MARGIN * float(np.abs(dx) @ v) + 10 * there.error
    if not isfinite(there.value):
        return None
    slopes = [there.value - there.jump / 2, there.value + there.jump / 2]
    if slopes[0] - margin <= claimed <= slopes[1] + margin:
        return None
    slopes += differentiator.slopes_beside(v)
    if min(slopes) - margin <= claimed <= max(slopes) + margin:
        return None
    return Misfit(tuple(group), claimed, there.value)
