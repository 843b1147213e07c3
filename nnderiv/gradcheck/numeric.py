"""The derivatives of a loss by numbers: by complex steps, if differences agree, or by these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from typing import Any

import numpy as np

from nnderiv.gradcheck.adaptive import Slope, noise_of, slope_at_0
from nnderiv.gradcheck.loss import SEED, Array, Loss, attempt
from nnderiv.gradcheck.report import Method
from nnderiv.progress import ProgressBar

Index = tuple[int, ...]

WIDEST = 0.15  # the first step of a difference, as a power of the rounding error


@dataclass(frozen=True)
class NumericGradient:
    """The gradient by numbers.

    Attributes:
        value: every entry of it; nan where the forward pass has no value beside the point.
        error: how far the value may be off, beside the rounding of the forward pass as it is.
        jump: how far apart the slopes on the two sides stay; 0 where there is no kink.
        method: how they were found.
    """

    value: Array
    error: Array
    jump: Array
    method: Method

    @property
    def exact(self) -> bool:
        """Whether it is by complex steps."""
        return self.method is Method.COMPLEX_STEP


@dataclass(frozen=True)
class DirectionalMethod:
    """How to differentiate a loss along a direction, and how that is called."""

    slope: Callable[[Array], Slope]
    method: Method

    @property
    def exact(self) -> bool:
        """Whether it is by complex steps."""
        return self.method is Method.COMPLEX_STEP


@dataclass(frozen=True)
class Differentiator:
    """Differentiates a loss of one input by numbers, each of which is taken once.

    Attributes:
        loss: what is differentiated.
        analytic: whether complex steps may be tried.
    """

    loss: Loss
    analytic: bool = True

    @property
    def loose_rtol(self) -> float:
        """How far differences may be off, as a part of the largest entry."""
        return float(self.loss.eps**0.4)

    @cached_property
    def gradient(self) -> NumericGradient:
        """The gradient dL/dx by numbers, every entry of it."""
        by_complex_steps = attempt(self._by_complex_steps) if self.analytic else None
        if by_complex_steps is not None and self._confirms(by_complex_steps):
            zeros = np.zeros_like(by_complex_steps)
            return NumericGradient(by_complex_steps, zeros, zeros, Method.COMPLEX_STEP)
        x = self.loss.x
        found = np.empty((3, *x.shape))
        with ProgressBar("gradient by numbers") as bar:
            for done, index in enumerate(np.ndindex(x.shape)):
                one = self.slope_of_entry(index)
                found[:, *index] = one.value, one.error, one.jump
                bar.show(done / x.size)
        value, error, jump = found
        return NumericGradient(value, error, jump, Method.CENTRAL_DIFFERENCES)

    @cached_property
    def along(self) -> DirectionalMethod:
        """How to differentiate L: by complex steps if differences along a direction agree."""
        v, slope = self.direction(np.random.default_rng([SEED, 5]))
        found = attempt(lambda: self._complex_step(v)) if self.analytic else None
        if found is not None and _agrees(slope, found.value):
            return DirectionalMethod(self._complex_step, Method.COMPLEX_STEP)
        return DirectionalMethod(self.slope, Method.CENTRAL_DIFFERENCES)

    def slope(self, v: Array) -> Slope:
        """Return the slope of L along v, by differences."""
        x, widest = self.loss.x, self.loss.eps**WIDEST
        return slope_at_0(lambda t: self._probe(x + t * v), widest, self.noise)

    def slope_of_entry(self, index: Index) -> Slope:
        """Return the slope of L by one entry of x, by differences, taken once."""
        if index not in self._slopes:
            v = np.zeros_like(self.loss.x)
            v[index] = size = max(1.0, abs(float(self.loss.x[index])))
            found = self.slope(v)
            self._slopes[index] = Slope(found.value / size, found.error / size, found.jump / size)
        return self._slopes[index]

    @cached_property
    def _slopes(self) -> dict[Index, Slope]:
        """The slopes by entries that were taken."""
        return {}

    @cached_property
    def has_kink(self) -> bool:
        """Whether the slope jumps at x along a direction of all entries."""
        drawn = np.random.default_rng([SEED, 3]).standard_normal(self.loss.x.shape)
        found = self.slope(self.loss.sizes * drawn)
        return found.jump > self.loose_rtol * abs(found.value)

    def beside(self, rng: np.random.Generator) -> Differentiator:
        """Return what differentiates the loss at a point close by."""
        v = rng.standard_normal(self.loss.x.shape) * self.loss.sizes
        inputs = self.loss.inputs_at(self.loss.x + 1e-4 * v)
        return replace(self, loss=replace(self.loss, inputs=tuple(inputs)))

    def direction(self, rng: np.random.Generator) -> tuple[Array, Slope]:
        """Draw a direction, normal numbers times the sizes of entries above 1, and differentiate.

        Where differences tell little along it, as beside the edge of a domain, sizes below 1 count
        as well.
        """
        drawn, sizes = rng.standard_normal(self.loss.x.shape), self.loss.sizes
        v: Array = drawn * np.maximum(1.0, sizes)
        found = self.slope(v)
        if found.error + found.jump > 1e-3 * abs(found.value) or isnan(found.value):
            v = drawn * sizes
            found = self.slope(v)
        return v, found

    @cached_property
    def noise(self) -> float:
        """How far rounding moves L, measured away from 0, where kinks tend to be."""
        x, sizes = self.loss.x, self.loss.sizes
        away = np.where(x < 0, -sizes, sizes)
        return 4 * noise_of(self._probe, x, away, self.loss.eps * self.loss.size_of_terms)

    def is_within_noise(self, changes: Any) -> bool:
        """Whether changes of L are all lost in its rounding."""
        return bool((np.abs(changes) <= self.noise).all())

    def _probe(self, x: Array) -> float:
        """Return L at x, or nan where x is outside of the domain of the forward pass."""
        try:
            with np.errstate(all="ignore"):
                return float(self.loss(x))
        except Exception:  # math.log raises at a negative number, and others do as they like
            return float("nan")

    def _complex_step(self, v: Array) -> Slope:
        return Slope(self.loss.complex_step(v), 0.0, 0.0)

    def _by_complex_steps(self) -> Array:
        return self.loss.complex_steps(range(self.loss.x.size)).reshape(self.loss.x.shape)

    def _confirms(self, gradient: Array) -> bool:
        """Whether differences confirm a gradient that was found by complex steps.

        They do not where the forward pass is not analytic, like abs. They are taken along a
        direction in which small entries of the gradient have as much say as large ones.
        """
        if not np.isfinite(gradient).all():
            return False
        size = np.abs(gradient)
        say = 1.0 / (size + 1e-3 * size.max()) if size.any() else np.ones_like(size)
        v = np.where(gradient < 0, -say, say) * np.random.default_rng([SEED, 1]).uniform(
            0.5, 1, say.shape
        )
        v /= (np.abs(v) / self.loss.sizes).max()  # no entry is moved by more than its own size
        return _agrees(self.slope(v), float((gradient * v).sum()))


def _agrees(found: Slope, predicted: float) -> bool:
    """Whether a slope by differences confirms one by complex steps."""
    told = found.error <= 1e-2 * abs(predicted) or not predicted
    return told and abs(found.value - predicted) <= 10 * found.error
