"""Normalisations and softmax: statistics that depend on the input, eps, parameters per channel."""

from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, normal, softmax

EPS = 1e-5


def _batch_norm(x: Array, g: Array, b: Array) -> Any:
    m = x.mean(axis=0)
    v = ((x - m) ** 2).mean(axis=0)
    return g * (x - m) / np.sqrt(v + EPS) + b


def _batch_norm_backward(dy: Array, x: Array, g: Array, b: Array) -> Any:
    m, s = x.mean(axis=0), np.sqrt(x.var(axis=0) + EPS)
    h, dh = (x - m) / s, dy * g
    dx = (dh - dh.mean(axis=0) - h * (dh * h).mean(axis=0)) / s
    return dx, (dy * h).sum(axis=0), dy.sum(axis=0)


def _as_constants(dy: Array, x: Array, g: Array, b: Array) -> Any:
    _, dg, db = _batch_norm_backward(dy, x, g, b)
    return dy * g / np.sqrt(x.var(axis=0) + EPS), dg, db


def _divided(dy: Array, x: Array, g: Array, b: Array) -> Any:
    dx, dg, db = _batch_norm_backward(dy, x, g, b)
    return dx, dg / len(x), db / len(x)


def _rms(x: Array) -> Any:
    return np.sqrt((x**2).mean(axis=-1, keepdims=True) + EPS)


def _rms_norm(x: Array, w: Array) -> Any:
    return x / _rms(x) * w


def _rms_norm_backward(
    dy: Array, x: Array, w: Array, *, rms_counts: bool = True, inner: float = 0.0, outer: float = 1
) -> Any:
    """Return the gradients; w is taken to a power more inside, or to another one outside."""
    r, n = _rms(x), x.shape[-1]
    dh = dy * w**outer
    inside = (dh * x).sum(axis=-1, keepdims=True) * w**inner
    return dh / r - rms_counts * x * inside / (n * r**3), (dy * x / r).sum(axis=0)


def _normalise(x: Array, eps: float) -> Any:
    return x / (np.sqrt((x**2).sum(axis=1, keepdims=True)) + eps)


def _normalise_backward(dy: Array, x: Array, eps: float) -> Any:
    length = np.sqrt((x**2).sum(axis=1, keepdims=True))
    return dy / (length + eps) - x * (dy * x).sum(axis=1, keepdims=True) / (
        length * (length + eps) ** 2
    )


def _with_eps_in_all(dy: Array, x: Array) -> Any:
    n = np.sqrt((x**2).sum(axis=1, keepdims=True)) + 0.1
    return dy / n - x * (dy * x).sum(axis=1, keepdims=True) / n**3


def _twice_divided(dy: Array, x: Array) -> Any:
    n = np.sqrt((x**2).sum(axis=1, keepdims=True))
    return (dy - x / n * (dy * x / n).sum(axis=1, keepdims=True) / n) / n


def _l1(x: Array) -> Any:
    return x / np.where(x.real > 0, x, -x).sum(axis=1, keepdims=True)


def _l1_backward(dy: Array, x: Array, inner: Array) -> Any:
    n = np.abs(x).sum(axis=1, keepdims=True)
    return dy / n - inner * (dy * x).sum(axis=1, keepdims=True) / n**2


def _groups(x: Array, g: Array) -> Any:
    """Return x of 8 channels, normalised in two groups of 4."""
    return (_grouped(x) * g).reshape(x.shape)


def _grouped(x: Array) -> Any:
    z = x.reshape(len(x), 2, 4)
    m = z.mean(axis=2, keepdims=True)
    return ((z - m) / np.sqrt(((z - m) ** 2).mean(axis=2, keepdims=True) + EPS)).reshape(x.shape)


def _groups_backward(dy: Array, x: Array, g: Array, group_of: Array) -> Any:
    z, dh = x.reshape(len(x), 2, 4), (dy * g).reshape(len(x), 2, 4)
    m, s = z.mean(axis=2, keepdims=True), np.sqrt(z.var(axis=2, keepdims=True) + EPS)
    h = (z - m) / s
    dz = (dh - dh.mean(axis=2, keepdims=True) - h * (dh * h).mean(axis=2, keepdims=True)) / s
    standard = (x - m[:, group_of, 0]) / s[:, group_of, 0]
    return dz.reshape(x.shape), (dy * standard).sum(axis=0)


def _softmax_backward(dy: Array, x: Array) -> Any:
    y = softmax(x)
    return y * (dy - (dy * y).sum(axis=-1, keepdims=True))


def _pre_norm(x: Array, r: Array) -> Any:
    return (x + r) / _rms(x + r), x + r


def _pre_norm_backward(dy: tuple[Array, Array], x: Array, r: Array) -> Any:
    through = _rms_norm_backward(dy[0], x + r, np.ones(x.shape[-1]))[0] + dy[1]
    return through, through


