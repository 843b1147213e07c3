"""The number that a gradient check differentiates: L = Σ dy · forward(inputs), dy random."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.differences import (
    central_difference,
    complex_step,
    one_sided_difference,
)
from nnderiv.gradcheck.given import outputs, sizes
from nnderiv.progress import ProgressBar

Array = NDArray[np.float64]
Index = tuple[int, ...]
Found = TypeVar("Found")
Method = Literal["complex step", "central differences"]

# Nobody else's: if a student's x came from the same generator as dy, to forget dy would go unseen.
SEED = 0x67726164
# Steps for the central difference that confirms a complex step, and how well it must do so: the
# best one, a larger one where rounding drowns it, smaller ones where it leaves the domain.
SMOOTH = 1e-5  # how much halving a wide step may change the slope, where there is no kink near
CONFIRMING_STEPS = ((6e-6, 1e-5), (1e-2, 1e-2), (6e-9, 1e-3), (6e-12, 1e-2))


def tried(by_complex_step: Callable[[], Found]) -> Found | None:
    """Return what a function finds by complex steps, or None if it cannot, or warns."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return by_complex_step()
    except Exception:  # whatever goes wrong with complex numbers, the answer is no
        return None


def coarsest(y: tuple[Array, ...]) -> float:
    """Return the relative rounding error of the coarsest type of several arrays."""
    return max(float(np.finfo(one.dtype).eps) for one in y)


def rounding_of(dy: tuple[Array, ...], eps: float) -> float:
    """How far rounding moves a gradient: the backward pass rounds numbers as large as dy."""
    return 2 * eps * max(float(np.abs(one).max()) for one in dy)


def weighed(dy: tuple[Array, ...], y: Any, is_complex: bool) -> Any:
    """Return L = Σ dy · y, of every output."""
    total: Any = 0.0
    for one, there in zip(dy, outputs(y), strict=True):
        total += np.vdot(one, there)
    if is_complex and not np.iscomplexobj(total):
        raise TypeError("the forward pass dropped the imaginary part")
    return total


@dataclass(frozen=True)
class Jump:
    """The slopes to both sides of a point, which differ at a kink.

    Attributes:
        low: the smaller of the two.
        high: the larger.
        near: how far apart they are at an eighth of the step.
        noise: how far rounding moves them.
    """

    low: float
    high: float
    near: float
    noise: float

    @property
    def smooth(self) -> bool:
        """Whether the slopes differ in proportion to the step, as at a kink they do not."""
        return self.bend <= (self.high - self.low) / 16 + self.noise

    @property
    def bend(self) -> float:
        """How far from that proportion the slopes are."""
        return abs(self.near - (self.high - self.low) / 8)

    def holds(self, slope: float) -> bool:
        """Whether a slope lies within the jump."""
        margin = 0.01 * (self.high - self.low) + self.noise
        return self.low - margin <= slope <= self.high + margin


