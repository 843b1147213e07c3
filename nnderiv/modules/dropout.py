"""Dropout: y = x keep / (1 - p), where the mask keep says which entries stay."""

from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.modules.masks import boolean_mask
from nnderiv.nondifferentiable import held_constant

Kept = tuple[NDArray[np.bool_], float]


@held_constant("keep")
def dropout(x: ArrayLike, keep: ArrayLike, p: float = 0.5) -> FloatArray:
    """Return y = x / (1 - p) where keep is true, and 0 elsewhere.

    Draw the mask anew for every step, such that an entry stays with probability 1 - p:
    `keep = rng.random(x.shape) >= p`. Then y has the mean x, and after training the layer is left
    out. PyTorch draws the mask itself, and takes p = 1 as well, which drops everything.

    Args:
        x: the input, any shape.
        keep: the mask, held constant, booleans of the shape of x.
        p: the probability with which an entry was dropped, 0 ≤ p < 1.

    Returns:
        y, the shape of x.

    Raises:
        InputError: if the shapes differ, keep does not hold booleans, p is out of its range, or x
            is not made of finite real numbers.

    Source:
        Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to
        prevent neural networks from overfitting", 2014. There p is the share that stays, and the
        weights are scaled after training.

    Example:
        >>> dropout([1, 2, 3, 4], [True, False, False, True])
        array([2., 0., 0., 8.])
    """
    (x,) = float_arrays(x=x)
    return forward(x, _mask_of(x, keep), _probability(p))[0]


def dropout_backward(
    dy: ArrayLike, x: ArrayLike, keep: ArrayLike, p: float = 0.5
) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy / (1 - p) where keep is true, and 0 elsewhere.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, any shape.
        keep: the mask of the forward pass.
        p: the p of the forward pass.

    Returns:
        dx, alone in a tuple, the shape of x. The mask is held constant and has no gradient.

    Raises:
        InputError: as dropout, or if dy does not have the shape of x.

    Source:
        Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to
        prevent neural networks from overfitting", 2014. There p is the share that stays, and the
        weights are scaled after training.

    Example:
        >>> dropout_backward([1, 1, 1, 1], [1, 2, 3, 4], [True, False, False, True])
        (array([2., 0., 0., 2.]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    keep = _mask_of(x, keep)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, (keep, _probability(p)))


def forward(x: FloatArray, keep: NDArray[np.bool_], p: float = 0.5) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: the mask and p."""
    return _thinned(x, keep, p), (keep, p)


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx from what the forward pass kept."""
    return (_thinned(dy, *kept),)


def _thinned(a: FloatArray, keep: NDArray[np.bool_], p: float) -> FloatArray:
    """Return a keep / (1 - p): the layer is linear, and its matrix is diagonal."""
    return np.where(keep, a, 0) / (1 - p)


def _mask_of(x: FloatArray, keep: ArrayLike) -> NDArray[np.bool_]:
    mask = boolean_mask("keep", keep)
    require_shape("keep", mask, x.shape, "the shape of x", "Draw one boolean for every entry.")
    return mask


def _probability(p: float) -> float:
    if not isinstance(p, Real) or not 0 <= p < 1:
        raise InputError(
            f"p must be at least 0 and below 1, but it is {p!r}. It is the share that is dropped; "
            "a layer that drops everything passes nothing on."
        )
    return float(p)
