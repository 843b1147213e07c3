"""The inputs of a check: named, made read-only, and moved off kinks."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import float_arrays
from nnderiv.nondifferentiable import held_constant_names


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


def name_inputs(forward: Callable[..., Any], inputs: Sequence[ArrayLike]) -> list[Input]:
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
    view = np.asarray(array).view()  # a sum of arrays without axes is a number of numpy's
    view.flags.writeable = False
    return view


def entry_sizes(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the size of every entry of x; that of the largest in the place of a 0."""
    return np.where(x == 0, np.abs(x).max() or 1.0, np.abs(x))


def moved_off_kinks(given: Sequence[Input], seed: int) -> list[Input]:
    """Return the inputs with every float moved by up to a hundredth, off the kinks."""
    rng = np.random.default_rng(seed)
    there = []
    for one in given:
        if not (one.constant or one.label):
            part = rng.choice([-1, 1], one.array.shape) * rng.uniform(0.5, 1, one.array.shape)
            one = replace(one, array=read_only(one.array + 0.01 * entry_sizes(one.array) * part))
        there.append(one)
    return there


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
