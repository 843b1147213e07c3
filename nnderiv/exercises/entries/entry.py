"""An entry of a gradient by numbers, and the paths to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.proofread.latex.commands import GREEK

Array = NDArray[np.float64]
Backward = Callable[..., tuple[Any, ...]]
Place = tuple[int, ...]


def decimal(value: float) -> str:
    """Return a number as one writes it by hand, to four decimals."""
    return f"{round(value, 4) + 0.0:.10g}".replace("-", "−")


def factor(value: float) -> str:
    """Return a number as one writes it beside another, a negative one in parentheses."""
    shown = decimal(value)
    return f"({shown})" if shown.startswith("−") else shown


def equals(value: float) -> str:
    """Return a number behind its equals sign, or behind the other one if it is rounded."""
    return f"{'=' if abs(round(value, 4) - value) < 1e-12 else '≈'} {decimal(value)}"


def letter(name: str) -> str:
    """Return the name of an input as LaTeX; that of a Greek letter is the letter."""
    return f"\\{name}" if name in GREEK else name


def subscript(place: Place) -> str:
    """Return the subscript of an entry, which counts from 1."""
    return ",".join(str(i + 1) for i in place)


def indexed(name: str, place: Place) -> str:
    """Return an entry of an array as LaTeX; a number has no subscript."""
    return f"{name}_{{{subscript(place)}}}" if place else name


@dataclass(frozen=True)
class Entry:
    """One entry of one gradient, at given numbers.

    Attributes:
        backward: `backward(dy, *inputs)` returns the gradients of the inputs that have one.
        names: the names of all inputs, as LaTeX.
        of: the name of the one in question, likewise.
        which: the number of its gradient.
        place: the entry, from 0.
        dy: the upstream gradient.
        inputs: all inputs.
        output: the letter of the output.
    """

    backward: Backward
    names: Sequence[str]
    of: str
    which: int
    place: Place
    dy: Array
    inputs: tuple[Array, ...]
    output: str

    def gradient(self, dy: Array, *inputs: Array) -> Array:
        """Return the gradient in question, for another dy or other inputs."""
        return np.asarray(self.backward(dy, *(inputs or self.inputs))[self.which])

    def with_input(self, j: int, array: Array) -> float:
        """Return the entry with another array in the place of input j."""
        inputs = (*self.inputs[:j], array, *self.inputs[j + 1 :])
        return float(self.gradient(self.dy, *inputs)[self.place])

    def with_upstream(self, dy: Array) -> float:
        """Return the entry for another upstream gradient."""
        return float(self.gradient(dy)[self.place])

    @cached_property
    def all_entries(self) -> Array:
        """The gradient in question."""
        return self.gradient(self.dy)

    @cached_property
    def value(self) -> float:
        """The entry."""
        return float(self.all_entries[self.place])

    @cached_property
    def paths(self) -> list[tuple[Place, float]]:
        """The entries of the output through which a path leads, and what each contributes."""
        found = []
        for through in np.ndindex(self.dy.shape):
            alone = np.zeros_like(self.dy)
            alone[through] = self.dy[through]
            part = float(self.gradient(alone)[self.place])
            if part != 0:
                found.append((through, part))
        return found

    @cached_property
    def slopes(self) -> list[float]:
        """The slope of the output along each path."""
        return [part / float(self.dy[through]) for through, part in self.paths]

    def value_by(self, backward: Backward) -> float:
        """Return the entry by another backward pass."""
        return float(np.asarray(backward(self.dy, *self.inputs)[self.which])[self.place])

    @property
    def itself(self) -> str:
        """The entry of the input, as LaTeX."""
        return indexed(self.of, self.place)

    def slope(self, place: Place) -> str:
        """Return what an entry of the gradient is called, as LaTeX."""
        loss = "L" if self.dy.shape else self.output  # a single number is the loss itself
        return f"\\frac{{d{loss}}}{{d{indexed(self.of, place)}}}"

    def upstream(self, place: Place) -> str:
        """Return what an entry of the upstream gradient is called, as LaTeX."""
        return f"\\frac{{dL}}{{d{indexed(self.output, place)}}}"

    def of_output(self, place: Place) -> str:
        """Return an entry of the output, as a formula in prose."""
        return f"${indexed(self.output, place)}$"
