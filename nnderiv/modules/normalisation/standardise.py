"""What normalisations share: h = (x - mean) / √(var + eps), for all finite x."""

import numpy as np

from nnderiv.arrays import FloatArray

Standardised = tuple[FloatArray, FloatArray]


@np.errstate(under="ignore")
def standardised(x: FloatArray, axis: int, eps: float) -> Standardised:
    """Return h = (x - mean) r, and r = 1 / √(var + eps).

    The mean and the variance, the mean of (x - mean)², are taken over one axis. What lies first on
    it is taken away before: that changes neither h nor r, keeps small digits beside a large mean,
    and gives exactly 0 where all are equal.

    Example:
        >>> standardised(np.array([1e8, 1e8 + 2]), 0, 3.0)
        (array([-0.5,  0.5]), array([0.5]))
    """
    half = 0.5 * x  # two numbers may lie further apart than the largest number
    half -= half.take([0], axis)
    half -= (half / x.shape[axis]).sum(axis, keepdims=True)
    h, twice_r = over_root_mean_square(half, axis, eps / 4)
    return h, twice_r / 2


@np.errstate(under="ignore")  # beside a large entry, the square of a tiny one is 0
def over_root_mean_square(x: FloatArray, axis: int, eps: float) -> Standardised:
    """Return h = x r, and r = 1 / √(mean(x²) + eps), the mean over one axis.

    Before large numbers are squared, a power of two makes them small, which rounds nothing.

    Example:
        >>> over_root_mean_square(np.array([1.0, 7.0]), 0, 75.0)
        (array([0.1, 0.7]), array([0.1]))
    """
    largest = np.abs(x.real).max(axis, keepdims=True)  # of the complex step, the real part
    _, exponent = np.frexp(largest)
    scale = np.ldexp(np.ones_like(largest), np.minimum(1 - exponent, 0))
    h = x * scale
    r = 1 / np.sqrt((h * h).mean(axis, keepdims=True) + eps * scale * scale)
    h *= r
    return h, r * scale
