"""Three ways to differentiate by numbers: one-sided, central, and the complex step.

Each takes a function f, a point x, a step h and a direction v, and returns how fast f changes
at x along v. For a function of one number, or one applied entry by entry, v is 1.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.exceptions import ComplexWarning
from numpy.typing import ArrayLike

from nnderiv.arrays import FloatArray, complex_allowed, float_arrays
from nnderiv.errors import InputError

Function = Callable[[Any], Any]

# A power of two, so that multiplying by it and dividing by it round nothing.
TINY_STEP = 2.0**-100


def one_sided_difference(f: Function, x: ArrayLike, h: float, v: ArrayLike = 1.0) -> Any:
    """Return (f(x + hv) - f(x)) / h, whose truncation error shrinks like h.

    Args:
        f: the function, from an array of the shape of x.
        x: the point.
        h: the step, not 0; negative to look to the other side.
        v: the direction, broadcast against x.

    Returns:
        The estimate, the shape of f(x).

    Raises:
        InputError: if h is 0, if x or v is not made of finite real numbers, or if f returns
            None or nan.

    Source:
        The book's chapter "Techniques for derivation".

    Example:
        >>> one_sided_difference(np.square, 3.0, h=0.5)
        np.float64(6.5)
    """
    x, v = _point_and_direction(x, h, v)
    return np.subtract(_value(f, x + h * v), _value(f, x)) / h


def central_difference(f: Function, x: ArrayLike, h: float, v: ArrayLike = 1.0) -> Any:
    """Return (f(x + hv) - f(x - hv)) / 2h, whose truncation error shrinks like h².

    Args:
        f: the function, from an array of the shape of x.
        x: the point.
        h: the step, not 0.
        v: the direction, broadcast against x.

    Returns:
        The estimate, the shape of f(x).

    Raises:
        InputError: if h is 0, if x or v is not made of finite real numbers, or if f returns
            None or nan.

    Source:
        The book's chapter "Techniques for derivation".

    Example:
        >>> central_difference(np.square, 3.0, h=0.5)
        np.float64(6.0)
    """
    x, v = _point_and_direction(x, h, v)
    return np.subtract(_value(f, x + h * v), _value(f, x - h * v)) / (2 * h)


def complex_step(f: Function, x: ArrayLike, h: float = TINY_STEP, v: ArrayLike = 1.0) -> Any:
    """Return Im f(x + ihv) / h: no subtraction, so no digits are lost and h can be tiny.

    Right only where f takes complex numbers and is analytic: abs, comparisons of parts, and
    whatever drops the imaginary part give wrong numbers here.

    Args:
        f: the function, from a complex array of the shape of x.
        x: the point, real.
        h: the step, not 0.
        v: the direction, broadcast against x.

    Returns:
        The estimate, the shape of f(x).

    Raises:
        InputError: if h is 0, if x or v is not made of finite real numbers, or if f returns
            None or nan, or does not take complex numbers.

    Source:
        The book's chapter "Techniques for derivation"; Squire and Trapp (1998).

    Example:
        >>> complex_step(np.square, 3.0)
        np.float64(6.0)
    """
    x, v = _point_and_direction(x, h, v)
    with complex_allowed():
        return np.imag(_complex_value(f, x + 1j * h * v)) / h


def _value(f: Function, x: FloatArray) -> Any:
    """Return f(x), and refuse what is no number."""
    y = f(x)
    if y is None:
        raise InputError(
            "the function must return an array or a number, but it returned None. "
            "Perhaps its return statement is missing."
        )
    wrong = np.isnan(y)
    if wrong.any():
        place = [int(i) for i in np.argwhere(wrong)[0]]
        where = f" at {place}" if place else ""
        raise InputError(
            f"the function must return numbers, but it returned nan{where}. "
            "Choose a point inside of its domain, and a step that stays there."
        )
    return y


def _complex_value(f: Function, z: FloatArray) -> Any:
    """Return f(z) for complex z, and refuse functions that take none, as those of math do not."""
    arrived = "it warned that it discards the imaginary part"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ComplexWarning)
            return _value(f, z)
    except ComplexWarning:
        cause = None
    except TypeError as error:
        arrived, cause = f"it raised {type(error).__name__}: {error}", error
    raise InputError(
        f"a complex step needs a function that takes complex numbers, but {arrived}. Write np.sin "
        "in the place of math.sin, for example, or take central_difference(f, x, h=1e-5)."
    ) from cause


def _point_and_direction(x: ArrayLike, h: float, v: ArrayLike) -> tuple[FloatArray, FloatArray]:
    (step,) = float_arrays(h=h)
    if step.shape != () or step == 0:
        raise InputError(
            f"the step h must be a single number other than 0, but it is {h}. Try h=1e-5."
        )
    x, v = float_arrays(x=x, v=v)
    try:
        np.broadcast_shapes(x.shape, v.shape)
    except ValueError:
        raise InputError(
            f"the direction v must fit x, but their shapes are {v.shape} and {x.shape}. "
            "Give v the shape of x."
        ) from None
    return x.astype(np.float64), v.astype(np.float64)  # a small step would be lost in float32
