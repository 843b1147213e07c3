"""All inputs of a check as one vector, so that one evaluation steps any entries of any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.given import read_only
from nnderiv.gradcheck.upstream import Array, coarsest, weighed
from nnderiv.progress import ProgressBar


def joined(arrays: Iterable[Array]) -> Array:
    """Return arrays as one vector, in memory of its own."""
    return np.concatenate([one.ravel() for one in arrays])


@dataclass(frozen=True)
class Joint:
    """The loss of a check as a function of one vector, which holds all inputs that are stepped.

    Attributes:
        forward: the function under test.
        inputs: the point, one array per input.
        y: forward(*inputs), every output of it.
        dy: the upstream gradient of each.
        parts: where each of the stepped inputs lies in the vector, by its number.
        x: the stepped inputs.
        dx: the gradients that the backward pass claims for them, in memory of its own.
    """

    forward: Callable[..., Any]
    inputs: tuple[NDArray[Any], ...]
    y: tuple[Array, ...]
    dy: tuple[Array, ...]
    parts: Mapping[int, slice]
    x: Array
    dx: Array

    @classmethod
    def of(
        cls,
        forward: Callable[..., Any],
        inputs: tuple[NDArray[Any], ...],
        y: tuple[Array, ...],
        dy: tuple[Array, ...],
        claimed: Mapping[int, Array],
    ) -> Joint:
        """Join the inputs for which the backward pass claims a gradient."""
        parts, start = {}, 0
        for k, dx in claimed.items():
            parts[k] = slice(start, start + dx.size)
            start += dx.size
        x = joined(inputs[k] for k in claimed)
        return cls(forward, inputs, y, dy, parts, x, joined(claimed.values()))

    @property
    def claimed(self) -> dict[int, Array]:
        """The claimed gradients, by the number of their input, of its shape."""
        return {k: self.dx[part].reshape(self.inputs[k].shape) for k, part in self.parts.items()}

    @property
    def eps(self) -> float:
        """The relative rounding error of the coarsest type that the forward pass returns."""
        return coarsest(self.y)

    @cached_property
    def sizes(self) -> Array:
        """The size of every entry, 1 in the place of a 0."""
        size = np.abs(self.x)
        size[size == 0] = 1.0
        return size

    def arrays(self, vector: NDArray[Any]) -> list[NDArray[Any]]:
        """Return the inputs, those that are stepped as views of a vector; all are read-only."""
        vector = read_only(vector)
        arrays = list(self.inputs)
        for k, part in self.parts.items():
            arrays[k] = vector[part].reshape(arrays[k].shape)
        return arrays

    def along(self, v: Array) -> float:
        """Return the slope of L along a direction, by a complex step."""
        z = np.empty(v.size, np.complex128)
        z.real = self.x
        np.multiply(v, TINY_STEP, out=z.imag)
        with complex_allowed():
            return self._imaginary(self.arrays(z))

    def along_each(self, entries: Sequence[int]) -> Array:
        """Return the slope along each of some entries, by complex steps."""
        z = self.x.astype(np.complex128)
        arrays = self.arrays(z)
        slopes = np.empty(len(entries))
        with complex_allowed(), ProgressBar("gradient by numbers") as bar:
            for done, entry in enumerate(entries):
                z[entry] += 1j * TINY_STEP
                slopes[done] = self._imaginary(arrays)
                z[entry] = self.x[entry]
                bar.show((done + 1) / len(entries))
        return slopes

    def _imaginary(self, arrays: Sequence[NDArray[Any]]) -> float:
        return float(weighed(self.dy, self.forward(*arrays), True).imag / TINY_STEP)

    def across(self, v: Array, h: float) -> tuple[float, float]:
        """Return the slope of L along v by a central difference, and how it changes at the point.

        The change is that from the slope behind the point to the slope ahead of it.
        """
        hv = h * v
        there = self.x + hv
        arrays = self.arrays(there)
        ahead = weighed(self.dy, self.forward(*arrays), False)
        np.subtract(self.x, hv, out=there)
        behind = weighed(self.dy, self.forward(*arrays), False)
        here = weighed(self.dy, self.y, False)
        return float((ahead - behind) / (2 * h)), float((ahead - here - (here - behind)) / h)
