"""The linear transformation: y = xW + b, one row of x per example."""

from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, as_rows, float_arrays, require_shape
from nnderiv.errors import InputError

Kept = tuple[FloatArray, FloatArray]


def linear(x: ArrayLike, W: ArrayLike, b: ArrayLike) -> FloatArray:
    """Return y = xW + b.

    Args:
        x: the input, shape (..., m); every leading axis is a batch axis.
        W: the weight matrix, shape (m, n).
        b: the bias, shape (n,), added to every row.

    Returns:
        y, shape (..., n).

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        The book's chapter "Linear transformation".

    Example:
        >>> linear([[1, 2]], [[1, 0, 3], [0, 1, 4]], [10, 20, 30])
        array([[11., 22., 41.]])
    """
    x, W, b = float_arrays(x=x, W=W, b=b)
    _require_fit(x, W, b)
    return forward(x, W, b)[0]


def linear_backward(
    dy: ArrayLike, x: ArrayLike, W: ArrayLike, b: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dL/dx = dL/dy Wᵀ, dL/dW = xᵀ dL/dy and dL/db, the sum of the rows of dL/dy.

    Args:
        dy: the upstream gradient dL/dy, shape (..., n).
        x: the input of the forward pass, shape (..., m).
        W: the weight matrix, shape (m, n).
        b: the bias, shape (n,).

    Returns:
        dx, dW and db, of the shapes of x, W and b.

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        The book's chapter "Linear transformation".

    Example:
        >>> dx, dW, db = linear_backward([[1, 1]], [[5, 7]], [[1, 2], [3, 4]], [0, 0])
        >>> dx
        array([[3., 7.]])
        >>> dW
        array([[5., 5.],
               [7., 7.]])
        >>> db
        array([1., 1.])
    """
    dy, x, W, b = float_arrays(dy=dy, x=x, W=W, b=b)
    _require_fit(x, W, b)
    require_shape("dy", dy, (*x.shape[:-1], W.shape[1]), "the shape of y", UPSTREAM)
    return backward(dy, (x, W))


def forward(x: FloatArray, W: FloatArray, b: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs of the forward pass: x and W."""
    y = x @ W
    y += b
    return y, (x, W)


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dx, dW and db from what the forward pass kept."""
    x, W = kept
    dx = dy @ W.T
    db = as_rows(dy).sum(axis=0)
    return dx, weight_gradient(x, dy), db


def weight_gradient(x: FloatArray, dy: FloatArray) -> FloatArray:
    """Return dW = xᵀ dL/dy, the sum over all examples that the weights are shared by."""
    dW: FloatArray = as_rows(x).T @ as_rows(dy)
    return dW


def _require_fit(x: FloatArray, W: FloatArray, b: FloatArray) -> None:
    require_product(x, W)
    require_shape("b", b, W.shape[1:], "one entry per column of W", "Pass one bias per output.")


def require_product(x: FloatArray, W: FloatArray) -> None:
    """Raise InputError unless W is a matrix that the rows of x can be multiplied by."""
    if W.ndim != 2:
        raise InputError(
            f"W must be a matrix with two axes, (m, n), but its shape is {W.shape}. "
            "For one output, use shape (m, 1)."
        )
    if x.ndim == 0 or x.shape[-1] != W.shape[0]:
        raise InputError(
            f"the last axis of x must be as long as W has rows, {W.shape[0]}, "
            f"but the shape of x is {x.shape}. One example is one row of x."
        )
