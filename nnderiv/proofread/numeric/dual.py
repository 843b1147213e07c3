"""Dual numbers: a value and its slope, carried through every operation.

Dual numbers give a derivative that is exact to rounding: no step has to be chosen, and nothing is
subtracted. Where derivatives nest, each has a level of its own, and the parts of a dual number
are numbers of lower levels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import erf, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

erf_of_arrays = np.vectorize(erf, otypes=[float])


@dataclass(frozen=True, slots=True)
class Dual:
    """value + slope·ε, with ε² = 0, for the ε of one level."""

    level: int
    value: Any
    slope: Any

    __array_ufunc__ = None  # numpy leaves the operators to this class

    def __add__(self, other: Number) -> Dual:
        a, da, b, db, level = _parts(self, other)
        return Dual(level, a + b, da + db)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(self.level, -self.value, -self.slope)

    def __sub__(self, other: Number) -> Dual:
        return self.__add__(-other)

    def __rsub__(self, other: Number) -> Dual:
        return self.__neg__().__add__(other)

    def __mul__(self, other: Number) -> Dual:
        a, da, b, db, level = _parts(self, other)
        return Dual(level, a * b, da * b + a * db)

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> Dual:
        a, da, b, db, level = _parts(self, other)
        return Dual(level, a / b, da / b - a * db / (b * b))

    def __rtruediv__(self, other: Number) -> Dual:
        return Dual(self.level, other / self.value, -other * self.slope / (self.value * self.value))


# An array or a Dual. numpy's types do not know that arrays leave their operators to Dual.
Number = Any


def _parts(left: Number, right: Number) -> tuple[Any, Any, Any, Any, int]:
    """Value and slope of both, for the higher of their levels; a constant has the slope 0."""
    level = max(z.level for z in (left, right) if isinstance(z, Dual))
    zero = np.zeros(())
    pairs = [
        (z.value, z.slope) if isinstance(z, Dual) and z.level == level else (z, zero)
        for z in (left, right)
    ]
    return *pairs[0], *pairs[1], level


def value_of(z: Number) -> NDArray[Any]:
    """Return the number without its slopes."""
    while isinstance(z, Dual):
        z = z.value
    found: NDArray[Any] = z
    return found


def each_part(z: Number, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Number:
    """Apply a linear operation, such as a sum or a reshape, to every part."""
    if isinstance(z, Dual):
        return Dual(z.level, each_part(z.value, change), each_part(z.slope, change))
    return change(z)


def parts(z: Number) -> list[NDArray[Any]]:
    """Return every part: the value, its slope, their slopes."""
    return [*parts(z.value), *parts(z.slope)] if isinstance(z, Dual) else [z]


def where(mask: NDArray[np.bool_], yes: Number, no: Number) -> Number:
    """Return `yes` where the mask holds, `no` elsewhere."""
    if not (isinstance(yes, Dual) or isinstance(no, Dual)):
        return np.where(mask, yes, no)
    a, da, b, db, level = _parts(yes, no)
    return Dual(level, where(mask, a, b), where(mask, da, db))


def power(base: Number, exponent: Number) -> Number:
    """base^exponent; of a negative base only for whole exponents, nan otherwise."""
    if isinstance(exponent, Dual):
        return exp(exponent * log(base))
    if not isinstance(base, Dual):
        return np.power(base, exponent)
    slope = exponent * power(base.value, exponent - 1) * base.slope
    return Dual(base.level, power(base.value, exponent), slope)


def _apply(name: str, z: Number) -> Number:
    """Apply an elementary function to a number, and the chain rule to its slope."""
    function, slope = _ELEMENTARY[name]
    if isinstance(z, Dual):
        return Dual(z.level, _apply(name, z.value), slope(z.value) * z.slope)
    return function(z)


exp, log, sin, cos, tan = (partial(_apply, n) for n in ("exp", "log", "sin", "cos", "tan"))
sinh, cosh, tanh = (partial(_apply, name) for name in ("sinh", "cosh", "tanh"))
sqrt_, absolute, sign, erf_ = (partial(_apply, name) for name in ("sqrt", "abs", "sign", "erf"))
arctan, arcsin, arccos = (partial(_apply, name) for name in ("arctan", "arcsin", "arccos"))
arctanh, arcsinh, arccosh = (partial(_apply, name) for name in ("arctanh", "arcsinh", "arccosh"))
real, imag = (partial(each_part, change=change) for change in (np.real, np.imag))
# Each function with its derivative.
_ELEMENTARY: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "exp": (np.exp, exp),
    "log": (np.log, lambda z: 1.0 / z),
    "sin": (np.sin, cos),
    "cos": (np.cos, lambda z: -sin(z)),
    "tan": (np.tan, lambda z: 1.0 / (cos(z) * cos(z))),
    "sinh": (np.sinh, cosh),
    "cosh": (np.cosh, sinh),
    "tanh": (np.tanh, lambda z: 1.0 / (cosh(z) * cosh(z))),
    "sqrt": (np.sqrt, lambda z: 0.5 / sqrt_(z)),
    "abs": (np.abs, sign),
    "sign": (lambda z: np.sign(np.real(z)), lambda z: 0.0 * z),
    "erf": (erf_of_arrays, lambda z: (2 / sqrt(pi)) * exp(-z * z)),
    "arctan": (np.arctan, lambda z: 1.0 / (1.0 + z * z)),
    "arcsin": (np.arcsin, lambda z: 1.0 / sqrt_(1.0 - z * z)),
    "arccos": (np.arccos, lambda z: -1.0 / sqrt_(1.0 - z * z)),
    "arctanh": (np.arctanh, lambda z: 1.0 / (1.0 - z * z)),
    "arcsinh": (np.arcsinh, lambda z: 1.0 / sqrt_(1.0 + z * z)),
    "arccosh": (np.arccosh, lambda z: 1.0 / sqrt_(z * z - 1.0)),
}
