"""The derivatives of a loss by numbers: by complex steps, if differences agree, or by these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, isnan

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.loss import SEED, Array, Loss, attempt
from nnderiv.gradcheck.report import Method
from nnderiv.gradcheck.slopes.adaptive import Slope, slope_at_0
from nnderiv.gradcheck.slopes.analytic import is_analytic
from nnderiv.gradcheck.slopes.loss_noise import MOST, LossNoise
from nnderiv.gradcheck.slopes.regression import regression_at_0
from nnderiv.progress import ProgressBar

Index = tuple[int, ...]

WIDEST = 0.15  # the first step of a difference, as a power of the rounding error
BESIDE = 1e-4  # how far points close by are, as a part of each entry
POINTS_BESIDE = 40
FEW = 100  # entries of which the noise is measured one by one
VISIBLE = 1e5  # how many times the noise a step must move L to be seen well


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
        by_complex_steps = attempt(self._by_complex_steps)
        if by_complex_steps is not None and not np.isfinite(by_complex_steps).all():
            by_complex_steps = None
        if self.analytic and by_complex_steps is not None and self._confirms(by_complex_steps):
            zeros = np.zeros_like(by_complex_steps)
            return NumericGradient(by_complex_steps, zeros, zeros, Method.COMPLEX_STEP)
        return self._by_differences(by_complex_steps)

    def _by_differences(self, beside: Array | None) -> NumericGradient:
        """Return the gradient by differences.

        Where they disagree with complex steps, `beside`, and the noise there is not known to be
        small, the numbers do not tell.
        """
        x = self.loss.x
        found = np.empty((3, *x.shape))
        with ProgressBar("gradient by numbers") as bar:
            for done, index in enumerate(np.ndindex(x.shape)):
                one = self.slope_of_entry(index)
                found[:, *index] = one.value, one.error, one.jump
                bar.show(done / x.size)
        value, error, jump = found
        if beside is not None:
            apart = np.abs(value - beside)
            conflicts = apart > 10 * error + 1e-3 * np.abs(beside) + jump
            for index in self._few(conflicts):
                if not self._tells(index, float(beside[index])):
                    value[index], error[index] = beside[index], apart[index]
        return NumericGradient(value, error, jump, Method.CENTRAL_DIFFERENCES)

    def _tells(self, index: Index, slope: float) -> bool:
        """Whether differences tell that a slope by a complex step is wrong.

        They do if the noise there is known, and steps that leave the entry about as large as it is
        contradict the slope, too.
        """
        noise = self.noise.at(index)
        v = np.zeros_like(self.loss.x)
        v[index] = size = float(self.loss.sizes[index])
        found = self._slope(v, noise.size)
        return noise.known and abs(found.value - slope * size) > 10 * found.error + found.jump

    def _few(self, entries: NDArray[np.bool_]) -> list[Index]:
        """Return some of many entries."""
        found = list(map(tuple, np.argwhere(entries).tolist()))
        return found[:: max(1, len(found) // FEW)]

    @cached_property
    def along(self) -> DirectionalMethod:
        """How to differentiate L: by complex steps if differences along a direction agree."""
        v, slope = self.direction(np.random.default_rng([SEED, 5]))
        found = attempt(lambda: self._complex_step(v)) if self.analytic else None
        if found is not None and self._agrees(v, slope, found.value):
            return DirectionalMethod(self._complex_step, Method.COMPLEX_STEP)
        return DirectionalMethod(self.slope, Method.CENTRAL_DIFFERENCES)

    def slope(self, v: Array) -> Slope:
        """Return the slope of L along v, by differences; where L is noisy, by regression."""
        return self._slope(v, self.noise.size)

    def _slope(self, v: Array, noise: float) -> Slope:
        x, terms = self.loss.x, self.loss.size_of_terms
        widest = max(self.loss.eps, min(noise / terms, 1.0) if terms else 0.0) ** WIDEST

        def along(t: float) -> float:
            return self.loss.probe(x + t * v)

        if not self.noise.is_large or (fit := regression_at_0(along, widest, noise)) is None:
            return slope_at_0(along, widest, MOST * noise)
        found = slope_at_0(along, widest, MOST * max(noise, fit.noise))
        contradicted = abs(found.value - fit.slope.value) > 10 * found.error + found.jump
        return found if contradicted else fit.slope

    def slope_of_entry(self, index: Index) -> Slope:
        """Return the slope of L by one entry of x, by differences, taken once."""
        if index not in self._slopes:
            v = np.zeros_like(self.loss.x)
            v[index] = size = max(1.0, abs(float(self.loss.x[index])))
            found = self._slope(v, self.noise.of_entry(index))
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

    def slopes_beside(self, v: Array) -> list[float]:
        """Return slopes along v at some points close by, with a step that keeps to each."""
        x, sizes, probe = self.loss.x, self.loss.sizes, self.loss.probe
        rng = np.random.default_rng([SEED, 6])
        step = 1e-3 * BESIDE * float((sizes / np.where(v, np.abs(v), np.inf)).max())
        found = []
        for _ in range(POINTS_BESIDE):
            there = x + BESIDE * sizes * rng.standard_normal(x.shape)
            found.append((probe(there + step * v) - probe(there - step * v)) / (2 * step))
        return [slope for slope in found if isfinite(slope)]

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
    def noise(self) -> LossNoise:
        """How far rounding moves L."""
        return LossNoise(self.loss)

    def _complex_step(self, v: Array) -> Slope:
        return Slope(self.loss.complex_step(v), 0.0, 0.0)

    def _by_complex_steps(self) -> Array:
        return self.loss.complex_steps(range(self.loss.x.size)).reshape(self.loss.x.shape)

    def _confirms(self, gradient: Array) -> bool:
        """Whether differences confirm a gradient that was found by complex steps.

        They do not where the forward pass is not analytic, like abs. They are taken along a
        direction in which small entries of the gradient have as much say as large ones.
        """
        size = np.abs(gradient)
        say = 1.0 / (size + 1e-3 * size.max()) if size.any() else np.ones_like(size)
        v = np.where(gradient < 0, -say, say) * np.random.default_rng([SEED, 1]).uniform(
            0.5, 1, say.shape
        )
        v /= (np.abs(v) / self.loss.sizes).max()  # no entry is moved by more than its own size
        return self._agrees(v, self.slope(v), float((gradient * v).sum()))

    def _agrees(self, v: Array, found: Slope, predicted: float) -> bool:
        """Whether a slope by differences confirms one by complex steps.

        Where rounding hides it, steps are taken that are so long that it does not.
        """
        if not abs(found.value - predicted) <= 10 * found.error:
            return False
        if found.error <= 1e-2 * abs(predicted) or not predicted:
            return True
        f, x, step = self.loss.at_complex, self.loss.x, VISIBLE * self.noise.most / abs(predicted)
        return attempt(lambda: is_analytic(f, x, v, step, predicted)) is True
