"""The inputs of a check: named, made read-only, and moved off kinks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import float_arrays
from nnderiv.errors import InputError
from nnderiv.signatures import Arguments


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


def name_input(name: str, value: Any, constant: bool) -> Input:
    """Take one input as a read-only array; what is held constant may be infinite, as a mask is."""
    if constant and _is_infinite(value):
        return Input(name, read_only(np.asarray(value)), constant, label=False)
    try:
        (floats,) = float_arrays(**{name: value})
    except InputError as error:
        if _is_infinite(value):
            raise InputError(
                f"{error} If it is a mask, mark it: {held_constant_line(name)}."
            ) from None
        raise
    array = np.asarray(value)
    label = array.dtype.kind in "iub"
    if not (constant or label):
        array = floats.astype(np.float64, copy=False)
    return Input(name, read_only(array), constant, label)


def named(takes: Arguments | None, count: int) -> list[str]:
    """Name so many inputs by what the forward pass takes, or by their number."""
    names = list(takes.names[:count]) if takes is not None else []
    return names + [f"input_{k}" for k in range(len(names), count)]


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


def held_constant_line(name: str) -> str:
    """Return the line that marks an input; a container is marked as a whole.

    Example:
        >>> held_constant_line('p["eps"]')
        '@held_constant("p") on the forward pass'
    """
    whole = re.split(r"[.\[]", name)[0]
    return f'@held_constant("{whole}") on the forward pass'


def _is_infinite(value: Any) -> bool:
    """Whether there is an infinite number in an array, and none that is not one."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, RuntimeError):
        return False
    return array.dtype.kind == "f" and bool(np.isinf(array).any() and not np.isnan(array).any())
