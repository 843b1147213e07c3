"""The normal distribution: Φ(x), the integral of φ(x) = e^{-x²/2} / √(2π) up to x.

Neither NumPy nor, for arrays, the standard library has Φ or the error function. With z = |x|

    Φ(-z) = e^{-z²/2} p(s) / (5 + z),  s = (4 - z) / (5 + z)

and p(s) is smooth: for all z up to 40 a polynomial of degree 23 gives all digits of float64. To
take out how Φ falls, and to map z to s, is the method of Shepherd and Laframboise, "Chebyshev
approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", Mathematics of Computation 36, 1981. The
coefficients are those of the truncated Chebyshev series of p, sorted by powers of s.
"""

from math import pi, sqrt

import numpy as np

from nnderiv.arrays import FloatArray

FAR = 40  # from here on φ(x) and Φ(-x) are 0 in float64
BLOCK = 32768  # entries at a time, so that what is computed on the way stays in the cache
POLYNOMIAL = (
    0.8496957717177205,
    0.875581158960391,
    0.7568359127231692,
    0.5432021132005469,
    0.3161173114028244,
    0.14172317038224178,
    0.04287055680170989,
    0.0042545127967690425,
    -0.003167105562948664,
    -0.001477908494737215,
    3.7503619792049284e-05,
    0.00021315170589980884,
    2.8833924816342112e-05,
    -2.968319938797419e-05,
    -7.144844386221391e-06,
    4.719833787446012e-06,
    1.3293716293140474e-06,
    -8.866231409517979e-07,
    -2.1233389055699076e-07,
    1.8317862890424473e-07,
    2.6530066610543765e-08,
    -3.482472575782126e-08,
    -1.8697826499030753e-09,
    4.1653382731666785e-09,
)
SHORT_POLYNOMIAL = (  # as exact as float32 is
    0.849695771,
    0.875581164,
    0.756835978,
    0.543201907,
    0.316116094,
    0.141725779,
    0.0428789478,
    0.00424026839,
    -0.00319383827,
    -0.00143959116,
    7.88843604e-05,
    0.000162026124,
)


def normal(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return Φ(x) and φ(x), to a few units in the last place also where they are tiny.

    Both are analytic in x, so that a complex step differentiates them.

    Example:
        >>> distribution, density = normal(np.array([-10.0, 0.0]))
        >>> distribution
        array([7.61985302e-24, 5.00000000e-01])
    """
    entries = x.ravel()
    distribution, density = np.empty_like(entries), np.empty_like(entries)
    for start in range(0, x.size, BLOCK):
        block = slice(start, start + BLOCK)
        distribution[block], density[block] = _normal(entries[block])
    return distribution.reshape(x.shape), density.reshape(x.shape)


@np.errstate(under="ignore")  # far out both are 0, and that is right
def _normal(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    side = np.copysign(1, x.real)
    z = np.minimum(side * x, FAR)
    # z² = h² + (z - h)(z + h), where h has so few digits that its square is not rounded: otherwise
    # the rounding of z² would show in the last digits of e^{-z²/2}.
    h = np.rint(64 * z.real) * (1 / 64)
    bell = np.exp(-0.5 * (h * h)) * np.exp(0.5 * (h - z) * (h + z))
    scale = 1 / (5 + z)
    tail = bell * _p((4 - z) * scale) * scale
    return 0.5 * (1 + side) - side * tail, bell * (1 / sqrt(2 * pi))


def _p(s: FloatArray) -> FloatArray:
    """Return p(s) by Horner's rule."""
    coefficients = SHORT_POLYNOMIAL if s.dtype == np.float32 else POLYNOMIAL
    y = np.full_like(s, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        y *= s
        y += coefficient
    return y
