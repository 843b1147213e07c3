"""The derivatives of a loss by numbers: by complex steps, if differences agree, or by these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, isnan, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.loss import SEED, Array, Loss, attempt
from nnderiv.gradcheck.report import Method
from nnderiv.gradcheck.slopes.adaptive import Slope, slope_at_0
from nnderiv.gradcheck.slopes.noise import Noise, noise_of, noise_of_slope
from nnderiv.gradcheck.slopes.regression import regression_at_0
from nnderiv.progress import ProgressBar

Index = tuple[int, ...]

WIDEST = 0.15  # the first step of a difference, as a power of the rounding error
BESIDE = 1e-4  # how far points close by are, as a part of each entry
POINTS_BESIDE = 40
FEW = 100  # entries of which the noise is measured one by one
VISIBLE = 1e5  # how many times the noise a step must move L to be seen well
ALIKE = 1e-3  # how close real and imaginary steps of that length must come
NOISY = 1e3  # times the rounding of its terms: then the noise of each entry counts


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
        noise = self.noise_at(index)
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
        return self._slope(v, self.noise / 4)

    def _slope(self, v: Array, noise: float) -> Slope:
        x, terms = self.loss.x, self.loss.size_of_terms
        widest = max(self.loss.eps, min(noise / terms, 1.0) if terms else 0.0) ** WIDEST

        def along(t: float) -> float:
            return self.probe(x + t * v)

        if not self.is_noisy or (fit := regression_at_0(along, widest, noise)) is None:
            return slope_at_0(along, widest, 4 * noise)
        found = slope_at_0(along, widest, 4 * max(noise, fit.noise))
        contradicted = abs(found.value - fit.slope.value) > 10 * found.error + found.jump
        return found if contradicted else fit.slope

    def slope_of_entry(self, index: Index) -> Slope:
        """Return the slope of L by one entry of x, by differences, taken once."""
        if index not in self._slopes:
            v = np.zeros_like(self.loss.x)
            v[index] = size = max(1.0, abs(float(self.loss.x[index])))
            found = self._slope(v, self._noise_of_entry(index) if self.is_noisy else self.noise / 4)
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
        x, sizes, rng = self.loss.x, self.loss.sizes, np.random.default_rng([SEED, 6])
        step = 1e-3 * BESIDE * float((sizes / np.where(v, np.abs(v), np.inf)).max())
        found = []
        for _ in range(POINTS_BESIDE):
            there = x + BESIDE * sizes * rng.standard_normal(x.shape)
            found.append((self.probe(there + step * v) - self.probe(there - step * v)) / (2 * step))
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
    def noise(self) -> float:
        """How far rounding moves L, measured away from 0, where kinks tend to be."""
        return 4 * noise_of(self.probe, self.loss.x, self._away, self._least).size

    @property
    def is_noisy(self) -> bool:
        """Whether rounding moves L much more than numbers as large as its terms are rounded."""
        return self.noise > NOISY * self._least

    def noise_at(self, index: Index) -> Noise:
        """Return how far rounding moves L where one entry of x moves alone."""
        if index not in self._noises:
            away = np.zeros_like(self.loss.x)
            away[index] = self._away[index]
            self._noises[index] = noise_of(self.probe, self.loss.x, away, self._least)
        return self._noises[index]

    def _noise_of_entry(self, index: Index) -> float:
        """Return how far rounding may move L where one entry moves, as far as that is known."""
        own = self.noise_at(index)
        return own.size if own.known else max(own.size, self.noise / 4)

    def noise_of_slope(self, index: Index) -> float:
        """Return how far rounding moves the slope by one entry, as complex steps find it."""
        away = np.zeros_like(self.loss.x)
        away[index] = self._away[index]
        with np.errstate(all="ignore"):
            found = noise_of_slope(
                lambda x: self._complex_probe(x, away), self.loss.x, away, self._least
            )
        return found / abs(float(away[index]))

    @cached_property
    def _noises(self) -> dict[Index, Noise]:
        """The noise by entries that was measured."""
        return {}

    @cached_property
    def _away(self) -> Array:
        """Away from 0, where kinks tend to be, by the size of every entry."""
        return np.where(self.loss.x < 0, -self.loss.sizes, self.loss.sizes)

    @property
    def _least(self) -> float:
        """How far numbers as large as the terms of L are rounded."""
        return self.loss.eps * self.loss.size_of_terms

    def _complex_probe(self, x: Array, v: Array) -> complex:
        """Return L at x, with its slope along v as the imaginary part; nan if it cannot."""
        try:
            found = self._at(x + 1j * TINY_STEP * v)
        except Exception:  # outside of its domain a function does as it likes
            return complex(nan, nan)
        return complex(found.real, found.imag / TINY_STEP)

    def is_within_noise(self, changes: Any) -> bool:
        """Whether changes of L are all lost in its rounding."""
        return bool((np.abs(changes) <= self.noise).all())

    def probe(self, x: Array) -> float:
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
        step = VISIBLE * self.noise / abs(predicted)
        return attempt(lambda: is_analytic(self._at, self.loss.x, v, step, predicted)) is True

    def _at(self, z: NDArray[Any]) -> complex:
        """Return L at a complex point."""
        with complex_allowed():
            return complex(self.loss(z))


def is_analytic(
    f: Callable[[NDArray[Any]], complex],
    x: NDArray[Any],
    v: NDArray[Any],
    step: float,
    slope: float,
) -> bool:
    """Whether f is analytic along v as far as a step goes, and has that slope at x.

    With real steps ±h and imaginary steps ±ih the terms of a power series cancel: the first and
    the second kind of difference, of values and of slopes, are apart in terms of h⁴ alone. A part
    of f that is not analytic, such as |x|, moves the value where a step is imaginary.
    """
    here = f(x + 0j)
    for h in (step, step / 2):
        ahead, behind, above = f(x + h * v + 0j), f(x - h * v + 0j), f(x + 1j * h * v)
        by_real, by_imaginary = (ahead - behind).real / (2 * h), above.imag / h
        bent = ((ahead + behind).real / 2 - here.real + above.real - here.real) / h
        off = max(abs((by_real + by_imaginary) / 2 - slope), abs(bent))
        if not off <= ALIKE * abs(slope):
            return False
    return True
