"""What a backward pass returned, taken apart: one gradient per input, or what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import GradientError


@dataclass(frozen=True)
class Input:
    """One input of a check: its name, its value, and whether it is held constant."""

    name: str
    array: NDArray[Any]
    constant: bool


def gradients(returned: Any, inputs: Sequence[Input]) -> list[NDArray[np.float64]]:
    """Return the gradients of the inputs that are not held constant, in their order.

    Raises:
        GradientError: if there is not one gradient per input, of its shape, of finite numbers.
    """
    stepped = [given for given in inputs if not given.constant]
    if returned is None:
        raise GradientError(
            f"the backward pass returned None. It must return {_wanted(stepped)}; "
            "perhaps its return statement is missing."
        )
    found = list(returned) if isinstance(returned, tuple | list) else [returned]
    # A backward pass may or may not return something for the inputs that are held constant.
    if len(found) == len(inputs):
        found = [dx for dx, given in zip(found, inputs, strict=True) if not given.constant]
    if len(found) != len(stepped):
        raise GradientError(
            f"the backward pass returned {len(found)} gradient(s) for {len(stepped)} input(s). "
            f"It must return {_wanted(stepped)}."
        )
    return [_gradient(dx, given) for dx, given in zip(found, stepped, strict=True)]


def _wanted(stepped: Sequence[Input]) -> str:
    names = ", ".join(f"d{given.name}" for given in stepped)
    return f"one gradient per input, in their order: ({names}{',' * (len(stepped) == 1)})"


def _gradient(dx: Any, given: Input) -> NDArray[np.float64]:
    try:
        array = np.asarray(dx)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        raise GradientError(
            f"the gradient of {given.name} must be an array of real numbers, but it is "
            f"{_describe(dx, array)}."
        )
    if array.shape != given.array.shape:
        raise GradientError(
            f"the gradient of {given.name} must have the shape of {given.name}, "
            f"{given.array.shape}, but its shape is {array.shape}."
        )
    finite = np.isfinite(array)
    if not finite.all():
        where = [int(i) for i in np.argwhere(~finite)[0]]
        raise GradientError(
            f"the gradient of {given.name} must be finite, but at {where} it is "
            f"{array[tuple(where)]}."
        )
    return array.astype(np.float64)


def _describe(dx: Any, array: NDArray[Any]) -> str:
    return "None" if dx is None else f"{type(dx).__name__} of dtype {array.dtype}"
