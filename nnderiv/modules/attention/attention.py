"""Scaled dot-product attention: Y = A V with A = softmax(QKᵀ / √d), a row for each query."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.modules import softmax
from nnderiv.modules.masks import boolean_mask
from nnderiv.nondifferentiable import held_constant

Mask = NDArray[np.bool_]


class Kept(NamedTuple):
    """What the backward pass needs: the inputs, and the weights A of the values."""

    Q: FloatArray
    K: FloatArray
    V: FloatArray
    A: FloatArray


@held_constant("mask")
def attention(
    Q: ArrayLike, K: ArrayLike, V: ArrayLike, mask: ArrayLike | None = None
) -> FloatArray:
    """Return Y = A V with A = softmax(QKᵀ / √d), each row over the keys that take part.

    A query for which no key takes part has the output 0, and all gradients through it are 0.
    PyTorch gives 0 or nan there, by version and function, and JAX the mean of all values.

    Args:
        Q: the queries, shape (..., n, d); every axis before the last two is a batch axis.
        K: the keys, shape (..., m, d), with the batch axes of Q.
        V: the values, one for each key, shape (..., m, v), with the batch axes of Q.
        mask: held constant; booleans of a shape that broadcasts to (..., n, m), True where the
            key takes part for the query. None lets all take part. A boolean mask means the same
            in PyTorch's scaled_dot_product_attention and in JAX's dot_product_attention, whose
            axes are (B, T, N, H): batch, position, head, entry. In PyTorch's MultiheadAttention
            it means the opposite: True is left out.

    Returns:
        Y, shape (..., n, v).

    Raises:
        InputError: if the shapes do not fit, the mask is not made of booleans, a score that takes
            part overflows, or an input is not made of finite real numbers.

    Source:
        Vaswani et al., "Attention is all you need", 2017, equation 1.

    Example:
        >>> attention([[0, 0]], [[1, 2], [3, 4], [5, 6]], [[2], [4], [9]])
        array([[5.]])
        >>> attention([[0, 0]], [[1, 2], [3, 4], [5, 6]], [[2], [4], [9]], mask=[True, True, False])
        array([[3.]])
    """
    Q, K, V = float_arrays(Q=Q, K=K, V=V)
    _require_fit(Q, K, V)
    return forward(Q, K, V, broadcast_mask(mask, (*Q.shape[:-1], K.shape[-2])))[0]


def attention_backward(
    dy: ArrayLike, Q: ArrayLike, K: ArrayLike, V: ArrayLike, mask: ArrayLike | None = None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dL/dQ = dS K / √d, dL/dK = dSᵀ Q / √d and dL/dV = Aᵀ dL/dY.

    There dS = A ⊙ (dA - the sums of the rows of dA ⊙ A), with dA = dL/dY Vᵀ, is softmax's
    backward pass. Where a key does not take part, A is 0, and so is dS.

    Args:
        dy: the upstream gradient dL/dY, shape (..., n, v).
        Q: the queries of the forward pass, shape (..., n, d).
        K: the keys, shape (..., m, d).
        V: the values, shape (..., m, v).
        mask: the mask of the forward pass.

    Returns:
        dQ, dK and dV, of the shapes of Q, K and V. The mask is held constant and has no gradient.

    Raises:
        InputError: as attention, or if dy has not the shape of Y.

    Source:
        Dao et al., "FlashAttention", 2022, appendix B.2.

    Example:
        >>> dQ, dK, dV = attention_backward([[4.0]], [[0]], [[1], [3]], [[2], [4]])
        >>> dQ
        array([[4.]])
        >>> dK
        array([[0.],
               [0.]])
        >>> dV
        array([[2.],
               [2.]])
    """
    dy, Q, K, V = float_arrays(dy=dy, Q=Q, K=K, V=V)
    _require_fit(Q, K, V)
    require_shape("dy", dy, (*Q.shape[:-1], V.shape[-1]), "the shape of Y", UPSTREAM)
    mask = broadcast_mask(mask, (*Q.shape[:-1], K.shape[-2]))
    return backward(dy, forward(Q, K, V, mask)[1])


@np.errstate(under="ignore")  # a weight that underflows is 0, and that is right
def forward(
    Q: FloatArray, K: FloatArray, V: FloatArray, mask: Mask | None = None
) -> tuple[FloatArray, Kept]:
    """Return Y, and what the backward pass needs of the forward pass: Q, K, V and A."""
    mask = np.asarray(True) if mask is None else mask
    e = np.exp(softmax.shifted(_scores(Q, K, mask))) * mask
    # The largest score gives 1, so a sum below 0.5 is that of a row where no key takes part, 0.
    A = e / np.maximum(e.sum(axis=-1, keepdims=True), 0.5)
    return A @ V, Kept(Q, K, V, A)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dQ, dK and dV from what the forward pass kept."""
    Q, K, V, A = kept
    dA = dy @ V.mT
    # The sums of dA ⊙ A in softmax's backward pass are those of dy ⊙ Y, but only with these is dS 0
    # without any rounding where one key has all the weight, and the keys there may be huge.
    (dS,) = softmax.backward(dA, (A,))
    dS /= sqrt(Q.shape[-1])
    return dS @ K, dS.mT @ Q, A.mT @ dy


def broadcast_mask(mask: ArrayLike | None, shape: tuple[int, ...]) -> Mask:
    """Return the mask as booleans of `shape`, one for each query and key; None is all True.

    Raises:
        InputError: if it is not made of booleans, or does not broadcast to the shape.

    Example:
        >>> broadcast_mask([True, False], (2, 2))
        array([[ True, False],
               [ True, False]])
    """
    array = np.asarray(True) if mask is None else boolean_mask("mask", mask)
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise InputError(
            f"mask must broadcast to one boolean for each query and key, {shape}, but its shape "
            f"is {array.shape}. Give a batch axis of length 1 to a mask that is the same for all."
        ) from None


def _scores(Q: FloatArray, K: FloatArray, mask: Mask) -> FloatArray:
    """Return QKᵀ / √d, and the lowest number there is where a key does not take part."""
    lowest = -np.finfo(Q.dtype).max
    with np.errstate(over="ignore", invalid="ignore"):  # it may overflow where no key takes part
        S = np.where(mask, (Q / sqrt(Q.shape[-1])) @ K.mT, lowest)
    if not np.isfinite(S).all():
        raise InputError(
            "the scores QKᵀ / √d must be finite, but they overflow: the largest entry of Q is "
            f"{np.abs(Q).max():.3g}, and of K {np.abs(K).max():.3g}. Scale Q or K down."
        )
    return S


def _require_fit(Q: FloatArray, K: FloatArray, V: FloatArray) -> None:
    for name, array in (("Q", Q), ("K", K), ("V", V)):
        if array.ndim < 2:
            raise InputError(
                f"{name} must have at least two axes, one vector in each row, but its shape is "
                f"{array.shape}. Pass a single vector as a matrix of one row."
            )
    *batch, _, d = Q.shape
    m = K.shape[-2]
    keys, values = (*batch, m, d), (*batch, m, V.shape[-1])
    require_shape(
        "K", K, keys, "the batch axes of Q and rows as long as those of Q", "Pass keys like Q."
    )
    require_shape(
        "V", V, values, "the batch axes of Q and one row for each row of K", "Pass one per key."
    )
