"""The sigmoid, its slope and that of tanh, on arrays, with all digits far out as well.

Whoever calls them lets numpy pass over exponentials that leave the range, with `np.errstate`.
"""

import numpy as np

from nnderiv.arrays import FloatArray


def sigmoid(z: FloatArray) -> FloatArray:
    """Return σ(z) = 1 / (1 + e⁻ᶻ), written such that no exponent is ever positive."""
    y: FloatArray = np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, -z)))
    return y


def tanh_slope(z: FloatArray) -> FloatArray:
    """Return 1 - tanh(z)² as 1 / cosh(z)², which keeps its digits where tanh(z) rounds to 1.

    Far out cosh is infinite, and the slope is 0.
    """
    y: FloatArray = (1 / np.cosh(z)) ** 2
    return y


def sigmoid_slope(z: FloatArray) -> FloatArray:
    """Return σ(z) (1 - σ(z)), which is a quarter of the slope of tanh at z/2."""
    return tanh_slope(z / 2) / 4
