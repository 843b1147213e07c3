"""The number that a gradient check differentiates: L = Σ dy · forward(inputs), dy random."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.differences import (
    central_difference,
    complex_step,
    one_sided_difference,
)

Array = NDArray[np.float64]
Index = tuple[int, ...]


@dataclass(frozen=True)
class Loss:
    """The loss of a check, differentiable by numbers with respect to any of its inputs.

    Attributes:
        forward: the function under test.
        inputs: the point, one array per input.
        stepped: which of the inputs are differentiated, by position.
        y: forward(*inputs).
        dy: the upstream gradient, random: a fixed one may hide an error in its null space.
    """

    forward: Callable[..., Any]
    inputs: tuple[NDArray[Any], ...]
    stepped: tuple[int, ...]
    y: Array
    dy: Array

    def along(self, k: int) -> Callable[[Any], Any]:
        """Return L as a function of input k alone."""

        def loss(x: Any) -> Any:
            inputs = (*self.inputs[:k], x, *self.inputs[k + 1 :])
            return (self.dy * self.forward(*inputs)).sum()

        return loss

    def gradient(self, k: int) -> Array:
        """Return dL/dx for input k by numbers, one entry after the other."""
        x, steps, loss = self.inputs[k], self.steps(k), self.along(k)
        gradient, v = np.empty_like(x), np.zeros_like(x)
        for index in np.ndindex(x.shape):
            v[index] = 1.0
            if self.takes_complex_step:
                gradient[index] = complex_step(loss, x, v=v)
            else:
                gradient[index] = central_difference(loss, x, float(steps[index]), v)
            v[index] = 0.0
        return gradient

    def one_sided_slopes(self, k: int, index: Index) -> tuple[float, float]:
        """Return the slopes of L to the left and to the right of one entry of input k."""
        x, h, loss = self.inputs[k], float(self.steps(k)[index]), self.along(k)
        v = np.zeros_like(x)
        v[index] = 1.0
        left, right = (float(one_sided_difference(loss, x, step, v)) for step in (-h, h))
        return left, right

    def steps(self, k: int) -> Array:
        """Return for every entry the step that balances truncation against rounding."""
        steps: Array = np.cbrt(self.eps) * np.maximum(1.0, np.abs(self.inputs[k]))
        return steps

    def noise(self, k: int) -> Array:
        """Return for every entry how far rounding alone can move a central difference."""
        size = np.abs(self.dy * self.y).sum()
        noise: Array = 4 * self.eps * size / self.steps(k)
        return np.zeros_like(noise) if self.takes_complex_step else noise

    @property
    def eps(self) -> float:
        """The relative rounding error of the type that the forward pass returns."""
        return float(np.finfo(self.y.dtype).eps)

    @cached_property
    def takes_complex_step(self) -> bool:
        """Whether the complex step agrees with a central difference along a random direction.

        It does not where the function refuses complex numbers, drops the imaginary part, or
        is not analytic.
        """
        rng = np.random.default_rng(1)
        return all(self._agrees_along(k, rng) for k in self.stepped)

    def _agrees_along(self, k: int, rng: np.random.Generator) -> bool:
        x, loss = self.inputs[k], self.along(k)
        v = rng.standard_normal(x.shape) * (np.abs(x).max() or 1.0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                by_complex = complex_step(loss, x, v=v)
        except Exception:  # whatever goes wrong with complex numbers, the answer is no
            return False
        h = float(np.cbrt(self.eps))
        noise = 4 * self.eps * np.abs(self.dy * self.y).sum() / h
        by_central = central_difference(loss, x, h, v)
        return bool(abs(by_complex - by_central) <= 1e-5 * abs(by_central) + noise)
