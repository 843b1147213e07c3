"""What the tests know of the losses beside the plain cross entropy."""

from collections.abc import Callable
from functools import partial
from typing import Any

import autograd.numpy as anp
import numpy as np

import nnderiv
from tests.catalogue import Array, Module, distributions, numbers

SMOOTHED: dict[str, Any] = {"label_smoothing": 0.2}
IGNORING: dict[str, Any] = {"label_smoothing": 0.2, "ignore_index": -100}
MATRIX = [[0.5, 0.25], [1.0, 2.0]]
TARGETS = [[0.0, 1.0], [0.75, 1.0]]


def chances(shape: tuple[int, ...], seed: int = 0) -> Array:
    """Return numbers between 0 and 1, the same at every call."""
    return np.asarray(np.random.default_rng(seed).uniform(0.05, 0.95, shape))


MSE = Module(
    "mse_loss",
    nnderiv.mse_loss,
    nnderiv.mse_loss_backward,
    (numbers((2, 3), 13), numbers((2, 3), 14)),
    ("dy",),
)
SUM_OF_SQUARES = Module(
    "mse_loss of the sum",
    partial(nnderiv.mse_loss, reduction="sum"),
    partial(nnderiv.mse_loss_backward, reduction="sum"),
    (numbers((2, 3), 15), numbers((2, 3), 16)),
    ("dy",),
)
BCE = Module(
    "bce_with_logits_loss",
    nnderiv.bce_with_logits_loss,
    nnderiv.bce_with_logits_loss_backward,
    (numbers((2, 3), 17), chances((2, 3), 18)),
    ("dz",),
)
BCE_OF_LABELS = Module(
    "bce_with_logits_loss of labels, the sum",
    partial(nnderiv.bce_with_logits_loss, reduction="sum"),
    partial(nnderiv.bce_with_logits_loss_backward, reduction="sum"),
    (numbers((2, 3), 19), np.array([[1, 0, 0], [0, 1, 1]])),
    ("dz",),
)
CROSS_ENTROPY_SMOOTHED = Module(
    "softmax_cross_entropy of rows, smoothed",
    partial(nnderiv.softmax_cross_entropy, **SMOOTHED),
    partial(nnderiv.softmax_cross_entropy_backward, **SMOOTHED),
    (numbers((3, 4), 20), distributions((3, 4), 21)),
    ("dh",),
)
CROSS_ENTROPY_IGNORING = Module(
    "softmax_cross_entropy of classes, smoothed and ignoring",
    partial(nnderiv.softmax_cross_entropy, **IGNORING),
    partial(nnderiv.softmax_cross_entropy_backward, **IGNORING),
    (numbers((5, 3), 22), np.array([2, -100, 0, -100, 1])),
    ("dh",),
)
MODULES = (
    MSE,
    SUM_OF_SQUARES,
    BCE,
    BCE_OF_LABELS,
    CROSS_ENTROPY_SMOOTHED,
    CROSS_ENTROPY_IGNORING,
)

GOOD: dict[str, dict[str, Any]] = {
    "bce_with_logits_loss": {"z": MATRIX, "t": TARGETS},
    "bce_with_logits_loss_backward": {"dy": 1.0, "z": MATRIX, "t": TARGETS},
    "mse_loss": {"y": MATRIX, "t": TARGETS},
    "mse_loss_backward": {"dy": 1.0, "y": MATRIX, "t": TARGETS},
}


def _autograd_bce(z: Any, t: Any) -> Any:
    o = 1 / (1 + anp.exp(-z))
    return -(t * anp.log(o) + (1 - t) * anp.log(1 - o))


def _autograd_log_softmax(h: Any) -> Any:
    return h - anp.log(anp.sum(anp.exp(h), axis=-1, keepdims=True))


def _autograd_smoothed(h: Any, t: Any) -> Any:
    """Return the mean cross entropy, a fifth of it against equal shares of all classes."""
    log_o = _autograd_log_softmax(h)
    return -anp.mean(0.8 * anp.sum(t * log_o, axis=-1) + 0.2 * anp.mean(log_o, axis=-1))


def _autograd_ignoring(h: Any, t: Any) -> Any:
    """Return the same of the rows alone that are not ignored, as if there were no others."""
    return _autograd_smoothed(h[t != -100], np.eye(3)[t[t != -100]])


AUTOGRAD: dict[str, Callable[..., Any]] = {
    MSE.name: lambda y, t: anp.mean((y - t) ** 2),
    SUM_OF_SQUARES.name: lambda y, t: anp.sum((y - t) ** 2),
    BCE.name: lambda z, t: anp.mean(_autograd_bce(z, t)),
    BCE_OF_LABELS.name: lambda z, t: anp.sum(_autograd_bce(z, t)),
    CROSS_ENTROPY_SMOOTHED.name: _autograd_smoothed,
    CROSS_ENTROPY_IGNORING.name: _autograd_ignoring,
}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's forward passes."""
    functional = torch.nn.functional
    bce = functional.binary_cross_entropy_with_logits
    return {
        MSE.name: functional.mse_loss,
        SUM_OF_SQUARES.name: partial(functional.mse_loss, reduction="sum"),
        BCE.name: bce,
        BCE_OF_LABELS.name: lambda z, t: bce(z, t.to(z.dtype), reduction="sum"),
        CROSS_ENTROPY_SMOOTHED.name: partial(functional.cross_entropy, **SMOOTHED),
        CROSS_ENTROPY_IGNORING.name: partial(functional.cross_entropy, **IGNORING),
    }
