"""The number that a gradient check differentiates: L = Σ dy · forward(inputs), dy random."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.differences import complex_step
from nnderiv.gradcheck.given import sizes
from nnderiv.gradcheck.noise import noise_of
from nnderiv.gradcheck.numbers import Along, Numbers
from nnderiv.gradcheck.slope import Slope, slope_at_0
from nnderiv.gradcheck.upstream import SEED, Array, coarsest, rounding_of, weighed
from nnderiv.progress import ProgressBar

Index = tuple[int, ...]
Found = TypeVar("Found")

WIDEST = 0.15  # the first step of a difference, as a power of the rounding error


def tried(by_complex_step: Callable[[], Found]) -> Found | None:
    """Return what a function finds by complex steps, or None if it cannot, or warns."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return by_complex_step()
    except Exception:  # whatever goes wrong with complex numbers, the answer is no
        return None


def _agrees(found: Slope, predicted: float) -> bool:
    """Whether a slope by differences confirms one by complex steps."""
    told = found.error <= 1e-2 * abs(predicted) or not predicted
    return told and abs(found.value - predicted) <= 10 * found.error


@dataclass(frozen=True)
class Loss:
    """The loss of a check as a function of one of its inputs, to be differentiated by numbers.

    Attributes:
        forward: the function under test.
        inputs: the point, one array per input.
        k: which of the inputs is stepped; the others stand still.
        y: forward(*inputs), every output of it.
        dy: the upstream gradient of each, random: a fixed one may hide an error in its null space.
        analytic: whether complex steps may be tried.
    """

    forward: Callable[..., Any]
    inputs: tuple[NDArray[Any], ...]
    k: int
    y: tuple[Array, ...]
    dy: tuple[Array, ...]
    analytic: bool = True

    def __call__(self, x: Any) -> Any:
        """Return L with x in the place of the stepped input."""
        y = self.forward(*self.inputs[: self.k], x, *self.inputs[self.k + 1 :])
        return weighed(self.dy, y, np.iscomplexobj(x))

    def probe(self, x: Array) -> float:
        """Return L at x, or nan where x is outside of the domain of the forward pass."""
        try:
            with np.errstate(all="ignore"):
                return float(self(x))
        except Exception:  # math.log raises at a negative number, and others do as they like
            return float("nan")

    @property
    def x(self) -> Array:
        """The stepped input."""
        return self.inputs[self.k]

    @property
    def eps(self) -> float:
        """The relative rounding error of the coarsest type that the forward pass returns."""
        return coarsest(self.y)

    @property
    def rounding(self) -> float:
        """How far rounding moves a gradient."""
        return rounding_of(self.dy, self.eps)

    @property
    def rough(self) -> float:
        """How far differences may be off, as a part of the largest entry."""
        return float(self.eps**0.4)

    @property
    def sizes(self) -> Array:
        """The size of every entry of x; that of the largest in the place of a 0."""
        return sizes(self.x)

    def slope(self, v: Array) -> Slope:
        """Return the slope of L along v, by differences."""
        return slope_at_0(lambda t: self.probe(self.x + t * v), self.eps**WIDEST, self.noise)

    def slope_of_entry(self, index: Index) -> Slope:
        """Return the slope of L by one entry of x, by differences, taken once."""
        if index not in self._slopes:
            v = np.zeros_like(self.x)
            v[index] = size = max(1.0, abs(float(self.x[index])))
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
        drawn = np.random.default_rng([SEED, 3]).standard_normal(self.x.shape)
        found = self.slope(self.sizes * drawn)
        return found.jump > self.rough * abs(found.value)

    def beside(self, rng: np.random.Generator) -> Loss:
        """Return the loss at a point close by."""
        v = rng.standard_normal(self.x.shape) * self.sizes
        return replace(
            self, inputs=(*self.inputs[: self.k], self.x + 1e-4 * v, *self.inputs[self.k + 1 :])
        )

    def direction(self, rng: np.random.Generator) -> tuple[Array, Slope]:
        """Draw a direction, normal numbers times the sizes of entries above 1, and differentiate.

        Where differences tell little along it, as beside the edge of a domain, sizes below 1 count
        as well.
        """
        drawn = rng.standard_normal(self.x.shape)
        v: Array = drawn * np.maximum(1.0, self.sizes)
        found = self.slope(v)
        if found.error + found.jump > 1e-3 * abs(found.value) or isnan(found.value):
            v = drawn * self.sizes
            found = self.slope(v)
        return v, found

    @cached_property
    def noise(self) -> float:
        """How far rounding moves L, measured away from 0, where kinks tend to be."""
        away = np.where(self.x < 0, -self.sizes, self.sizes)
        return 4 * noise_of(self.probe, self.x, away, self.eps * self._size)

    def hides(self, changes: Any) -> bool:
        """Whether changes of L are all lost in its rounding."""
        return bool((np.abs(changes) <= self.noise).all())

    @property
    def _size(self) -> float:
        """The sum of the sizes of all terms of L."""
        return float(sum(np.abs(dy * y).sum() for dy, y in zip(self.dy, self.y, strict=True)))

    @cached_property
    def gradient(self) -> Numbers:
        """The gradient dL/dx by numbers, every entry of it."""
        by_complex_step = self._by_complex_step() if self.analytic else None
        if by_complex_step is not None and self._confirms(by_complex_step):
            zeros = np.zeros_like(by_complex_step)
            return Numbers(by_complex_step, zeros, zeros, "complex step")
        found = np.empty((3, *self.x.shape))
        with ProgressBar("gradient by numbers") as bar:
            for done, index in enumerate(np.ndindex(self.x.shape)):
                one = self.slope_of_entry(index)
                found[:, *index] = one.value, one.error, one.jump
                bar.show(done / self.x.size)
        value, error, jump = found
        return Numbers(value, error, jump, "central differences")

    @cached_property
    def along(self) -> Along:
        """How to differentiate L: by complex steps if differences along a direction agree."""

        def by_complex_step(v: Array) -> Slope:
            return Slope(float(complex_step(self, self.x, v=v)), 0.0, 0.0)

        v, slope = self.direction(np.random.default_rng([SEED, 5]))
        found = tried(lambda: by_complex_step(v)) if self.analytic else None
        if found is not None and _agrees(slope, found.value):
            return Along(by_complex_step, "complex step")
        return Along(self.slope, "central differences")

    def _by_complex_step(self) -> Array | None:
        """Return the gradient by complex steps, or None if the forward pass refuses them."""

        def every_entry() -> Array:
            gradient, v = np.empty_like(self.x), np.zeros_like(self.x)
            with ProgressBar("gradient by numbers") as bar:
                for done, index in enumerate(np.ndindex(v.shape)):
                    v[index] = 1.0
                    gradient[index] = complex_step(self, self.x, v=v)
                    v[index] = 0.0
                    bar.show(done / v.size)
            return gradient

        return tried(every_entry)

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
        v /= (np.abs(v) / self.sizes).max()  # no entry is moved by more than its own size
        return _agrees(self.slope(v), float((gradient * v).sum()))
