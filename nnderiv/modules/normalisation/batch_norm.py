"""Batch normalisation in training: y = γ (x - mean) / √(var + eps) + β, for each feature."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, as_rows, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.modules.normalisation.fit import positive_eps, require_per_feature
from nnderiv.modules.normalisation.standardise import standardised

Kept = tuple[FloatArray, FloatArray, FloatArray]


def batch_norm(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5) -> FloatArray:
    """Return y = γ h + β with h = (x - mean) / √(var + eps), over all axes but the last.

    The variance is the mean of (x - mean)², which divides by the number N of examples and not by
    N - 1. PyTorch normalises so too, though its running variance divides by N - 1; of an image it
    takes the channels from axis 1. A single example would give β whatever it is, and is refused,
    as PyTorch does.

    Args:
        x: the input, shape (..., n), with at least two examples; every leading axis is a batch
            axis.
        gamma: the scale γ, shape (n,).
        beta: the shift β, shape (n,).
        eps: what is added to the variance, a positive number.

    Returns:
        y, the shape of x. A feature that is equal in all examples gives β.

    Raises:
        InputError: if the shapes do not fit, there is but one example, eps is not positive, or an
            input is not made of finite real numbers.

    Source:
        Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
        internal covariate shift", 2015.

    Example:
        >>> batch_norm([[1, 5], [3, 5]], gamma=[1, 1], beta=[0, 10], eps=3)
        array([[-0.5, 10. ],
               [ 0.5, 10. ]])
    """
    x, gamma, beta = float_arrays(x=x, gamma=gamma, beta=beta)
    _require_fit(x, gamma, beta)
    return forward(x, gamma, beta, positive_eps(eps, x))[0]


def batch_norm_backward(
    dy: ArrayLike, x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dL/dx = γ (dL/dy - mean(dL/dy) - h mean(dL/dy h)) / √(var + eps), dL/dγ and dL/dβ.

    There dL/dγ is the sum of the rows of dL/dy h, and dL/dβ that of dL/dy.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, shape (..., n).
        gamma: the scale γ, shape (n,).
        beta: the shift β, shape (n,).
        eps: the eps of the forward pass.

    Returns:
        dx, dgamma and dbeta, of the shapes of x, gamma and beta.

    Raises:
        InputError: if the shapes do not fit, there is but one example, eps is not positive, or an
            input is not made of finite real numbers.

    Source:
        Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
        internal covariate shift", 2015.

    Example:
        >>> dx, dgamma, dbeta = batch_norm_backward([[8], [0]], [[1], [3]], [1], [0], eps=3)
        >>> dx
        array([[ 1.5],
               [-1.5]])
        >>> dgamma, dbeta
        (array([-4.]), array([8.]))
    """
    dy, x, gamma, beta = float_arrays(dy=dy, x=x, gamma=gamma, beta=beta)
    _require_fit(x, gamma, beta)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x, gamma, beta, positive_eps(eps, x))[1])


def forward(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5
) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: h, a row per example, 1 / √(var + eps) and γ."""
    h, r = standardised(as_rows(x), 0, eps)
    return (gamma * h + beta).reshape(x.shape), (h, r, gamma)


@np.errstate(under="ignore")  # far apart entries have a gradient that is nearly 0
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dx, dgamma and dbeta from what the forward pass kept."""
    h, r, gamma = kept
    rows = as_rows(dy)
    N = len(rows)
    dgamma = (rows * h).sum(axis=0)
    dbeta = rows.sum(axis=0)
    dx = gamma * r * (rows - dbeta / N - h * (dgamma / N))
    return dx.reshape(dy.shape), dgamma, dbeta


def _require_fit(x: FloatArray, gamma: FloatArray, beta: FloatArray) -> None:
    require_per_feature(x, gamma=gamma, beta=beta)
    if x.size == x.shape[-1]:
        raise InputError(
            f"x must have at least two examples, but its shape is {x.shape}. One alone is its own "
            "mean: take more, or batch_norm_inference with the mean and the variance of others."
        )
