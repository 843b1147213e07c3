"""The network of the explorer of training, out of the modules of nnderiv."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

import nnderiv
from nnderiv.explorers.training import PER_CLASS, TrainingExplorer

Array = NDArray[np.float64]
Layers = list[tuple[Array, Array]]
Module = Callable[..., Any]

ACTIVATIONS: dict[str, tuple[Module, Module]] = {
    "tanh": (nnderiv.tanh, nnderiv.tanh_backward),
    "sigmoid": (nnderiv.sigmoid, nnderiv.sigmoid_backward),
    "relu": (nnderiv.relu, nnderiv.relu_backward),
}


def _one_db(dy: Array, x: Array, W: Array, b: Array) -> tuple[Array, Array, Array]:
    return dy @ W.T, x.T @ dy, dy[0]


def _mean_db(dy: Array, x: Array, W: Array, b: Array) -> tuple[Array, Array, Array]:
    return dy @ W.T, x.T @ dy, dy.mean(axis=0)


def _no_transpose(dy: Array, x: Array, W: Array, b: Array) -> tuple[Array, Array, Array]:
    square = W.shape[0] == W.shape[1]
    return dy @ (W if square else W.T), x.T @ dy, dy.sum(axis=0)


def _no_mean(dy: float, h: Array, t: Array) -> tuple[Array]:
    return (dy * (nnderiv.softmax(h) - np.eye(h.shape[1])[t]),)


# What each mistake puts in the place of a backward pass.
PLANTED: dict[str, dict[str, Any]] = {
    "none": {},
    "one-db": {"linear_backward": _one_db},
    "mean-db": {"linear_backward": _mean_db},
    "no-transpose": {"linear_backward": _no_transpose},
    "no-mean": {"loss_backward": _no_mean},
}


def batch(classes: int) -> tuple[Array, NDArray[np.intp]]:
    """Return the points that the page gets, and their classes."""
    points = TrainingExplorer()._points[str(classes)]
    return np.array(points), np.repeat(np.arange(classes), PER_CLASS)


def layers_of(flat: Sequence[Mapping[str, Any]]) -> Layers:
    """Return the layers of the page, which have their weights row by row, as arrays."""
    return [(np.reshape(one["W"], (one["m"], one["n"])), np.array(one["b"])) for one in flat]


def _mulberry32(seed: int) -> Iterator[float]:
    """Yield numbers from 0 to 1, of 32 bits each."""
    bits = 2**32
    while True:
        seed = (seed + 0x6D2B79F5) % bits
        mixed = (seed ^ seed >> 15) * (seed | 1) % bits
        mixed ^= (mixed + (mixed ^ mixed >> 7) * (mixed | 61)) % bits
        yield (mixed ^ mixed >> 14) / bits


def first_layers(classes: int) -> Layers:
    """Return the first layers of the page, with weights of the standard deviation 1 / √m."""
    draws = _mulberry32(1)
    return [
        (
            np.array(
                [[np.sqrt(3 / m) * (2 * next(draws) - 1) for _ in range(n)] for _ in range(m)]
            ),
            np.zeros(n),
        )
        for m, n in pairwise([2, 8, 8, classes])
    ]


def loss_and_gradients(
    layers: Layers,
    x: Array,
    t: NDArray[np.intp],
    activation: str,
    linear_backward: Module = nnderiv.linear_backward,
    loss_backward: Module = nnderiv.softmax_cross_entropy_backward,
) -> tuple[float, Layers]:
    """Return the loss, and dL/dW and dL/db of each layer."""
    f, f_backward = ACTIVATIONS[activation]
    inputs, outputs = [x], []
    for W, b in layers:
        outputs.append(nnderiv.linear(inputs[-1], W, b))
        inputs.append(f(outputs[-1]))
    (dy,) = loss_backward(1.0, outputs[-1], t)
    gradients: Layers = []
    for i in reversed(range(len(layers))):
        dz, dW, db = linear_backward(dy, inputs[i], *layers[i])
        gradients.insert(0, (dW, db))
        if i > 0:
            (dy,) = f_backward(dz, outputs[i - 1])
    return float(nnderiv.softmax_cross_entropy(outputs[-1], t)), gradients


def losses_of(state: Mapping[str, Any], layers: Layers, steps: int) -> list[float]:
    """Train from these layers on, and return the loss before the first step and after each."""
    losses = []
    for _ in range(steps + 1):
        loss, gradients = loss_and_gradients(
            layers, *batch(state["classes"]), state["activation"], **PLANTED[state["mistake"]]
        )
        losses.append(loss)
        layers = [
            (W - state["rate"] * dW, b - state["rate"] * db)
            for (W, b), (dW, db) in zip(layers, gradients, strict=True)
        ]
    return losses
