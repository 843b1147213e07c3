"""Operations of two inputs, and inputs that are used more than once."""

from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, normal, positive


def _atan2_backward(dy: Array, y: Array, x: Array) -> Any:
    return dy * x / (x**2 + y**2), -dy * y / (x**2 + y**2)


def _angle(y: Array, x: Array) -> Any:
    """Return the angle of points to the right of 0, where the arctangent tells it."""
    return np.arctan(y / x)


def _clipped(x: Array, low: Array, high: Array) -> Any:
    return np.where(x.real < low.real, low, np.where(x.real > high.real, high, x))


def _clipped_backward(dy: Array, x: Array, low: Array, high: Array) -> Any:
    return dy * (x >= low) * (x <= high), dy * (x < low), dy * (x > high)


def _shared(x: Array, a: Array) -> Any:
    xa = x * a
    return x * xa + x * x * a + x * xa


ARITHMETIC = [
    Report(
        "the second operand of a difference gets the gradient of a sum",
        "KhawajaAbaid/micrograd_c#1",
        lambda a, b: a - b,
        lambda dy, a, b: (dy, -dy),
        lambda dy, a, b: (dy, dy),
        normal((3, 4), (3, 4)),
        "the wrong sign",
    ),
    Report(
        "the gradient of the dividend divides by the dividend",
        "apache/singa#484",
        lambda a, b: a / b,
        lambda dy, a, b: (dy / b, -dy * a / b**2),
        lambda dy, a, b: (dy / a, -dy * a / b**2),
        positive((3, 4), (3, 4)),
        "inputs exchanged",
    ),
    Report(
        "the two gradients of the angle are exchanged",
        "getkeops/keops#155",
        _angle,
        _atan2_backward,
        lambda dy, y, x: _atan2_backward(dy, y, x)[::-1],
        positive((3, 4), (3, 4)),
        "gradients in the wrong order",
    ),
    Report(
        "the minus of the angle stands in the other gradient",
        "EnzymeAD/Enzyme-JAX#2066",
        _angle,
        _atan2_backward,
        lambda dy, y, x: tuple(-one for one in _atan2_backward(dy, y, x)),
        positive((3, 4), (3, 4)),
        "the wrong sign",
    ),
    Report(
        "the bounds of clip are taken for constants",
        "Theano/Theano#1010",
        _clipped,
        _clipped_backward,
        lambda dy, x, low, high: (dy * (x >= low) * (x <= high), 0 * low, 0 * high),
        lambda rng: (
            2 * rng.standard_normal((6, 5)),
            rng.uniform(-1.1, -0.9, (6, 5)),
            rng.uniform(0.9, 1.1, (6, 5)),
        ),
        "a gradient that is never computed",
    ),
    Report(
        "a tensor with two uses sends back the gradient of the first alone",
        "TrenTorch/TrenTorch#182",
        lambda x: (lambda y: y * 2 * y + np.sin(y * 5))(x * 3),
        lambda dy, x: dy * 3 * (12 * x + 5 * np.cos(15 * x)),
        lambda dy, x: dy * 3 * 12 * x,
        normal((3, 4)),
        "all paths forgotten but one",
    ),
    Report(
        "a tensor with two uses sends back the first of them twice",
        "sebgao/cTensor#5",
        _shared,
        lambda dy, x, a: (6 * dy * x * a, 3 * dy * x**2),
        lambda dy, x, a: (7 * dy * x * a, 3 * dy * x**2),
        normal((3, 4), (3, 4)),
        "a constant factor of 1.16667",
    ),
    Report(
        "the transpose of an input is not an input",
        "NervanaSystems/neon#169",
        lambda x: x @ x.T,
        lambda dy, x: (dy + dy.T) @ x,
        lambda dy, x: dy @ x,
        normal((3, 4)),
        "all paths forgotten but one",
    ),
    Report(
        "the state of the encoder goes to two decoders, and the gradient of one is kept",
        "mansimov/unsupervised-videos#9",
        lambda s, U, V: np.tanh(s @ U) + np.tanh(s @ V),
        lambda dy, s, U, V: (
            (dy * (1 - np.tanh(s @ U) ** 2)) @ U.T + (dy * (1 - np.tanh(s @ V) ** 2)) @ V.T,
            s.T @ (dy * (1 - np.tanh(s @ U) ** 2)),
            s.T @ (dy * (1 - np.tanh(s @ V) ** 2)),
        ),
        lambda dy, s, U, V: (
            (dy * (1 - np.tanh(s @ V) ** 2)) @ V.T,
            s.T @ (dy * (1 - np.tanh(s @ U) ** 2)),
            s.T @ (dy * (1 - np.tanh(s @ V) ** 2)),
        ),
        normal((3, 4), (4, 5), (4, 5)),
        "one path forgotten",
    ),
    Report(
        "of a - a, the second a counts like the first",
        "ictxiangxin/paradox#3",
        lambda a, b: a * b - a,
        lambda dy, a, b: (dy * (b - 1), dy * a),
        lambda dy, a, b: (dy * (b + 1), dy * a),
        normal((3, 4), (3, 4)),
        "one path with the wrong sign",
    ),
]
