"""The scalar engine on a network of two layers: the gradients of the book, wrong ones caught."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nnderiv
from nnderiv import (
    gradcheck,
    linear,
    linear_backward,
    relu,
    relu_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    tanh,
    tanh_backward,
)
from nnderiv.engine import GATES, Value
from tests.catalogue import Array, numbers

Layers = dict[str, Array]
ACTIVATIONS: dict[str, tuple[Callable[..., Any], ...]] = {
    "tanh": (Value.tanh, tanh, tanh_backward),
    "relu": (lambda a: a.max(0), relu, relu_backward),
    "sigmoid": (lambda a: 1 / (1 + (-a).exp()), nnderiv.sigmoid, nnderiv.sigmoid_backward),
}


def values(array: Array) -> Array:
    """Make a value of each entry."""
    made = np.empty(array.shape, dtype=object)
    for index, entry in np.ndenumerate(array):
        made[index] = Value(entry)
    return made


def slopes(gradient: dict[Value, float], array: Array) -> Array:
    """The slope of each entry, in the shape of the array."""
    found = [gradient[value] for value in array.flat]
    return np.array(found).reshape(array.shape)


def cross_entropy(h: Array, t: Array) -> Value:
    """The mean of log Σ e^h - h_t over all rows, written with gates alone."""
    total = Value(0)
    for row, c in zip(h, t, strict=True):
        total += sum(one.exp() for one in row).log() - row[c]
    return total / len(h)


def network() -> Layers:
    """Three examples of four numbers, five in the middle, and three classes."""
    shapes = {"x": (3, 4), "W": (4, 5), "b": (5,), "V": (5, 3), "c": (3,)}
    return {name: numbers(shape, seed) for seed, (name, shape) in enumerate(shapes.items())}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_gradients_of_a_network_of_two_layers_are_those_of_the_book(name: str) -> None:
    by_gates, f, f_backward = ACTIVATIONS[name]
    arrays, t = network(), np.array([2, 0, 1])
    x, W, b, V, c = arrays.values()
    a = linear(x, W, b)
    z = f(a)
    h = linear(z, V, c)
    (dh,) = softmax_cross_entropy_backward(1.0, h, t)
    dz, dV, dc = linear_backward(dh, z, V, c)
    (da,) = f_backward(dz, a)
    expected = [*linear_backward(da, x, W, b), dV, dc]

    nodes = {key: values(array) for key, array in arrays.items()}
    hidden = np.vectorize(by_gates, otypes=[object])(nodes["x"] @ nodes["W"] + nodes["b"])
    L = cross_entropy(hidden @ nodes["V"] + nodes["c"], t)
    dL = L.backward()
    assert L.data == pytest.approx(softmax_cross_entropy(h, t), rel=1e-13)
    for array, derived in zip(nodes.values(), expected, strict=True):
        np.testing.assert_allclose(slopes(dL, array), derived, rtol=1e-11, atol=1e-15)


def loss(*arrays: Array) -> tuple[Value, list[Array]]:
    """A network of two layers and its cross entropy, with the values it was computed from."""
    x, W, b, V, c = nodes = [values(array) for array in arrays]
    hidden = np.vectorize(Value.tanh, otypes=[object])(x @ W + b)
    return cross_entropy(hidden @ V + c, np.array([2, 0, 1])), nodes


def gradients(dy: Array, *arrays: Array) -> tuple[Array, ...]:
    L, nodes = loss(*arrays)
    dL = L.backward()
    return tuple(dy * slopes(dL, array) for array in nodes)


def test_gradcheck_passes_on_it() -> None:
    report = gradcheck(lambda *arrays: loss(*arrays)[0].data, gradients, *network().values())
    report.raise_if_failed()


PLANTS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: (a + b, (1.0, -1.0)),
    "*": lambda a, b: (a * b, (a, b)),
    "exp": lambda a: (math.exp(a), (1.001 * math.exp(a),)),
    "log": lambda a: (math.log(a), (a,)),
    "tanh": lambda a: (math.tanh(a), (1 + math.tanh(a) ** 2,)),
}


@pytest.mark.parametrize("gate", PLANTS)
def test_a_gate_with_a_wrong_slope_is_caught(gate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GATES, gate, PLANTS[gate])
    report = gradcheck(lambda *arrays: loss(*arrays)[0].data, gradients, *network().values())
    assert report.verdict == "fail"


def test_a_path_that_is_forgotten_is_caught() -> None:
    def last_path_only(dy: Array, *arrays: Array) -> tuple[Array, ...]:
        L, nodes = loss(*arrays)
        dL = {L: 1.0}
        for value in reversed(L.graph()):
            for operand, slope in zip(value.operands, value.slopes, strict=True):
                dL[operand] = dL[value] * slope
        return tuple(dy * slopes(dL, array) for array in nodes)

    report = gradcheck(lambda *arrays: loss(*arrays)[0].data, last_path_only, *network().values())
    assert report.verdict == "fail"


def test_operands_come_before_what_is_computed_from_them() -> None:
    L, _ = loss(*network().values())
    met: set[Value] = set()
    for value in L.graph():
        assert met.issuperset(value.operands)
        met.add(value)
    assert value is L
