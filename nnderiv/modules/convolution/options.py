"""What the options of convolution and pooling may be: integers, and windows that find room."""

import numpy as np

from nnderiv.errors import InputError
from nnderiv.modules.convolution.windows import Lengths


def require_integer(name: str, value: object, least: int) -> None:
    """Raise InputError unless an option is an integer that is not below `least`.

    Example:
        >>> require_integer("padding", -1, least=0)
        Traceback (most recent call last):
        ...
        nnderiv.errors.InputError: padding must be an integer from 0 on, but it is -1. \
Pass one number for all axes, such as 0.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise InputError(
            f"{name} must be an integer from {least} on, but it is {value!r}. "
            f"Pass one number for all axes, such as {least}."
        )


def require_room(window: str, size: Lengths, room: str, lengths: Lengths, way_out: str) -> None:
    """Raise InputError unless a window of `size` fits into a room of `lengths`.

    Example:
        >>> require_room("a kernel", (2, 3), "an image", (5, 2), "Pad it.")
        Traceback (most recent call last):
        ...
        nnderiv.errors.InputError: a kernel must fit into an image, (5, 2), but its size is \
(2, 3). Pad it.
    """
    if any(one > length for one, length in zip(size, lengths, strict=True)):
        raise InputError(
            f"{window} must fit into {room}, {lengths}, but its size is {size}. {way_out}"
        )
