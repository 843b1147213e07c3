"""Backpropagation through any formula of numbers: gates, values that remember, one way back.

>>> a, b, c = Value(2), Value(-1), Value(3)
>>> dL = ((a + b) * c).backward()
>>> dL[a], dL[b], dL[c]
(3.0, 3.0, 1.0)
"""

import math
from collections.abc import Callable
from functools import partialmethod
from numbers import Real

from nnderiv.errors import InputError

# Each gate returns its result, and how fast this moves with each operand while the others are
# fixed. The exponent p is no operand but a constant. Of two equal numbers, max takes the second.
GATES: dict[str, Callable[..., tuple[float, tuple[float, ...]]]] = {
    "+": lambda a, b: (a + b, (1.0, 1.0)),
    "-": lambda a, b: (a - b, (1.0, -1.0)),
    "*": lambda a, b: (a * b, (b, a)),
    "/": lambda a, b: (a / b, (1 / b, -a / b / b)),
    "**": lambda a, p: (math.pow(a, p), (p * math.pow(a, p - 1) if p else 0.0,)),
    "max": lambda a, b: (a, (1.0, 0.0)) if a > b else (b, (0.0, 1.0)),
    "exp": lambda a: (math.exp(a), (math.exp(a),)),
    "log": lambda a: (math.log(a), (1 / a,)),
    "tanh": lambda a: (math.tanh(a), ((1 / math.cosh(min(abs(a), 700.0))) ** 2,)),
}


class Value:
    """A number that remembers the operands it was computed from, and its slope along each."""

    def __init__(self, data: float) -> None:
        if not isinstance(data, Real) or not math.isfinite(data):
            raise InputError(
                f"a value must be a finite real number, but it is {data!r}. "
                "Pass floats or integers, the entries of an array one by one."
            )
        self.data: float = float(data)
        self.operands: tuple[Value, ...] = ()
        self.slopes: tuple[float, ...] = ()

    def __repr__(self) -> str:
        return f"Value({self.data})"

    def _through(self, gate: str, *others: "Value | float") -> "Value":
        values = [one if isinstance(one, Value) else Value(one) for one in (self, *others)]
        numbers = [value.data for value in values]
        try:
            data, slopes = GATES[gate](*numbers)
            result, _ = Value(data), [Value(slope) for slope in slopes]
        except (ArithmeticError, ValueError):
            raise InputError(
                f"the gate {gate} needs numbers at which its result and its slopes are finite, "
                f"but it was given {', '.join(map(str, numbers))}. Keep its operands off there."
            ) from None
        result.operands, result.slopes = tuple(values[: len(slopes)]), slopes
        return result

    __add__ = __radd__ = partialmethod(_through, "+")
    __mul__ = __rmul__ = partialmethod(_through, "*")
    __sub__ = partialmethod(_through, "-")
    __truediv__ = partialmethod(_through, "/")
    __neg__ = partialmethod(_through, "*", -1.0)
    max = partialmethod(_through, "max")
    exp = partialmethod(_through, "exp")
    log = partialmethod(_through, "log")
    tanh = partialmethod(_through, "tanh")

    def __rsub__(self, other: float) -> "Value":
        return Value(other) - self

    def __rtruediv__(self, other: float) -> "Value":
        return Value(other) / self

    def __pow__(self, p: float) -> "Value":
        if isinstance(p, Value):
            raise InputError(f"an exponent must be a plain number, not {p}: write e^(p log a)")
        return self._through("**", p)

    def graph(self) -> list["Value"]:
        """Return all values that this one was computed from, operands first, and itself last."""
        order: dict[Value, None] = {}
        waiting = [self]
        while waiting:
            missing = [one for one in waiting[-1].operands if one not in order]
            waiting.extend(missing)
            if not missing:
                order[waiting.pop()] = None
        return list(order)

    def backward(self) -> dict["Value", float]:
        """Return the slope of this value with respect to each value of its graph."""
        order = self.graph()
        gradient = dict.fromkeys(order, 0.0) | {self: 1.0}
        for value in reversed(order):  # its own sum is complete: all that it feeds had its turn
            for operand, slope in zip(value.operands, value.slopes, strict=True):
                gradient[operand] += gradient[value] * slope
        return gradient
