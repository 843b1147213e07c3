"""Plain pairs, right and wrong, which the tests write in one convention after another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from tests.catalogue import FIRST, Array, numbers
from tests.topics import TOPICS


@dataclass(frozen=True)
class Plain:
    """A plain pair and a point: backward(dy, *inputs) returns a gradient for each of the floats."""

    name: str
    forward: Callable[..., Any]
    backward: Callable[..., tuple[Any, ...]]
    inputs: tuple[Array, ...]
    gradients: int

    def wrong(self, k: int) -> Callable[..., tuple[Any, ...]]:
        """Return the backward pass with the largest entry of gradient k a tenth too large."""

        def backward(dy: Any, *inputs: Any) -> tuple[Any, ...]:
            found = [np.array(one) for one in self.backward(dy, *inputs)]
            largest = np.unravel_index(np.abs(found[k]).argmax(), found[k].shape)
            found[k][largest] *= 1.1
            return tuple(found)

        return backward


def _perceptron(x: Array, W1: Array, b1: Array, W2: Array) -> Any:
    return np.tanh(x @ W1 + b1) @ W2


def _perceptron_backward(dy: Array, x: Array, W1: Array, b1: Array, W2: Array) -> tuple[Array, ...]:
    h = np.tanh(x @ W1 + b1)
    da = dy @ W2.T * (1 - h**2)
    return da @ W1.T, x.T @ da, da.sum(axis=0), h.T @ dy


def _normalised(x: Array, gamma: Array, beta: Array) -> Any:
    a = x - x.mean(axis=0)
    return gamma * a / np.sqrt((a**2).mean(axis=0) + 1e-5) + beta


def _normalised_backward(dy: Array, x: Array, gamma: Array, beta: Array) -> tuple[Array, ...]:
    a = x - x.mean(axis=0)
    spread = np.sqrt((a**2).mean(axis=0) + 1e-5)
    h, dh = a / spread, dy * gamma
    dx = (dh - dh.mean(axis=0) - h * (dh * h).mean(axis=0)) / spread
    return dx, (dy * h).sum(axis=0), dy.sum(axis=0)


PERCEPTRON = Plain(
    "perceptron",
    _perceptron,
    _perceptron_backward,
    (numbers((5, 3)), numbers((3, 4), 1), numbers((4,), 2), numbers((4, 2), 3)),
    4,
)
NORMALISED = Plain(
    "batch normalisation",
    _normalised,
    _normalised_backward,
    (numbers((6, 3), 4), numbers((3,), 5), numbers((3,), 6)),
    3,
)
PAIRS = [
    PERCEPTRON,
    NORMALISED,
    *(  # a convention is about signatures, so one module of each topic does
        Plain(one.name, one.forward, one.backward, one.inputs, len(one.gradients))
        for one in (*FIRST, *(topic.MODULES[0] for topic in TOPICS))
    ),
]
OF_FLOATS = [one for one in PAIRS if one.gradients == len(one.inputs)]
SEVERAL = [one for one in OF_FLOATS if one.gradients > 1]

both_modes = pytest.mark.parametrize("mode", ["full", "projected"])


def right_and_wrong(pairs: list[Plain]) -> pytest.MarkDecorator:
    """Run a test over pairs: with every right backward pass, and one wrong in each gradient."""
    cases = [
        pytest.param(pair, backward, verdict, id=f"{pair.name}-{said}")
        for pair in pairs
        for backward, verdict, said in [
            (pair.backward, "pass", "right"),
            *((pair.wrong(k), "fail", f"wrong in {k}") for k in range(pair.gradients)),
        ]
    ]
    return pytest.mark.parametrize(("pair", "backward", "verdict"), cases)


def loss(pair: Plain) -> Callable[..., Any]:
    """Return a third of the sum of cubes of what a pair returns.

    The sum of squares would hardly depend on what is normalised.
    """
    return lambda *inputs: (pair.forward(*inputs) ** 3).sum() / 3


def upstream(pair: Plain, *inputs: Any) -> Any:
    """Return the dy of that loss."""
    return pair.forward(*inputs) ** 2
