"""Functions applied entry by entry: wrong formulas, forgotten cases, masks."""

from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, normal, positive, sigmoid, spread

KEPT = np.random.default_rng(3).random((4, 5)) < 0.6


def _elu(x: Array) -> Any:
    return np.where(x.real > 0, x, np.exp(np.where(x.real > 0, 0, x)) - 1)


def _leaky(slope: float) -> Any:
    return (
        lambda x: np.where(x.real > 0, x, slope * x),
        lambda dy, x: dy * np.where(x > 0, 1, slope),
    )


def _prelu(x: Array, w: Array) -> Any:
    return np.where(x.real > 0, x, w * x)


def _prelu_backward(dy: Array, x: Array, w: Array, seen: Array) -> Any:
    return dy * np.where(seen > 0, 1, w), (dy * x * (x <= 0)).sum(axis=0)


def _piecewise(x: Array, w: float = 1.5) -> Any:
    """Return the surrogate of a step: a ramp of width 2w with leaks of 0.01 beside it."""
    inside = np.abs(x.real) < w
    return np.where(inside, x / (2 * w) + 0.5, 0.01 * x + 0.5)


ELEMENTWISE = [
    Report(
        "the derivative in the output is given the input",
        "PacktPublishing/Neural-Network-Projects-with-Python#4",
        sigmoid,
        lambda dy, x: dy * sigmoid(x) * (1 - sigmoid(x)),
        lambda dy, x: dy * x * (1 - x),
        normal((3, 4)),
        "a formula in the output that is given the input",
    ),
    Report(
        "the sigmoid is applied to what is its output already",
        "rasmusbergpalm/DeepLearnToolbox#165",
        sigmoid,
        lambda dy, x: dy * sigmoid(x) * (1 - sigmoid(x)),
        lambda dy, x: dy * sigmoid(sigmoid(x)) * (1 - sigmoid(sigmoid(x))),
        normal((3, 4)),
        "a formula in the input that is given the output",
    ),
    Report(
        "the derivative of cosh has a minus",
        "casadi/casadi#2585",
        np.cosh,
        lambda dy, x: dy * np.sinh(x),
        lambda dy, x: -dy * np.sinh(x),
        normal((3, 4)),
        "the wrong sign",
    ),
    Report(
        "the derivative of the arctangent has a minus",
        "jwmerrill/PowerSeries.jl#9",
        np.arctan,
        lambda dy, x: dy / (1 + x**2),
        lambda dy, x: -dy / (1 + x**2),
        normal((3, 4)),
        "the wrong sign",
    ),
    Report(
        "the derivative of ELU in its output is given the input",
        "mlpack/mlpack#1540",
        _elu,
        lambda dy, x: dy * np.where(x > 0, 1, np.exp(np.minimum(x, 0))),
        lambda dy, x: dy * np.where(x > 0, 1, x + 1),
        normal((4, 5)),
        "a formula in the output that is given the input",
    ),
    Report(
        "parentheses are missing in the derivative of SiLU",
        "chelsea0x3b/dfdx#915",
        lambda x: x * sigmoid(x),
        lambda dy, x: dy * (1 + np.exp(-x) + x * np.exp(-x)) / (1 + np.exp(-x)) ** 2,
        lambda dy, x: dy * (1 + np.exp(-x) + x * np.exp(-x) / (1 + np.exp(-x)) ** 2),
        normal((3, 4)),
        why="an algebraic slip within one formula",
    ),
    Report(
        "a slope of 0 lets all gradients through",
        "chainer/chainer#5898",
        _leaky(0.0)[0],
        _leaky(0.0)[1],
        lambda dy, x: dy,
        normal((4, 5)),
        "a case forgotten: it is wrong only where the input is negative",
    ),
    Report(
        "a negative slope, told by the sign of the output",
        "pytorch/pytorch#31938",
        _leaky(-2.0)[0],
        _leaky(-2.0)[1],
        lambda dy, x: dy,
        normal((4, 5)),
        "a formula in the input that is given the output",
    ),
    Report(
        "PReLU with negative weights, told by the sign of the output",
        "apache/mxnet#3277",
        _prelu,
        lambda dy, x, w: _prelu_backward(dy, x, w, x),
        lambda dy, x, w: _prelu_backward(dy, x, w, _prelu(x, w)),
        lambda rng: (rng.standard_normal((4, 5)), -rng.uniform(0.2, 1, 5)),
        "a formula in the input that is given the output",
    ),
    Report(
        "clip multiplies by the upstream gradient twice",
        "elixir-nx/nx#1779",
        lambda x: np.where(np.abs(x.real) < 1, x, np.sign(x.real)),
        lambda dy, x: dy * (np.abs(x) < 1),
        lambda dy, x: dy**2 * (np.abs(x) < 1),
        normal((4, 5)),
        "dy used otherwise than as a factor",
    ),
    Report(
        "clip passes on the gradient outside of its bounds",
        "tensorflow/tensorflow#44333",
        lambda x: np.where(np.abs(x.real) < 1, x, np.sign(x.real)),
        lambda dy, x: dy * (np.abs(x) < 1),
        lambda dy, x: dy,
        normal((6, 5)),
        "a mask missing",
    ),
    Report(
        "dropout divides by the probability, and forgets the mask",
        "ddbourgin/numpy-ml#94",
        lambda x: x * KEPT / 0.6,
        lambda dy, x: dy * KEPT / 0.6,
        lambda dy, x: dy / 0.6,
        normal((4, 5)),
        "a mask missing",
    ),
    Report(
        "the surrogate gradient is 1/w and not 1/(2w)",
        "fangwei123456/spikingjelly#412",
        _piecewise,
        lambda dy, x: dy * np.where(np.abs(x) < 1.5, 1 / 3, 0.01),
        lambda dy, x: dy * np.where(np.abs(x) < 1.5, 2 / 3, 0.01),
        lambda rng: (rng.uniform(-1.4, 1.4, (4, 5)),),
        "a factor of 2",
    ),
    Report(
        "the derivative of the inverse hyperbolic sine at 0 is 0",
        "tinygrad/tinygrad#17758",
        np.arcsinh,
        lambda dy, x: dy / np.sqrt(1 + x**2),
        lambda dy, x: dy / np.sqrt(1 + x**2) * np.sign(x) ** 2,
        lambda rng: (rng.permuted(np.r_[np.zeros(4), rng.standard_normal(8)]).reshape(3, 4),),
        "a case forgotten: it is wrong only where the input is 0",
    ),
    Report(
        "the derivative of the square root multiplies",
        "tensorflow/swift#161",
        np.sqrt,
        lambda dy, x: dy / (2 * np.sqrt(x)),
        lambda dy, x: dy * 2 * x,
        positive((3, 4)),
        why="the derivative of another function",
    ),
    Report(
        "the power is differentiated by its base, and not by its exponent",
        "tenstorrent/tt-metal#52144",
        lambda x: 1.7**x,
        lambda dy, x: dy * np.log(1.7) * 1.7**x,
        lambda dy, x: dy * x * 1.7 ** (x - 1),
        normal((3, 4)),
        why="the derivative of another function",
    ),
    Report(
        "a product of prefixes divided by an entry that is 0",
        "tensorflow/tensorflow#119430",
        lambda x: np.multiply.accumulate(x, axis=1),
        lambda dy, x: _cumprod_backward(dy, x),
        lambda dy, x: np.where(x == 0, 0, _cumprod_backward(dy, x)),
        lambda rng: (rng.permuted(np.c_[np.zeros(4), rng.uniform(1, 2, (4, 3))], axis=1),),
        "a case forgotten: it is wrong only where the input is 0",
    ),
    Report(
        "the backward pass takes the largest of each window, and of one window alone",
        "riccardoandreoni0/CNN-from-scratch#1",
        lambda x: x.reshape(3, 4).max(axis=1),
        lambda dy, x: _max_backward(dy, x),
        lambda dy, x: _max_backward(dy * (np.arange(3) == 0), x),
        spread(12),
        "a sum over the batch forgotten: only the first example counts",
    ),
]


def _cumprod_backward(dy: Array, x: Array) -> Any:
    """Return the gradient of the products of prefixes, without a division."""
    n, dx = x.shape[1], np.zeros_like(x)
    for i in range(n):
        rest = x.copy()
        rest[:, i] = 1
        dx[:, i] = (dy * np.multiply.accumulate(rest, axis=1))[:, i:].sum(axis=1)
    return dx


def _max_backward(dy: Array, x: Array) -> Any:
    rows = x.reshape(3, 4)
    return (dy[:, None] * (rows == rows.max(axis=1, keepdims=True))).ravel()
