"""Batch normalisation after training: y = γ (x - mean) / √(var + eps) + β, mean and var given."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.modules.normalisation.fit import positive_eps, require_per_feature
from nnderiv.nondifferentiable import held_constant

Kept = tuple[FloatArray, FloatArray, FloatArray]


@held_constant("mean", "var")
def batch_norm_inference(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    mean: ArrayLike,
    var: ArrayLike,
    eps: float = 1e-5,
) -> FloatArray:
    """Return y = γ h + β with h = (x - mean) / √(var + eps), for each feature.

    The mean and the variance are those that training gathered. They do not depend on x, so each
    example stands for itself.

    Args:
        x: the input, shape (..., n); every leading axis is a batch axis.
        gamma: the scale γ, shape (n,).
        beta: the shift β, shape (n,).
        mean: the mean of every feature, held constant, shape (n,).
        var: the variance of every feature, held constant, shape (n,), no entry negative.
        eps: what is added to the variance, a positive number.

    Returns:
        y, the shape of x.

    Raises:
        InputError: if the shapes do not fit, a variance is negative, eps is not positive, or an
            input is not made of finite real numbers.

    Source:
        Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
        internal covariate shift", 2015.

    Example:
        >>> batch_norm_inference([[4, 5]], [1, 1], [0, 10], mean=[2, 5], var=[1, 0], eps=3)
        array([[ 1., 10.]])
    """
    x, gamma, beta, mean, var = float_arrays(x=x, gamma=gamma, beta=beta, mean=mean, var=var)
    _require_fit(x, gamma, beta, mean, var)
    return forward(x, gamma, beta, mean, var, positive_eps(eps, x))[0]


def batch_norm_inference_backward(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    mean: ArrayLike,
    var: ArrayLike,
    eps: float = 1e-5,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dL/dx = dL/dy γ / √(var + eps), dL/dγ and dL/dβ.

    There dL/dγ is the sum of the rows of dL/dy h, and dL/dβ that of dL/dy.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, shape (..., n).
        gamma: the scale γ, shape (n,).
        beta: the shift β, shape (n,).
        mean: the mean of the forward pass, shape (n,).
        var: the variance of the forward pass, shape (n,).
        eps: the eps of the forward pass.

    Returns:
        dx, dgamma and dbeta, of the shapes of x, gamma and beta. The mean and the variance are
        held constant and have no gradient.

    Raises:
        InputError: if the shapes do not fit, a variance is negative, eps is not positive, or an
            input is not made of finite real numbers.

    Source:
        Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing
        internal covariate shift", 2015.

    Example:
        >>> batch_norm_inference_backward([[8]], [[4]], [1], [0], mean=[2], var=[1], eps=3)
        (array([[4.]]), array([8.]), array([8.]))
    """
    dy, x, gamma, beta, mean, var = float_arrays(
        dy=dy, x=x, gamma=gamma, beta=beta, mean=mean, var=var
    )
    _require_fit(x, gamma, beta, mean, var)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x, gamma, beta, mean, var, positive_eps(eps, x))[1])


@np.errstate(under="ignore")
def forward(
    x: FloatArray,
    gamma: FloatArray,
    beta: FloatArray,
    mean: FloatArray,
    var: FloatArray,
    eps: float = 1e-5,
) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: h, 1 / √(var + eps) and γ."""
    r = 1 / np.sqrt(var + eps)
    h = (x - mean) * r
    return gamma * h + beta, (h, r, gamma)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dx, dgamma and dbeta from what the forward pass kept."""
    h, r, gamma = kept
    batch_axes = tuple(range(dy.ndim - 1))
    return dy * gamma * r, (dy * h).sum(batch_axes), dy.sum(batch_axes)


def _require_fit(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, mean: FloatArray, var: FloatArray
) -> None:
    require_per_feature(x, gamma=gamma, beta=beta, mean=mean, var=var)
    if var.real.min() < 0:
        raise InputError(
            f"a variance must not be negative, but var holds {var.real.min()}. "
            "Pass the mean of the squares of x - mean, not its logarithm."
        )
