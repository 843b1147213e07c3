"""Pooling, convolution and resizing: windows that overlap, borders, strides."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, normal, spread


def _windows(size: int, stride: int, n: int) -> Iterator[tuple[int, slice]]:
    for j, start in enumerate(range(0, n - size + 1, stride)):
        yield j, slice(start, start + size)


def _max_pool(x: Array, size: int = 3, stride: int = 1) -> Any:
    """Return the largest entry of every window of each row."""
    largest = [
        x[np.arange(len(x)), place.start + x[:, place].real.argmax(axis=1)]
        for _, place in _windows(size, stride, x.shape[1])
    ]
    return np.stack(largest, axis=1)


def _max_pool_backward(
    dy: Array, x: Array, size: int = 3, stride: int = 1, added: bool = True
) -> Any:
    dx, rows = np.zeros_like(x), np.arange(len(x))
    for j, place in _windows(size, stride, x.shape[1]):
        largest = place.start + x[:, place].argmax(axis=1)
        dx[rows, largest] = dy[:, j] + added * dx[rows, largest]
    return dx


def _squares(x: Array) -> Iterator[tuple[int, int, Array]]:
    for i in range(len(x) - 1):
        for j in range(x.shape[1] - 1):
            yield i, j, x[i : i + 2, j : j + 2].ravel()


def _max_pool_2d(x: Array) -> Any:
    largest = [square[square.real.argmax()] for _, _, square in _squares(x)]
    return np.stack(largest).reshape(len(x) - 1, x.shape[1] - 1)


def _max_pool_2d_backward(dy: Array, x: Array, added: bool = True) -> Any:
    dx = np.zeros_like(x)
    for i, j, square in _squares(x):
        a, b = divmod(int(square.argmax()), 2)
        dx[i + a, j + b] = dy[i, j] + added * dx[i + a, j + b]
    return dx


def _tropical_backward(dy: Array, x: Array) -> Any:
    """Give each gradient to the entries that won any window, if they are in this one."""
    won = np.zeros_like(x)
    for _, place in _windows(2, 1, x.shape[1]):
        won[:, place] = 0
        won[np.arange(len(x)), place.start + x[:, place].argmax(axis=1)] = 1
    dx = np.zeros_like(x)
    for j, place in _windows(2, 1, x.shape[1]):
        dx[:, place] += dy[:, [j]] * won[:, place]
    return dx


def _average(x: Array) -> Any:
    """Return the mean of three entries with one of padding on each side, which does not count."""
    padded, counts = np.pad(x, ((0, 0), (1, 1))), np.array([2, *[3] * (x.shape[1] - 2), 2])
    return (padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / counts


def _average_backward(dy: Array, x: Array, counts: Array) -> Any:
    shares = np.pad(dy / counts, ((0, 0), (1, 1)))
    return shares[:, :-2] + shares[:, 1:-1] + shares[:, 2:]


def _conv(x: Array, w: Array, stride: int = 1) -> Any:
    return np.stack([x[:, p] @ w for _, p in _windows(len(w), stride, x.shape[1])], axis=1)


def _conv_backward(dy: Array, x: Array, w: Array, stride: int = 1) -> Any:
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for j, place in _windows(len(w), stride, x.shape[1]):
        dx[:, place] += dy[:, [j]] * w
        dw += dy[:, j] @ x[:, place]
    return dx, dw


def _averaged(dy: Array, x: Array, w: Array) -> Any:
    dx, dw = _conv_backward(dy, x, w)
    return dx, dw / dy.size


def _too_short(dy: Array, x: Array, w: Array) -> Any:
    """Return the gradient of an input without the columns that the last step does not fill."""
    dx, dw = _conv_backward(dy, x, w, 2)
    n = x.shape[1] - 1
    return np.c_[dx[:, 1:n], 0 * x[:, :1], dx[:, n:]], dw


NEAREST = np.floor(np.arange(5) / 1.25).astype(int)


def _nearest_backward(dy: Array, x: Array) -> Any:
    """Return the gradient by the map from inputs to outputs, not the one that the forward has."""
    dx = np.zeros_like(x)
    starts = np.floor(np.arange(5) * 1.25).astype(int)
    for i in range(4):
        dx[:, i] = dy[:, starts[i] : min(starts[i + 1], 5)].sum(axis=1)
    return dx


def _scattered(dy: Array, x: Array) -> Any:
    dx = np.zeros_like(x)
    np.add.at(dx.T, NEAREST, dy.T)
    return dx


def _linear_weights(n: int, m: int) -> Any:
    """Return the matrix that resizes n entries to m with aligned corners."""
    places = np.arange(m) * (n - 1) / (m - 1)
    return np.maximum(0, 1 - np.abs(places[:, None] - np.arange(n)))


LINEAR = _linear_weights(2, 10)


def _linear_in_a_window(dy: Array, x: Array) -> Any:
    """Sum the outputs around each input as far as the ratio of the sizes, 5, reaches."""
    near = np.abs(np.arange(10)[:, None] - np.arange(2) * 9) < 5
    return dy @ (LINEAR * near)


WINDOWS = [
    Report(
        "overlapping windows are assigned, in two dimensions",
        "FluxML/NNlib.jl#205",
        _max_pool_2d,
        _max_pool_2d_backward,
        lambda dy, x: _max_pool_2d_backward(dy, x, added=False),
        spread(5, 6),
        "terms written over each other",
    ),
    Report(
        "overlapping windows are assigned",
        "0809zheng/CS231n-assignment2019#19",
        _max_pool,
        _max_pool_backward,
        lambda dy, x: _max_pool_backward(dy, x, added=False),
        spread(3, 8),
        "terms written over each other",
    ),
    Report(
        "windows of four, two apart, are put back by assigning",
        "jmschrei/tangermeme#95",
        lambda x: _max_pool(x, 4, 2),
        lambda dy, x: _max_pool_backward(dy, x, 4, 2),
        lambda dy, x: _max_pool_backward(dy, x, 4, 2, added=False),
        spread(4, 10),
        "terms written over each other",
    ),
    Report(
        "the last window decides who has won",
        "ahrefs/ocannl#512",
        lambda x: _max_pool(x, 2),
        lambda dy, x: _max_pool_backward(dy, x, 2),
        _tropical_backward,
        spread(6, 9),
        why="gradients given to other entries, here and there",
    ),
    Report(
        "the mean of a window at the border counts its padding",
        "torch/cunn#134",
        _average,
        lambda dy, x: _average_backward(dy, x, np.array([2, 3, 3, 3, 3, 3, 3, 2])),
        lambda dy, x: _average_backward(dy, x, np.full(8, 3)),
        normal((3, 8)),
        "columns that are wrong: 4 of 8 (0, 1, 6, 7)",
    ),
    Report(
        "the gradient of the weights is a mean",
        "sebgao/cTensor#3",
        _conv,
        _conv_backward,
        _averaged,
        normal((3, 8), (3,)),
        "a factor of 1/18",
    ),
    Report(
        "an entry that several windows choose gets one gradient",
        "ghosert/cmd-editor#2058",
        lambda x: _max_pool(x, 3, 2),
        lambda dy, x: _max_pool_backward(dy, x, 3, 2),
        lambda dy, x: _max_pool_backward(dy, x, 3, 2, added=False),
        spread(4, 11),
        "terms written over each other",
    ),
    Report(
        "a stride that does not fill the input moves the gradient",
        "flagos-ai/FlagGems#1576",
        lambda x, w: _conv(x, w, 2),
        lambda dy, x, w: _conv_backward(dy, x, w, 2),
        _too_short,
        normal((3, 8), (3,)),
        why="gradients moved to other entries",
    ),
    Report(
        "the gradient of nearest neighbours goes by the map of another direction",
        "pytorch/pytorch#97135",
        lambda x: x[:, NEAREST],
        _scattered,
        _nearest_backward,
        normal((3, 4)),
        why="gradients moved to other entries",
    ),
    Report(
        "outputs beyond a window of fixed size are left out",
        "flagos-ai/FlagGems#5218",
        lambda x: x @ LINEAR.T,
        lambda dy, x: dy @ LINEAR,
        _linear_in_a_window,
        normal((3, 2)),
        why="a part of the terms of a sum, by where they are",
    ),
]
