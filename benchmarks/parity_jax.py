"""The forward passes of JAX, flax and optax at the points of the tests, by the names there."""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import optax
from flax import linen

from tests.topics.attention import CAUSAL
from tests.topics.losses import SMOOTHED
from tests.topics.normalisation import EPS

Forward = Callable[..., Any]


def _norm(layer: Any, x: Any, gamma: Any, beta: Any = None) -> Any:
    weights = {"scale": gamma} if beta is None else {"scale": gamma, "bias": beta}
    return layer.apply({"params": weights}, x)


def layer_norm(eps: float) -> Forward:
    """Return flax's layer normalisation; its quick variance, E[x²] - E[x]², loses digits."""
    return partial(_norm, linen.LayerNorm(epsilon=eps, use_fast_variance=False))


def rms_norm(eps: float) -> Forward:
    """Return flax's root mean square normalisation."""
    return partial(_norm, linen.RMSNorm(epsilon=eps))


def batch_norm(eps: float) -> Forward:
    """Return flax's batch normalisation in training."""
    layer = linen.BatchNorm(False, epsilon=eps, use_fast_variance=False)

    def forward(x: Any, gamma: Any, beta: Any) -> Any:
        statistics = {"mean": jnp.zeros_like(gamma), "var": jnp.ones_like(gamma)}
        variables = {"params": {"scale": gamma, "bias": beta}, "batch_stats": statistics}
        return layer.apply(variables, x, mutable=["batch_stats"])[0]

    return forward


def batch_norm_inference(x: Any, gamma: Any, beta: Any, mean: Any, var: Any) -> Any:
    """Return flax's batch normalisation with statistics that are kept."""
    layer = linen.BatchNorm(True, epsilon=1e-5)
    statistics = {"mean": mean, "var": var}
    return layer.apply({"params": {"scale": gamma, "bias": beta}, "batch_stats": statistics}, x)


def attention(Q: Any, K: Any, V: Any, mask: Any = None) -> Any:
    """Return JAX's attention, whose axes are (B, T, N, H): batch, position, head, entry.

    It wants values as long as the keys, so shorter ones are filled with zeros.
    """
    missing = K.shape[-1] - V.shape[-1]
    filled = jnp.pad(V, [(0, 0)] * (V.ndim - 1) + [(0, missing)])
    one_head = (jnp.reshape(a, (-1, a.shape[-2], 1, a.shape[-1])) for a in (Q, K, filled))
    Y = jax.nn.dot_product_attention(*one_head, mask=None if mask is None else mask[None, None])
    return jnp.reshape(Y, Q.shape)[..., : V.shape[-1]]


def two_heads(x: Any, Wq: Any, Wk: Any, Wv: Any, Wo: Any, mask: Any = None) -> Any:
    """Return JAX's attention of two heads between our projections."""
    batch = x[None] if x.ndim < 3 else x
    Q, K, V = (jnp.reshape(batch @ W, (*batch.shape[:-1], 2, -1)) for W in (Wq, Wk, Wv))
    Z = jax.nn.dot_product_attention(Q, K, V, mask=mask)
    return jnp.reshape(Z, x.shape) @ Wo


def convolution(x: Any, w: Any, b: Any, stride: int = 1, padding: int = 0) -> Any:
    """Return JAX's correlation, in the layout N, C, … and O, C, …."""
    axes = x.ndim - 2
    y = jax.lax.conv_general_dilated(x, w, (stride,) * axes, [(padding, padding)] * axes)
    return y + b.reshape(-1, *(1,) * axes)


def pooled(pool: Any, size: int, stride: int, x: Any) -> Any:
    """Return a pooling of flax, which has the channels last."""
    y = pool(x.transpose(0, 2, 3, 1), (size, size), (stride, stride))
    return y.transpose(0, 3, 1, 2)


def rnn(x: Any, h0: Any, Wx: Any, Wh: Any, b: Any) -> Any:
    """Return the outputs of a plain recurrence by JAX's scan; flax has no such layer of ours."""

    def step(h: Any, x_t: Any) -> Any:
        h = jnp.tanh(x_t @ Wx + h @ Wh + b)
        return h, h

    return jax.lax.scan(step, h0, x)[1]


