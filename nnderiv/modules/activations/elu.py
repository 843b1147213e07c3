"""The exponential linear unit: x where it is positive, alpha (eˣ - 1) elsewhere, entry by entry."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape

Kept = tuple[NDArray[np.bool_], FloatArray]


def elu(x: ArrayLike, alpha: float = 1.0) -> FloatArray:
    """Return elu(x) = x where x > 0, and alpha (eˣ - 1) elsewhere.

    Args:
        x: the input, any shape.
        alpha: a single number; far to the left elu(x) is -alpha.

    Returns:
        y = elu(x), the shape of x.

    Raises:
        InputError: if alpha is not a single number, or an input is not made of finite real
            numbers.

    Source:
        Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
        linear units (ELUs)", 2015.

    Example:
        >>> elu([-1000, 0, 3])
        array([-1.,  0.,  3.])
    """
    x, alpha_array = float_arrays(x=x, alpha=alpha)
    require_shape("alpha", alpha_array, (), "the shape of one number", "Pass one for all entries.")
    return forward(x, alpha_array)[0]


def elu_backward(dy: ArrayLike, x: ArrayLike, alpha: float = 1.0) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy where x > 0, and alpha eˣ dL/dy elsewhere.

    At x = 0 there is no derivative unless alpha is 1; the alpha dL/dy returned there is the
    convention of PyTorch and JAX.

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
        Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
        linear units (ELUs)", 2015.

    Example:
        >>> elu_backward([5.0, 5.0, 5.0], [-1000.0, 0.0, 3.0])
        (array([0., 5., 5.]),)
    """
    dy, x, alpha_array = float_arrays(dy=dy, x=x, alpha=alpha)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    require_shape("alpha", alpha_array, (), "the shape of one number", "Pass one for all entries.")
    return backward(dy, forward(x, alpha_array)[1])


@np.errstate(under="ignore")  # e^-1000 is 0, and that is the right answer
def forward(x: FloatArray, alpha: FloatArray | float = 1.0) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: where x is positive, and elsewhere the slope."""
    left = np.minimum(0, x)
    return np.maximum(0, x) + alpha * np.expm1(left), (x > 0, alpha * np.exp(left))


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept."""
    positive, slope = kept
    return (dy * positive + slope * (dy * ~positive),)
