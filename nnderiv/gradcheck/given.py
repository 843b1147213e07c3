"""What a gradient check is given: inputs, named and made read-only, and two functions to run."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import float_arrays
from nnderiv.errors import InputError
from nnderiv.held_constant import held_constant_names


@dataclass(frozen=True)
class Input:
    """One input of a check.

    Attributes:
        name: the name of the parameter of the forward pass.
        array: its value, read-only; integers stay integers.
        constant: whether the forward pass marks it as held constant.
        label: whether it is made of integers or booleans, and so perhaps constant too.
    """

    name: str
    array: NDArray[Any]
    constant: bool
    label: bool


def take(forward: Callable[..., Any], inputs: Sequence[ArrayLike]) -> list[Input]:
    """Name the inputs by the parameters of the forward pass, and make them read-only arrays."""
    names = _parameter_names(forward, len(inputs))
    held = held_constant_names(forward)
    taken = []
    for name, value in zip(names, inputs, strict=True):
        float_arrays(**{name: value})
        constant, label = name in held, np.asarray(value).dtype.kind in "iub"
        array = np.array(value, dtype=None if constant or label else np.float64)
        array.flags.writeable = False
        taken.append(Input(name, array, constant, label))
    return taken


def run_forward(forward: Callable[..., Any], given: Sequence[Input]) -> NDArray[Any]:
    """Return what the forward pass returns, as an array of its own float type.

    Raises:
        InputError: if that is not one array of finite real numbers, or differs when the forward
            pass is called again.
    """
    y, again = (_run("forward", forward, *(one.array for one in given)) for _ in range(2))
    if y is None or isinstance(y, tuple):
        raise InputError(
            f"the forward pass must return one array or number, but it returned "
            f"{type(y).__name__}. Return one output, and check one output at a time."
        )
    (array,) = float_arrays(**{"the output of the forward pass": y})
    if not np.array_equal(array, np.asarray(again)):
        raise InputError(
            "the forward pass must return the same for the same inputs, but two calls differ. "
            "Draw its random numbers once, outside of it."
        )
    return array


def run_backward(backward: Callable[..., Any], dy: NDArray[Any], given: Sequence[Input]) -> Any:
    """Return what the backward pass returns, whatever it is."""
    return _run("backward", backward, dy, *(one.array for one in given))


def takes_floats(forward: Callable[..., Any], given: Sequence[Input], k: int) -> bool:
    """Whether the forward pass takes floats for input k, as it cannot if k holds indices."""
    arrays = [one.array for one in given]
    arrays[k] = arrays[k].astype(np.float64)
    try:
        forward(*arrays)
    except (IndexError, TypeError):
        return False
    return True


def _run(which: str, function: Callable[..., Any], *arrays: NDArray[Any]) -> Any:
    if not callable(function):
        raise InputError(
            f"the {which} pass must be a function, but it is {function!r}. "
            "Call gradcheck(forward, backward, *inputs)."
        )
    try:
        return function(*arrays)
    except ValueError as error:
        if "read-only" not in str(error):
            raise
        raise InputError(
            f"the {which} pass must not write to its inputs, which are read-only here. "
            "Write x = x - c, which makes a new array, in place of x -= c."
        ) from error


def _parameter_names(forward: Callable[..., Any], count: int) -> list[str]:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        parameters = inspect.signature(forward).parameters.values()
    except (TypeError, ValueError):  # a built-in function need not have a signature
        parameters = {}.values()
    names = [one.name for one in parameters if one.kind in kinds][:count]
    return names + [f"input_{k}" for k in range(len(names), count)]
