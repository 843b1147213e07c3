"""The number that a gradient check differentiates: L = Σ dy · forward(inputs), dy random."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.inputs import entry_sizes, read_only
from nnderiv.progress import ProgressBar

Array = NDArray[np.float64]
Found = TypeVar("Found")

# Nobody else's: if a student's x came from the same generator as dy, to forget dy would go unseen.
SEED = 0x67726164


def draw_upstream(y: Sequence[Array], rng: np.random.Generator) -> tuple[Array, ...]:
    """Draw the upstream gradient of every output."""
    return tuple(read_only(np.asarray(rng.standard_normal(one.shape))) for one in y)


def joined(arrays: Iterable[Array]) -> Array:
    """Return arrays as one vector, in memory of its own."""
    return np.concatenate([one.ravel() for one in arrays])


def attempt(by_complex_steps: Callable[[], Found]) -> Found | None:
    """Return what a function finds by complex steps, or None if it cannot, or warns."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return by_complex_steps()
    except Exception:  # whatever goes wrong with complex numbers, the answer is no
        return None


@dataclass(frozen=True)
class Loss:
    """The loss of a check as a function of x: of one of its inputs, or of several as one vector.

    Attributes:
        forward: the function under test.
        inputs: the point, one array per input.
        y: forward(*inputs), every output of it.
        dy: the upstream gradient of each, random: a fixed one may hide an error in its null space.
        stepped: the number of the input that is x; or the numbers of several, which are joined to
            a vector, so that one evaluation steps any entries of any of them. Others stand still.
    """

    forward: Callable[..., Any]
    inputs: tuple[NDArray[Any], ...]
    y: tuple[Array, ...]
    dy: tuple[Array, ...]
    stepped: int | tuple[int, ...]

    def __call__(self, x: Array) -> Any:
        """Return L at another x."""
        return self._weigh(self.forward(*self.inputs_at(x)))

    def probe(self, x: Array) -> float:
        """Return L at another x, or nan outside of the domain of the forward pass."""
        try:
            with np.errstate(all="ignore"):
                return float(self(x))
        except Exception:  # math.log raises at a negative number, and others do as they like
            return nan

    def at_complex(self, z: NDArray[Any]) -> complex:
        """Return L at a complex point."""
        with complex_allowed():
            return complex(self(z))

    def only(self, k: int) -> Loss:
        """Return the loss as a function of input k alone, which keeps its shape."""
        return replace(self, stepped=k)

    def inputs_at(self, x: NDArray[Any]) -> list[NDArray[Any]]:
        """Return the inputs, those that are stepped as views of another x; all are read-only."""
        x = read_only(x)
        arrays = list(self.inputs)
        if isinstance(self.stepped, int):
            arrays[self.stepped] = x
        else:
            for k, part in self.parts.items():
                arrays[k] = x[part].reshape(arrays[k].shape)
        return arrays

    def split(self, x: NDArray[Any]) -> dict[int, NDArray[Any]]:
        """Return the parts of a vector, by the number of their input, in its shape."""
        return {k: x[part].reshape(self.inputs[k].shape) for k, part in self.parts.items()}

    @cached_property
    def x(self) -> Array:
        """The stepped input; or several, as one vector."""
        if isinstance(self.stepped, int):
            return self.inputs[self.stepped]
        return joined(self.inputs[k] for k in self.stepped)

    @cached_property
    def parts(self) -> dict[int, slice]:
        """Where each of the stepped inputs lies in their vector, by its number."""
        parts, start = {}, 0
        for k in (self.stepped,) if isinstance(self.stepped, int) else self.stepped:
            stop = start + self.inputs[k].size
            parts[k] = slice(start, stop)
            start = stop
        return parts

    @cached_property
    def value(self) -> Any:
        """L at the point."""
        return self._weigh(self.y)

    @cached_property
    def eps(self) -> float:
        """The relative rounding error of the coarsest type that the forward pass returns."""
        return max(float(np.finfo(one.dtype).eps) for one in self.y)

    @cached_property
    def rounding(self) -> float:
        """How far rounding moves a gradient: the backward pass rounds numbers as large as dy."""
        return 2 * self.eps * max(float(np.abs(one).max()) for one in self.dy)

    @property
    def sizes(self) -> Array:
        """The size of every entry of x; that of the largest in the place of a 0."""
        return entry_sizes(self.x)

    @property
    def size_of_terms(self) -> float:
        """The sum of the sizes of all terms of L."""
        return float(sum(np.abs(dy * y).sum() for dy, y in zip(self.dy, self.y, strict=True)))

    def exact_tolerance(self, dx: Array, scale: float) -> Array:
        """Return how far complex steps may be from each entry of a gradient.

        Small entries beside large ones are known as well, up to the rounding of those.
        """
        tolerance: Array = self.eps**0.6 * np.abs(dx) + self.floor * scale
        return tolerance

    @property
    def floor(self) -> float:
        """How far large entries of a gradient put small ones off, as a part of the largest."""
        return float(min(1e4 * self.eps, self.eps**0.6))

    def complex_step(self, v: Array) -> float:
        """Return the slope of L along a direction, by a complex step."""
        z = np.empty_like(self.x, np.complex128)
        z.real = self.x
        np.multiply(v, TINY_STEP, out=z.imag)
        with complex_allowed():
            return self._imaginary_part(self.inputs_at(z)) / TINY_STEP

    def complex_steps(self, entries: Sequence[int]) -> Array:
        """Return the slope along each of some entries, counted row by row, by complex steps."""
        z = self.x.astype(np.complex128)
        stepped, here = z.flat, self.x.flat
        arrays = self.inputs_at(z)
        slopes = np.empty(len(entries))
        with complex_allowed(), ProgressBar("gradient by numbers") as bar:
            for done, entry in enumerate(entries):
                stepped[entry] += 1j * TINY_STEP
                slopes[done] = self._imaginary_part(arrays) / TINY_STEP
                stepped[entry] = here[entry]
                bar.show((done + 1) / len(entries))
        return slopes

    def _imaginary_part(self, arrays: Sequence[NDArray[Any]]) -> float:
        total = self._weigh(self.forward(*arrays))
        if not np.iscomplexobj(total):
            raise TypeError("the forward pass dropped the imaginary part")
        return float(total.imag)

    def _weigh(self, y: Any) -> Any:
        """Return Σ dy · y, of every output.

        Not by BLAS: the last digits, which a report shows, would depend on the processor.
        """
        total: Any = 0.0
        for one, there in zip(self.dy, outputs(y), strict=True):
            terms = one * there
            total += terms.sum() if one.ndim else terms
        return total
