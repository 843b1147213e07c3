"""Every module of nnderiv at a point in general position, for the tests that hold for all."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

import nnderiv

Array = NDArray[Any]
Forward = Callable[..., Any]
Backward = Callable[..., tuple[Any, ...]]

# The names of all functions that stand in nnderiv/modules.
MODULE_FUNCTIONS = [
    name
    for name in nnderiv.__all__
    if getattr(nnderiv, name).__module__.startswith("nnderiv.modules.")
]


@dataclass(frozen=True)
class Module:
    """A forward pass, its backward pass, and inputs at which nothing is 0, equal or saturated.

    Attributes:
        name: what the test's id shows.
        forward: the forward pass.
        backward: the backward pass.
        inputs: the point, in the order of the parameters of the forward pass.
        gradients: the names of the gradients, in their order.
    """

    name: str
    forward: Forward
    backward: Backward
    inputs: tuple[Array, ...]
    gradients: tuple[str, ...]

    @property
    def dy(self) -> Array:
        """An upstream gradient of the shape of the output."""
        return numbers(np.shape(self.forward(*self.inputs)), seed=7)

    @property
    def stepped(self) -> tuple[int, ...]:
        """The places of the inputs that have a gradient, in the order of the gradients."""
        names = list(inspect.signature(self.forward).parameters)
        return tuple(names.index(gradient.removeprefix("d")) for gradient in self.gradients)

    def __str__(self) -> str:
        return self.name


def numbers(shape: tuple[int, ...], seed: int = 0) -> Array:
    """Return normal random numbers of `shape`, the same at every call."""
    return np.asarray(np.random.default_rng(seed).standard_normal(shape))


def distributions(shape: tuple[int, ...], seed: int = 0) -> Array:
    """Return rows of positive numbers that sum to 1, the same at every call."""
    rows = np.exp(numbers(shape, seed))
    return np.asarray(rows / rows.sum(axis=-1, keepdims=True))


LINEAR = Module(
    "linear",
    nnderiv.linear,
    nnderiv.linear_backward,
    # All square, so that no shape tells a matrix from its transpose.
    (numbers((3, 3), 1), numbers((3, 3), 2), numbers((3,), 3)),
    ("dx", "dW", "db"),
)
SIGMOID = Module(
    "sigmoid", nnderiv.sigmoid, nnderiv.sigmoid_backward, (numbers((2, 3), 4),), ("dx",)
)
TANH = Module("tanh", nnderiv.tanh, nnderiv.tanh_backward, (numbers((2, 3), 5),), ("dx",))
RELU = Module("relu", nnderiv.relu, nnderiv.relu_backward, (numbers((2, 3), 6),), ("dx",))
SOFTMAX = Module(
    "softmax", nnderiv.softmax, nnderiv.softmax_backward, (numbers((2, 3), 8),), ("dh",)
)
CROSS_ENTROPY_OF_CLASSES = Module(
    "softmax_cross_entropy of classes",
    nnderiv.softmax_cross_entropy,
    nnderiv.softmax_cross_entropy_backward,
    (numbers((3, 4), 9), np.array([3, 0, 1])),
    ("dh",),
)
CROSS_ENTROPY_OF_ROWS = Module(
    "softmax_cross_entropy of rows",
    partial(nnderiv.softmax_cross_entropy, reduction="sum"),
    partial(nnderiv.softmax_cross_entropy_backward, reduction="sum"),
    (numbers((3, 4), 10), distributions((3, 4), 11)),
    ("dh",),
)

ENTRY_BY_ENTRY = (SIGMOID, TANH, RELU)
FIRST = (
    LINEAR,
    *ENTRY_BY_ENTRY,
    SOFTMAX,
    CROSS_ENTROPY_OF_CLASSES,
    CROSS_ENTROPY_OF_ROWS,
)
