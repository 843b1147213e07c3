"""The functions that are known from the start, of numbers and of arrays."""

from __future__ import annotations

from collections.abc import Callable
from math import gamma
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.numeric import dual as d
from nnderiv.proofread.numeric.dual import Number
from nnderiv.proofread.numeric.products import times, transpose
from nnderiv.proofread.numeric.tensor import (
    EmptyError,
    MisfitError,
    Tensor,
    elementwise,
    spread,
    total,
    written,
)

SINGULAR = 1e12  # a condition number that leaves no digit of an inverse to compare
GAMMA = np.vectorize(gamma, otypes=[float])


def sigmoid(z: Number) -> Number:
    """1 / (1 + e^-z)."""
    return 1.0 / (1.0 + d.exp(-z))


def relu(z: Number) -> Number:
    """The larger of 0 and z."""
    return d.where(np.real(d.value_of(z)) > 0, z, 0.0 * z)


def softplus(z: Number) -> Number:
    """log(1 + e^z)."""
    return d.log(1.0 + d.exp(z))


def _factorial(z: Number) -> Number:
    """n!, and between whole numbers the gamma function of n + 1."""
    if isinstance(z, d.Dual):
        raise ReadError("a factorial is not differentiated")
    found: Number = GAMMA(np.real(z) + 1.0)
    return found


# Entry by entry. Where a function has a kink, this is its place.
ELEMENTWISE: dict[str, Callable[[Number], Number]] = {
    "exp": d.exp,
    "log": d.log,
    "sin": d.sin,
    "cos": d.cos,
    "tan": d.tan,
    "cot": lambda z: 1.0 / d.tan(z),
    "sec": lambda z: 1.0 / d.cos(z),
    "csc": lambda z: 1.0 / d.sin(z),
    "sinh": d.sinh,
    "cosh": d.cosh,
    "tanh": d.tanh,
    "coth": lambda z: 1.0 / d.tanh(z),
    "sech": lambda z: 1.0 / d.cosh(z),
    "csch": lambda z: 1.0 / d.sinh(z),
    "arctan": d.arctan,
    "arcsin": d.arcsin,
    "arccos": d.arccos,
    "arctanh": d.arctanh,
    "arcsinh": d.arcsinh,
    "arccosh": d.arccosh,
    "sqrt": d.sqrt_,
    "abs": d.absolute,
    "sign": d.sign,
    "erf": d.erf_,
    "factorial": _factorial,
    "erfc": lambda z: 1.0 - d.erf_(z),
    "re": d.real,
    "im": d.imag,
    "floor": lambda z: d.each_part(z, np.floor),
    "sigmoid": sigmoid,
    "relu": relu,
    "softplus": softplus,
    "logit": lambda z: d.log(z / (1.0 - z)),
    "logsigmoid": lambda z: -softplus(-z),
    "silu": lambda z: z * sigmoid(z),
    "mish": lambda z: z * d.tanh(softplus(z)),
    "softsign": lambda z: z / (1.0 + d.absolute(z)),
    "heaviside": lambda z: 0.5 * (1.0 + d.sign(z)),
}
KINKED = frozenset({"abs", "sign", "relu", "softsign", "heaviside", "floor"})


def _softmax(z: Tensor) -> Tensor:
    """Positive numbers that sum to 1 along the last axis."""
    powers = Tensor(d.exp(z.data), z.rank)
    whole = d.each_part(powers.data, lambda part: part.sum(axis=z.rank - 1, keepdims=True))
    return Tensor(spread(powers.data / whole, z.rank), z.rank, z.way)


def _logsumexp(z: Tensor) -> Tensor:
    """The logarithm of the sum of exponentials along the last axis."""
    return Tensor(d.log(total(Tensor(d.exp(z.data), z.rank), 1).data), z.rank - 1)


def _mean(z: Tensor) -> Tensor:
    """The mean of all entries."""
    return Tensor(total(z, z.rank).data / float(np.prod(z.shape)))


