"""Targets of a classifier: class indices or probabilities in, checked probabilities out."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError


@np.errstate(under="ignore")  # what is too small for float32 is 0 there
def probabilities(t: ArrayLike, z: FloatArray) -> FloatArray:
    """Return the targets `t` as probabilities, one for every one of the logits `z`.

    Args:
        t: numbers from 0 to 1, labels 0 and 1 among them, the shape of z.
        z: the logits, any shape.

    Returns:
        The targets, shape and dtype of z.

    Raises:
        InputError: if the shape is not that of z, or a number leaves 0 … 1.

    Example:
        >>> probabilities([True, False], np.zeros(2))
        array([1., 0.])
    """
    (found,) = float_arrays(t=t)
    require_shape("t", found, z.shape, "the shape of z", "Give every logit its own target.")
    outside = (found < 0) | (found > 1)
    if outside.any():
        raise InputError(
            f"t must hold probabilities, from 0 to 1, but it holds {found[outside].flat[0]}. "
            "Of labels -1 and 1, pass (t + 1) / 2; logits belong into z."
        )
    return found.astype(z.dtype)


def probability_rows(t: ArrayLike, h: FloatArray, ignore_index: int | None = None) -> FloatArray:
    """Return the targets `t` as probability rows, one for every row of the logits `h`.

    Args:
        t: class indices, integers of the shape of h without its last axis; or probabilities
            (one-hot among them), of the shape of h, whose rows sum to 1.
        h: the logits, shape (..., n).
        ignore_index: the integer that stands in t where a row of h has no target.

    Returns:
        The targets, shape and dtype of h; a row without target is 0.

    Raises:
        InputError: if the shape fits neither form, an index is no class, a row is no
            distribution, or there is an ignore_index that is no integer or has no class indices.

    Example:
        >>> probability_rows([2, -100, 0], np.zeros((3, 3)), ignore_index=-100)
        array([[0., 0., 1.],
               [0., 0., 0.],
               [1., 0., 0.]])
    """
    _require_index(ignore_index)
    (rows,) = float_arrays(t=t)
    if rows.shape == h.shape:
        _require_distributions(rows)
        if ignore_index is not None:
            raise InputError(
                f"ignore_index must go with class indices, but t holds probability rows, and "
                f"ignore_index is {ignore_index}. Leave it out, or pass class indices."
            )
        rows = rows.astype(h.dtype)
        rows /= rows.sum(axis=-1, keepdims=True)  # to the last digit, as the derivation asks
        return rows
    if rows.shape == h.shape[:-1]:
        return _one_hot(np.asarray(t), h, ignore_index)
    raise InputError(
        f"t must hold one class index per row of h, shape {h.shape[:-1]}, or one probability "
        f"per logit, shape {h.shape}, but its shape is {rows.shape}. Give every row its target."
    )


def smoothed(rows: FloatArray, label_smoothing: float) -> FloatArray:
    """Return (1 - ε) q + ε/n for each row q that is a target; a row of 0 stays as it is.

    Args:
        rows: the targets, shape (..., n).
        label_smoothing: ε, from 0 to 1.

    Returns:
        The smoothed targets, shape and dtype of rows.

    Raises:
        InputError: if ε is no number from 0 to 1.

    Example:
        >>> smoothed(np.array([[0.0, 1.0], [0.0, 0.0]]), 0.5)
        array([[0.25, 0.75],
               [0.  , 0.  ]])
    """
    number = isinstance(label_smoothing, int | float | np.integer | np.floating)
    if not number or isinstance(label_smoothing, bool) or not 0 <= label_smoothing <= 1:
        raise InputError(
            f"label_smoothing must be a number from 0 to 1, but it is {label_smoothing!r}. "
            "Pass the part of each target that all classes share, such as 0.1."
        )
    if label_smoothing == 0:
        return rows
    share = float(label_smoothing)  # one of NumPy's would make float64 of float32
    q = (1 - share) * rows + share / rows.shape[-1]
    return np.where(has_target(rows), q, rows)


def has_target(rows: FloatArray) -> NDArray[np.bool_]:
    """Return of each row whether it is a target, which is not all 0, in the shape (..., 1)."""
    found: NDArray[np.bool_] = np.any(rows, axis=-1, keepdims=True)
    return found


def _require_index(ignore_index: int | None) -> None:
    if ignore_index is None:
        return
    if isinstance(ignore_index, bool) or not isinstance(ignore_index, int | np.integer):
        raise InputError(
            f"ignore_index must be an integer, but it is {ignore_index!r}. "
            "Pass the one that stands in t for a missing target, such as -100, or leave it out."
        )


def _one_hot(classes: NDArray[Any], h: FloatArray, ignore_index: int | None) -> FloatArray:
    n = h.shape[-1]
    if classes.dtype.kind not in "iu":
        raise InputError(
            f"class indices must be integers, but the dtype of t is {classes.dtype}. "
            "Use t.astype(int), or probability rows of the shape of h."
        )
    counted = np.full(classes.shape, True) if ignore_index is None else classes != ignore_index
    bad = classes[counted & ((classes < 0) | (classes >= n))]
    if bad.size:
        raise InputError(
            f"class indices must lie in 0 … {n - 1}, but t holds {bad[0]}. "
            "Count the classes from 0, and give h one logit for each."
        )
    rows = np.zeros_like(h)
    places = np.where(counted, classes, 0)[..., np.newaxis]
    np.put_along_axis(rows, places, counted[..., np.newaxis], axis=-1)
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
