"""The Gaussian error linear unit: gelu(x) = x Φ(x), entry by entry."""

from math import pi, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.modules.activations import sigmoid
from nnderiv.modules.activations.normal import normal

Approximate = Literal["none", "tanh"]
Kept = tuple[FloatArray, FloatArray, FloatArray]


def gelu(x: ArrayLike, approximate: Approximate = "none") -> FloatArray:
    """Return gelu(x) = x Φ(x), where Φ is the distribution function of the standard normal.

    With "tanh" Φ(x) is replaced by ½ (1 + tanh u), u = √(2/π) (x + 0.044715 x³). That is computed
    as σ(2u), which equals it and keeps its digits where tanh u rounds to -1.

    Args:
        x: the input, any shape.
        approximate: "none" for Φ itself, PyTorch's default; "tanh" for the approximation, JAX's
            default. They differ by up to 0.0005.

    Returns:
        y = gelu(x), the shape of x.

    Raises:
        InputError: if the approximation is unknown, or x is not made of finite real numbers.

    Source:
        Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016.

    Example:
        >>> gelu([-10, 0, 1])
        array([-7.61985302e-23,  0.00000000e+00,  8.41344746e-01])
        >>> gelu([-10, 0, 1], approximate="tanh")
        array([-1.20409235e-37,  0.00000000e+00,  8.41191991e-01])
    """
    (x,) = float_arrays(x=x)
    return forward(x, approximate)[0]


def gelu_backward(
    dy: ArrayLike, x: ArrayLike, approximate: Approximate = "none"
) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy (Φ(x) + x φ(x)), where φ is the density of the standard normal.

    With "tanh" ½ (1 + tanh u) and its slope ½ (1 - tanh² u) du/dx take the places of Φ and φ.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, any shape.
        approximate: the approximation of the forward pass.

    Returns:
        dx, alone in a tuple, the shape of x.

    Raises:
        InputError: if the shapes differ, the approximation is unknown, or an input is not made of
            finite real numbers.

    Source:
        Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016.

    Example:
        >>> gelu_backward([1.0, 2.0], [0.0, 0.0])
        (array([0.5, 1. ]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x, approximate)[1])


@np.errstate(under="ignore")  # far out the gate is 0, and that is right
def forward(x: FloatArray, approximate: Approximate = "none") -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: x, its gate Φ(x), and the slope of the gate."""
    if not isinstance(approximate, str) or approximate not in ("none", "tanh"):
        raise InputError(
            f'approximate must be "none" or "tanh", but it is {approximate!r}. '
            "Choose one of the two."
        )
    gate, slope = normal(x) if approximate == "none" else _tanh_gate(x)
    return x * gate, (x, gate, slope)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept."""
    x, gate, slope = kept
    return (dy * (gate + x * slope),)


def _tanh_gate(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return ½ (1 + tanh u) = σ(2u), and its slope in x."""
    x = np.clip(x, -30, 30)  # further out the gate is 0 or 1 as well, and x³ may overflow
    square = x * x
    two_u = sqrt(8 / pi) * x * (1 + 0.044715 * square)
    gate, (_, rest) = sigmoid.forward(two_u)
    return gate, gate * rest * (sqrt(8 / pi) * (1 + 3 * 0.044715 * square))
