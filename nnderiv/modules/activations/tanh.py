"""The hyperbolic tangent: tanh(x) = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ), entry by entry."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape

Kept = FloatArray


def tanh(x: ArrayLike) -> FloatArray:
    """Return tanh(x) = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ), without overflow for any x.

    Args:
        x: the input, any shape.

    Returns:
        y = tanh(x), the shape of x, each entry between -1 and 1.

    Raises:
        InputError: if x is not made of finite real numbers.

    Source:
        The book's chapter "Activation functions".

    Example:
        >>> tanh([-1000, 0, 1000])
        array([-1.,  0.,  1.])
    """
    (x,) = float_arrays(x=x)
    return forward(x)[0]


def tanh_backward(dy: ArrayLike, x: ArrayLike) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy (1 - tanh(x)²).

    The second factor is computed as 4 σ(2x) σ(-2x), which equals (1 + tanh(x)) (1 - tanh(x))
    and keeps its digits where tanh(x) rounds to 1.

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
        >>> tanh_backward([1.0, 2.0], [0.0, 0.0])
        (array([1., 2.]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x)[1])


@np.errstate(under="ignore")
def forward(x: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y = tanh(x), and what the backward pass needs: e^{-2|x|}."""
    return np.tanh(x), np.exp(2 * np.maximum(np.minimum(x, -x), -1000))  # lest 2x overflow


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept.

    σ(2|x|) is 1 / (1 + e^{-2|x|}), and σ(-2|x|) is e^{-2|x|} / (1 + e^{-2|x|}).
    """
    whole = 1 + kept
    return (dy * (4 * (1 / whole) * (kept / whole)),)
