"""The convolution of images: y_{n,o,p,q} = Σ_{c,i,j} w_{o,c,i,j} x_{n,c,ps+i,qs+j} + b_o."""

from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.convolution.correlation import (
    backward,
    forward,
    keep,
    require_fit,
    shape_of_output,
)

__all__ = ["backward", "conv2d", "conv2d_backward", "forward"]


def conv2d(
    x: ArrayLike, w: ArrayLike, b: ArrayLike, stride: int = 1, padding: int = 0
) -> FloatArray:
    """Return y_{n,o,p,q} = Σ_{c,i,j} w_{o,c,i,j} x_{n,c,ps+i,qs+j} + b_o, with s the stride.

    The x of this formula has its padding, zeros on all four sides. Kernels are not flipped:
    mathematics calls this a correlation, and networks call it a convolution.

    Args:
        x: the images, shape (N, C, H, W), with C channels.
        w: the kernels, shape (O, C, kh, kw), one for each of the O channels of y.
        b: the bias, shape (O,).
        stride: how far apart windows begin, the same along both axes.
        padding: how many zeros stand on each side, the same along both axes.

    Returns:
        y, shape (N, O, P, Q), where P = ⌊(H + 2 padding - kh) / s⌋ + 1, and Q likewise. Rows and
        columns at the end that no window reaches are left out.

    Raises:
        InputError: if the shapes do not fit, a kernel is larger than the padded input, an option
            is not an integer, the stride is below 1 or the padding below 0, or an input is not
            made of finite real numbers.

    Source:
        LeCun et al., Backpropagation applied to handwritten zip code recognition, 1989. Windows
        times a matrix: Chellapilla et al., High performance convolutional neural networks for
        document processing, 2006.

    Example:
        >>> x = [[[[1, 2, 3], [4, 5, 6]]]]
        >>> conv2d(x, [[[[1, 0], [0, 10]]]], [100])
        array([[[[151., 162.]]]])
    """
    x, w, b = float_arrays(x=x, w=w, b=b)
    require_fit(x, w, b, stride, padding, "H, W", "kh, kw")
    return forward(x, w, b, stride, padding)[0]


def conv2d_backward(
    dy: ArrayLike, x: ArrayLike, w: ArrayLike, b: ArrayLike, stride: int = 1, padding: int = 0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dL/dx, dL/dw and dL/db, each the sum over all windows that the entry takes part in.

    dL/dw_{o,c,i,j} = Σ_{n,p,q} dL/dy_{n,o,p,q} x_{n,c,ps+i,qs+j}, and dL/db_o is the sum of
    dL/dy_{n,o,p,q} over n, p, q. dL/dx_{n,c,ps+i,qs+j} is the sum of
    Σ_o dL/dy_{n,o,p,q} w_{o,c,i,j} over all p, q, i, j that lead to this entry: 0 where no window
    reaches.

    Args:
        dy: the upstream gradient dL/dy, shape (N, O, P, Q).
        x: the images of the forward pass, shape (N, C, H, W).
        w: the kernels, shape (O, C, kh, kw).
        b: the bias, shape (O,).
        stride: the stride of the forward pass.
        padding: the padding of the forward pass.

    Returns:
        dx, dw and db, of the shapes of x, w and b.

    Raises:
        InputError: as conv2d, or if dy does not have the shape of y.

    Source:
        LeCun et al., Backpropagation applied to handwritten zip code recognition, 1989. Windows
        times a matrix: Chellapilla et al., High performance convolutional neural networks for
        document processing, 2006.

    Example:
        >>> x = [[[[1, 2, 3], [4, 5, 6]]]]
        >>> dx, dw, db = conv2d_backward([[[[1, 100]]]], x, [[[[1, 2], [3, 4]]]], [0])
        >>> dx
        array([[[[  1., 102., 200.],
                 [  3., 304., 400.]]]])
        >>> dw
        array([[[[201., 302.],
                 [504., 605.]]]])
        >>> db
        array([101.])
    """
    dy, x, w, b = float_arrays(dy=dy, x=x, w=w, b=b)
    require_fit(x, w, b, stride, padding, "H, W", "kh, kw")
    kept = keep(x, w, stride, padding)
    require_shape("dy", dy, shape_of_output(kept), "the shape of y", UPSTREAM)
    return backward(dy, kept)
