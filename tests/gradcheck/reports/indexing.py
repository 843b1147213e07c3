"""Gathering rows: indices that repeat, rows that are padding, choices by size."""

from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, spread

INDEX = np.array([2, 0, 2, 4, 0, 5])


def _rows(x: Array, i: Array) -> Any:
    return x[i]


def _added(dy: Array, x: Array, i: Array) -> Any:
    dx = np.zeros_like(x)
    np.add.at(dx, i, dy)
    return dx


def _assigned(dy: Array, x: Array, i: Array) -> Any:
    dx = np.zeros_like(x)
    dx[i] = dy
    return dx


def _with_index(*shape: int) -> Any:
    return lambda rng: (rng.standard_normal(shape), rng.permutation(INDEX))


def _from_source(dy: Array, x: Array, i: Array) -> Any:
    """Return the gradient of a scatter: indices are read by the row of the source."""
    return dy[i[np.arange(len(x)) % len(i)] % len(dy)]


def _embedding(W: Array, i: Array) -> Any:
    """Return rows of W, and zeros for index 0, which is padding."""
    return np.where((i == 0)[:, None], 0, W[i])


def _embedding_backward(dy: Array, W: Array, i: Array, padding: bool = True) -> Any:
    dW = _added(dy, W, i)
    if padding:
        dW[0] = 0
    return dW


def _top(x: Array) -> Any:
    """Return the two largest entries of every row."""
    order = np.argsort(x.real, axis=1)[:, -2:]
    return np.take_along_axis(x, order, axis=1)


def _top_backward(dy: Array, x: Array) -> Any:
    dx = np.zeros_like(x)
    np.put_along_axis(dx, np.argsort(x, axis=1)[:, -2:], dy, axis=1)
    return dx


def _fixed_places(dy: Array, x: Array) -> Any:
    dx = np.zeros_like(x)
    dx[:, 2:4] = dy
    return dx


def _median_backward(dy: Array, x: Array, both: bool = True) -> Any:
    order = np.argsort(x, axis=1)
    dx = np.zeros_like(x)
    np.put_along_axis(dx, order[:, 2:4], dy[:, None] / (2 if both else 1), axis=1)
    return dx


def _median(x: Array) -> Any:
    order = np.argsort(x.real, axis=1)
    return np.take_along_axis(x, order[:, 2:4], axis=1).mean(axis=1)


INDEXING = [
    Report(
        "the gradients of a repeated index are not added up",
        "pytorch/pytorch#1631",
        _rows,
        _added,
        _assigned,
        _with_index(6, 3),
        "terms written over each other",
    ),
    Report(
        "the gradients of a repeated pair of indices are not added up",
        "apache/mxnet#9172",
        lambda x, i, j: x[i, j],
        lambda dy, x, i, j: _pairs(dy, x, i, j, True),
        lambda dy, x, i, j: _pairs(dy, x, i, j, False),
        lambda rng: (
            rng.standard_normal((3, 4)),
            np.array([1, 1, 0, 2, 1, 0]),
            np.array([1, 1, 0, 3, 1, 0]),
        ),
        "terms written over each other",
    ),
    Report(
        "gather of one row, again and again",
        "PaddlePaddle/Paddle#17509",
        _rows,
        _added,
        _assigned,
        lambda rng: (rng.standard_normal((5, 2)), np.array([1, 3, 1, 3])),
        "terms written over each other",
    ),
    Report(
        "only the last copy of an entry gets its gradient",
        "pytorch/pytorch#1528",
        _rows,
        _added,
        _assigned,
        lambda rng: (rng.standard_normal(4), np.array([0, 0, 1, 2, 2, 2])),
        "terms written over each other",
    ),
    Report(
        "the gradient of gather is that of scatter",
        "ooples/AiDotNet.Tensors#894",
        _rows,
        _added,
        _from_source,
        _with_index(6, 3),
        why="gradients moved to other rows",
    ),
    Report(
        "the row of the padding gets a gradient",
        "pytorch/pytorch#26302",
        _embedding,
        _embedding_backward,
        lambda dy, W, i: _embedding_backward(dy, W, i, padding=False),
        lambda rng: (rng.standard_normal((6, 3)), rng.permutation([0, 1, 0, 3, 5, 2])),
        "rows that are wrong: 1 of 6 (0)",
    ),
    Report(
        "the gradient goes to the same places, whichever entries are the largest",
        "ml-explore/mlx#1428",
        _top,
        _top_backward,
        _fixed_places,
        spread(4, 5),
        why="gradients moved to other entries",
    ),
    Report(
        "both entries in the middle get the whole gradient of their mean",
        "PaddlePaddle/Paddle#42385",
        _median,
        _median_backward,
        lambda dy, x: _median_backward(dy, x, both=False),
        spread(3, 6),
        "a factor of 2",
    ),
]


def _pairs(dy: Array, x: Array, i: Array, j: Array, added: bool) -> Any:
    dx = np.zeros_like(x)
    if added:
        np.add.at(dx, (i, j), dy)
    else:
        dx[i, j] = dy
    return dx