@dataclass(frozen=True)
class Loss:
    """The loss of a check as a function of one of its inputs, to be differentiated by numbers.

    Attributes:
        forward: the function under test.
        inputs: the point, one array per input.
        k: which of the inputs is stepped; the others stand still.
        y: forward(*inputs), every output of it.
        dy: the upstream gradient of each, random: a fixed one may hide an error in its null space.
    """

    forward: Callable[..., Any]
    inputs: tuple[NDArray[Any], ...]
    k: int
    y: tuple[Array, ...]
    dy: tuple[Array, ...]

    def __call__(self, x: Any) -> Any:
        """Return L with x in the place of the stepped input."""
        y = self.forward(*self.inputs[: self.k], x, *self.inputs[self.k + 1 :])
        return weighed(self.dy, y, np.iscomplexobj(x))

    def probe(self, x: Array) -> float:
        """Return L at x, or nan where x is outside of the domain of the forward pass."""
        try:
            with np.errstate(all="ignore"):
                return float(self(x))
        except (ValueError, ArithmeticError):  # what math.log says of a negative number
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
    def sizes(self) -> Array:
        """The size of every entry of x; that of the largest in the place of a 0."""
        return sizes(self.x)

    @property
    def steps(self) -> Array:
        """For every entry of x, the step that balances truncation against rounding."""
        steps: Array = np.cbrt(self.eps) * np.maximum(1.0, np.abs(self.x))
        return steps

    @property
    def step(self) -> float:
        """The step along a direction."""
        return float(np.cbrt(self.eps))

    def direction(self, rng: np.random.Generator) -> Array:
        """Draw a direction with normal entries.

        Where L is not smooth as far as a step along it, no entry goes further than its own size.
        """
        v: Array = rng.standard_normal(self.x.shape)
        return v if self.jump(v, self.step).smooth else v * np.minimum(1.0, self.sizes)

    @cached_property
    def noise(self) -> float:
        """How far rounding moves L, measured: the forward pass may compute in larger numbers.

        L is taken at seven points in a row, away from 0, where kinks tend to be. Their sixth
        difference holds nothing of a smooth function, but the rounding of every point, √924 times
        as large.
        """
        away = np.where(self.x < 0, -1e-4, 1e-4) * self.sizes
        v = away * np.random.default_rng([SEED, 2]).uniform(0.5, 1, self.x.shape)
        row = [self.probe(self.x + j * v) for j in range(7)]
        sixth = abs(np.diff(row, 6)[0]) / np.sqrt(924)
        return 4 * float(np.fmax(sixth, self.eps * self._size))

    def hides(self, *changes: Any) -> bool:
        """Whether changes of L are all lost in its rounding."""
        return all(bool((np.abs(change) <= self.noise).all()) for change in changes)

    @property
    def _size(self) -> float:
        """The sum of the sizes of all terms of L."""
        return float(sum(np.abs(dy * y).sum() for dy, y in zip(self.dy, self.y, strict=True)))

    def gradient(self) -> tuple[Array, Method]:
        """Return dL/dx by numbers, every entry of it, and how it was found."""
        by_complex_step = self._by_complex_step()
        if by_complex_step is not None and self._confirms(by_complex_step):
            return by_complex_step, "complex step"
        return self._by_central_differences(), "central differences"

    def jump(self, v: Array, h: float) -> Jump:
        """Look at the slopes of L to both sides of x along v, at a step h and at an eighth of it."""
        (left, right), (near_left, near_right) = (
            [float(one_sided_difference(self.probe, self.x, side, v)) for side in (-step, step)]
            for step in (h, h / 8)
        )
        low, high = min(left, right), max(left, right)
        return Jump(low, high, abs(near_right - near_left), 8 * self.noise / h)

    def _by_complex_step(self) -> Array | None:
        """Return the gradient by complex steps, or None if the forward pass refuses them."""
        return tried(lambda: self._entry_by_entry(lambda v, _: complex_step(self, self.x, v=v)))

    def _by_central_differences(self) -> Array:
        steps = self.steps

        def slope(v: Array, index: Index) -> float:
            wide = float(self.eps**0.2) * max(1.0, float(abs(self.x[index])))
            coarse, fine = (central_difference(self.probe, self.x, h, v) for h in (wide, wide / 2))
            if abs(coarse - fine) <= SMOOTH * abs(fine):
                return float(4 * fine - coarse) / 3  # Richardson's extrapolation
            found = float("nan")
            size = float(abs(self.x[index]))
            for shrink in (1.0, size or 1e-6, 1e-6, 1e-3):  # a smaller step may stay in the domain
                if not np.isfinite(found):
                    step = float(steps[index]) * shrink
                    found = float(central_difference(self.probe, self.x, step, v))
            return found

        return self._entry_by_entry(slope)

    def _entry_by_entry(self, slope: Callable[[Array, Index], Any]) -> Array:
        gradient, v = np.empty_like(self.x), np.zeros_like(self.x)
        with ProgressBar("gradient by numbers") as bar:
            for done, index in enumerate(np.ndindex(v.shape)):
                v[index] = 1.0
                gradient[index] = slope(v, index)
                v[index] = 0.0
                bar.show(done / v.size)
        return gradient

    def _confirms(self, gradient: Array) -> bool:
        """Whether a central difference confirms a gradient that was found by complex steps.

        It does not where the forward pass is not analytic, like abs. The difference is taken
        along a direction in which small entries of the gradient have as much say as large ones.
        """
        if not np.isfinite(gradient).all():
            return False
        size = np.abs(gradient)
        say = 1.0 / (size + 1e-3 * size.max()) if size.any() else np.ones_like(size)
        v = np.where(gradient < 0, -say, say) * np.random.default_rng([SEED, 1]).uniform(
            0.5, 1, say.shape
        )
        v /= (np.abs(v) / self.sizes).max()  # no entry is moved by more than its own size
        return self.confirms(float((gradient * v).sum()), v)

    def confirms(self, predicted: float, v: Array) -> bool:
        """Whether a central difference along v confirms a slope that was found by complex steps."""
        for h, tolerance in CONFIRMING_STEPS:
            noise = self.noise / h
            if noise > 1e-2 * abs(predicted) and predicted:
                continue
            measured = float(central_difference(self.probe, self.x, h, v))
            if np.isfinite(measured):
                return bool(abs(measured - predicted) <= tolerance * abs(predicted) + noise)
        return False
