"""Softmax and cross entropy in one: E = -Σ_i t_i log o_i with o = softmax(h)."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.modules.losses.reduction import Reduction, divisor
from nnderiv.modules.losses.targets import has_target, probability_rows, smoothed
from nnderiv.modules.softmax import require_row, shifted
from nnderiv.nondifferentiable import held_constant

Kept = tuple[FloatArray, FloatArray, FloatArray, int]


@held_constant("t")
def softmax_cross_entropy(
    h: ArrayLike,
    t: ArrayLike,
    reduction: Reduction = "mean",
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
) -> np.floating[Any]:
    """Return the loss E = -Σ_i t_i log softmax(h)_i, over the mini-batch its mean or its sum.

    -log o_i is computed as log Σ_j e^{h_j} - h_i, with the largest logit taken away first, so
    that neither the exponential overflows nor the logarithm meets a 0.

    Args:
        h: the logits, shape (..., n); every leading axis is a batch axis.
        t: the target, held constant: class indices, integers of shape (...); or probability
            rows (one-hot among them), shape (..., n), that sum to 1.
        reduction: "mean" divides by the number of rows that have a target, "sum" does not.
        label_smoothing: ε, which takes (1 - ε) t + ε/n in the place of each probability row t.
        ignore_index: the class index that stands where a row has no target; such a row counts
            in no sum and no number. Of rows that are all ignored the sum is 0, and the mean,
            which PyTorch says is nan, is refused.

    Returns:
        E, a single number.

    Raises:
        InputError: if shapes do not fit, an index is no class, a row of t does not sum to 1,
            an option is unknown or out of its range, all rows of a mean are ignored, or an input
            is not made of finite real numbers.

    Source:
        The book's chapter "Softmax and cross entropy". Label smoothing: Szegedy et al.,
        Rethinking the Inception architecture for computer vision, 2016.

    Example:
        >>> softmax_cross_entropy([[0, 0], [10000, 0]], [0, 1], reduction="sum").round(6)
        np.float64(10000.693147)
        >>> softmax_cross_entropy([[0, 0], [10000, 0]], [0, -100], ignore_index=-100).round(6)
        np.float64(0.693147)
    """
    (h,) = float_arrays(h=h)
    require_row(h)
    return forward(h, t, reduction, label_smoothing, ignore_index)[0]


def softmax_cross_entropy_backward(
    dy: ArrayLike,
    h: ArrayLike,
    t: ArrayLike,
    reduction: Reduction = "mean",
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
) -> tuple[FloatArray]:
    """Return dL/dh = dL/dE (o - t), for the mean divided by the number of rows with a target.

    With label smoothing, (1 - ε) t + ε/n stands for t. A row that is ignored has a gradient of
    exactly 0.

    Args:
        dy: the upstream gradient dL/dE, a single number; 1 if E is the loss itself.
        h: the logits of the forward pass, shape (..., n).
        t: the target of the forward pass.
        reduction: the reduction of the forward pass.
        label_smoothing: that of the forward pass.
        ignore_index: that of the forward pass.

    Returns:
        dh, alone in a tuple, the shape of h. The target is held constant and has no gradient.

    Raises:
        InputError: as softmax_cross_entropy, or if dy is not a single number.

    Source:
        The book's chapter "Softmax and cross entropy". Label smoothing: Szegedy et al.,
        Rethinking the Inception architecture for computer vision, 2016.

    Example:
        >>> softmax_cross_entropy_backward(1.0, [[0, 0], [0, 0]], [0, 1])
        (array([[-0.25,  0.25],
               [ 0.25, -0.25]]),)
    """
    dy, h = float_arrays(dy=dy, h=h)
    require_shape("dy", dy, (), "the shape of the loss", UPSTREAM)
    require_row(h)
    return backward(dy, forward(h, t, reduction, label_smoothing, ignore_index)[1])


@np.errstate(under="ignore")  # a probability that underflows is 0, and that is right
def forward(
    h: FloatArray,
    t: ArrayLike,
    reduction: Reduction = "mean",
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
) -> tuple[np.floating[Any], Kept]:
    """Return E, and what the backward pass needs of the forward pass: e, its sums, the targets, N.

    The targets are made probability rows here, and so are looked at in every call.
    """
    q = smoothed(probability_rows(t, h, ignore_index), label_smoothing)
    N = _number_of(has_target(q), reduction)
    z = shifted(h)
    e = np.exp(z)
    total = e.sum(axis=-1, keepdims=True)
    minus_log_o = np.log(total) - z
    E: np.floating[Any] = (q * minus_log_o).sum() / N
    return E, (e, total, q, N)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dh from what the forward pass kept."""
    e, total, q, N = kept
    o = e / total
    return (dy * (has_target(q) * o - q) / N,)


def _number_of(counts: NDArray[np.bool_], reduction: Reduction) -> int:
    """Return what the sum over the rows that count is divided by."""
    N = divisor(int(counts.sum()), reduction)
    if N == 0:
        raise InputError(
            "the mean must be that of at least one row, but every target is ignore_index. "
            'Leave this batch out, or take reduction="sum", which is 0.'
        )
    return N
