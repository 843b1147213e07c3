"""What both kinds of pooling ask of their input: images, and windows that find room in them."""

from nnderiv.arrays import FloatArray
from nnderiv.errors import InputError
from nnderiv.modules.convolution.options import require_integer, require_room
from nnderiv.modules.convolution.windows import windows


def fitting_stride(x: FloatArray, size: int, stride: int | None) -> int:
    """Return the stride, which is `size` if it is None.

    Raises:
        InputError: unless x has windows of size × size that begin so far apart.
    """
    stride = size if stride is None else stride
    if x.ndim != 4:
        raise InputError(
            f"x must have 4 axes, (N, C, H, W), but its shape is {x.shape}. "
            "A single example or channel has an axis of length 1."
        )
    require_integer("size", size, least=1)
    require_integer("stride", stride, least=1)
    require_room("a window", (size, size), "an image", x.shape[2:], "Pass a smaller size.")
    return stride


def pooled_shape(x: FloatArray, size: int, stride: int) -> tuple[int, ...]:
    """Return the shape that pooling gives, (N, C, P, Q)."""
    return *x.shape[:2], *windows(x, (size, size), stride).shape[4:]
