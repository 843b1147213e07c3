"""Max pooling: y_{n,c,p,q} = max_{i,j} x_{n,c,ps+i,qs+j}, the largest entry of every window."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.convolution.pooling import fitting_stride
from nnderiv.modules.convolution.windows import windows

Kept = tuple[NDArray[np.intp], tuple[int, ...]]


def max_pool2d(x: ArrayLike, size: int, stride: int | None = None) -> FloatArray:
    """Return y_{n,c,p,q} = max_{i,j} x_{n,c,ps+i,qs+j}, with s the stride and i, j below `size`.

    Args:
        x: the images, shape (N, C, H, W).
        size: how high and how wide a window is.
        stride: how far apart windows begin, along both axes; `size` if it is None, so that
            windows lie side by side.

    Returns:
        y, shape (N, C, P, Q), where P = ⌊(H - size) / s⌋ + 1, and Q likewise. Rows and columns at
        the end that no window reaches are left out.

    Raises:
        InputError: if x has not four axes, a window is larger than an image, an option is not an
            integer or below 1, or x is not made of finite real numbers.

    Source:
        Riesenhuber and Poggio, Hierarchical models of object recognition in cortex, 1999.

    Example:
        >>> max_pool2d([[[[1, 2, 0, 3], [4, 0, 5, 0]]]], size=2)
        array([[[[4., 5.]]]])
    """
    (x,) = float_arrays(x=x)
    stride = fitting_stride(x, size, stride)
    return forward(x, size, stride)[0]


def max_pool2d_backward(
    dy: ArrayLike, x: ArrayLike, size: int, stride: int | None = None
) -> tuple[FloatArray]:
    """Return dL/dx: to the largest entry of a window goes dL/dy, to the others nothing.

    Where windows overlap, an entry that is the largest of several gets the sum. Of equal entries
    the first in its window gets all, as in PyTorch; in JAX `jnp.max` gives each an equal share.

    Args:
        dy: the upstream gradient dL/dy, shape (N, C, P, Q).
        x: the images of the forward pass, shape (N, C, H, W).
        size: the size of the forward pass.
        stride: the stride of the forward pass.

    Returns:
        dx, alone in a tuple, the shape of x.

    Raises:
        InputError: as max_pool2d, or if dy does not have the shape of y.

    Source:
        Riesenhuber and Poggio, Hierarchical models of object recognition in cortex, 1999.

    Example:
        >>> max_pool2d_backward([[[[10, 1]]]], [[[[1, 3, 0], [2, 0, 2]]]], size=2, stride=1)
        (array([[[[ 0., 11.,  0.],
                 [ 0.,  0.,  0.]]]]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    stride = fitting_stride(x, size, stride)
    y, kept = forward(x, size, stride)
    require_shape("dy", dy, y.shape, "the shape of y", UPSTREAM)
    return backward(dy, kept)


def forward(x: FloatArray, size: int, stride: int | None = None) -> tuple[FloatArray, Kept]:
    """Return y, and where in x its entries stand, with the shape of x.

    Complex numbers are compared by their real parts.
    """
    stride = stride or size
    patches = windows(x, (size, size), stride)
    stacked = patches.reshape(*patches.shape[:2], size * size, *patches.shape[4:])
    first = stacked.real.argmax(axis=2)  # the first of those that are equal
    places = windows(np.arange(x.size).reshape(x.shape), (size, size), stride)
    chosen = places[:, :, 0, 0] + places[0, 0, :, :, 0, 0].reshape(-1)[first]
    return x.reshape(-1)[chosen], (chosen, x.shape)


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx from where the forward pass found its maxima."""
    chosen, shape = kept
    dx = np.zeros(shape, dy.dtype)
    # dx.flat[chosen] += dy would keep only one dy of an entry that several windows choose
    np.add.at(dx.reshape(-1), chosen.reshape(-1), dy.reshape(-1))
    return (dx,)
