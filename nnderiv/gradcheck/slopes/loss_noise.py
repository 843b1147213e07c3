"""How far rounding moves a loss: where all entries of its input move, and where one moves alone."""

from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any

import numpy as np

from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.loss import Array, Loss
from nnderiv.gradcheck.slopes.noise import Noise, noise_of, noise_of_slope

MOST = 4  # times the noise: farther rounding hardly moves a value
LARGE = 1e3  # times the rounding of its terms: then the noise of each entry counts


@dataclass(frozen=True)
class LossNoise:
    """The noise of a loss, each measured once, away from 0, where kinks tend to be.

    Attributes:
        loss: what rounding moves.
    """

    loss: Loss

    @cached_property
    def size(self) -> float:
        """The noise where all entries move."""
        return noise_of(self.loss.probe, self.loss.x, self._away, self._least).size

    @property
    def most(self) -> float:
        """How far rounding moves a value at most."""
        return MOST * self.size

    @property
    def is_large(self) -> bool:
        """Whether rounding moves L much more than numbers as large as its terms are rounded."""
        return self.most > LARGE * self._least

    def covers(self, changes: Any) -> bool:
        """Whether changes of L are all lost in its rounding."""
        return bool((np.abs(changes) <= self.most).all())

    def at(self, index: tuple[int, ...]) -> Noise:
        """Return the noise where one entry moves alone."""
        if index not in self._entries:
            self._entries[index] = noise_of(
                self.loss.probe, self.loss.x, self._away_at(index), self._least
            )
        return self._entries[index]

    def of_entry(self, index: tuple[int, ...]) -> float:
        """Return how far rounding may move L where one entry moves, as far as that is known."""
        if not self.is_large:
            return self.size
        own = self.at(index)
        return own.size if own.known else max(own.size, self.size)

    def loses_digits(self, index: tuple[int, ...]) -> bool:
        """Whether rounding moves L much more than numbers of its size, where one entry moves."""
        return self.at(index).size > LARGE * self._least

    def of_slope(self, index: tuple[int, ...]) -> float:
        """Return how far rounding moves the slope by one entry, as complex steps find it."""
        away = self._away_at(index)

        def value_and_slope(x: Array) -> complex:
            try:
                found = self.loss.at_complex(x + 1j * TINY_STEP * away)
            except Exception:  # outside of its domain a function does as it likes
                return complex(nan, nan)
            return complex(found.real, found.imag / TINY_STEP)

        with np.errstate(all="ignore"):
            found = noise_of_slope(value_and_slope, self.loss.x, away, self._least)
        return found / abs(float(away[index]))

    @cached_property
    def _entries(self) -> dict[tuple[int, ...], Noise]:
        """The noise of entries that was measured."""
        return {}

    @cached_property
    def _away(self) -> Array:
        """Away from 0 by the size of every entry."""
        return np.where(self.loss.x < 0, -self.loss.sizes, self.loss.sizes)

    def _away_at(self, index: tuple[int, ...]) -> Array:
        away = np.zeros_like(self.loss.x)
        away[index] = self._away[index]
        return away

    @property
    def _least(self) -> float:
        """How far numbers as large as the terms of L are rounded."""
        return self.loss.eps * self.loss.size_of_terms
