"""An entry of a gradient by numbers: the paths to it, and what usual mistakes give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.exercises.html import prose

Array = NDArray[np.float64]
Backward = Callable[..., tuple[Any, ...]]
Place = tuple[int, ...]


def decimal(value: float) -> str:
    """Return a number as one writes it by hand, to four decimals."""
    return f"{round(value, 4) + 0.0:.10g}".replace("-", "−")


def subscript(place: Place) -> str:
    """Return the subscript of an entry, which counts from 1."""
    return ",".join(str(i + 1) for i in place)


@dataclass(frozen=True)
class Entry:
    """One entry of one gradient, at given numbers.

    Attributes:
        backward: `backward(dy, *inputs)` returns the gradients of the inputs that have one.
        names: the names of these.
        which: the number of the one in question, among them.
        place: the entry, from 0.
        dy: the upstream gradient.
        inputs: all inputs.
        output: the letter of the output.
    """

    backward: Backward
    names: Sequence[str]
    which: int
    place: Place
    dy: Array
    inputs: tuple[Array, ...]
    output: str

    def gradient(self, dy: Array, *inputs: Array) -> Array:
        """The gradient in question, for another dy or other inputs."""
        return np.asarray(self.backward(dy, *(inputs or self.inputs))[self.which])

    @cached_property
    def value(self) -> float:
        """The entry."""
        return float(self.gradient(self.dy)[self.place])

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

    def value_by(self, backward: Backward) -> float:
        """The entry by another backward pass."""
        return float(np.asarray(backward(self.dy, *self.inputs)[self.which])[self.place])

    def of_output(self, place: Place) -> str:
        """An entry of the output, as a formula in prose."""
        return f"${self.output}_{{{subscript(place)}}}$" if place else f"${self.output}$"

    def mistakes(self) -> Iterator[tuple[float, str]]:
        """Yield what a mistake gives, and what to say to whoever made it."""
        for mistake in (_sign, _transposed, _turned, _upstream, _without, _mean, _left_out, _alone):
            yield from ((value, prose(told)) for value, told in mistake(self))


def _sign(entry: Entry) -> Iterator[tuple[float, str]]:
    yield -entry.value, "The size is right, and the sign is not. Go through the signs once more."


def _transposed(entry: Entry) -> Iterator[tuple[float, str]]:
    gradient, turned = entry.gradient(entry.dy), entry.place[::-1]
    if turned != entry.place and all(i < n for i, n in zip(turned, gradient.shape, strict=True)):
        name = entry.names[entry.which]
        yield (
            float(gradient[turned]),
            f"That is $\\frac{{dL}}{{d{name}_{{{subscript(turned)}}}}}$, the entry on the other "
            "side of the diagonal. The first index is the row.",
        )


def _turned(entry: Entry) -> Iterator[tuple[float, str]]:
    for i, one in enumerate(entry.inputs):
        if one.ndim == 2 and one.shape[0] == one.shape[1]:
            inputs = (*entry.inputs[:i], one.T, *entry.inputs[i + 1 :])
            yield (
                float(entry.gradient(entry.dy, *inputs)[entry.place]),
                "That comes out when a square matrix stands in the place of its transpose. "
                "Check which index of it the sum runs over.",
            )


def _upstream(entry: Entry) -> Iterator[tuple[float, str]]:
    if entry.dy.shape:
        yield (
            float(entry.gradient(np.ones_like(entry.dy))[entry.place]),
            f"That is the slope of the sum of all outputs. Multiply each path by its upstream "
            f"gradient, $\\frac{{dL}}{{d{entry.output}}}$.",
        )


def _without(entry: Entry) -> Iterator[tuple[float, str]]:
    if entry.gradient(entry.dy).shape == entry.dy.shape and entry.dy.shape:
        yield (
            float(entry.dy[entry.place]),
            "That is the upstream gradient itself. What does the module do to it on the way back?",
        )


def _mean(entry: Entry) -> Iterator[tuple[float, str]]:
    examples = {through[0] for through, _ in entry.paths if through}
    if len(examples) > 1 and len(entry.dy.shape) > 1:
        yield (
            entry.value / entry.dy.shape[0],
            "That is the mean over the examples. Every example adds its part to the gradient: "
            "take their sum.",
        )


def _left_out(entry: Entry) -> Iterator[tuple[float, str]]:
    for through, part in entry.paths if len(entry.paths) > 1 else ():
        yield (
            entry.value - part,
            f"The path through {entry.of_output(through)} is missing. "
            "The chain rule adds over all paths.",
        )


def _alone(entry: Entry) -> Iterator[tuple[float, str]]:
    for through, part in entry.paths if len(entry.paths) > 1 else ():
        yield (
            part,
            f"That is the path through {entry.of_output(through)} alone. Which other entries of "
            f"${entry.output}$ move with this one?",
        )
