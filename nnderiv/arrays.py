"""What every function does first: take its inputs as float arrays, or say why it cannot."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from math import isfinite
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.errors import InputError

FloatArray = NDArray[np.floating[Any]]

# The way out where dy does not fit.
UPSTREAM = "Pass the gradient of the loss with respect to the output."

_FLOAT64, _FLOAT32 = np.dtype(np.float64), np.dtype(np.float32)

_complex_allowed = ContextVar("complex_allowed", default=False)


@contextmanager
def complex_allowed() -> Iterator[None]:
    """Let complex numbers through for a while: the complex step needs them, nobody else does."""
    token = _complex_allowed.set(True)
    try:
        yield
    finally:
        _complex_allowed.reset(token)


def float_arrays(**inputs: ArrayLike) -> tuple[FloatArray, ...]:
    """Return the inputs, in order, as arrays of the one float type that holds them all.

    Integers, booleans and lists count as float64, float16 as float32. A bare Python number takes
    the type of the arrays beside it, so that float32 stays float32. Nothing is copied that need
    not be.

    Args:
        **inputs: what the caller was given, by the names that its user knows.

    Returns:
        One array per input, all of the same dtype.

    Raises:
        InputError: if an input is not made of finite real numbers, or has no entries.

    Example:
        >>> x, b = float_arrays(x=[[1, 2], [3, 4]], b=np.zeros(2, dtype=np.float32))
        >>> x.shape, x.dtype, b.dtype
        ((2, 2), dtype('float64'), dtype('float64'))
    """
    values = tuple(inputs.values())
    if _are_ready(values):
        return values
    arrays = [_numbers(name, value) for name, value in inputs.items()]
    strong = [
        array.dtype if array.dtype.kind in "fc" else np.dtype(np.float64)
        for array, value in zip(arrays, inputs.values(), strict=True)
        if type(value) not in (bool, int, float)
    ]
    dtype = np.result_type(np.float32, *strong) if strong else np.dtype(np.float64)
    with np.errstate(over="ignore"):  # a bare number may be too large, which is found out below
        typed = [array.astype(dtype, copy=False) for array in arrays]
    for name, array in zip(inputs, typed, strict=True):
        _require_finite(name, array)
    return tuple(typed)


def _are_ready(values: tuple[Any, ...]) -> TypeGuard[tuple[FloatArray, ...]]:
    """Whether values are what nearly all are, which is quickly seen: finite arrays of one type."""
    dtype = getattr(values[0], "dtype", None)
    if dtype is not _FLOAT64 and dtype is not _FLOAT32:
        return False
    for value in values:
        if type(value) is not np.ndarray or value.dtype is not dtype or not value.size:
            return False
        if not all_finite(value):
            return False
    return True


def all_finite(array: FloatArray) -> bool:
    """Whether no entry of an array of real numbers is infinite or nan.

    The sum of its squares tells at once, unless that is too large a number.

    Example:
        >>> all_finite(np.array([1e300, 2.0])), all_finite(np.array([1.0, np.nan]))
        (True, False)
    """
    return isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def rectangular(name: str, value: ArrayLike) -> NDArray[Any]:
    """Return an input as an array of whatever it holds, or raise InputError if it is none.

    Example:
        >>> rectangular("keep", [True, False])
        array([ True, False])
    """
    try:
        return np.asarray(value)
    except ValueError:
        raise InputError(
            f"{name} must be rectangular, but its rows differ in length. "
            "Give every row the same number of entries."
        ) from None
    except (RuntimeError, TypeError) as error:  # torch refuses what has a graph or is on a GPU
        raise InputError(
            f"{name} must be an array that NumPy reads, but it is {type(value).__name__}: {error} "
            f"Pass {name}.detach().cpu().numpy()."
        ) from error


def _numbers(name: str, value: ArrayLike) -> NDArray[Any]:
    array = rectangular(name, value)
    if np.ma.is_masked(value):
        raise InputError(
            f"{name} must be whole, but some of its entries are masked. "
            f"Fill them first, {_by(name, 'with', '.filled(0)')} for example."
        )
    if array.dtype.kind == "c" and not _complex_allowed.get():
        raise InputError(
            f"{name} must be real, but it is {array.dtype}. "
            f"{_by(name, 'Pass', '.real')} if the imaginary part means nothing."
        )
    if array.dtype.kind not in "biufc":
        raise InputError(
            f"{name} must hold real numbers, but its dtype is {array.dtype}"
            f"{_arrived(value, array) if array.dtype == object else '. Pass floats or integers.'}"
        )
    if array.size == 0:
        raise InputError(
            f"{name} must have at least one entry, but its shape is {array.shape}. "
            "An empty batch has no gradient; leave it out."
        )
    return array


def _by(name: str, verb: str, attribute: str) -> str:
    """Return how to get an attribute of an input, or of what has no name but a description."""
    return f"{verb} y{attribute} in its place" if " " in name else f"{verb} {name}{attribute}"


def _arrived(value: Any, array: NDArray[Any]) -> str:
    """Say what arrived in the place of real numbers, and the way out."""
    if value is None:
        return ": it is None. Pass an array, or leave the argument out if it may be left out."
    if isinstance(value, Iterator):
        return f": it is a {type(value).__name__}, which is read once. Pass a list of its numbers."
    if isinstance(value, Mapping):
        return f": it is a {type(value).__name__}. Pass its values, each for itself."
    odd = next((one for one in array.flat if not _fits(one)), 0.0)
    held = f": it {'holds' if array.ndim else 'is'} "
    if isinstance(odd, int):
        if abs(odd) > sys.float_info.max:
            return f"{held}an integer too large for any float. Scale the numbers down."
        return f"{held}{odd}, an integer too large for 64 bits. Pass floats, such as {odd:.0e}."
    return f"{held}{'None' if odd is None else type(odd).__name__}. Pass floats or integers."


def _fits(one: Any) -> bool:
    """Whether NumPy makes a number of what an array of objects holds."""
    return isinstance(one, float) or (isinstance(one, int) and -(2**63) <= one < 2**63)


def _require_finite(name: str, array: NDArray[Any]) -> None:
    finite = np.isfinite(array)
    if not finite.all():
        where = tuple(int(i) for i in np.argwhere(~finite)[0])
        index = f"[{', '.join(map(str, where))}]" if where else ""
        described = f"{'its entry ' if index else 'it'}{index}" if " " in name else name + index
        raise InputError(
            f"{name} must be finite, but {described} is {array[where]}. "
            "Look for the overflow or the missing value that made it."
        )


def as_rows(array: FloatArray) -> FloatArray:
    """Stack all batch axes into one, so that every example is a row.

    Example:
        >>> as_rows(np.ones((2, 3, 4))).shape
        (6, 4)
    """
    return array.reshape(-1, array.shape[-1])


def require_shape(
    name: str, array: NDArray[Any], shape: tuple[int, ...], rule: str, way_out: str
) -> None:
    """Raise InputError unless `array` has `shape`; `rule` says whose shape it is.

    Example:
        >>> require_shape("dy", np.ones(2), (3,), "the shape of y", "Cut it.")
        Traceback (most recent call last):
        ...
        nnderiv.errors.InputError: dy must have the shape of y, (3,), but its shape is (2,). Cut it.
    """
    if array.shape != shape:
        raise InputError(
            f"{name} must have {rule}, {shape}, but its shape is {array.shape}. {way_out}"
        )
