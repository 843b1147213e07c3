"""A wrong gradient that somebody reported in public, written anew in numpy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Draw = Callable[[np.random.Generator], tuple[Any, ...]]


@dataclass(frozen=True)
class Report:
    """What was reported.

    Attributes:
        what: the mistake in a few words.
        source: where it was reported: the repository, and the number of the issue or pull request.
        forward: the forward pass.
        right: its backward pass.
        wrong: the backward pass as it was reported.
        draw: draws the inputs; integers come last.
        named: how the cause begins; "" where none is named.
        why: why there is no cause to name.
    """

    what: str
    source: str
    forward: Callable[..., Any]
    right: Callable[..., Any]
    wrong: Callable[..., Any]
    draw: Draw
    named: str = ""
    why: str = ""

    def __str__(self) -> str:
        return f"{self.source}: {self.what}"

    def inputs(self, seed: int) -> tuple[Any, ...]:
        """Return the point, another one for every seed."""
        return self.draw(np.random.default_rng([seed, 15]))


def normal(*shapes: tuple[int, ...]) -> Draw:
    """Draw arrays of normal random numbers."""
    return lambda rng: tuple(rng.standard_normal(shape) for shape in shapes)


def positive(*shapes: tuple[int, ...]) -> Draw:
    """Draw arrays of positive random numbers, well away from 0."""
    return lambda rng: tuple(rng.uniform(0.5, 2, shape) for shape in shapes)


def spread(*shape: int) -> Draw:
    """Draw one array whose entries are all at least 0.1 apart, and from 0."""

    def draw(rng: np.random.Generator) -> tuple[Array]:
        n = int(np.prod(shape))
        places = rng.permutation(n) - n // 2 + 0.5
        return (0.2 * places.reshape(shape),)

    return draw


def softmax(x: Array) -> Array:
    """Return the softmax of every row."""
    e = np.exp(x - x.real.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def sigmoid(x: Array) -> Array:
    """Return the sigmoid."""
    return np.asarray(1 / (1 + np.exp(-x)))


def one_hot(t: Array, n: int) -> Array:
    """Return labels as rows with a single 1."""
    return np.asarray(np.eye(n)[t])
