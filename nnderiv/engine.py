"""Backpropagation through formulas of numbers: gates, values, one way back.

>>> a, b, c = Value(2), Value(-1), Value(3)
>>> dL = ((a + b) * c).backward()
>>> dL[a], dL[b], dL[c]
(3.0, 3.0, 1.0)
"""

import math
from collections.abc import Callable
from functools import partialmethod
from numbers import Real
from typing import Any

from nnderiv.errors import InputError

# Each gate returns its result, and its local slope along each operand. The
# exponent p is a constant, no operand. If a = b, max takes the second one.
GATES: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: (a + b, (1.0, 1.0)),
    "-": lambda a, b: (a - b, (1.0, -1.0)),
    "*": lambda a, b: (a * b, (b, a)),
    "/": lambda a, b: (a / b, (1 / b, -a / b / b)),
    "**": lambda a, p: (a**p, (p * a ** (p - 1),)),
    "max": lambda a, b: (a, (1.0, 0.0)) if a > b else (b, (0.0, 1.0)),
    "exp": lambda a: (math.exp(a), (math.exp(a),)),
    "log": lambda a: (math.log(a), (1 / a,)),
    "tanh": lambda a: (math.tanh(a), (math.cosh(min(abs(a), 700)) ** -2,)),
}


class Value:
    """A number that knows its operands and its local slope along each."""

    def __init__(self, data: float) -> None:
        if not isinstance(data, Real) or not math.isfinite(data):
            raise InputError(
                f"a value must be a finite real number, but it is {data!r}. "
                "Pass floats or integers, the entries of an array one by one."
            )
        self.data: float = float(data)
        self.operands: list[Value] = []
        self.slopes: tuple[float, ...] = ()

    def __repr__(self) -> str:
        return f"Value({self.data})"

    def _through(*operands: "Value | float", gate: str) -> "Value":
        values = [v if isinstance(v, Value) else Value(v) for v in operands]
        numbers = [value.data for value in values]
        try:
            data, slopes = GATES[gate](*numbers)
            result, _ = Value(data), [Value(slope) for slope in slopes]
        except (ArithmeticError, ValueError):
            raise InputError(
                f"the gate {gate} needs numbers where it and its slopes are "
                f"finite, but it was given {numbers}. Keep away from these."
            ) from None
        result.operands, result.slopes = values[: len(slopes)], slopes
        return result

    __add__ = __radd__ = partialmethod(_through, gate="+")
    __mul__ = __rmul__ = partialmethod(_through, gate="*")
    __sub__ = partialmethod(_through, gate="-")
    __truediv__ = partialmethod(_through, gate="/")
    __neg__ = partialmethod(_through, -1.0, gate="*")
    max = partialmethod(_through, gate="max")
    exp = partialmethod(_through, gate="exp")
    log = partialmethod(_through, gate="log")
    tanh = partialmethod(_through, gate="tanh")

    def __rsub__(self, other: float) -> "Value":
        return Value(other) - self

    def __rtruediv__(self, other: float) -> "Value":
        return Value(other) / self

    def __pow__(self, p: "Value | float") -> "Value":
        if isinstance(p, Value):
            return (p * self.log()).exp()
        return self._through(p, gate="**")

    def graph(self) -> list["Value"]:
        """Return all values this one rests on, operands first, itself last."""
        order: dict[Value, None] = {}
        waiting = [self]
        while waiting:
            missing = [v for v in waiting[-1].operands if v not in order]
            waiting.extend(missing)
            if not missing:
                order[waiting.pop()] = None
        return list(order)

    def backward(self) -> dict["Value", float]:
        """Return the slope of this value with respect to each in its graph."""
        gradient = dict.fromkeys(self.graph(), 0.0) | {self: 1.0}
        for v in reversed(gradient):  # by now the sum of v is complete
            for u, slope in zip(v.operands, v.slopes, strict=True):
                gradient[u] += gradient[v] * slope
        return gradient
