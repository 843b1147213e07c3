"""The rectified linear unit: relu(x) = max(0, x), entry by entry."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape

Kept = NDArray[np.bool_]


def relu(x: ArrayLike) -> FloatArray:
    """Return relu(x) = max(0, x).

    Args:
        x: the input, any shape.

    Returns:
        y = relu(x), the shape of x, no entry below 0.

    Raises:
        InputError: if x is not made of finite real numbers.

    Source:
        The book's chapter "Activation functions".

    Example:
        >>> relu([-2, 0, 3])
        array([0., 0., 3.])
    """
    (x,) = float_arrays(x=x)
    return forward(x)[0]


def relu_backward(dy: ArrayLike, x: ArrayLike) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy where x > 0, and 0 elsewhere.

    At x = 0 there is no derivative; the 0 returned there is a convention.

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
        >>> relu_backward([5.0, 5.0, 5.0], [-2.0, 0.0, 3.0])
        (array([0., 0., 5.]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x)[1])


def forward(x: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y, and where x is positive."""
    return np.maximum(0, x), x > 0


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept."""
    return (dy * kept,)
