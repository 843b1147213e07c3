"""Masks of booleans, which say what takes part."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import rectangular
from nnderiv.errors import InputError


def boolean_mask(name: str, mask: ArrayLike) -> NDArray[np.bool_]:
    """Return a mask as an array of booleans.

    Raises:
        InputError: if it holds anything else: 0 and 1 could be numbers to add or to multiply with.

    Example:
        >>> boolean_mask("keep", [[True, False]])
        array([[ True, False]])
    """
    array = rectangular(name, mask)
    if array.dtype != np.bool_:
        raise InputError(
            f"{name} must hold booleans, but its dtype is {array.dtype}. "
            f"Write {name} > 0, or {name}.astype(bool), if its numbers mean that."
        )
    return array
