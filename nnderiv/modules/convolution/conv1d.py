"""The convolution of sequences: y_{n,o,p} = Σ_{c,i} w_{o,c,i} x_{n,c,ps+i} + b_o."""

from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.convolution.correlation import (
    backward,
    forward,
    keep,
    require_fit,
    shape_of_output,
)

__all__ = ["backward", "conv1d", "conv1d_backward", "forward"]


def conv1d(
    x: ArrayLike, w: ArrayLike, b: ArrayLike, stride: int = 1, padding: int = 0
) -> FloatArray:
    """Return y_{n,o,p} = Σ_{c,i} w_{o,c,i} x_{n,c,ps+i} + b_o, with s the stride.

    The x of this formula has its padding, zeros at both ends. Kernels are not flipped:
    mathematics calls this a correlation, and networks call it a convolution.

    Args:
        x: the sequences, shape (N, C, L), with C channels.
        w: the kernels, shape (O, C, k), one for each of the O channels of y.
        b: the bias, shape (O,).
        stride: how far apart windows begin.
        padding: how many zeros stand at each end.

    Returns:
        y, shape (N, O, P), where P = ⌊(L + 2 padding - k) / s⌋ + 1. Entries at the end that no
        window reaches are left out.

    Raises:
        InputError: if the shapes do not fit, a kernel is larger than the padded input, an option
            is not an integer, the stride is below 1 or the padding below 0, or an input is not
            made of finite real numbers.

    Source:
        Waibel et al., Phoneme recognition using time-delay neural networks, 1989.

    Example:
        >>> conv1d([[[1, 2, 3, 4]]], [[[1, 0, 10]]], [100])
        array([[[131., 142.]]])
    """
    x, w, b = float_arrays(x=x, w=w, b=b)
    require_fit(x, w, b, stride, padding, "L", "k")
    return forward(x, w, b, stride, padding)[0]


def conv1d_backward(
    dy: ArrayLike, x: ArrayLike, w: ArrayLike, b: ArrayLike, stride: int = 1, padding: int = 0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dL/dx, dL/dw and dL/db, each the sum over all windows that the entry takes part in.

    dL/dw_{o,c,i} = Σ_{n,p} dL/dy_{n,o,p} x_{n,c,ps+i}, dL/db_o = Σ_{n,p} dL/dy_{n,o,p}, and
    dL/dx_{n,c,ps+i} is the sum of Σ_o dL/dy_{n,o,p} w_{o,c,i} over all p, i that lead to this
    entry: 0 where no window reaches.

    Args:
        dy: the upstream gradient dL/dy, shape (N, O, P).
        x: the sequences of the forward pass, shape (N, C, L).
        w: the kernels, shape (O, C, k).
        b: the bias, shape (O,).
        stride: the stride of the forward pass.
        padding: the padding of the forward pass.

    Returns:
        dx, dw and db, of the shapes of x, w and b.

    Raises:
        InputError: as conv1d, or if dy does not have the shape of y.

    Source:
        Waibel et al., Phoneme recognition using time-delay neural networks, 1989.

    Example:
        >>> dx, dw, db = conv1d_backward([[[1, 100]]], [[[1, 2, 3, 4]]], [[[5, 6, 7]]], [0])
        >>> dx
        array([[[  5., 506., 607., 700.]]])
        >>> dw
        array([[[201., 302., 403.]]])
        >>> db
        array([101.])
    """
    dy, x, w, b = float_arrays(dy=dy, x=x, w=w, b=b)
    require_fit(x, w, b, stride, padding, "L", "k")
    kept = keep(x, w, stride, padding)
    require_shape("dy", dy, shape_of_output(kept), "the shape of y", UPSTREAM)
    return backward(dy, kept)
