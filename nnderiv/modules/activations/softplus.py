"""Softplus, a ReLU without its kink: softplus(x) = log(1 + eˣ), entry by entry."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape

Kept = FloatArray


def softplus(x: ArrayLike) -> FloatArray:
    """Return softplus(x) = log(1 + eˣ), without overflow for any x.

    It is computed as max(0, x) + log(1 + e^{-|x|}), so that no exponent is ever positive. There is
    no threshold above which it is x, as PyTorch's 20; JAX has none either.

    Args:
        x: the input, any shape.

    Returns:
        y = softplus(x), the shape of x, no entry below 0.

    Raises:
        InputError: if x is not made of finite real numbers.

    Source:
        Dugas, Bengio, Bélisle, Nadeau and Garcia, "Incorporating second-order functional knowledge
        for better option pricing", 2000.

    Example:
        >>> softplus([-1000, 0, 1000]).tolist()
        [0.0, 0.6931471805599453, 1000.0]
    """
    (x,) = float_arrays(x=x)
    return forward(x)[0]


def softplus_backward(dy: ArrayLike, x: ArrayLike) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy σ(x).

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, any shape.

    Returns:
        dx, alone in a tuple, the shape of x.

    Raises:
        InputError: if the shapes differ, or an input is not made of finite real numbers.

    Source:
        Dugas, Bengio, Bélisle, Nadeau and Garcia, "Incorporating second-order functional knowledge
        for better option pricing", 2000.

    Example:
        >>> softplus_backward([1.0, 2.0], [0.0, 0.0])
        (array([0.5, 1. ]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x)[1])


@np.errstate(under="ignore")  # e^-1000 is 0, and that is the right answer
def forward(x: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: σ(x)."""
    e = np.exp(np.minimum(x, -x))
    y = np.maximum(0, x) + np.log1p(e)
    return y, np.exp(np.minimum(x, 0)) / (1 + e)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept."""
    return (dy * kept,)
