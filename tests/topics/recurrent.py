"""Recurrent layers: points, good arguments, references."""

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp

import nnderiv
from tests.catalogue import Module, numbers
from tests.modules.references import autograd_sigmoid

# All of length 3, so that no shape tells a step from an example, or a matrix from its transpose.
RNN = Module(
    "rnn",
    nnderiv.rnn,
    nnderiv.rnn_backward,
    tuple(numbers(s, 40 + j) for j, s in enumerate([(3, 3, 3), (3, 3), (3, 3), (3, 3), (3,)])),
    ("dx", "dh0", "dWx", "dWh", "db"),
)
LSTM = Module(
    "lstm",
    nnderiv.lstm,
    nnderiv.lstm_backward,
    tuple(
        numbers(s, 50 + j)
        for j, s in enumerate([(3, 3, 3), (3, 3), (3, 3), (3, 12), (3, 12), (12,)])
    ),
    ("dx", "dh0", "dc0", "dWx", "dWh", "db"),
)
MODULES = (RNN, LSTM)

_RNN: dict[str, Any] = {
    "x": [[[0.5, 1.0]], [[2.0, -1.0]]],
    "h0": [[0.25, 0.5]],
    "Wx": [[0.5, 0.25], [1.0, 2.0]],
    "Wh": [[0.5, -0.5], [1.0, 0.25]],
    "b": [1.0, -1.0],
}
_LSTM: dict[str, Any] = {
    "x": [[[0.5]], [[2.0]]],
    "h0": [[0.25]],
    "c0": [[0.75]],
    "Wx": [[0.5, 0.25, 1.0, 2.0]],
    "Wh": [[0.5, -0.5, 1.0, 0.25]],
    "b": [1.0, -1.0, 0.5, 0.0],
}
GOOD: dict[str, dict[str, Any]] = {
    "rnn": _RNN,
    "rnn_backward": {"dy": [[[1.0, 2.0]], [[3.0, -1.0]]], **_RNN},
    "lstm": _LSTM,
    "lstm_backward": {"dy": [[[1.0]], [[3.0]]], **_LSTM},
}


def autograd_rnn(x: Any, h: Any, Wx: Any, Wh: Any, b: Any) -> Any:
    """Return all states, one step after the other."""
    found = []
    for x_t in x:
        h = anp.tanh(anp.dot(x_t, Wx) + anp.dot(h, Wh) + b)
        found.append(h)
    return anp.stack(found)


def autograd_lstm(x: Any, h: Any, c: Any, Wx: Any, Wh: Any, b: Any) -> Any:
    """Return all outputs, one step after the other."""
    found, n = [], h.shape[1]
    for x_t in x:
        z = anp.dot(x_t, Wx) + anp.dot(h, Wh) + b
        i, f, o = (autograd_sigmoid(z[:, k * n : (k + 1) * n]) for k in (0, 1, 3))
        c = f * c + i * anp.tanh(z[:, 2 * n : 3 * n])
        h = o * anp.tanh(c)
        found.append(h)
    return anp.stack(found)


AUTOGRAD: dict[str, Callable[..., Any]] = {"rnn": autograd_rnn, "lstm": autograd_lstm}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's layers with given weights, of whose two biases the second is 0."""

    def layer(kind: Any, x: Any, start: Any, Wx: Any, Wh: Any, b: Any) -> Any:
        weights = {
            "weight_ih_l0": Wx.T,
            "weight_hh_l0": Wh.T,
            "bias_ih_l0": b,
            "bias_hh_l0": torch.zeros_like(b),
        }
        module = kind(len(Wx), len(Wh), dtype=x.dtype)
        return torch.func.functional_call(module, weights, (x, start))[0]

    return {
        "rnn": lambda x, h0, *w: layer(torch.nn.RNN, x, h0[None], *w),
        "lstm": lambda x, h0, c0, *w: layer(torch.nn.LSTM, x, (h0[None], c0[None]), *w),
    }
