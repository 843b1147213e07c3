"""SwiGLU, a linear layer with a gate: y = silu(xW) ⊙ xV."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules import linear
from nnderiv.modules.activations import silu

Kept = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, silu.Kept]


def swiglu(x: ArrayLike, W: ArrayLike, V: ArrayLike) -> FloatArray:
    """Return y = silu(xW) ⊙ xV: the branch of W is activated, and that of V is not.

    Args:
        x: the input, shape (..., m); every leading axis is a batch axis.
        W: the weight matrix of the gate, shape (m, n).
        V: the weight matrix of what passes the gate, shape (m, n).

    Returns:
        y, shape (..., n).

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        Shazeer, "GLU variants improve transformer", 2020.

    Example:
        >>> swiglu([[1.0, 2.0]], [[1000, 0], [0, 0]], [[3, 3], [4, 4]])
        array([[11000.,     0.]])
    """
    x, W, V = float_arrays(x=x, W=W, V=V)
    _require_fit(x, W, V)
    return forward(x, W, V)[0]


def swiglu_backward(
    dy: ArrayLike, x: ArrayLike, W: ArrayLike, V: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dx = dg Wᵀ + du Vᵀ, dW = xᵀ dg and dV = xᵀ du, with g = xW and u = xV.

    There du = dL/dy ⊙ silu(g) and dg = dL/dy ⊙ u ⊙ silu'(g).

    Args:
        dy: the upstream gradient dL/dy, shape (..., n).
        x: the input of the forward pass, shape (..., m).
        W: the weight matrix of the gate, shape (m, n).
        V: the weight matrix of what passes the gate, shape (m, n).

    Returns:
        dx, dW and dV, of the shapes of x, W and V.

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        Shazeer, "GLU variants improve transformer", 2020.

    Example:
        >>> dx, dW, dV = swiglu_backward([[1.0]], [[2.0]], [[0.0]], [[3.0]])
        >>> dx, dW, dV
        (array([[0.]]), array([[6.]]), array([[0.]]))
    """
    dy, x, W, V = float_arrays(dy=dy, x=x, W=W, V=V)
    _require_fit(x, W, V)
    require_shape("dy", dy, (*x.shape[:-1], W.shape[1]), "the shape of y", UPSTREAM)
    return backward(dy, forward(x, W, V)[1])


@np.errstate(under="ignore")  # a gate that is shut to the last digit is 0
def forward(x: FloatArray, W: FloatArray, V: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: x, W, V, both factors, and what silu kept."""
    gate, of_gate = silu.forward(x @ W)
    u = x @ V
    return gate * u, (x, W, V, gate, u, of_gate)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dx, dW and dV from what the forward pass kept."""
    x, W, V, gate, u, of_gate = kept
    (dg,) = silu.backward(dy * u, of_gate)
    along_W, dW, _ = linear.backward(dg, (x, W))
    along_V, dV, _ = linear.backward(dy * gate, (x, V))
    return along_W + along_V, dW, dV


def _require_fit(x: FloatArray, W: FloatArray, V: FloatArray) -> None:
    linear.require_product(x, W)
    require_shape("V", V, W.shape, "the shape of W", "Pass one column for each column of W.")
