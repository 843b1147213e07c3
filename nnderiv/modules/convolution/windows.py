"""Windows of an array, and the way back, which adds them up where they overlap."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import DTypeLike, NDArray

from nnderiv.arrays import FloatArray

Lengths = tuple[int, ...]
Place = tuple[Any, ...]  # in a window: integers, one along each of its axes
Scalar = TypeVar("Scalar", bound="np.generic[Any]")


def windows(x: NDArray[Scalar], size: Lengths, stride: int) -> NDArray[Scalar]:
    """Return the windows of x that begin `stride` apart, as a view: nothing is copied.

    What is written into a window is written into x. What no window reaches, the remainder of
    (length - size) / stride, is left out.

    Args:
        x: shape (N, C, *lengths).
        size: the length of a window along each of the lengths.
        stride: how far apart windows begin, along each of the lengths.

    Returns:
        Shape (N, C, *size, *counts): the entries at one place of all windows lie side by side.

    Example:
        >>> x = np.array([[[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]])
        >>> windows(x, (3,), 2)[0, 0]
        array([[1., 3.],
               [2., 4.],
               [3., 5.]])
    """
    n = len(size)
    every = sliding_window_view(x, size, tuple(range(2, 2 + n)), writeable=True)
    some = every[:, :, *(slice(None, None, stride) for _ in size)]
    return np.moveaxis(some, range(-n, 0), range(2, 2 + n))


def added_up(
    dwindows_at: Callable[[Place], FloatArray],
    shape: Lengths,
    size: Lengths,
    stride: int,
    dtype: DTypeLike,
) -> FloatArray:
    """Return the gradient of x from the gradient of its windows: the way back of `windows`.

    Every entry gets the sum over the windows that it lies in, which is 0 if it lies in none. The
    windows come place by place, since all of them together take far more memory than x.

    Args:
        dwindows_at: returns the gradient of what all windows have at one place, (N, C, *counts).
        shape: the shape of x, (N, C, *lengths).
        size: the length of a window along each of the lengths.
        stride: how far apart windows begin.
        dtype: that of the gradient.

    Returns:
        The gradient of x.

    Example:
        >>> dwindows = np.array([[[[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]]])
        >>> added_up(lambda place: dwindows[:, :, *place], (1, 1, 6), (3,), 2, float)
        array([[[ 1.,  2., 13., 20., 30.,  0.]]])
    """
    dx = np.zeros(shape, dtype)
    into = windows(dx, size, stride)
    for place in np.ndindex(size):  # no two windows have the same entry at the same place
        into[:, :, *place] += dwindows_at(place)
    return dx