def _pre_norm_of_the_sum(dy: tuple[Array, Array], x: Array, r: Array) -> Any:
    through = _rms_norm_backward(dy[0] + dy[1], x + r, np.ones(x.shape[-1]))[0]
    return through, through


NORMALISATION = [
    Report(
        "mean and variance are taken for constants",
        "facebookresearch/CrypTen#143",
        _batch_norm,
        _batch_norm_backward,
        _as_constants,
        normal((6, 4), (4,), (4,)),
        "all paths forgotten but one",
    ),
    Report(
        "the gradients of the parameters are divided by the size of the batch",
        "cthorey/CS231#9",
        _batch_norm,
        _batch_norm_backward,
        _divided,
        normal((6, 4), (4,), (4,)),
        "a factor of 1/6",
    ),
    Report(
        "the root mean square is taken for a constant",
        "ooples/AiDotNet#695",
        _rms_norm,
        _rms_norm_backward,
        lambda dy, x, w: _rms_norm_backward(dy, x, w, rms_counts=False),
        normal((3, 5), (5,)),
        "one path forgotten",
    ),
    Report(
        "the weight is not multiplied in",
        "karpathy/llm.c#763",
        _rms_norm,
        _rms_norm_backward,
        lambda dy, x, w: _rms_norm_backward(dy, x, w, outer=0),
        normal((3, 5), (5,)),
        "w not multiplied in",
    ),
    Report(
        "the weight stands twice in the term of the variance",
        "NVIDIA/Megatron-LM#6859",
        _rms_norm,
        _rms_norm_backward,
        lambda dy, x, w: _rms_norm_backward(dy, x, w, inner=1),
        normal((3, 5), (5,)),
        why="another factor in every entry of one term",
    ),
    Report(
        "eps stands where the norm stands alone",
        "chainer/chainer#4190",
        lambda x: _normalise(x, 0.1),
        lambda dy, x: _normalise_backward(dy, x, 0.1),
        _with_eps_in_all,
        normal((3, 5)),
        why="another factor in every row of one term",
    ),
    Report(
        "a term divided by the norm once more",
        "zhreshold/mxnet-ssd#48",
        lambda x: _normalise(x, 0.0),
        lambda dy, x: _normalise_backward(dy, x, 0.0),
        _twice_divided,
        normal((3, 5)),
        why="another factor in every row of one term",
    ),
    Report(
        "the upstream gradient does not occur",
        "pjreddie/darknet#1837",
        lambda x: _normalise(x, 0.0),
        lambda dy, x: _normalise_backward(dy, x, 0.0),
        lambda dy, x: (1 - x) / np.sqrt((x**2).sum(axis=1, keepdims=True)),
        normal((3, 5)),
        "dy not multiplied in",
    ),
    Report(
        "the square stands in the place of the sign",
        "happynear/caffe-windows#205",
        _l1,
        lambda dy, x: _l1_backward(dy, x, np.sign(x)),
        lambda dy, x: _l1_backward(dy, x, x**2),
        normal((3, 5)),
        why="the derivative of another function within one term",
    ),
    Report(
        "the group of a channel is taken modulo their number",
        "tenstorrent/tt-metal#56202",
        _groups,
        lambda dy, x, g: _groups_backward(dy, x, g, np.arange(8) // 4),
        lambda dy, x, g: _groups_backward(dy, x, g, np.arange(8) % 2),
        normal((3, 8), (8,)),
        "entries that are wrong: 4 of 8 (1, 3, 4, 6)",
    ),
    Report(
        "the gradient of the residual goes through the normalisation",
        "Dao-AILab/quack#53",
        _pre_norm,
        _pre_norm_backward,
        _pre_norm_of_the_sum,
        normal((3, 5), (3, 5)),
        why="two upstream gradients on the path of one",
    ),
    Report(
        "the diagonal of the Jacobian alone",
        "deeplearning4j/libnd4j#440",
        softmax,
        _softmax_backward,
        lambda dy, x: dy * softmax(x) * (1 - softmax(x)),
        normal((3, 5)),
        "the diagonal of the Jacobian alone",
    ),
    Report(
        "only the first of the two parts",
        "Apiquet/DeepLearningFrameworkFromScratchCpp#1",
        lambda x: np.exp(x) / np.exp(x).sum(),
        _softmax_backward,
        lambda dy, x: dy * softmax(x) * (1 - softmax(x)),
        normal((6,)),
        "the diagonal of the Jacobian alone",
    ),
    Report(
        "the sum over the row is missing",
        "HomericIntelligence/Odyssey#2134",
        softmax,
        _softmax_backward,
        lambda dy, x: dy * softmax(x),
        normal((3, 5)),
        "one path forgotten",
    ),
    Report(
        "the gradient is copied",
        "pjreddie/darknet#96",
        softmax,
        _softmax_backward,
        lambda dy, x: dy,
        normal((3, 5)),
        "dy passed on as it is",
    ),
]
