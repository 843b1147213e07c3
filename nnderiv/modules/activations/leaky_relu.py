"""The leaky rectified linear unit: x where it is positive, alpha x elsewhere, entry by entry."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape

Kept = tuple[NDArray[np.bool_], FloatArray | float]


def leaky_relu(x: ArrayLike, alpha: float = 0.01) -> FloatArray:
    """Return leaky_relu(x) = max(0, x) + alpha min(0, x).

    Args:
        x: the input, any shape.
        alpha: the slope where x is not positive, a single number.

    Returns:
        y = leaky_relu(x), the shape of x.

    Raises:
        InputError: if alpha is not a single number, or an input is not made of finite real
            numbers.

    Source:
        Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models",
        2013.

    Example:
        >>> leaky_relu([-2, 0, 3])
        array([-0.02,  0.  ,  3.  ])
    """
    x, alpha_array = float_arrays(x=x, alpha=alpha)
    require_shape("alpha", alpha_array, (), "the shape of one number", "Pass one for all entries.")
    return forward(x, alpha_array)[0]


def leaky_relu_backward(dy: ArrayLike, x: ArrayLike, alpha: float = 0.01) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy where x > 0, and alpha dL/dy elsewhere.

    At x = 0 there is no derivative; the alpha dL/dy returned there is PyTorch's convention, while
    JAX returns dL/dy.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, any shape.
        alpha: that of the forward pass.

    Returns:
        dx, alone in a tuple, the shape of x.

    Raises:
        InputError: if the shapes differ, alpha is not a single number, or an input is not made of
            finite real numbers.

    Source:
        Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models",
        2013.

    Example:
        >>> leaky_relu_backward([5.0, 5.0, 5.0], [-2.0, 0.0, 3.0])
        (array([0.05, 0.05, 5.  ]),)
    """
    dy, x, alpha_array = float_arrays(dy=dy, x=x, alpha=alpha)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    require_shape("alpha", alpha_array, (), "the shape of one number", "Pass one for all entries.")
    return backward(dy, forward(x, alpha_array)[1])


def forward(x: FloatArray, alpha: FloatArray | float = 0.01) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: where x is positive, and alpha."""
    return np.maximum(0, x) + alpha * np.minimum(0, x), (x > 0, alpha)


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept."""
    positive, alpha = kept
    return (dy * positive + alpha * (dy * ~positive),)
