"""What a backward pass returned, taken apart: one gradient per input, or what is wrong with it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import all_finite
from nnderiv.errors import GradientError
from nnderiv.gradcheck.given import Input


def gradients(returned: Any, given: Sequence[Input]) -> list[NDArray[np.float64] | None]:
    """Return the gradient of every input, None for those that are held constant.

    An input is held constant if it is marked so, or if it is made of integers and the backward
    pass returns nothing for it.

    Raises:
        GradientError: if there is not one gradient for each other input, of its shape, of finite
            numbers.
    """
    found = _as_list(returned, given)
    if len(found) == len(given) > 0:
        return [_gradient(dx, one) for dx, one in zip(found, given, strict=True)]
    floats = [one for one in given if not one.constant and not one.label]
    if returned is None and floats:
        raise GradientError(
            f"the backward pass returned None. It must return {_wanted(floats)}; "
            "perhaps its return statement is missing."
        )
    for expected in (
        [one for one in given if not one.constant],
        [one for one in given if not one.label],
        floats,
    ):
        if len(found) == len(expected):
            named = dict(zip((one.name for one in expected), found, strict=True))
            return [_gradient(named.get(one.name), one) for one in given]
    raise GradientError(
        f"the backward pass returned {len(found)} gradient(s) for {len(floats)} input(s). "
        f"It must return {_wanted(floats)}. An input without a gradient, such as a target, is "
        "marked with nnderiv.held_constant, or passed as integers."
    )


def _as_list(returned: Any, given: Sequence[Input]) -> list[Any]:
    if returned is None:
        return []
    # With one input, a list may also be its gradient, written as a list.
    if isinstance(returned, list) and len(given) == 1:
        gradient = _array(returned)
        return [returned] if gradient.shape == given[0].array.shape else returned
    return list(returned) if isinstance(returned, tuple | list) else [returned]


def _array(dx: Any) -> NDArray[Any]:
    """Return dx as an array; one of no type that passes, if its rows differ in length."""
    try:
        return np.asarray(dx)
    except ValueError:
        return np.asarray(None)


def _wanted(stepped: Sequence[Input]) -> str:
    names = ", ".join(f"d{given.name}" for given in stepped)
    return f"one gradient per input, in their order: ({names}{',' * (len(stepped) == 1)})"


def _gradient(dx: Any, given: Input) -> NDArray[np.float64] | None:
    if given.constant or (given.label and dx is None):
        return None
    array = _array(dx)
    if array.dtype.kind not in "biuf":
        raise GradientError(
            f"the gradient of {given.name} must be an array of real numbers, but it is "
            f"{_describe(dx, array)}."
        )
    if array.shape != given.array.shape:
        raise GradientError(
            f"the gradient of {given.name} must have the shape of {given.name}, "
            f"{given.array.shape}, but its shape is {array.shape}."
            + _cause_of_shape(array.shape, given.array.shape)
        )
    floats = array.astype(np.float64, copy=False)
    if not all_finite(floats):
        where = [int(i) for i in np.argwhere(~np.isfinite(floats))[0]]
        raise GradientError(
            f"the gradient of {given.name} must be finite, but at {where} it is "
            f"{array[tuple(where)]}."
        )
    return floats


def _cause_of_shape(found: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    if found == wanted[::-1]:
        return " That is consistent with a transpose missing, or one too many."
    if len(found) > len(wanted) and found[len(found) - len(wanted) :] == wanted:
        return " That is consistent with a sum forgotten, over the batch or a broadcast axis."
    if len(found) == len(wanted) and all(w in (1, f) for f, w in zip(found, wanted, strict=True)):
        return " That is consistent with a sum forgotten, over an axis that was broadcast."
    return ""


def _describe(dx: Any, array: NDArray[Any]) -> str:
    return "None" if dx is None else f"{type(dx).__name__} of dtype {array.dtype}"
