"""What a gradient check is given: inputs, named and made read-only, and two functions to run."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import float_arrays
from nnderiv.errors import InputError
from nnderiv.nondifferentiable import held_constant_names

OUTPUT = "the output of the forward pass"
_DIFFERS = (
    "the {which} pass must return the same for the same inputs, but two calls differ. "
    "Draw its random numbers once, outside of it, and keep no state between calls."
)


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
        (floats,) = float_arrays(**{name: value})
        array = np.asarray(value)
        constant, label = name in held, array.dtype.kind in "iub"
        if not (constant or label):
            array = floats.astype(np.float64, copy=False)
        taken.append(Input(name, read_only(array), constant, label))
    return taken


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view that cannot be written to; nothing is copied."""
    view = array.view()
    view.flags.writeable = False
    return view


def sizes(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the size of every entry of x; that of the largest in the place of a 0."""
    return np.where(x == 0, np.abs(x).max() or 1.0, np.abs(x))


def moved(given: Sequence[Input], seed: int) -> list[Input]:
    """Return the inputs with every float moved by up to a hundredth, off the kinks."""
    rng = np.random.default_rng(seed)
    there = []
    for one in given:
        if not (one.constant or one.label):
            part = rng.choice([-1, 1], one.array.shape) * rng.uniform(0.5, 1, one.array.shape)
            one = replace(one, array=read_only(one.array + 0.01 * sizes(one.array) * part))
        there.append(one)
    return there


def run_forward(forward: Callable[..., Any], given: Sequence[Input]) -> Any:
    """Return what the forward pass returns: an array, or a tuple of arrays, of finite real numbers.

    Raises:
        InputError: if it is something else.
    """
    y = _run("forward", forward, *(one.array for one in given))
    if y is None or (isinstance(y, tuple) and not y):
        raise InputError(
            f"the forward pass must return an array, a number or a tuple of them, but it returned "
            f"{y!r}. Perhaps its return statement is missing."
        )
    several = isinstance(y, tuple)
    arrays = tuple(
        float_arrays(**{f"output {j} of the forward pass" if several else OUTPUT: one})[0]
        for j, one in enumerate(map(_as_array, outputs(y)))
    )
    return arrays if several else arrays[0]


def _as_array(y: Any) -> Any:
    """Return a number of numpy's as the array that it is, and anything else as it is."""
    return np.asarray(y) if isinstance(y, np.generic) else y


def run_backward(backward: Callable[..., Any], dy: Any, given: Sequence[Input]) -> Any:
    """Return what the backward pass returns, whatever it is."""
    return _run("backward", backward, dy, *(one.array for one in given))


def require_same(which: str, first: Sequence[Any], again: Sequence[Any]) -> None:
    """Raise InputError if two calls of a pass, with the same inputs, returned different numbers."""
    if len(first) != len(again) or not all(map(np.array_equal, first, again)):
        raise InputError(_DIFFERS.format(which=which))


def outputs(y: Any) -> tuple[Any, ...]:
    """Return y as a tuple: what a function returned, one array or several."""
    return y if isinstance(y, tuple) else (y,)


def takes_floats(forward: Callable[..., Any], given: Sequence[Input], k: int) -> bool:
    """Whether the forward pass takes floats for input k, as it cannot if k holds indices."""
    arrays = [one.array for one in given]
    arrays[k] = arrays[k].astype(np.float64)
    try:
        forward(*arrays)
    except Exception:  # whatever it says of floats, it does not take them
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
    if isinstance(forward, FunctionType) and not hasattr(forward, "__wrapped__"):
        code = forward.__code__  # much faster than a signature
        names = list(code.co_varnames[: code.co_argcount])[:count]
    else:
        names = _positional(forward)[:count]
    return names + [f"input_{k}" for k in range(len(names), count)]


def _positional(forward: Callable[..., Any]) -> list[str]:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        parameters = inspect.signature(forward).parameters.values()
    except (TypeError, ValueError):  # a built-in function need not have a signature
        return []
    return [one.name for one in parameters if one.kind in kinds]
