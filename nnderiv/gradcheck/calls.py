"""The two passes, run; what they return, taken apart or refused."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import all_finite, float_arrays
from nnderiv.errors import GradientError, InputError
from nnderiv.gradcheck.inputs import Input, held_constant_line

# How the gradient of an input may be called, in a dict or as a buffer.
KEYS = ("{}", "d{}", "d_{}", "grad_{}", "{}_grad", "grad{}", "g{}", "g_{}")
OUTPUT = "the output of the forward pass"
_DIFFERS = (
    "the {which} pass must return the same for the same inputs, but two calls differ. "
    "Draw its random numbers once, outside of it, and keep no state between calls."
)


def run_forward(forward: Callable[..., Any], given: Sequence[Input]) -> Any:
    """Return what the forward pass returns: an array, or a tuple of arrays, of finite real numbers.

    Raises:
        InputError: if it is something else.
    """
    return checked(call("forward", forward, *(one.array for one in given)))


def checked(y: Any) -> Any:
    """Return what the forward pass returned as an array or a tuple of arrays, or refuse it."""
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


def run_backward(backward: Callable[..., Any], dy: Any, given: Sequence[Input]) -> Any:
    """Return what the backward pass returns, whatever it is."""
    return call("backward", backward, dy, *(one.array for one in given))


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


def gradients(returned: Any, given: Sequence[Input]) -> list[NDArray[np.float64] | None]:
    """Return the gradient of every input, None for those that are held constant.

    An input is held constant if it is marked so, or if it is made of integers and the backward
    pass returns nothing for it.

    Raises:
        GradientError: if there is not one gradient for each other input, of its shape, of finite
            numbers.
    """
    floats = [one for one in given if not one.constant and not one.label]
    if returned is None and floats:
        raise GradientError(
            f"the backward pass returned None. It must return {_wanted(floats)}; "
            "perhaps its return statement is missing."
        )
    found = by_input(_as_list(returned, given), given)
    return [_gradient(dx, one) for dx, one in zip(found, given, strict=True)]


def by_input(found: Sequence[Any], given: Sequence[Any]) -> Sequence[Any]:
    """Return what came for each input, None for those that are constant if nothing did.

    Args:
        found: the gradients that the backward pass returned.
        given: the inputs, each with a name, and whether it is `constant` or a `label`.

    Raises:
        GradientError: if they are too many or too few.
    """
    if len(found) == len(given) > 0:
        return found
    floats = [one for one in given if not one.constant and not one.label]
    for expected in (
        [one for one in given if not one.constant],
        [one for one in given if not one.label],
        floats,
    ):
        if len(found) == len(expected):
            named = dict(zip((one.name for one in expected), found, strict=True))
            return [named.get(one.name) for one in given]
    unpack = len(found) == 1 and isinstance(found[0], tuple) and len(found[0]) == len(floats)
    raise GradientError(
        f"the backward pass returned {len(found)} gradient(s) for {len(floats)} input(s). "
        f"It must return {_wanted(floats)}. "
        + (
            "They are in a tuple of their own: unpack it."
            if unpack
            else "An input without a gradient, such as a target, is marked with "
            "nnderiv.held_constant, or passed as integers."
        )
    )


def by_name(found: Mapping[Any, Any], names: Sequence[str]) -> list[Any] | None:
    """Return the gradients in a dict in the order of the inputs, or None if its keys do not fit.

    Example:
        >>> by_name({"dW": 2.0, "dx": 1.0}, ["x", "W"])
        [1.0, 2.0]
    """
    fitting = [under(found, name) for name in names]
    return fitting if any(one is not None for one in fitting) else None


def under(found: Mapping[Any, Any], name: Any) -> Any:
    """Return the gradient of one parameter from a dict, under any of its KEYS, or None.

    Example:
        >>> under({"dW": 2.0}, "W"), under({0: 1.0}, 0)
        (2.0, 1.0)
    """
    for form in KEYS if isinstance(name, str) else ():
        if form.format(name) in found:
            return found[form.format(name)]
    return found.get(name)


def call(which: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """Call the forward or the backward pass, and say what it must not do if it writes to inputs."""
    try:
        return function(*arguments)
    except ValueError as error:
        if "read-only" not in str(error):
            raise
        raise InputError(
            f"the {which} pass must not write to its inputs, which are read-only here. "
            "Write x = x - c, which makes a new array, in place of x -= c."
        ) from error


def _as_array(y: Any) -> Any:
    """Return a number of numpy's as the array that it is, and anything else as it is."""
    return np.asarray(y) if isinstance(y, np.generic) else y


def _as_list(returned: Any, given: Sequence[Input]) -> list[Any]:
    if returned is None:
        return []
    if isinstance(returned, dict):
        return by_name(returned, [one.name for one in given]) or [returned]
    # With one input, a list may also be its gradient, written as a list.
    if isinstance(returned, list) and len(given) == 1:
        gradient = _array(returned)
        return [returned] if gradient.shape == given[0].array.shape else returned
    return list(returned) if isinstance(returned, tuple | list) else [returned]


def _array(dx: Any) -> NDArray[Any]:
    """Return dx as an array; one of no type that passes, if its rows differ in length."""
    try:
        return np.asarray(dx)
    except (ValueError, TypeError, RuntimeError):  # torch refuses what has a graph with the latter
        return np.asarray(None)


def _wanted(stepped: Sequence[Input]) -> str:
    names = ", ".join(f"d{given.name}" for given in stepped)
    return f"one gradient per input, in their order: ({names}{',' * (len(stepped) == 1)})"


def _gradient(dx: Any, given: Input) -> NDArray[np.float64] | None:
    if given.constant or (given.label and dx is None):
        return None
    if dx is None:
        raise GradientError(
            f"the gradient of {given.name} must be an array of real numbers, but it is None. "
            f"If {given.name} has no gradient, as a target has none, mark it: "
            f"{held_constant_line(given.name)}."
        )
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
    """Say what arrived for a gradient, and the way out if there is one."""
    kind = type(dx).__name__
    if hasattr(dx, "__array__") and array.dtype == object and not isinstance(dx, np.ndarray):
        return f"{kind}, which NumPy does not read. Return dx.detach().cpu().numpy(), or the like"
    if isinstance(dx, Iterator):
        return f"{kind}, which is read once. Return a tuple of all gradients"
    return f"{kind} of dtype {array.dtype}"
