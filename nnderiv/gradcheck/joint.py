"""All inputs of a check as one vector, so that one evaluation steps any entries of any of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.loss import Array, weighed
from nnderiv.progress import ProgressBar


@dataclass(frozen=True)
class Joint:
    """The loss of a check as a function of one vector, which holds all inputs that are stepped.

    Attributes:
        forward: the function under test.
        inputs: the point, one array per input.
        dy: the upstream gradient of each output.
        claimed: the gradients that the backward pass returned, by the number of their input.
        eps: the relative rounding error of the coarsest type that the forward pass returns.
    """

    forward: Callable[..., Any]
    inputs: Sequence[NDArray[Any]]
    dy: tuple[Array, ...]
    claimed: Mapping[int, Array]
    eps: float

    @cached_property
    def x(self) -> Array:
        """The stepped inputs."""
        return np.concatenate([self.inputs[k].ravel() for k in self.claimed])

    @cached_property
    def dx(self) -> Array:
        """Their claimed gradients."""
        return np.concatenate([dx.ravel() for dx in self.claimed.values()])

    @cached_property
    def lengths(self) -> list[int]:
        """How many entries each of the stepped inputs has."""
        return [dx.size for dx in self.claimed.values()]

    @cached_property
    def starts(self) -> list[int]:
        """Where each of the stepped inputs begins in the vector."""
        return [0, *accumulate(self.lengths[:-1])]

    @cached_property
    def parts(self) -> list[slice]:
        """Where each of the stepped inputs lies in the vector."""
        return [
            slice(start, start + length)
            for start, length in zip(self.starts, self.lengths, strict=True)
        ]

    @cached_property
    def sizes(self) -> Array:
        """The size of every entry, 1 in the place of a 0."""
        size = np.abs(self.x)
        size[size == 0] = 1.0
        return size

    @cached_property
    def reach(self) -> Array:
        """How far a direction may go in every entry: as far as its size, and no further than 1."""
        return np.minimum(1.0, self.sizes)

    def arrays(self, vector: NDArray[Any]) -> list[NDArray[Any]]:
        """Return the inputs, those that are stepped as views of a vector; all are read-only."""
        vector.flags.writeable = False
        arrays = list(self.inputs)
        for k, part in zip(self.claimed, self.parts, strict=True):
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
        arrays = self.arrays(z.view())
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

    def across(self, v: Array, h: float) -> float:
        """Return the slope of L along a direction, by a central difference."""
        hv = h * v
        ahead = weighed(self.dy, self.forward(*self.arrays(self.x + hv)), False)
        behind = weighed(self.dy, self.forward(*self.arrays(self.x - hv)), False)
        return float((ahead - behind) / (2 * h))
