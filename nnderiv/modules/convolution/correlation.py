"""Correlation along any number of axes: the matrix of the kernels times the windows of x."""

from typing import NamedTuple

import numpy as np

from nnderiv.arrays import FloatArray, require_shape
from nnderiv.errors import InputError
from nnderiv.modules.convolution.options import require_integer, require_room
from nnderiv.modules.convolution.windows import Place, added_up, windows


class Kept(NamedTuple):
    """What the backward pass needs: the padded input, the kernels and the options."""

    x: FloatArray
    w: FloatArray
    stride: int
    padding: int


def forward(
    x: FloatArray, w: FloatArray, b: FloatArray, stride: int = 1, padding: int = 0
) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs of the forward pass."""
    kept = keep(x, w, stride, padding)
    columns = patches(kept).reshape(len(x), w[0].size, -1)  # a window in each
    y = w.reshape(len(w), -1) @ columns + b[:, np.newaxis]
    return y.reshape(shape_of_output(kept)), kept


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dx, dw and db: those of the matrix product, with the windows added up for dx."""
    x, w, stride, padding = kept
    counts = dy.shape[2:]
    dy = dy.reshape(len(x), len(w), -1)
    columns = patches(kept).reshape(len(x), w[0].size, -1)
    dw = (dy @ columns.mT).sum(axis=0).reshape(w.shape)
    db = dy.sum(axis=(0, 2))

    def dpatches_at(place: Place) -> FloatArray:
        return (w[..., *place].T @ dy).reshape(len(x), -1, *counts)

    dx = added_up(dpatches_at, x.shape, w.shape[2:], stride, dy.dtype)
    unpadded = (slice(padding, length - padding) for length in x.shape[2:])
    return dx[:, :, *unpadded], dw, db


def keep(x: FloatArray, w: FloatArray, stride: int, padding: int) -> Kept:
    """Return what the forward pass keeps, without its product.

    The windows are not among it: they would take the memory of x for every entry of a kernel.
    """
    sides = [(0, 0), (0, 0), *[(padding, padding)] * (x.ndim - 2)]
    return Kept(np.pad(x, sides), w, stride, padding)


def patches(kept: Kept) -> FloatArray:
    """Return the windows of the padded input, as a view, shape (N, C, *size, *counts)."""
    return windows(kept.x, kept.w.shape[2:], kept.stride)


def shape_of_output(kept: Kept) -> tuple[int, ...]:
    """Return the shape of y, (N, O, *counts)."""
    return len(kept.x), len(kept.w), *patches(kept).shape[kept.w.ndim :]


def require_fit(
    x: FloatArray, w: FloatArray, b: FloatArray, stride: int, padding: int, lengths: str, size: str
) -> None:
    """Raise InputError unless shapes and options fit.

    Args:
        x: the input.
        w: the kernels.
        b: the bias.
        stride: how far apart windows begin.
        padding: how many zeros stand on each side of x.
        lengths: the names of the last axes of x, "H, W".
        size: the names of the last axes of w, "kh, kw".
    """
    axes = 3 + lengths.count(",")
    for name, array, names in (("x", x, f"(N, C, {lengths})"), ("w", w, f"(O, C, {size})")):
        if array.ndim != axes:
            raise InputError(
                f"{name} must have {axes} axes, {names}, but its shape is {array.shape}. "
                "A single example or channel has an axis of length 1."
            )
    if w.shape[1] != x.shape[1]:
        raise InputError(
            f"the second axis of w must be as long as x has channels, {x.shape[1]}, "
            f"but the shape of w is {w.shape}. Its axes are (O, C, {size})."
        )
    require_shape("b", b, w.shape[:1], "one entry per kernel", "Pass one bias per output channel.")
    require_integer("stride", stride, least=1)
    require_integer("padding", padding, least=0)
    padded = tuple(length + 2 * padding for length in x.shape[2:])
    way_out = "Pass smaller kernels, or more padding."
    require_room("a kernel", w.shape[2:], "the padded input", padded, way_out)
