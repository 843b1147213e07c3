"""Multi-head attention: attention in each of several parts of the rows, merged and mixed by Wo."""

from operator import index
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.modules import linear
from nnderiv.modules.attention import attention
from nnderiv.nondifferentiable import held_constant

Gradients = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


class Kept(NamedTuple):
    """What the backward pass needs: x and the weights, and of the heads what they keep and gave."""

    x: FloatArray
    projections: tuple[FloatArray, FloatArray, FloatArray]
    Wo: FloatArray
    of_heads: attention.Kept
    Z: FloatArray


@held_constant("mask")
def multi_head_attention(
    x: ArrayLike,
    Wq: ArrayLike,
    Wk: ArrayLike,
    Wv: ArrayLike,
    Wo: ArrayLike,
    *,
    heads: int,
    mask: ArrayLike | None = None,
) -> FloatArray:
    """Return y = Z Wo, where Z has the heads side by side, each an attention of a part of the rows.

    Head h has the queries, keys and values in the h-th of the equal parts of the columns of xWq,
    xWk and xWv, d / heads of them. So its scores are divided by √(d / heads), not by √d.

    Args:
        x: the input, shape (..., n, d); every axis before the last two is a batch axis.
        Wq: the weights that make the queries, shape (d, d).
        Wk: the weights that make the keys, shape (d, d).
        Wv: the weights that make the values, shape (d, d).
        Wo: the weights that mix the heads, shape (d, d).
        heads: how many heads; d is a multiple of it.
        mask: held constant; booleans of a shape that broadcasts to (..., n, n), True where the
            key of the column takes part for the query of the row, the same for all heads. None
            lets all take part; np.tri(n, dtype=bool) is causal. In PyTorch's MultiheadAttention
            True means the opposite, left out; it means the same in scaled_dot_product_attention
            and in JAX, whose axes are (B, T, N, H): batch, position, head, entry.

    Returns:
        y, the shape of x. It is 0 in a row for which no key takes part; see `attention`.

    Raises:
        InputError: if the shapes do not fit, d is no multiple of heads, the mask is not made of
            booleans, a score overflows, or an input is not made of finite real numbers.

    Source:
        Vaswani et al., "Attention is all you need", 2017, section 3.2.2.

    Example:
        >>> eye = np.eye(2)
        >>> multi_head_attention([[1, 2], [3, 4]], 0 * eye, eye, eye, eye, heads=2)
        array([[2., 3.],
               [2., 3.]])
    """
    x, Wq, Wk, Wv, Wo = float_arrays(x=x, Wq=Wq, Wk=Wk, Wv=Wv, Wo=Wo)
    heads = _require_fit(x, Wq, Wk, Wv, Wo, heads)
    return forward(x, Wq, Wk, Wv, Wo, heads, _fitting(mask, x))[0]


def multi_head_attention_backward(
    dy: ArrayLike,
    x: ArrayLike,
    Wq: ArrayLike,
    Wk: ArrayLike,
    Wv: ArrayLike,
    Wo: ArrayLike,
    *,
    heads: int,
    mask: ArrayLike | None = None,
) -> Gradients:
    """Return dL/dx = dQ Wqᵀ + dK Wkᵀ + dV Wvᵀ, dL/dWo = Zᵀ dL/dy, and xᵀdQ, xᵀdK, xᵀdV.

    The last three are dL/dWq, dL/dWk and dL/dWv, summed over the batch as dL/dWo is. dQ, dK and
    dV are those of the heads side by side, each by the backward pass of attention from its part
    of the columns of dL/dy Woᵀ.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, shape (..., n, d).
        Wq: the weights that make the queries, shape (d, d).
        Wk: the weights that make the keys, shape (d, d).
        Wv: the weights that make the values, shape (d, d).
        Wo: the weights that mix the heads, shape (d, d).
        heads: how many heads.
        mask: the mask of the forward pass.

    Returns:
        dx, dWq, dWk, dWv and dWo, of the shapes of x and of the weights. The mask is held
        constant and has no gradient.

    Raises:
        InputError: as multi_head_attention, or if dy has not the shape of x.

    Source:
        Vaswani et al., "Attention is all you need", 2017, section 3.2.2, by the chain rule.

    Example:
        >>> eye = np.eye(2)
        >>> gradients = multi_head_attention_backward(
        ...     [[1, 0], [0, 0]], [[1, 2], [3, 4]], 0 * eye, eye, eye, eye, heads=2
        ... )
        >>> gradients[-1]
        array([[2., 0.],
               [3., 0.]])
    """
    dy, x, Wq, Wk, Wv, Wo = float_arrays(dy=dy, x=x, Wq=Wq, Wk=Wk, Wv=Wv, Wo=Wo)
    heads = _require_fit(x, Wq, Wk, Wv, Wo, heads)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x, Wq, Wk, Wv, Wo, heads, _fitting(mask, x))[1])


