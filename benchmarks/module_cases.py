"""The modules as `benchmarks.modules` times them: inputs of a usual size, and PyTorch's own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

Array = NDArray[Any]
Draw = Callable[[np.random.Generator, int], dict[str, Array]]

FEATURES = 64
CLASSES = 64
WORDS = 1000
POSITIONS = 32  # of a sequence
HEADS = 4
STEPS = 16  # in time
CHANNELS = (8, 16)  # in and out
IMAGE = 16  # rows and columns
KERNEL = 3


@dataclass(frozen=True)
class Case:
    """A module beside PyTorch's.

    Attributes:
        name: the name in nnderiv.
        theirs: PyTorch's forward pass, of the same inputs.
        draw: returns the inputs by name, for a generator and a size of the batch.
        is_product: whether matrix products are most of its work.
        options: the options of ours.
    """

    name: str
    theirs: Callable[..., Any]
    draw: Draw
    is_product: bool = False
    options: dict[str, Any] = field(default_factory=dict)


def rows(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    """Return an example in each row."""
    return {"x": rng.standard_normal((batch, FEATURES))}


def square(rng: np.random.Generator, n: int = FEATURES) -> Array:
    """Return weights that leave the size of what they multiply about as it is."""
    return np.asarray(rng.standard_normal((n, n)) / np.sqrt(n))


def _linear(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {**rows(rng, batch), "W": square(rng), "b": rng.standard_normal(FEATURES)}


def _two(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {"a": rows(rng, batch)["x"], "b": rows(rng, batch)["x"]}


def _swiglu(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {**rows(rng, batch), "W": square(rng), "V": square(rng)}


def _mse(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {"y": rng.standard_normal((batch, FEATURES)), "t": rows(rng, batch)["x"]}


def _bce(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    t = (rng.random((batch, FEATURES)) < 0.5).astype(float)
    return {"z": rng.standard_normal((batch, FEATURES)), "t": t}


def _classes(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {"h": rng.standard_normal((batch, CLASSES)), "t": rng.integers(CLASSES, size=batch)}


def _scaled(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {**rows(rng, batch), "gamma": rng.standard_normal(FEATURES)}


def _scaled_and_moved(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {**_scaled(rng, batch), "beta": rng.standard_normal(FEATURES)}


def _with_statistics(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    mean, var = rng.standard_normal(FEATURES), rng.uniform(0.5, 2, FEATURES)
    return {**_scaled_and_moved(rng, batch), "mean": mean, "var": var}


def _dropped(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {**rows(rng, batch), "keep": rng.random((batch, FEATURES)) < 0.5}


def _words(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    indices = rng.integers(WORDS, size=(batch, POSITIONS))
    return {"indices": indices, "E": rng.standard_normal((WORDS, FEATURES))}


def _queries(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    shape = (batch, POSITIONS, FEATURES)
    return {name: rng.standard_normal(shape) for name in ("Q", "K", "V")}


def _projected(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    x = rng.standard_normal((batch, POSITIONS, FEATURES))
    return {"x": x, **{name: square(rng) for name in ("Wq", "Wk", "Wv", "Wo")}}


def _images(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    return {"x": rng.standard_normal((batch, CHANNELS[0], IMAGE, IMAGE))}


def _conv2d(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    w = rng.standard_normal((CHANNELS[1], CHANNELS[0], KERNEL, KERNEL))
    return {**_images(rng, batch), "w": w, "b": rng.standard_normal(CHANNELS[1])}


def _conv1d(rng: np.random.Generator, batch: int) -> dict[str, Array]:
    x = rng.standard_normal((batch, CHANNELS[0], IMAGE * IMAGE))
    w = rng.standard_normal((CHANNELS[1], CHANNELS[0], KERNEL))
    return {"x": x, "w": w, "b": rng.standard_normal(CHANNELS[1])}


def _in_time(gates: int, states: tuple[str, ...], rng: Any, batch: int) -> dict[str, Array]:
    inputs = {"x": rng.standard_normal((STEPS, batch, FEATURES))}
    inputs |= {state: rng.standard_normal((batch, FEATURES)) for state in states}
    for name in ("Wx", "Wh"):
        inputs[name] = np.hstack([square(rng) for _ in range(gates)])
    return {**inputs, "b": rng.standard_normal(gates * FEATURES)}


def _heads_of_theirs(x: Any, Wq: Any, Wk: Any, Wv: Any, Wo: Any) -> Any:
    parts = [(x @ W).unflatten(-1, (HEADS, -1)).transpose(-3, -2) for W in (Wq, Wk, Wv)]
    Z = torch.nn.functional.scaled_dot_product_attention(*parts)
    return Z.transpose(-3, -2).flatten(-2) @ Wo


def _weights(Wx: Any, Wh: Any, b: Any) -> list[Any]:
    return [Wx.T, Wh.T, b, torch.zeros_like(b)]


def _rnn(x: Any, h0: Any, *weights: Any) -> Any:
    options = (True, 1, 0.0, True, False, False)
    return torch.rnn_tanh(x, h0[None], _weights(*weights), *options)[0]


def _lstm(x: Any, h0: Any, c0: Any, *weights: Any) -> Any:
    options = (True, 1, 0.0, True, False, False)
    return torch.lstm(x, (h0[None], c0[None]), _weights(*weights), *options)[0]


F: Any = torch.nn.functional


def _batch_norm(x: Any, gamma: Any, beta: Any) -> Any:
    return F.batch_norm(x, None, None, gamma, beta, training=True)


CASES = (
    Case("linear", lambda x, W, b: torch.addmm(b, x, W), _linear, is_product=True),
    Case("add", torch.add, _two),
    Case("sigmoid", torch.sigmoid, rows),
    Case("tanh", torch.tanh, rows),
    Case("relu", torch.relu, rows),
    Case("leaky_relu", F.leaky_relu, rows),
    Case("elu", F.elu, rows),
    Case("softplus", F.softplus, rows),
    Case("silu", F.silu, rows),
    Case("gelu", F.gelu, rows),
    Case("swiglu", lambda x, W, V: F.silu(x @ W) * (x @ V), _swiglu, is_product=True),
    Case("softmax", partial(torch.softmax, dim=-1), lambda rng, n: {"h": rows(rng, n)["x"]}),
    Case("softmax_cross_entropy", F.cross_entropy, _classes),
    Case("mse_loss", F.mse_loss, _mse),
    Case("bce_with_logits_loss", F.binary_cross_entropy_with_logits, _bce),
    Case("layer_norm", lambda x, *w: F.layer_norm(x, (FEATURES,), *w), _scaled_and_moved),
    Case("rms_norm", lambda x, gamma: F.rms_norm(x, (FEATURES,), gamma, 1e-5), _scaled),
    Case("batch_norm", _batch_norm, _scaled_and_moved),
    Case(
        "batch_norm_inference",
        lambda x, gamma, beta, mean, var: F.batch_norm(x, mean, var, gamma, beta),
        _with_statistics,
    ),
    Case("dropout", lambda x, keep: x * keep * 2, _dropped),
    Case("embedding", F.embedding, _words),
    Case("attention", F.scaled_dot_product_attention, _queries, is_product=True),
    Case("multi_head_attention", _heads_of_theirs, _projected, True, {"heads": HEADS}),
    Case("conv1d", partial(F.conv1d, padding=1), _conv1d, True, {"padding": 1}),
    Case("conv2d", partial(F.conv2d, padding=1), _conv2d, True, {"padding": 1}),
    Case("max_pool2d", partial(F.max_pool2d, kernel_size=2), _images, options={"size": 2}),
    Case("avg_pool2d", partial(F.avg_pool2d, kernel_size=2), _images, options={"size": 2}),
    Case("rnn", _rnn, partial(_in_time, 1, ("h0",)), is_product=True),
    Case("lstm", _lstm, partial(_in_time, 4, ("h0", "c0")), is_product=True),
)
