"""Targets of a classifier: class indices or probability rows in, probability rows out."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import FloatArray, float_arrays
from nnderiv.errors import InputError


def probability_rows(t: ArrayLike, h: FloatArray) -> FloatArray:
    """Return the targets `t` as probability rows, one for every row of the logits `h`.

    Args:
        t: class indices, integers of the shape of h without its last axis; or probabilities
            (one-hot among them), of the shape of h, whose rows sum to 1.
        h: the logits, shape (..., n).

    Returns:
        The targets, shape and dtype of h.

    Raises:
        InputError: if the shape fits neither form, an index is no class, or a row is no
            distribution.

    Example:
        >>> probability_rows([2, 0], np.zeros((2, 3)))
        array([[0., 0., 1.],
               [1., 0., 0.]])
    """
    (rows,) = float_arrays(t=t)
    if rows.shape == h.shape:
        _require_distributions(rows)
        rows = rows.astype(h.dtype)
        rows /= rows.sum(axis=-1, keepdims=True)  # to the last digit, as the derivation asks
        return rows
    if rows.shape == h.shape[:-1]:
        return _one_hot(np.asarray(t), h)
    raise InputError(
        f"t must hold one class index per row of h, shape {h.shape[:-1]}, or one probability "
        f"per logit, shape {h.shape}, but its shape is {rows.shape}. Give every row its target."
    )


def _one_hot(classes: NDArray[Any], h: FloatArray) -> FloatArray:
    n = h.shape[-1]
    if classes.dtype.kind not in "iu":
        raise InputError(
            f"class indices must be integers, but the dtype of t is {classes.dtype}. "
            "Use t.astype(int), or probability rows of the shape of h."
        )
    if classes.min() < 0 or classes.max() >= n:
        bad = classes[(classes < 0) | (classes >= n)].flat[0]
        raise InputError(
            f"class indices must lie in 0 … {n - 1}, but t holds {bad}. "
            "Count the classes from 0, and give h one logit for each."
        )
    rows = np.zeros_like(h)
    np.put_along_axis(rows, classes[..., np.newaxis], 1, axis=-1)
    return rows


def _require_distributions(rows: FloatArray) -> None:
    if rows.min() < 0:
        raise InputError(
            f"probabilities must not be negative, but t holds {rows.min()}. "
            "Pass probabilities, not logits."
        )
    sums = rows.sum(axis=-1)
    # Rows that were normalised in float32 pass, whatever their type is now.
    wrong = np.abs(sums - 1) > 1e-4
    if wrong.any():
        raise InputError(
            f"every row of t must sum to 1, but one sums to {sums[wrong].flat[0]:.9g}. "
            "Divide each row by its sum."
        )
