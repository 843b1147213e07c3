"""What guesses at the cause of a wrong gradient see of it, and may try: the passes at other inputs.

A gradient is seen whole, or, if it is too large for that, by its slopes along a few directions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.causes import AGREES, Suspect, likely_cause
from nnderiv.gradcheck.loss import SEED, Array
from nnderiv.gradcheck.numeric import Differentiator
from nnderiv.gradcheck.report import InputReport

DIRECTIONS = 8


@dataclass(frozen=True)
class Diagnosis:
    """The gradients of a check, to look for the cause of one that fails.

    Attributes:
        claimed: the gradients that the backward pass returned, by the number of their input.
        differentiators: of the loss, as a function of each of these inputs.
        rerun: runs the backward pass at other inputs and another dy, and returns all gradients.
        names: the names of all inputs.
    """

    claimed: Mapping[int, Array]
    differentiators: Mapping[int, Differentiator]
    rerun: Callable[[tuple[NDArray[Any], ...], tuple[Array, ...]], Sequence[Array | None]]
    names: Sequence[str]

    def cause_by_entries(self, k: int, found: InputReport) -> str:
        """Return the likely cause for gradient k, of which every number is known, or ""."""
        return self._cause(
            k, EveryEntry(), {j: one.gradient.value for j, one in self.differentiators.items()}
        )

    def cause_along_directions(self, k: int, found: InputReport) -> str:
        """Return the likely cause for gradient k, seen along random directions, or ""."""
        projections = Projections(self.differentiators[k].loss.x, found)
        alike = [
            j for j, one in self.differentiators.items() if one.loss.x.shape == projections.x.shape
        ]
        return self._cause(
            k, projections, {j: projections.by_numbers(self.differentiators[j]) for j in alike}
        )

    def _cause(self, k: int, view: EveryEntry | Projections, numeric: Mapping[int, Array]) -> str:
        differentiator, seen = self.differentiators[k], view.of(self.claimed[k])
        loss = differentiator.loss

        def numeric_at(inputs: tuple[NDArray[Any], ...], dy: tuple[Array, ...]) -> Array:
            y = outputs(loss.forward(*inputs))
            there = replace(loss, inputs=inputs, y=y, dy=dy)
            return view.by_numbers(replace(differentiator, loss=there))

        return likely_cause(
            Suspect(
                k=k,
                dx=seen,
                numeric=numeric[k],
                inputs=loss.inputs,
                dy=loss.dy,
                y=loss.y,
                precision=view.precision(differentiator),
                others={j: one for j, one in numeric.items() if j != k},
                names=self.names,
                turned=lambda i, j: view.turned(differentiator, i, j),
                wrong=lambda entries: view.wrong(differentiator, self.claimed[k], entries),
                one_wrong=lambda: view.one_wrong(seen, numeric[k]),
                rerun=lambda inputs, dy: view.of(np.asarray(self.rerun(inputs, dy)[k])),
                numeric_at=numeric_at,
            )
        )


class EveryEntry:
    """A gradient by all of its entries."""

    def of(self, dx: Array) -> Array:
        """Return what is seen of a gradient."""
        return dx

    def by_numbers(self, differentiator: Differentiator) -> Array:
        """Return what is seen of the gradient by numbers."""
        return differentiator.gradient.value

    def precision(self, differentiator: Differentiator) -> float:
        """Return how far that may be off, as a part of the largest number."""
        numbers = differentiator.gradient
        return float(10 * numbers.error.max() / (np.abs(numbers.value).max() or 1.0))

    def turned(self, differentiator: Differentiator, i: int, j: int) -> Array:
        """Return what is seen of it with two axes exchanged."""
        return differentiator.gradient.value.swapaxes(i, j)

    def wrong(self, differentiator: Differentiator, dx: Array, entries: NDArray[np.bool_]) -> float:
        """Return how large a part of some entries of a gradient is wrong."""
        return float(_off(dx, differentiator.gradient.value)[entries].mean())

    def one_wrong(self, seen: Array, numeric: Array) -> bool:
        """Whether a single entry is wrong, by what is seen of the gradient and of the numbers."""
        return bool(_off(seen, numeric).sum() == 1)


@dataclass(frozen=True)
class Projections:
    """A gradient by its slopes along random directions, drawn anew each time to save memory.

    Attributes:
        x: the input that it belongs to.
        found: the report on it, with the wrong entry that was found.
    """

    x: Array
    found: InputReport

    def directions(self) -> Iterator[Array]:
        """Yield the directions, the same each time."""
        rng = np.random.default_rng([SEED, 4])
        for _ in range(DIRECTIONS):
            yield rng.standard_normal(self.x.shape) * np.maximum(1.0, np.abs(self.x))

    def of(self, dx: Array) -> Array:
        """Return the slopes that a gradient claims."""
        return np.array([float((dx * v).sum()) for v in self.directions()])

    def by_numbers(self, differentiator: Differentiator) -> Array:
        """Return the slopes by numbers."""
        return np.array([differentiator.along.slope(v).value for v in self.directions()])

    def precision(self, differentiator: Differentiator) -> float:
        """Return how far these may be off, as a part of the largest number."""
        if differentiator.along.exact:
            return 0.0
        found = [differentiator.along.slope(v) for v in self.directions()]
        largest = max(abs(one.value) for one in found)
        return 10 * max(one.error for one in found) / (largest or 1.0)

    def turned(self, differentiator: Differentiator, i: int, j: int) -> Array:
        """Return the slopes by numbers of the gradient with two axes exchanged."""
        return np.array(
            [differentiator.along.slope(v.swapaxes(i, j)).value for v in self.directions()]
        )

    def wrong(self, differentiator: Differentiator, dx: Array, entries: NDArray[np.bool_]) -> float:
        """Return 1 if any of some entries of a gradient is wrong, and 0 if none is."""
        claimed = np.array([float((dx * v)[entries].sum()) for v in self.directions()])
        numeric = np.array(
            [differentiator.along.slope(np.where(entries, v, 0.0)).value for v in self.directions()]
        )
        return float(_off(claimed, numeric).any())

    def one_wrong(self, seen: Array, numeric: Array) -> bool:
        """Whether the wrong entry that was found explains what is off along every direction."""
        entry = np.array([v[self.found.index] for v in self.directions()])
        explained = (self.found.backward - self.found.numeric) * entry
        rest = seen - numeric - explained
        return bool((np.abs(rest) <= 1e-3 * np.abs(explained).max()).all())


def _off(claimed: Array, numeric: Array) -> NDArray[np.bool_]:
    """Return where two arrays differ by more than a guess may."""
    return np.asarray(np.abs(claimed - numeric) > AGREES * np.abs(numeric).max())