def _variance(z: Tensor) -> Tensor:
    """The mean of the squared distances from the mean."""
    apart = elementwise(z, _mean(z), lambda x, y: x - y)
    return _mean(Tensor(apart.data * apart.data, z.rank))


def _diagonal(z: Tensor) -> Tensor:
    """The matrix with a vector on its diagonal, or the diagonal of a matrix."""
    if z.rank == 2:
        return Tensor(d.each_part(z.data, lambda p: np.moveaxis(np.diagonal(p), -1, 0)), 1)
    size = z.shape[0]
    eye = np.eye(size).reshape((size, size) + (1,) * z.running)
    return elementwise(Tensor(eye, 2), Tensor(z.data, 1), lambda x, y: x * y)


def _trace(z: Tensor) -> Tensor:
    """The sum of the diagonal of a matrix."""
    return total(_diagonal(_square(z, "a trace")), 1)


def _square(z: Tensor, what: str) -> Tensor:
    """The same array, if it is a square matrix, which alone has what is asked for."""
    if z.rank != 2 or z.shape[0] != z.shape[1]:
        raise MisfitError(
            f"only a square matrix has {what}, but {written(z.shape)} stands here: is a "
            "transpose missing, or do factors stand in the wrong order?"
        )
    return z


def _size(matrices: NDArray[Any]) -> NDArray[Any]:
    """The Frobenius norm of each matrix."""
    size: NDArray[Any] = np.sqrt(np.sum(np.abs(matrices) ** 2, axis=(-2, -1)))
    return size


def inverse(z: Tensor) -> Tensor:
    """The inverse of a square matrix."""
    if isinstance(z.data, d.Dual):
        inner = inverse(Tensor(z.data.value, 2))
        slope = times(times(inner, Tensor(z.data.slope, 2)), inner)
        return Tensor(d.Dual(z.data.level, inner.data, -slope.data), 2)
    matrices = np.moveaxis(z.data, (0, 1), (-2, -1))
    try:
        inverted = np.linalg.inv(matrices)
    except np.linalg.LinAlgError:
        inverted = None
    # X^T X of an X with more columns than rows has none, but may seem to have one, to rounding
    if inverted is None or np.any(_size(matrices) * _size(inverted) > SINGULAR):
        raise EmptyError("for these sizes a matrix has no inverse")
    return Tensor(np.moveaxis(inverted, (-2, -1), (0, 1)), 2)


def _determinant(z: Tensor) -> Tensor:
    """The determinant of a square matrix."""
    if isinstance(z.data, d.Dual):
        value = _determinant(Tensor(z.data.value, 2))
        change = _trace(times(inverse(Tensor(z.data.value, 2)), Tensor(z.data.slope, 2)))
        return Tensor(d.Dual(z.data.level, value.data, value.data * change.data))
    _square(z, "a determinant")
    return Tensor(np.linalg.det(np.moveaxis(z.data, (0, 1), (-2, -1))))


def _vec(z: Tensor) -> Tensor:
    """The columns of a matrix one below the other."""
    flipped = transpose(z)
    return Tensor(d.each_part(flipped.data, lambda p: p.reshape((-1, *p.shape[z.rank :]))), 1)


# A number is a matrix of one entry: these are the number itself.
OF_ONE_ENTRY = {"tr": "trace", "det": "determinant"}
# Of whole arrays.
OF_ARRAYS: dict[str, Callable[[Tensor], Tensor]] = {
    "softmax": _softmax,
    "logsoftmax": lambda z: Tensor(d.log(_softmax(z).data), z.rank, z.way),
    "logsumexp": _logsumexp,
    "sum": lambda z: total(z, z.rank),
    "mean": _mean,
    "var": _variance,
    "std": lambda z: Tensor(d.sqrt_(_variance(z).data)),
    "diag": _diagonal,
    "tr": _trace,
    "det": _determinant,
    "vec": _vec,
    "norm": lambda z: Tensor(d.sqrt_(total(Tensor(z.data * z.data, z.rank), z.rank).data)),
}