@np.errstate(under="ignore")  # as in attention
def forward(
    x: FloatArray,
    Wq: FloatArray,
    Wk: FloatArray,
    Wv: FloatArray,
    Wo: FloatArray,
    heads: int,
    mask: attention.Mask | None = None,
) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs."""
    if mask is not None and mask.ndim > 2:
        mask = mask[..., np.newaxis, :, :]  # the same for all heads
    Q, K, V = (_split(x @ W, heads) for W in (Wq, Wk, Wv))
    of_heads, kept = attention.forward(Q, K, V, mask)
    Z = _merge(of_heads)
    return Z @ Wo, Kept(x, (Wq, Wk, Wv), Wo, kept, Z)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> Gradients:
    """Return dx, dWq, dWk, dWv and dWo from what the forward pass kept."""
    x, projections, Wo, of_heads, Z = kept
    dZ, dWo, _ = linear.backward(dy, (Z, Wo))
    of_parts = attention.backward(_split(dZ, heads=of_heads.Q.shape[-3]), of_heads)
    through_q, through_k, through_v = (
        linear.backward(_merge(d_part), (x, W))
        for d_part, W in zip(of_parts, projections, strict=True)
    )
    dx = through_q[0] + through_k[0] + through_v[0]
    return dx, through_q[1], through_k[1], through_v[1], dWo


def _split(a: FloatArray, heads: int) -> FloatArray:
    """Cut rows into equal parts, one for each head: (..., n, d) to (..., heads, n, d / heads)."""
    return a.reshape(*a.shape[:-1], heads, -1).swapaxes(-3, -2)


def _merge(a: FloatArray) -> FloatArray:
    """Put the parts of the heads side by side: (..., heads, n, d / heads) to (..., n, d)."""
    a = a.swapaxes(-3, -2)
    return a.reshape(*a.shape[:-2], -1)


def _fitting(mask: ArrayLike | None, x: FloatArray) -> attention.Mask:
    return attention.broadcast_mask(mask, (*x.shape[:-1], x.shape[-2]))


def _require_fit(
    x: FloatArray, Wq: FloatArray, Wk: FloatArray, Wv: FloatArray, Wo: FloatArray, heads: int
) -> int:
    """Return the number of heads as an integer, if it and the shapes fit."""
    if x.ndim < 2:
        raise InputError(
            f"x must have at least two axes, one position in each row, but its shape is {x.shape}. "
            "Pass a single position as a matrix of one row."
        )
    d = x.shape[-1]
    for name, W in (("Wq", Wq), ("Wk", Wk), ("Wv", Wv), ("Wo", Wo)):
        require_shape(
            name, W, (d, d), "as many rows and columns as x has columns", "Pass a square matrix."
        )
    try:
        count = index(heads)
    except TypeError:
        raise InputError(
            f"heads must be an integer, but it is {heads!r}. Pass the number of heads."
        ) from None
    if count < 1 or d % count:
        fitting = ", ".join(str(one) for one in range(1, d + 1) if d % one == 0)
        raise InputError(
            f"heads must divide the length of the rows of x, {d}, but it is {count}. "
            f"Choose one of {fitting}."
        )
    return count
