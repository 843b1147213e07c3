"""The sum of two arrays, with which a residual connection ends: y = a + b, entry by entry."""

from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape


def add(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Return y = a + b, for a and b of one shape.

    Args:
        a: one term, any shape.
        b: the other term, the shape of a.

    Returns:
        y, the shape of a.

    Raises:
        InputError: if the shapes differ, or an input is not made of finite real numbers.

    Source:
        He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016.

    Example:
        >>> add([1, 2], [10, 20])
        array([11., 22.])
    """
    a, b = float_arrays(a=a, b=b)
    _require_fit(a, b)
    return forward(a, b)[0]


def add_backward(dy: ArrayLike, a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return dL/da = dL/dy and dL/db = dL/dy: a sum hands its gradient to both terms.

    Args:
        dy: the upstream gradient dL/dy, the shape of a.
        a: one term, any shape.
        b: the other term, the shape of a.

    Returns:
        da and db, of the shape of a; they are equal, and two arrays.

    Raises:
        InputError: if the shapes differ, or an input is not made of finite real numbers.

    Source:
        He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016.

    Example:
        >>> add_backward([5.0, 7.0], [1, 2], [10, 20])
        (array([5., 7.]), array([5., 7.]))
    """
    dy, a, b = float_arrays(dy=dy, a=a, b=b)
    _require_fit(a, b)
    require_shape("dy", dy, a.shape, "the shape of y", UPSTREAM)
    return backward(dy, forward(a, b)[1])


def forward(a: FloatArray, b: FloatArray) -> tuple[FloatArray, None]:
    """Return y; the backward pass needs nothing."""
    return a + b, None


def backward(dy: FloatArray, kept: None) -> tuple[FloatArray, FloatArray]:
    """Return da and db, each a dy of its own, which the other's changes do not reach."""
    return dy.copy(), dy.copy()


def _require_fit(a: FloatArray, b: FloatArray) -> None:
    require_shape("b", b, a.shape, "the shape of a", "Repeat its rows first, if they are meant.")
