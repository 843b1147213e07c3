"""The mean squared error: E = (1/N) Σ (y - t)², where N counts all entries."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.losses.reduction import Reduction, divisor
from nnderiv.nondifferentiable import held_constant

Kept = tuple[FloatArray]


@held_constant("t")
def mse_loss(y: ArrayLike, t: ArrayLike, reduction: Reduction = "mean") -> np.floating[Any]:
    """Return E = (1/N) Σ (y - t)², or the sum alone.

    N is the number of all entries, not that of the examples. There is no factor 1/2, which
    `l2_loss` of optax has.

    Args:
        y: the output of the network, any shape.
        t: the target, held constant, the shape of y.
        reduction: "mean" divides by the number of entries, "sum" does not.

    Returns:
        E, a single number; inf if it is too large for a float.

    Raises:
        InputError: if the shapes differ, the reduction is unknown, or an input is not made of
            finite real numbers.

    Source:
        Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.

    Example:
        >>> mse_loss([[1, 2], [3, 4]], [[1, 2], [3, 0]])
        np.float64(4.0)
    """
    y, t = float_arrays(y=y, t=t)
    _require_target(t, y)
    return forward(y, t, reduction)[0]


def mse_loss_backward(
    dy: ArrayLike, y: ArrayLike, t: ArrayLike, reduction: Reduction = "mean"
) -> tuple[FloatArray]:
    """Return dL/dy = dL/dE 2 (y - t) / N, for the sum without N.

    Args:
        dy: the upstream gradient dL/dE, a single number; 1 if E is the loss itself.
        y: the output of the network, any shape.
        t: the target of the forward pass, the shape of y.
        reduction: the reduction of the forward pass.

    Returns:
        The gradient of y, alone in a tuple, the shape of y. The target is held constant and has
        no gradient.

    Raises:
        InputError: as mse_loss, or if dy is not a single number.

    Source:
        Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.

    Example:
        >>> mse_loss_backward(1.0, [[1, 2], [3, 4]], [[1, 2], [3, 0]])
        (array([[0., 0.],
               [0., 2.]]),)
    """
    dy, y, t = float_arrays(dy=dy, y=y, t=t)
    require_shape("dy", dy, (), "the shape of the loss", UPSTREAM)
    _require_target(t, y)
    return backward(dy, forward(y, t, reduction)[1])


@np.errstate(over="ignore", under="ignore")  # what is too large for a float is inf
def forward(
    y: FloatArray, t: FloatArray, reduction: Reduction = "mean"
) -> tuple[np.floating[Any], Kept]:
    """Return E, and what the backward pass needs of the forward pass: (y - t) / N."""
    error = y - t
    error_over_N = error / divisor(y.size, reduction)
    E: np.floating[Any] = (error * error_over_N).sum()  # divided before a sum can be too large
    return E, (error_over_N,)


@np.errstate(over="ignore", under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return the gradient of y from what the forward pass kept."""
    (error_over_N,) = kept
    return (dy * error_over_N * 2,)


def _require_target(t: FloatArray, y: FloatArray) -> None:
    way_out = "Bring both to one shape: (N, 1) and (N,) would be broadcast to (N, N)."
    require_shape("t", t, y.shape, "the shape of y", way_out)