def lstm(x: Any, h0: Any, c0: Any, Wx: Any, Wh: Any, b: Any) -> Any:
    """Return the outputs of flax's cell, whose weights have a name for each gate."""
    cell = linen.OptimizedLSTMCell(h0.shape[-1])
    n = h0.shape[-1]
    parts = {gate: slice(k * n, (k + 1) * n) for k, gate in enumerate("ifgo")}
    weights = {f"i{gate}": {"kernel": Wx[:, part]} for gate, part in parts.items()}
    weights |= {
        f"h{gate}": {"kernel": Wh[:, part], "bias": b[part]} for gate, part in parts.items()
    }

    def step(state: Any, x_t: Any) -> Any:
        return cell.apply({"params": weights}, state, x_t)

    return jax.lax.scan(step, (c0, h0), x)[1]


def bce(z: Any, t: Any) -> Any:
    """Return optax's loss of logits, entry by entry."""
    return optax.sigmoid_binary_cross_entropy(z, t)


def ignoring(h: Any, t: Any) -> Any:
    """Return optax's cross entropy of smoothed rows, the mean over those with a target."""
    kept = t != -100
    rows = optax.smooth_labels(jax.nn.one_hot(t, h.shape[-1]), SMOOTHED["label_smoothing"])
    return jnp.sum(optax.softmax_cross_entropy(h, rows) * kept) / jnp.sum(kept)


def smoothed(h: Any, t: Any) -> Any:
    """Return the mean of optax's cross entropy of smoothed rows."""
    rows = optax.smooth_labels(t, SMOOTHED["label_smoothing"])
    return optax.softmax_cross_entropy(h, rows).mean()


of_classes = optax.softmax_cross_entropy_with_integer_labels

JAX_FORWARD: dict[str, Forward] = {
    "linear": lambda x, W, b: x @ W + b,
    "add": jnp.add,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "softmax": jax.nn.softmax,
    "softmax_cross_entropy of classes": lambda h, t: of_classes(h, t).mean(),
    "softmax_cross_entropy of rows": lambda h, t: optax.softmax_cross_entropy(h, t).sum(),
    "softmax_cross_entropy of rows, smoothed": smoothed,
    "softmax_cross_entropy of classes, smoothed and ignoring": ignoring,
    "mse_loss": lambda y, t: optax.squared_error(y, t).mean(),
    "mse_loss of the sum": lambda y, t: optax.squared_error(y, t).sum(),
    "bce_with_logits_loss": lambda z, t: bce(z, t).mean(),
    "bce_with_logits_loss of labels, the sum": lambda z, t: bce(z, t).sum(),
    "leaky_relu": jax.nn.leaky_relu,
    "elu": partial(jax.nn.elu, alpha=1.5),
    "softplus": jax.nn.softplus,
    "silu": jax.nn.silu,
    "gelu": partial(jax.nn.gelu, approximate=False),
    "gelu by tanh": jax.nn.gelu,
    "swiglu": lambda x, W, V: jax.nn.silu(x @ W) * (x @ V),
    "rnn": rnn,
    "lstm": lstm,
    "dropout": lambda x, keep: jnp.where(keep, x / 0.5, 0),
    "dropout of a fifth": lambda x, keep: jnp.where(keep, x / 0.8, 0),
    "embedding": lambda indices, E: E[indices],
    "embedding of all rows": lambda indices, E: E[indices],
    "layer_norm": layer_norm(1e-5),
    "layer_norm of a larger eps": layer_norm(EPS),
    "rms_norm": rms_norm(1e-5),
    "rms_norm of a larger eps": rms_norm(EPS),
    "batch_norm": batch_norm(1e-5),
    "batch_norm of a larger eps": batch_norm(EPS),
    "batch_norm_inference": batch_norm_inference,
    "attention": attention,
    "attention with a mask": attention,
    "multi_head_attention": two_heads,
    "multi_head_attention, causal": partial(two_heads, mask=CAUSAL[None, None]),
    "conv1d": convolution,
    "conv2d": convolution,
    "conv2d with stride and padding": partial(convolution, stride=3, padding=1),
    "max_pool2d": partial(pooled, linen.max_pool, 2, 2),
    "max_pool2d of windows that overlap": partial(pooled, linen.max_pool, 3, 1),
    "avg_pool2d": partial(pooled, linen.avg_pool, 2, 2),
    "avg_pool2d of windows that overlap": partial(pooled, linen.avg_pool, 3, 2),
}
