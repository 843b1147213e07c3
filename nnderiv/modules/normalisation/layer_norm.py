"""Layer normalisation: y = γ (x - mean) / √(var + eps) + β, for each example by itself."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.normalisation.fit import positive_eps, require_per_feature
from nnderiv.modules.normalisation.standardise import standardised

Kept = tuple[FloatArray, FloatArray, FloatArray]


def layer_norm(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5) -> FloatArray:
    """Return y = γ h + β with h = (x - mean) / √(var + eps), over the last axis.

    The variance is the mean of (x - mean)², which divides by n and not by n - 1. PyTorch has the
    same eps; flax has 1e-6.

    Args:
        x: the input, shape (..., n); every leading axis is a batch axis.
        gamma: the scale γ, shape (n,).
        beta: the shift β, shape (n,).
        eps: what is added to the variance, a positive number.

    Returns:
        y, the shape of x. A row whose entries are all equal gives β.

    Raises:
        InputError: if the shapes do not fit, eps is not positive, or an input is not made of
            finite real numbers.

    Source:
        Ba, Kiros and Hinton, "Layer normalization", 2016.

    Example:
        >>> layer_norm([[1, 3], [5, 5]], gamma=[1, 1], beta=[0, 10], eps=3)
        array([[-0.5, 10.5],
               [ 0. , 10. ]])
    """
    x, gamma, beta = float_arrays(x=x, gamma=gamma, beta=beta)
    require_per_feature(x, gamma=gamma, beta=beta)
    return forward(x, gamma, beta, positive_eps(eps, x))[0]


def layer_norm_backward(
    dy: ArrayLike, x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dL/dx = (dL/dh - mean(dL/dh) - h mean(dL/dh h)) / √(var + eps), dL/dγ and dL/dβ.

    There dL/dh = dL/dy γ; dL/dγ is the sum of the rows of dL/dy h, and dL/dβ that of dL/dy.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, shape (..., n).
        gamma: the scale γ, shape (n,).
        beta: the shift β, shape (n,).
        eps: the eps of the forward pass.

    Returns:
        dx, dgamma and dbeta, of the shapes of x, gamma and beta.

    Raises:
        InputError: if the shapes do not fit, eps is not positive, or an input is not made of
            finite real numbers.

    Source:
        Ba, Kiros and Hinton, "Layer normalization", 2016.

    Example:
        >>> dx, dgamma, dbeta = layer_norm_backward([[8, 0]], [[1, 3]], [1, 1], [0, 0], eps=3)
        >>> dx
        array([[ 1.5, -1.5]])
        >>> dgamma
        array([-4.,  0.])
        >>> dbeta
        array([8., 0.])
    """
    dy, x, gamma, beta = float_arrays(dy=dy, x=x, gamma=gamma, beta=beta)
    require_per_feature(x, gamma=gamma, beta=beta)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x, gamma, beta, positive_eps(eps, x))[1])


def forward(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5
) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: h, 1 / √(var + eps) and γ."""
    h, r = standardised(x, -1, eps)
    return gamma * h + beta, (h, r, gamma)


@np.errstate(under="ignore")  # far apart entries have a gradient that is nearly 0
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dx, dgamma and dbeta from what the forward pass kept."""
    h, r, gamma = kept
    dh = dy * gamma
    dx = r * (dh - _row_means(dh) - h * _row_means(dh * h))
    batch_axes = tuple(range(dy.ndim - 1))
    return dx, (dy * h).sum(batch_axes), dy.sum(batch_axes)


def _row_means(a: FloatArray) -> FloatArray:
    means: FloatArray = a.mean(axis=-1, keepdims=True)
    return means
