"""Average pooling: y_{n,c,p,q} = Σ_{i,j} x_{n,c,ps+i,qs+j} / k², the mean of every window."""

from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.convolution.pooling import fitting_stride, pooled_shape
from nnderiv.modules.convolution.windows import added_up, windows

Kept = tuple[tuple[int, ...], int, int]


def avg_pool2d(x: ArrayLike, size: int, stride: int | None = None) -> FloatArray:
    """Return y_{n,c,p,q} = Σ_{i,j} x_{n,c,ps+i,qs+j} / k², with k the size and s the stride.

    Args:
        x: the images, shape (N, C, H, W).
        size: how high and how wide a window is, k.
        stride: how far apart windows begin, along both axes; `size` if it is None, so that
            windows lie side by side.

    Returns:
        y, shape (N, C, P, Q), where P = ⌊(H - k) / s⌋ + 1, and Q likewise. Rows and columns at
        the end that no window reaches are left out.

    Raises:
        InputError: if x has not four axes, a window is larger than an image, an option is not an
            integer or below 1, or x is not made of finite real numbers.

    Source:
        LeCun et al., Handwritten digit recognition with a back-propagation network, 1989.

    Example:
        >>> avg_pool2d([[[[1, 2, 0, 3], [4, 1, 5, 0]]]], size=2)
        array([[[[2., 2.]]]])
    """
    (x,) = float_arrays(x=x)
    stride = fitting_stride(x, size, stride)
    return forward(x, size, stride)[0]


def avg_pool2d_backward(
    dy: ArrayLike, x: ArrayLike, size: int, stride: int | None = None
) -> tuple[FloatArray]:
    """Return dL/dx: every entry of a window gets dL/dy / k², and the sum where windows overlap.

    Args:
        dy: the upstream gradient dL/dy, shape (N, C, P, Q).
        x: the images of the forward pass, shape (N, C, H, W).
        size: the size of the forward pass, k.
        stride: the stride of the forward pass.

    Returns:
        dx, alone in a tuple, the shape of x.

    Raises:
        InputError: as avg_pool2d, or if dy does not have the shape of y.

    Source:
        LeCun et al., Handwritten digit recognition with a back-propagation network, 1989.

    Example:
        >>> avg_pool2d_backward([[[[4, 8]]]], [[[[1, 2, 3], [4, 5, 6]]]], size=2, stride=1)
        (array([[[[1., 3., 2.],
                 [1., 3., 2.]]]]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    stride = fitting_stride(x, size, stride)
    require_shape("dy", dy, pooled_shape(x, size, stride), "the shape of y", UPSTREAM)
    return backward(dy, (x.shape, size, stride))


def forward(x: FloatArray, size: int, stride: int | None = None) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: the shape of x and the options."""
    stride = stride or size
    patches = windows(x / size**2, (size, size), stride)  # a sum of entries might overflow
    y = reduce(np.add, (patches[:, :, i, j] for i, j in np.ndindex(size, size)))
    return y, (x.shape, size, stride)


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx from the shape of x and the options."""
    shape, size, stride = kept
    share = dy / size**2
    return (added_up(lambda place: share, shape, (size, size), stride, share.dtype),)
