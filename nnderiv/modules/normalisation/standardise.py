"""What normalisations share: h = (x - mean) / √(var + eps), for all finite x."""

import numpy as np

from nnderiv.arrays import FloatArray

Standardised = tuple[FloatArray, FloatArray]


@np.errstate(under="ignore")  # beside a large entry, the square of a tiny one is 0
def standardised(x: FloatArray, axis: int, eps: float) -> Standardised:
    """Return h = (x - mean) r, and r = 1 / √(var + eps).

    The mean and the variance, the mean of (x - mean)², are taken over one axis. What lies first on
    it is taken away before: that changes neither h nor r, leaves small digits beside a large
    mean, and gives exactly 0 where all are equal.

    Example:
        >>> standardised(np.array([1e8, 1e8 + 2]), 0, 3.0)
        (array([-0.5,  0.5]), array([0.5]))
    """
    z, scale = _below_two(x, axis)
    a = z - z.take([0], axis)
    a = a - a.mean(axis, keepdims=True)
    return _over_root(a, scale, axis, eps)


@np.errstate(under="ignore")
def over_root_mean_square(x: FloatArray, axis: int, eps: float) -> Standardised:
    """Return h = x r, and r = 1 / √(mean(x²) + eps), the mean over one axis.

    Example:
        >>> over_root_mean_square(np.array([1.0, 7.0]), 0, 75.0)
        (array([0.1, 0.7]), array([0.1]))
    """
    z, scale = _below_two(x, axis)
    return _over_root(z, scale, axis, eps)


def _below_two(x: FloatArray, axis: int) -> tuple[FloatArray, FloatArray]:
    """Return x / scale, of which no square is too large, and the scale.

    It is a power of two, by which one divides without rounding, and at least 1.
    """
    largest = np.abs(x.real).max(axis, keepdims=True)  # the real part: of the complex step
    _, exponent = np.frexp(largest)
    scale = np.ldexp(np.ones_like(largest), np.maximum(exponent - 1, 0))
    return x / scale, scale


def _over_root(z: FloatArray, scale: FloatArray, axis: int, eps: float) -> Standardised:
    """Return z scale r, and r = 1 / √(mean(z² scale²) + eps)."""
    with np.errstate(over="ignore"):  # an eps too large for float32 leaves an h of 0
        scaled_eps = eps / scale / scale
    # If that is too small a number, any other keeps the root from 0.
    scaled_eps = np.maximum(scaled_eps, np.finfo(scale.dtype).tiny)
    root = np.sqrt((z * z).mean(axis, keepdims=True) + scaled_eps)
    return z / root, 1 / root / scale
