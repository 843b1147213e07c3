"""Functions of numbers and of arrays: known ones, defined ones, and arbitrary ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread import duals
from nnderiv.proofread.context import VARIABLE, Arbitrary, Definition
from nnderiv.proofread.derivatives import slope_of
from nnderiv.proofread.duals import Dual, value_of
from nnderiv.proofread.extremes import extreme
from nnderiv.proofread.functions import BARS, ELEMENTWISE, EXTREMES, KINKED, OF_ARRAYS
from nnderiv.proofread.subscripts import positions
from nnderiv.proofread.syntax import Apply, Matrix, Name, Node
from nnderiv.proofread.tensors import Tensor, elementwise, reshaped, take

if TYPE_CHECKING:
    from nnderiv.proofread.evaluate import Evaluator


def application(self: Evaluator, node: Apply) -> Tensor:
    """A function, or one of its derivatives, of its arguments."""
    arguments = node.arguments or _implied(self, node)
    if len(arguments) > 1 and node.function in OF_ARRAYS:  # diag(a_1, \dots, a_n)
        listed = self.of(Matrix((arguments,), at=node.at))
        vector = Tensor(reshaped(listed, [1], listed.running), 1)
        return call(self, node.function, [vector], node)
    if node.primes:
        return primed(self, node, arguments)
    values = [self.of(argument) for argument in arguments]
    return call(self, node.function, values, node)


def _implied(self: Evaluator, node: Apply) -> tuple[Node, ...]:
    """The arguments of a function that is printed without: its parameters, or one variable."""
    function = self.context.functions.get(node.function)
    if isinstance(function, Definition) and function.parameters:
        return tuple(Name(p, at=node.at) for p in function.parameters)
    return (Name(VARIABLE, at=node.at),)


def call(self: Evaluator, name: str, values: list[Tensor], node: Node) -> Tensor:
    """Apply a function to values."""
    items = node.items if isinstance(node, Apply) else ()
    own = self.context.functions.get(name)
    if isinstance(own, Definition):
        return _own(self, own, values, node)
    if name == BARS:
        square = values[0].rank == 2 and len(set(values[0].shape)) == 1
        return call(self, "det" if square else "abs", values, node)
    if name in EXTREMES:
        return extreme(self, name, values)
    if own is not None or (name not in ELEMENTWISE and name not in OF_ARRAYS):
        return _arbitrary(self, name, own or Arbitrary(), values, items)
    if len(values) != 1:
        raise ReadError(f"{name} has one argument, but {len(values)} came", node.at)
    if name in OF_ARRAYS:
        if values[0].rank == 0:
            raise ReadError(f"{name} is a function of an array, not of a number", node.at)
        result = OF_ARRAYS[name](values[0])
    else:
        if name in KINKED:
            self.note_kink(values[0].data, isinstance(values[0].data, Dual))
        result = replace(values[0], data=ELEMENTWISE[name](values[0].data))
    if name == "log" and items:
        base = self.scalar(items[0])
        return elementwise(result, Tensor(duals.log(base.data)), lambda x, y: x / y)
    if items:
        if len(items) != result.rank:
            raise ReadError(f"{name} has the wrong number of indices here", node.at)
        return take(result, [positions(self, item) for item in items])[0]
    return result


def _own(self: Evaluator, own: Definition, values: list[Tensor], node: Node) -> Tensor:
    """A function that the text defines."""
    names = own.parameters or ()
    if len(names) != len(values):
        raise ReadError(f"this function has {len(names)} arguments", node.at)
    return self.inner(**dict(zip(names, values, strict=True))).of(own.body)


def _arbitrary(
    self: Evaluator, name: str, own: Arbitrary, values: list[Tensor], items: tuple[Node, ...]
) -> Tensor:
    """A function of which nothing is known, or one of a family of such functions."""
    self.notes.touched = True
    if not own.elementwise:
        return self.draw.loss(name, values)
    member = None
    for item in items:
        places = positions(self, item)
        if places is None or places.max(initial=0) >= 16:
            raise ReadError("a family of functions has at most 16 members", item.at)
        member = np.clip(places, 0, 15)
    data = values[0].data
    for number, other in enumerate(values[1:], start=1):
        data = data + (0.3 + 0.4 * number) * other.data
    return replace(values[0], data=self.draw.smooth(name, data, member))


def primed(self: Evaluator, node: Apply, arguments: tuple[Node, ...]) -> Tensor:
    """f'(z): the slope of a function of one number, entry by entry."""
    if len(arguments) != 1:
        raise ReadError("a prime belongs to a function of one variable", node.at)
    value = self.of(arguments[0])
    inner, data = self, value.data
    for _ in range(node.primes):
        inner = replace(inner, level=inner.level + 1)
        data = Dual(inner.level, data, np.ones_like(value_of(value.data), dtype=float))
    plain = Apply(node.function, arguments, 0, node.items, at=node.at)
    result = call(inner, node.function, [replace(value, data=data)], plain)
    for level in range(inner.level, self.level, -1):
        result = slope_of(result, level)
    return result
