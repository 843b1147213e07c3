"""Convolution written out: a sum for every entry, a product at a time."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.catalogue import Array

Terms = Iterator[tuple[Any, Any, Any]]


def integers(shape: tuple[int, ...], seed: int = 0) -> Array:
    """Return floats that are integers, so that sums of their products are exact in any order."""
    return np.random.default_rng(seed).integers(-9, 10, shape).astype(float)


def padded(x: Array, padding: int) -> Array:
    """Return x with zeros around its last axes."""
    return np.pad(x, [(0, 0), (0, 0), *[(padding, padding)] * (x.ndim - 2)])


def terms(x: Array, w: Array, stride: int) -> Terms:
    """Yield the indices of y, w and x of every product in the sums."""
    counts = [(m - k) // stride + 1 for m, k in zip(x.shape[2:], w.shape[2:], strict=True)]
    for n, o, *p in np.ndindex(len(x), len(w), *counts):
        for c, *i in np.ndindex(w.shape[1:]):
            at = (stride * one + other for one, other in zip(p, i, strict=True))
            yield (n, o, *p), (o, c, *i), (n, c, *at)


def conv(x: Array, w: Array, b: Array, stride: int = 1, padding: int = 0) -> Array:
    """Return the sums of the forward pass."""
    x = padded(x, padding)
    y: dict[Any, Any] = {}
    for of_y, of_w, of_x in terms(x, w, stride):
        y[of_y] = y.get(of_y, b[of_y[1]]) + w[of_w] * x[of_x]
    shape = [last + 1 for last in max(y)]
    return np.reshape([y[index] for index in np.ndindex(*shape)], shape)


def conv_backward(
    dy: Array, x: Array, w: Array, b: Array, stride: int = 1, padding: int = 0
) -> tuple[Array, Array, Array]:
    """Return the sums of the backward pass."""
    lengths = x.shape[2:]
    x = padded(x, padding)
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for of_y, of_w, of_x in terms(x, w, stride):
        dx[of_x] += dy[of_y] * w[of_w]
        dw[of_w] += dy[of_y] * x[of_x]
    inside = (slice(padding, padding + length) for length in lengths)
    return dx[:, :, *inside], dw, np.array([dy[:, o].sum() for o in range(len(b))])
