"""Recurrent networks: several outputs, weights that every time step shares."""

from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, normal, sigmoid


def _cell(x: Array, c: Array) -> Any:
    """Return the output and the state of an LSTM whose gates have no weights."""
    state = sigmoid(x) * c + sigmoid(x) * np.tanh(x)
    return sigmoid(x) * np.tanh(state), state


def _cell_backward(dy: tuple[Array, Array], x: Array, c: Array) -> Any:
    s, t = sigmoid(x), np.tanh(x)
    state = s * c + s * t
    ds = dy[0] * s * (1 - np.tanh(state) ** 2) + dy[1]
    dx = (dy[0] * np.tanh(state) + ds * (c + t)) * s * (1 - s) + ds * s * (1 - t**2)
    return dx, ds * s


def _network(x: Array, U: Array, V: Array) -> Any:
    """Return all states of a network that begins with zeros; x has steps along axis 1."""
    h, states = np.zeros((len(x), len(V))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ U + h @ V)
        states.append(h)
    return np.stack(states, axis=1)


def _network_backward(
    dy: Array, x: Array, U: Array, V: Array, *, through: bool = True, late: bool = False
) -> Any:
    """Return the gradients; not through time, or with states one step late."""
    h, start = _network(x, U, V), np.zeros((len(x), 1, len(V)))
    before = np.concatenate([start, h[:, :-1]], axis=1)
    if late:
        before[:, 1] = h[:, 1]
    dx, dU, dV, dh = np.zeros_like(x), np.zeros_like(U), np.zeros_like(V), 0.0
    for t in reversed(range(x.shape[1])):
        da = (dy[:, t] + dh * through) * (1 - h[:, t] ** 2)
        dx[:, t], dh = da @ U.T, da @ V.T
        dU += x[:, t].T @ da
        dV += before[:, t].T @ da
    return dx, dU, dV


def _final(x: Array, U: Array, V: Array) -> Any:
    h = _network(x, U, V)
    return h[:, :-1], h[:, -1]


def _final_backward(dy: tuple[Array, Array], *inputs: Array) -> Any:
    return _network_backward(np.concatenate([dy[0], dy[1][:, None]], axis=1), *inputs)


def _without(j: int, backward: Any) -> Any:
    def ignoring(dy: tuple[Array, ...], *inputs: Array) -> Any:
        return backward(tuple(0 * one if j == k else one for k, one in enumerate(dy)), *inputs)

    return ignoring


SHAPES = (3, 4, 2), (2, 3), (3, 3)

RECURRENT = [
    Report(
        "the gradient of the last state of the cell is left out",
        "deeplearning4j/deeplearning4j#8838",
        _cell,
        _cell_backward,
        _without(1, _cell_backward),
        normal((3, 4), (3, 4)),
        "the gradient of output 1 ignored",
    ),
    Report(
        "the gradient of the states is set to zero",
        "PaddlePaddle/Paddle#6970",
        lambda x, c: (lambda y, s: (np.tanh(y), s, s**2))(*_cell(x, c)),
        lambda dy, x, c: _three_backward(dy, x, c),
        _without(1, lambda dy, x, c: _three_backward(dy, x, c)),
        normal((3, 4), (3, 4)),
        "the gradient of output 1 ignored",
    ),
    Report(
        "the encoder gets no gradient of its last state",
        "Element-Research/rnn#231",
        _final,
        _final_backward,
        _without(1, _final_backward),
        normal(*SHAPES),
        "the gradient of output 1 ignored",
    ),
    Report(
        "no gradient goes from a step to the one before",
        "qixianbiao/RNN#2",
        _network,
        _network_backward,
        lambda dy, x, U, V: _network_backward(dy, x, U, V, through=False),
        normal(*SHAPES),
        "one path forgotten",
    ),
    Report(
        "the state of the wrong step",
        "VikParuchuri/zero_to_gpt#9",
        _network,
        _network_backward,
        lambda dy, x, U, V: _network_backward(dy, x, U, V, late=True),
        normal(*SHAPES),
        why="one value in the place of another, in one term of the sum",
    ),
]


def _three_backward(dy: tuple[Array, ...], x: Array, c: Array) -> Any:
    y, s = _cell(x, c)
    return _cell_backward((dy[0] * (1 - np.tanh(y) ** 2), dy[1] + dy[2] * 2 * s), x, c)
