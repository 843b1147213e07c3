"""A gradient that failed, and what a guess at the cause may try on it.

Guesses are held against slopes along a few random directions, which tell any two gradients apart
and are cheap however large the input is. Which entries are wrong is known where all were stepped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.causes.tracing import Change, Editor, Trace, Use
from nnderiv.gradcheck.loss import SEED, Array, Loss
from nnderiv.gradcheck.numeric import Differentiator, NumericGradient
from nnderiv.gradcheck.report import InputReport

AGREES = 1e-6  # how close, as a part of the largest number, a guess must come
KNOWN = 1e-9  # how closely slopes by differences are known, at best
KNOWN_EXACTLY = 1e-13
DIRECTIONS = 8
SAMPLE = 12  # entries that are looked at where not all are known
LARGEST_RECORDED = 2000  # entries: all that is computed from them is held in memory

Inputs = tuple[NDArray[Any], ...]
Upstream = tuple[Array, ...]


@dataclass(frozen=True)
class Suspect:
    """A gradient that failed.

    Attributes:
        k: which of the inputs it belongs to.
        claimed: what the backward pass says, by the number of the input.
        differentiators: of the loss, as a function of each of these inputs.
        rerun: runs the backward pass at other inputs and another dy, and returns all gradients.
        names: the names of all inputs.
        found: the report on it, with the wrong entry that was found.
        entries: its every entry by numbers; None where they are too many.
    """

    k: int
    claimed: Mapping[int, Array]
    differentiators: Mapping[int, Differentiator]
    rerun: Callable[[Inputs, Upstream], Sequence[Array | None]]
    names: Sequence[str]
    found: InputReport
    entries: NumericGradient | None

    @property
    def dx(self) -> Array:
        """What the backward pass says."""
        return self.claimed[self.k]

    @property
    def differentiator(self) -> Differentiator:
        """Differentiates the loss by this input."""
        return self.differentiators[self.k]

    @property
    def loss(self) -> Loss:
        """The loss as a function of this input."""
        return self.differentiator.loss

    @property
    def x(self) -> Array:
        """The input."""
        return self.loss.x

    @property
    def name(self) -> str:
        """The name of the input."""
        return self.names[self.k]

    @cached_property
    def exact(self) -> bool:
        """Whether the numbers are by complex steps."""
        return self.entries.exact if self.entries is not None else self.differentiator.along.exact

    def directions(self) -> Iterator[Array]:
        """Yield the directions, the same each time, drawn anew to save memory."""
        rng = np.random.default_rng([SEED, 4])
        for _ in range(DIRECTIONS):
            yield rng.standard_normal(self.x.shape) * np.maximum(1.0, np.abs(self.x))

    def of(self, gradient: Array) -> Array:
        """Return the slopes that a gradient claims."""
        return np.array([float((gradient * v).sum()) for v in self.directions()])

    def by_numbers(self, differentiator: Differentiator) -> Array:
        """Return the slopes by numbers."""
        return np.array([differentiator.along.slope(v).value for v in self.directions()])

    @cached_property
    def slopes(self) -> Array:
        """The slopes that the backward pass claims."""
        return self.of(self.dx)

    @cached_property
    def numeric(self) -> Array:
        """The slopes by numbers."""
        if self.entries is not None:
            return self.of(self.entries.value)
        return self.by_numbers(self.differentiator)

    def numeric_at(self, inputs: Inputs, dy: Upstream) -> Array:
        """Return the slopes by numbers at other inputs and another dy."""
        there = replace(self.loss, inputs=inputs, y=outputs(self.loss.forward(*inputs)), dy=dy)
        return self.by_numbers(replace(self.differentiator, loss=there))

    def rerun_at(self, inputs: Inputs, dy: Upstream) -> Array:
        """Return the slopes that the backward pass claims at other inputs and another dy."""
        return self.of(np.asarray(self.rerun(inputs, dy)[self.k]))

    @cached_property
    def trace(self) -> Trace | None:
        """The forward pass, taken apart; None if it is too large for that, or too small."""
        large = not self.exact and self.x.size > LARGEST_RECORDED
        return None if large or self.x.size <= 2 else Trace(self.loss, self.exact)

    @cached_property
    def _seen(self) -> Editor | None:
        return None if self.trace is None else self.trace.seen(next(self.directions()))

    @property
    def uses(self) -> list[Use]:
        """Every operand of the forward pass that depends on the input."""
        return [] if self._seen is None else list(self._seen.uses)

    @property
    def small_constants(self) -> set[float]:
        """The small constants that the forward pass adds."""
        return set() if self._seen is None else self._seen.constants

    def slopes_with(self, change: Change, count: int = DIRECTIONS) -> Array:
        """Return the slopes with a change in the forward pass, along the first few directions."""
        assert self.trace is not None
        assert self._seen is not None  # it has run without a change before
        return np.array([self.trace.slope(change, v) for v in islice(self.directions(), count)])

    def with_input(self, j: int, array: NDArray[Any]) -> Inputs:
        """Return the inputs with another one in the place of input j."""
        return (*self.loss.inputs[:j], array, *self.loss.inputs[j + 1 :])

    @cached_property
    def precision(self) -> float:
        """How far the numbers may be off, as a part of the largest."""
        if self.exact:
            return 0.0
        found = [self.differentiator.along.slope(v) for v in self.directions()]
        largest = max(abs(one.value) for one in found)
        return 10 * max(one.error for one in found) / (largest or 1.0)

    @cached_property
    def agrees(self) -> float:
        """How close a guess must come: much closer than the numbers are to the gradient."""
        scale = np.abs(self.numeric).max() or 1.0
        apart = float(np.abs(self.slopes - self.numeric).max() / scale)
        known = max(self.precision, KNOWN_EXACTLY if self.exact else KNOWN)
        return min(max(AGREES, self.precision), max(1e-3 * apart, known), 0.1 * apart)

    def is_like(self, guess: Array, found: Array | None = None) -> bool:
        """Whether the gradient, or what else was `found`, is what a guess says, as slopes."""
        found = self.slopes if found is None else found
        scale = np.abs(guess).max()
        return bool(scale > 0 and np.abs(found - guess).max() <= self.agrees * scale)

    @cached_property
    def off(self) -> NDArray[np.bool_] | None:
        """Which entries are beyond the tolerance of the check; None if they are too many."""
        if self.entries is None:
            return None
        dx, value = self.dx, self.entries.value
        scale = float(np.maximum(np.abs(dx), np.abs(value)).max())
        allowed = self.loss.exact_tolerance(dx, scale) + self.loss.rounding
        if not self.entries.exact:
            allowed = allowed + self.loss.eps**0.5 * np.abs(dx) + 10 * self.entries.error
        return np.asarray(np.abs(dx - value) > allowed + 0.51 * self.entries.jump)

    def is_wrong_in(self, among: NDArray[np.bool_]) -> bool:
        """Whether any of some entries is wrong."""
        if self.off is not None:
            return bool(self.off[among].any())
        for v, _ in zip(self.directions(), range(2), strict=False):
            part = np.where(among, v, 0.0)
            claimed, value = float((self.dx * part).sum()), self._slope(part)
            if abs(claimed - value) > max(AGREES, self.precision) * np.abs(self.dx * part).max():
                return True
        return False

    def share_wrong(self, among: NDArray[np.bool_]) -> float:
        """Return how large a part of some entries is wrong; told by a sample, if they are many."""
        if self.off is not None:
            return float(self.off[among].mean())
        places = np.argwhere(among)
        rng = np.random.default_rng([SEED, 7])
        chosen = rng.permutation(len(places))[:SAMPLE]
        return float(np.mean([self._is_wrong_at(tuple(places[one])) for one in chosen]))

    def _is_wrong_at(self, place: tuple[int, ...]) -> bool:
        one = np.zeros(self.x.shape, np.bool_)
        one[place] = True
        return self.is_wrong_in(one)

    def _slope(self, v: Array) -> float:
        return self.differentiator.along.slope(v).value
