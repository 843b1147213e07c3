"""The sigmoid: σ(x) = 1 / (1 + e⁻ˣ), entry by entry."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape

Kept = tuple[FloatArray, FloatArray]


def sigmoid(x: ArrayLike) -> FloatArray:
    """Return σ(x) = 1 / (1 + e⁻ˣ), without overflow for any x.

    Where x < 0 the fraction is expanded by eˣ, to eˣ / (eˣ + 1): no exponent is ever positive.

    Args:
        x: the input, any shape.

    Returns:
        y = σ(x), the shape of x, each entry between 0 and 1.

    Raises:
        InputError: if x is not made of finite real numbers.

    Source:
        The book's chapter "Activation functions".

    Example:
        >>> sigmoid([-1000, 0, 1000])
        array([0. , 0.5, 1. ])
    """
    (x,) = float_arrays(x=x)
    return forward(x)[0]


def sigmoid_backward(dy: ArrayLike, x: ArrayLike) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy σ(x) (1 - σ(x)).

    The second factor is computed as σ(-x), which equals 1 - σ(x) and keeps its digits where
    σ(x) rounds to 1.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, any shape.

    Returns:
        dx, alone in a tuple, the shape of x.

    Raises:
        InputError: if the shapes differ, or an input is not made of finite real numbers.

    Source:
        The book's chapter "Activation functions".

    Example:
        >>> sigmoid_backward([1.0, 2.0], [0.0, 0.0])
        (array([0.25, 0.5 ]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x)[1])


@np.errstate(under="ignore")  # e^-1000 is 0, and that is the right answer
def forward(x: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y = σ(x), and what the backward pass needs: σ(x) and σ(-x)."""
    up, down = np.exp(np.minimum(x, 0)), np.exp(np.minimum(-x, 0))  # one of them is 1
    y = up / (up + down)
    return y, (y, down / (up + down))


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept."""
    y, rest = kept
    return (dy * y * rest,)
