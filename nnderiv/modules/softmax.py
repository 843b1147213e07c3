"""Softmax: o_i = e^{h_i} / Σ_j e^{h_j}, over the last axis."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError

Kept = tuple[FloatArray]


def softmax(h: ArrayLike) -> FloatArray:
    """Return o_i = e^{h_i} / Σ_j e^{h_j}, without overflow for any h.

    The largest logit is taken from all of them first, which changes no o_i.

    Args:
        h: the logits, shape (..., n); every leading axis is a batch axis.

    Returns:
        o, the shape of h; no entry is negative, and each row sums to 1.

    Raises:
        InputError: if h has no axis, or is not made of finite real numbers.

    Source:
        The book's chapter "Softmax and cross entropy".

    Example:
        >>> softmax([[0, 0], [10000, 0]])
        array([[0.5, 0.5],
               [1. , 0. ]])
    """
    (h,) = float_arrays(h=h)
    require_row(h)
    return forward(h)[0]


def softmax_backward(dy: ArrayLike, h: ArrayLike) -> tuple[FloatArray]:
    """Return dL/dh_i = o_i (dL/do_i - Σ_a dL/do_a o_a).

    Args:
        dy: the upstream gradient dL/do, the shape of h.
        h: the logits of the forward pass, shape (..., n).

    Returns:
        dh, alone in a tuple, the shape of h.

    Raises:
        InputError: if the shapes differ, or an input is not made of finite real numbers.

    Source:
        The book's chapter "Softmax and cross entropy".

    Example:
        >>> softmax_backward([1.0, 0.0], [0.0, 0.0])
        (array([ 0.25, -0.25]),)
    """
    dy, h = float_arrays(dy=dy, h=h)
    require_shape("dy", dy, h.shape, "the shape of h", UPSTREAM)
    require_row(h)
    return backward(dy, forward(h)[1])


@np.errstate(under="ignore")  # a probability that underflows is 0, and that is right
def forward(h: FloatArray) -> tuple[FloatArray, Kept]:
    """Return o, and what the backward pass needs of the forward pass: o itself."""
    e = np.exp(shifted(h))
    o: FloatArray = e / e.sum(axis=-1, keepdims=True)
    return o, (o,)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dh from what the forward pass kept."""
    (o,) = kept
    return (o * (dy - (dy * o).sum(axis=-1, keepdims=True)),)


def shifted(h: FloatArray) -> FloatArray:
    """Take the largest logit of each row from all of the row, so that exp cannot overflow."""
    with np.errstate(over="ignore"):  # logits may lie further apart than the largest number
        z: FloatArray = h - h.max(axis=-1, keepdims=True)
    return np.maximum(z, -np.finfo(h.dtype).max)


def require_row(h: FloatArray) -> None:
    """Raise InputError unless the logits `h` have an axis to run over."""
    if h.ndim == 0:
        raise InputError(
            "h must have at least one axis, the logits of one example, but it is a single number. "
            "Pass a list or an array."
        )
