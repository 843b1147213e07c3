"""The activations that came after the first three: points, good arguments, references."""

from collections.abc import Callable
from functools import partial
from math import pi, sqrt
from typing import Any

import autograd.numpy as anp

import nnderiv
from tests.catalogue import Module, numbers

MATRIX = [[0.5, -0.25], [1.0, 2.0]]

LEAKY_RELU = Module(
    "leaky_relu",
    nnderiv.leaky_relu,
    nnderiv.leaky_relu_backward,
    (numbers((2, 3), 101),),
    ("dx",),
)
ELU = Module(
    "elu",
    partial(nnderiv.elu, alpha=1.5),
    partial(nnderiv.elu_backward, alpha=1.5),
    (numbers((2, 3), 102),),
    ("dx",),
)
SOFTPLUS = Module(
    "softplus", nnderiv.softplus, nnderiv.softplus_backward, (numbers((2, 3), 103),), ("dx",)
)
SILU = Module("silu", nnderiv.silu, nnderiv.silu_backward, (numbers((2, 3), 104),), ("dx",))
GELU = Module("gelu", nnderiv.gelu, nnderiv.gelu_backward, (numbers((2, 3), 105),), ("dx",))
GELU_BY_TANH = Module(
    "gelu by tanh",
    partial(nnderiv.gelu, approximate="tanh"),
    partial(nnderiv.gelu_backward, approximate="tanh"),
    (numbers((2, 3), 106),),
    ("dx",),
)
SWIGLU = Module(
    "swiglu",
    nnderiv.swiglu,
    nnderiv.swiglu_backward,
    # All square, so that no shape tells a matrix from its transpose.
    (numbers((3, 3), 107), numbers((3, 3), 108), numbers((3, 3), 109)),
    ("dx", "dW", "dV"),
)
MODULES = (LEAKY_RELU, ELU, SOFTPLUS, SILU, GELU, GELU_BY_TANH, SWIGLU)

GOOD: dict[str, dict[str, Any]] = {
    "elu": {"x": MATRIX, "alpha": 0.5},
    "elu_backward": {"dy": MATRIX, "x": MATRIX, "alpha": 0.5},
    "gelu": {"x": MATRIX},
    "gelu_backward": {"dy": MATRIX, "x": MATRIX},
    "leaky_relu": {"x": MATRIX, "alpha": 0.5},
    "leaky_relu_backward": {"dy": MATRIX, "x": MATRIX, "alpha": 0.5},
    "silu": {"x": MATRIX},
    "silu_backward": {"dy": MATRIX, "x": MATRIX},
    "softplus": {"x": MATRIX},
    "softplus_backward": {"dy": MATRIX, "x": MATRIX},
    "swiglu": {"x": MATRIX, "W": MATRIX, "V": MATRIX},
    "swiglu_backward": {"dy": MATRIX, "x": MATRIX, "W": MATRIX, "V": MATRIX},
}


def autograd_silu(x: Any) -> Any:
    """Return x / (1 + e^-x)."""
    return x / (1 + anp.exp(-x))


def autograd_gelu(x: Any) -> Any:
    """Return x Φ(x) by the series Φ(x) = ½ + φ(x) Σ x^{2k+1} / (2k+1)!!."""
    term = total = x
    for k in range(1, 60):
        term = term * x * x / (2 * k + 1)
        total = total + term
    return x * (0.5 + anp.exp(-x * x / 2) / sqrt(2 * pi) * total)


def autograd_gelu_by_tanh(x: Any) -> Any:
    """Return ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))."""
    return x * (1 + anp.tanh(sqrt(2 / pi) * (x + 0.044715 * x**3))) / 2


AUTOGRAD: dict[str, Callable[..., Any]] = {
    "leaky_relu": lambda x: anp.where(x > 0, x, 0.01 * x),
    "elu": lambda x: anp.where(x > 0, x, 1.5 * (anp.exp(x) - 1)),
    "softplus": lambda x: anp.log(1 + anp.exp(x)),
    "silu": autograd_silu,
    "gelu": autograd_gelu,
    "gelu by tanh": autograd_gelu_by_tanh,
    "swiglu": lambda x, W, V: autograd_silu(anp.dot(x, W)) * anp.dot(x, V),
}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's forward passes."""
    functional = torch.nn.functional
    return {
        "leaky_relu": functional.leaky_relu,
        "elu": lambda x: functional.elu(x, alpha=1.5),
        "softplus": functional.softplus,
        "silu": functional.silu,
        "gelu": functional.gelu,
        "gelu by tanh": lambda x: functional.gelu(x, approximate="tanh"),
        "swiglu": lambda x, W, V: functional.silu(x @ W) * (x @ V),
    }
