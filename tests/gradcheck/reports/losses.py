"""Losses: forgotten factors, means over the wrong count, labels that do not count."""

from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, normal, one_hot, softmax

FEW = (4, 3)


def _labels(rng: np.random.Generator) -> Any:
    """Draw logits, and labels of which the second, and it alone, is to be ignored."""
    t = rng.permutation([0, 1, 2, 1, 0])
    t[1] = -1
    return rng.standard_normal((5, 3)), t


def _ignoring(z: Array, t: Array) -> Any:
    """Return the mean cross-entropy of the labels that are not negative."""
    kept = t >= 0
    return -np.log(softmax(z[kept])[np.arange(kept.sum()), t[kept]]).sum() / kept.sum()


def _ignoring_backward(dy: Array, z: Array, t: Array) -> Any:
    kept = t >= 0
    return dy * (softmax(z) - one_hot(t, 3)) * kept[:, None] / kept.sum()


def _hinge(x: Array, W: Array, t: Array, reg: float = 0.1) -> Any:
    s = x @ W
    margins = np.maximum(0, s - s[np.arange(len(t)), t][:, None] + 1)
    return (margins.sum() - len(t)) / len(t) + reg * (W**2).sum()


def _hinge_backward(dy: Array, x: Array, W: Array, t: Array, decay: float = 0.2) -> Any:
    s = x @ W
    active = (s - s[np.arange(len(t)), t][:, None] + 1 > 0).astype(float)
    active[np.arange(len(t)), t] -= active.sum(axis=1)
    return dy * active @ W.T / len(t), dy * (x.T @ active / len(t) + decay * W)


def _tube(p: Array, y: Array) -> Any:
    """Return the squared loss beyond 0.5."""
    z = y - p
    return np.where(z.real > 0.5, (z - 0.5) ** 2, np.where(z.real < -0.5, (z + 0.5) ** 2, 0))


def _tube_backward(dy: Array, p: Array, y: Array, below: float = -0.5) -> Any:
    z = y - p
    slope = np.where(z > 0.5, 2 * (z - 0.5), np.where(z < below, 2 * (z + 0.5), 0))
    return -dy * slope, dy * slope


def _log_softmax(x: Array) -> Any:
    return np.log(softmax(x))


def _mean_cross_entropy(z: Array, t: Array) -> Any:
    return -np.log(softmax(z)[np.arange(len(t)), t]).mean()


def _cross_entropy_of_weights(z: Array) -> Any:
    return -(_WEIGHTS * np.log(softmax(z))).sum(axis=1)


_WEIGHTS = np.array([[1.0, 0.5, 0.0], [0.0, 2.0, 0.3], [0.7, 0.7, 0.7], [0.0, 0.0, 3.0]])


def _cosine_loss(a: Array, b: Array) -> Any:
    dots = (a * b).sum(axis=1)
    return (1 - dots / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))).mean()


def _cosine_loss_backward(dy: Array, a: Array, b: Array) -> Any:
    sa, sb = (a**2).sum(axis=1, keepdims=True), (b**2).sum(axis=1, keepdims=True)
    dots = (a * b).sum(axis=1, keepdims=True)
    scale = -dy / len(a) / np.sqrt(sa * sb)
    return scale * (b - a * dots / sa), scale * (a - b * dots / sb)


