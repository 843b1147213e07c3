"""Normalisations over the features of an example, and over the examples of a batch."""

from collections.abc import Callable
from functools import partial
from typing import Any

import autograd.numpy as anp

import nnderiv
from tests.catalogue import Module, numbers

EPS = 0.3  # in one of the points it is no small part of the variance

LAYER_NORM = Module(
    "layer_norm",
    nnderiv.layer_norm,
    nnderiv.layer_norm_backward,
    (numbers((3, 5), 1), numbers((5,), 2), numbers((5,), 3)),
    ("dx", "dgamma", "dbeta"),
)
LAYER_NORM_OF_LARGER_EPS = Module(
    "layer_norm of a larger eps",
    partial(nnderiv.layer_norm, eps=EPS),
    partial(nnderiv.layer_norm_backward, eps=EPS),
    (numbers((2, 3, 4), 4), numbers((4,), 5), numbers((4,), 6)),
    ("dx", "dgamma", "dbeta"),
)
RMS_NORM = Module(
    "rms_norm",
    nnderiv.rms_norm,
    nnderiv.rms_norm_backward,
    (numbers((3, 5), 13), numbers((5,), 14)),
    ("dx", "dgamma"),
)
RMS_NORM_OF_LARGER_EPS = Module(
    "rms_norm of a larger eps",
    partial(nnderiv.rms_norm, eps=EPS),
    partial(nnderiv.rms_norm_backward, eps=EPS),
    (numbers((2, 3, 4), 15), numbers((4,), 16)),
    ("dx", "dgamma"),
)
BATCH_NORM = Module(
    "batch_norm",
    nnderiv.batch_norm,
    nnderiv.batch_norm_backward,
    (numbers((5, 3), 35), numbers((3,), 36), numbers((3,), 37)),
    ("dx", "dgamma", "dbeta"),
)
BATCH_NORM_OF_LARGER_EPS = Module(
    "batch_norm of a larger eps",
    partial(nnderiv.batch_norm, eps=EPS),
    partial(nnderiv.batch_norm_backward, eps=EPS),
    (numbers((2, 3, 4), 20), numbers((4,), 21), numbers((4,), 22)),
    ("dx", "dgamma", "dbeta"),
)
BATCH_NORM_INFERENCE = Module(
    "batch_norm_inference",
    nnderiv.batch_norm_inference,
    nnderiv.batch_norm_inference_backward,
    (
        numbers((2, 5, 3), 23),
        numbers((3,), 24),
        numbers((3,), 25),
        numbers((3,), 26),
        numbers((3,), 27) ** 2,
    ),
    ("dx", "dgamma", "dbeta"),
)
MODULES = (
    LAYER_NORM,
    LAYER_NORM_OF_LARGER_EPS,
    RMS_NORM,
    RMS_NORM_OF_LARGER_EPS,
    BATCH_NORM,
    BATCH_NORM_OF_LARGER_EPS,
    BATCH_NORM_INFERENCE,
)

MATRIX = [[0.5, 0.25], [1.0, 2.0]]
SCALE_AND_SHIFT = {"gamma": [1.0, 2.0], "beta": [3.0, 4.0]}
MEAN_AND_VAR = {"mean": [0.5, 1.0], "var": [1.0, 2.0]}
GOOD: dict[str, dict[str, Any]] = {
    "layer_norm": {"x": MATRIX, **SCALE_AND_SHIFT},
    "layer_norm_backward": {"dy": MATRIX, "x": MATRIX, **SCALE_AND_SHIFT},
    "rms_norm": {"x": MATRIX, "gamma": [1.0, 2.0]},
    "rms_norm_backward": {"dy": MATRIX, "x": MATRIX, "gamma": [1.0, 2.0]},
    "batch_norm": {"x": MATRIX, **SCALE_AND_SHIFT},
    "batch_norm_backward": {"dy": MATRIX, "x": MATRIX, **SCALE_AND_SHIFT},
    "batch_norm_inference": {"x": MATRIX, **SCALE_AND_SHIFT, **MEAN_AND_VAR},
    "batch_norm_inference_backward": {
        "dy": MATRIX,
        "x": MATRIX,
        **SCALE_AND_SHIFT,
        **MEAN_AND_VAR,
    },
}


def _layer_norm(eps: float) -> Callable[..., Any]:
    def forward(x: Any, gamma: Any, beta: Any) -> Any:
        mean = anp.mean(x, axis=-1, keepdims=True)
        return gamma * (x - mean) / anp.sqrt(anp.var(x, axis=-1, keepdims=True) + eps) + beta

    return forward


def _rms_norm(eps: float) -> Callable[..., Any]:
    return lambda x, gamma: gamma * x / anp.sqrt(anp.mean(x**2, axis=-1, keepdims=True) + eps)


def _batch_norm(eps: float) -> Callable[..., Any]:
    def forward(x: Any, gamma: Any, beta: Any) -> Any:
        rows = anp.reshape(x, (-1, x.shape[-1]))
        mean, var = anp.mean(rows, axis=0), anp.var(rows, axis=0)
        return gamma * (x - mean) / anp.sqrt(var + eps) + beta

    return forward


def _batch_norm_inference(x: Any, gamma: Any, beta: Any, mean: Any, var: Any) -> Any:
    return gamma * (x - mean) / anp.sqrt(var + 1e-5) + beta


AUTOGRAD: dict[str, Callable[..., Any]] = {
    "layer_norm": _layer_norm(1e-5),
    "layer_norm of a larger eps": _layer_norm(EPS),
    "rms_norm": _rms_norm(1e-5),
    "rms_norm of a larger eps": _rms_norm(EPS),
    "batch_norm": _batch_norm(1e-5),
    "batch_norm of a larger eps": _batch_norm(EPS),
    "batch_norm_inference": _batch_norm_inference,
}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's forward passes; it has the features of a batch on axis 1."""
    functional = torch.nn.functional

    def layer_norm(eps: float) -> Callable[..., Any]:
        return lambda x, gamma, beta: functional.layer_norm(x, gamma.shape, gamma, beta, eps)

    def rms_norm(eps: float) -> Callable[..., Any]:
        return lambda x, gamma: functional.rms_norm(x, gamma.shape, gamma, eps)

    def batch_norm(eps: float) -> Callable[..., Any]:
        def forward(x: Any, gamma: Any, beta: Any) -> Any:
            images = x.movedim(-1, 1)
            y = functional.batch_norm(images, None, None, gamma, beta, training=True, eps=eps)
            return y.movedim(1, -1)

        return forward

    def batch_norm_inference(x: Any, gamma: Any, beta: Any, mean: Any, var: Any) -> Any:
        return functional.batch_norm(x.movedim(-1, 1), mean, var, gamma, beta).movedim(1, -1)

    return {
        "layer_norm": layer_norm(1e-5),
        "layer_norm of a larger eps": layer_norm(EPS),
        "rms_norm": rms_norm(1e-5),
        "rms_norm of a larger eps": rms_norm(EPS),
        "batch_norm": batch_norm(1e-5),
        "batch_norm of a larger eps": batch_norm(EPS),
        "batch_norm_inference": batch_norm_inference,
    }
