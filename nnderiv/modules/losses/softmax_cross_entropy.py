"""Softmax and cross entropy in one: E = -Σ_i t_i log o_i with o = softmax(h)."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.losses.reduction import Reduction, divisor
from nnderiv.modules.losses.targets import probability_rows
from nnderiv.modules.softmax import require_row, shifted, softmax
from nnderiv.nondifferentiable import held_constant


@held_constant("t")
@np.errstate(under="ignore")  # a probability that underflows is 0, and that is right
def softmax_cross_entropy(
    h: ArrayLike, t: ArrayLike, reduction: Reduction = "mean"
) -> np.floating[Any]:
    """Return the loss E = -Σ_i t_i log softmax(h)_i, over the mini-batch its mean or its sum.

    -log o_i is computed as log Σ_j e^{h_j} - h_i, with the largest logit taken away first, so
    that neither the exponential overflows nor the logarithm meets a 0.

    Args:
        h: the logits, shape (..., n); every leading axis is a batch axis.
        t: the target, held constant: class indices, integers of shape (...); or probability
            rows (one-hot among them), shape (..., n), that sum to 1.
        reduction: "mean" divides by the number of rows, "sum" does not.

    Returns:
        E, a single number.

    Raises:
        InputError: if shapes do not fit, an index is no class, a row of t does not sum to 1,
            the reduction is unknown, or an input is not made of finite real numbers.

    Source:
        The book's chapter "Softmax and cross entropy".

    Example:
        >>> softmax_cross_entropy([[0, 0], [10000, 0]], [0, 1], reduction="sum").round(6)
        np.float64(10000.693147)
    """
    (h,) = float_arrays(h=h)
    require_row(h)
    t = probability_rows(t, h)
    z = shifted(h)
    minus_log_o = np.log(np.exp(z).sum(axis=-1, keepdims=True)) - z
    E: np.floating[Any] = (t * minus_log_o).sum() / divisor(_rows(h), reduction)
    return E


@np.errstate(under="ignore")
def softmax_cross_entropy_backward(
    dy: ArrayLike, h: ArrayLike, t: ArrayLike, reduction: Reduction = "mean"
) -> tuple[FloatArray]:
    """Return dL/dh = dL/dE (o - t), for the mean divided by the number of rows.

    Args:
        dy: the upstream gradient dL/dE, a single number; 1 if E is the loss itself.
        h: the logits of the forward pass, shape (..., n).
        t: the target of the forward pass.
        reduction: the reduction of the forward pass.

    Returns:
        dh, alone in a tuple, the shape of h. The target is held constant and has no gradient.

    Raises:
        InputError: as softmax_cross_entropy, or if dy is not a single number.

    Source:
        The book's chapter "Softmax and cross entropy".

    Example:
        >>> softmax_cross_entropy_backward(1.0, [[0, 0], [0, 0]], [0, 1])
        (array([[-0.25,  0.25],
               [ 0.25, -0.25]]),)
    """
    dy, h = float_arrays(dy=dy, h=h)
    require_shape("dy", dy, (), "the shape of the loss", UPSTREAM)
    require_row(h)
    t = probability_rows(t, h)
    o = softmax(h)
    return (dy * (o - t) / divisor(_rows(h), reduction),)


def _rows(h: FloatArray) -> int:
    return int(h.size // h.shape[-1])