LOSSES = [
    Report(
        "the 2 of the square is missing",
        "davisking/dlib#1169",
        lambda p, t: ((p - t) ** 2).sum() / len(p),
        lambda dy, p, t: (2 * dy * (p - t) / len(p), 2 * dy * (t - p) / len(p)),
        lambda dy, p, t: (dy * (p - t) / len(p), dy * (t - p) / len(p)),
        normal((5, 3), (5, 3)),
        "a factor of 1/2",
    ),
    Report(
        "half the gradient of the regularisation",
        "jingtinghuang/CS231n-Spring-2017#3",
        _hinge,
        _hinge_backward,
        lambda dy, x, W, t: _hinge_backward(dy, x, W, t, decay=0.1),
        lambda rng: (*normal((6, 4), (4, 3))(rng), rng.integers(0, 3, 6)),
        "one path at half its size",
    ),
    Report(
        "the mean counts the labels that are ignored",
        "flagos-ai/FlagGems#73",
        _ignoring,
        _ignoring_backward,
        lambda dy, z, t: _ignoring_backward(dy, z, t) * 4 / 5,
        _labels,
        "a factor of 4/5",
    ),
    Report(
        "rows of ignored labels get a gradient",
        "PaddlePaddle/Paddle#28622",
        _ignoring,
        _ignoring_backward,
        lambda dy, z, t: dy * (softmax(z) - one_hot(t, 3) * (t >= 0)[:, None]) / (t >= 0).sum(),
        _labels,
        "a mask missing",
    ),
    Report(
        "divided by the size of the batch, although the loss is a sum",
        "fetchai/ledger#1580",
        lambda z, t: -np.log(softmax(z)[np.arange(len(t)), t]).sum(),
        lambda dy, z, t: dy * (softmax(z) - one_hot(t, 3)),
        lambda dy, z, t: dy * (softmax(z) - one_hot(t, 3)) / len(t),
        lambda rng: (rng.standard_normal((5, 3)), rng.integers(0, 3, 5)),
        "a factor of 1/5",
    ),
    Report(
        "a gradient inside of the tube, by a wrong sign in a condition",
        "scikit-learn/scikit-learn#6764",
        _tube,
        _tube_backward,
        lambda dy, p, y: _tube_backward(dy, p, y, below=0.5),
        lambda rng: (rng.uniform(-1, 1, (4, 5)), np.zeros((4, 5)) + 0.05),
        "a mask missing",
    ),
    Report(
        "the sum of the upstream gradient is a product with the output",
        "uxlfoundation/oneDNN#616",
        _log_softmax,
        lambda dy, x: dy - softmax(x) * dy.sum(axis=1, keepdims=True),
        lambda dy, x: dy - (dy * _log_softmax(x)).sum(axis=1, keepdims=True),
        normal(FEW),
        why="another formula, of which no part is right",
    ),
    Report(
        "the upstream gradient is added, and not multiplied in",
        "mlpack/mlpack#2360",
        _log_softmax,
        lambda dy, x: dy - softmax(x) * dy.sum(axis=1, keepdims=True),
        lambda dy, x: softmax(x) + dy,
        normal(FEW),
        "dy used otherwise than as a factor",
    ),
    Report(
        "off by a factor of two",
        "markroxor/fromscratchtoml#65",
        _mean_cross_entropy,
        lambda dy, z, t: dy * (softmax(z) - one_hot(t, 3)) / len(t),
        lambda dy, z, t: 2 * dy * (softmax(z) - one_hot(t, 3)) / len(t),
        lambda rng: (rng.standard_normal((5, 3)), rng.integers(0, 3, 5)),
        "a factor of 2",
    ),
    Report(
        "off by a factor of 512",
        "BVLC/caffe#4983",
        _cosine_loss,
        _cosine_loss_backward,
        lambda dy, a, b: tuple(512 * one for one in _cosine_loss_backward(dy, a, b)),
        normal((7, 4), (7, 4)),
        "a constant factor of 512",
    ),
    Report(
        "weights of labels that do not sum to 1",
        "kvark/meganeura#102",
        _cross_entropy_of_weights,
        lambda dy, z: dy[:, None] * (softmax(z) * _WEIGHTS.sum(axis=1, keepdims=True) - _WEIGHTS),
        lambda dy, z: dy[:, None] * (softmax(z) - _WEIGHTS),
        normal((4, 3)),
        why="a sum of constants is taken for 1, another one in each row",
    ),
]
