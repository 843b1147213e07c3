"""Root mean square normalisation: y = γ x / √(mean(x²) + eps), for each example by itself."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.normalisation.fit import positive_eps, require_per_feature
from nnderiv.modules.normalisation.standardise import over_root_mean_square

Kept = tuple[FloatArray, FloatArray, FloatArray]


def rms_norm(x: ArrayLike, gamma: ArrayLike, eps: float = 1e-5) -> FloatArray:
    """Return y = γ h with h = x / √(mean(x²) + eps), the mean over the last axis.

    It is layer normalisation without the mean and the shift. PyTorch has the distance from 1 to
    the next float as its eps unless told, flax has 1e-6.

    Args:
        x: the input, shape (..., n); every leading axis is a batch axis.
        gamma: the scale γ, shape (n,).
        eps: what is added to the mean of the squares, a positive number.

    Returns:
        y, the shape of x. A row of zeros gives zeros.

    Raises:
        InputError: if the shapes do not fit, eps is not positive, or an input is not made of
            finite real numbers.

    Source:
        Zhang and Sennrich, "Root mean square layer normalization", 2019.

    Example:
        >>> rms_norm([[1, 7], [0, 0]], gamma=[1, 2], eps=75)
        array([[0.1, 1.4],
               [0. , 0. ]])
    """
    x, gamma = float_arrays(x=x, gamma=gamma)
    require_per_feature(x, gamma=gamma)
    return forward(x, gamma, positive_eps(eps, x))[0]


def rms_norm_backward(
    dy: ArrayLike, x: ArrayLike, gamma: ArrayLike, eps: float = 1e-5
) -> tuple[FloatArray, FloatArray]:
    """Return dL/dx = (dL/dh - h mean(dL/dh h)) / √(mean(x²) + eps), and dL/dγ.

    There dL/dh = dL/dy γ; dL/dγ is the sum of the rows of dL/dy h.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, shape (..., n).
        gamma: the scale γ, shape (n,).
        eps: the eps of the forward pass.

    Returns:
        dx and dgamma, of the shapes of x and gamma.

    Raises:
        InputError: if the shapes do not fit, eps is not positive, or an input is not made of
            finite real numbers.

    Source:
        Zhang and Sennrich, "Root mean square layer normalization", 2019.

    Example:
        >>> dx, dgamma = rms_norm_backward([[10, 0]], [[1, 7]], [1, 1], eps=75)
        >>> dx
        array([[ 0.995, -0.035]])
        >>> dgamma
        array([1., 0.])
    """
    dy, x, gamma = float_arrays(dy=dy, x=x, gamma=gamma)
    require_per_feature(x, gamma=gamma)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x, gamma, positive_eps(eps, x))[1])


def forward(x: FloatArray, gamma: FloatArray, eps: float = 1e-5) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: h, 1 / √(mean(x²) + eps) and γ."""
    h, r = over_root_mean_square(x, -1, eps)
    return gamma * h, (h, r, gamma)


@np.errstate(under="ignore")  # a row of large entries has a gradient that is nearly 0
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray]:
    """Return dx and dgamma from what the forward pass kept."""
    h, r, gamma = kept
    dh = dy * gamma
    dx = r * (dh - h * (dh * h).mean(axis=-1, keepdims=True))
    batch_axes = tuple(range(dy.ndim - 1))
    return dx, (dy * h).sum(batch_axes)
