"""Functions of numbers and of arrays: known ones, defined ones, arbitrary ones, and extremes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from operator import add, itemgetter

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.context.free_names import free_names
from nnderiv.proofread.context.names import VARIABLE, Arbitrary, Definition
from nnderiv.proofread.evaluate.derivatives import slope_of
from nnderiv.proofread.evaluate.draws import MEMBERS
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.names import positions, refuse_undeclared
from nnderiv.proofread.grammar.tree import Apply, Matrix, Name, Node
from nnderiv.proofread.latex.commands import BARS, EXTREMES
from nnderiv.proofread.numeric import dual
from nnderiv.proofread.numeric.dual import Dual, value_of
from nnderiv.proofread.numeric.functions import ELEMENTWISE, KINKED, OF_ARRAYS, OF_ONE_ENTRY
from nnderiv.proofread.numeric.tensor import (
    EmptyError,
    Tensor,
    elementwise,
    reshaped,
    stack,
    take,
)

TOO_MANY = f"a family of functions has at most {MEMBERS} members"


def application(evaluator: Evaluator, node: Apply) -> Tensor:
    """A function, or one of its derivatives, of its arguments."""
    arguments = node.arguments or _implied(evaluator, node)
    if len(arguments) > 1 and node.function in OF_ARRAYS:  # diag(a_1, \dots, a_n)
        listed = evaluator.of(Matrix((arguments,), at=node.at))
        vector = Tensor(reshaped(listed, [1], listed.running), 1)
        return call(evaluator, node.function, [vector], node)
    if node.primes:
        return primed(evaluator, node, arguments)
    values = [evaluator.of(argument) for argument in arguments]
    return call(evaluator, node.function, values, node)


def _implied(evaluator: Evaluator, node: Apply) -> tuple[Node, ...]:
    """The arguments of a function that is printed without: its parameters, or one variable."""
    function = evaluator.context.functions.get(node.function)
    if isinstance(function, Definition) and function.parameters:
        return tuple(Name(p, at=node.at) for p in function.parameters)
    return (Name(VARIABLE, at=node.at),)


def call(evaluator: Evaluator, name: str, values: list[Tensor], node: Node) -> Tensor:
    """Apply a function to values."""
    items = node.items if isinstance(node, Apply) else ()
    own = evaluator.context.functions.get(name)
    if isinstance(own, Definition):
        return _entry(evaluator, name, _own(evaluator, own, values, node), node)
    if name == BARS:
        square = values[0].rank == 2 and len(set(values[0].shape)) == 1
        return call(evaluator, "det" if square else "abs", values, node)
    if name in EXTREMES:
        return extreme(evaluator, name, values)
    if own is not None or not _is_known(name):
        return _arbitrary(evaluator, name, own or Arbitrary(), values, items)
    if len(values) != 1:
        raise ReadError(f"{name} has one argument, but {len(values)} came", node.at)
    if name in OF_ARRAYS:
        z = values[0]
        result = OF_ARRAYS[name](z) if z.rank else _of_number(evaluator, name, z, node)
    else:
        if name in KINKED:
            evaluator.note_kink(values[0].data, isinstance(values[0].data, Dual))
        result = replace(values[0], data=ELEMENTWISE[name](values[0].data))
    if name == "log" and items:
        base = evaluator.scalar(items[0])
        return elementwise(result, Tensor(dual.log(base.data)), lambda x, y: x / y)
    return _entry(evaluator, name, result, node)


def _entry(evaluator: Evaluator, name: str, result: Tensor, node: Node) -> Tensor:
    """The entry f_i(x) of a function that returns an array, or all of it."""
    items = node.items if isinstance(node, Apply) else ()
    if items and len(items) != result.rank:
        raise ReadError(f"{name} has the wrong number of indices here", node.at)
    return take(result, [positions(evaluator, item) for item in items])[0] if items else result


def _is_known(name: str) -> bool:
    """Whether a function is known from the start."""
    return name in ELEMENTWISE or name in OF_ARRAYS


def _of_number(evaluator: Evaluator, name: str, value: Tensor, node: Node) -> Tensor:
    """A number in the place of an array: the trace of x^T A x is x^T A x."""
    if name not in OF_ONE_ENTRY:
        raise ReadError(f"{name} is a function of an array, not of a number", node.at)
    names = free_names(node, evaluator.context)
    refuse_undeclared(evaluator, names, OF_ONE_ENTRY[name], r"n \times n", node)
    return value


def _own(evaluator: Evaluator, own: Definition, values: list[Tensor], node: Node) -> Tensor:
    """A function that the text defines."""
    names = own.parameters or ()
    if len(names) != len(values):
        raise ReadError(f"this function has {len(names)} arguments", node.at)
    return evaluator.inner(**dict(zip(names, values, strict=True))).of(own.body)


def _arbitrary(
    evaluator: Evaluator, name: str, own: Arbitrary, values: list[Tensor], items: tuple[Node, ...]
) -> Tensor:
    """A function of which nothing is known, or one of a family of such functions."""
    evaluator.notes.touched = True
    if own.shape and not items:
        return _array(evaluator, name, own, values, ())
    members = [_member(evaluator, item) for item in items]
    return _arbitrary_one(evaluator, name, own, values, members)


def _array(
    evaluator: Evaluator, name: str, own: Arbitrary, values: list[Tensor], place: tuple[int, ...]
) -> Tensor:
    """f(x) of an f into vectors or matrices: all f_i(x), or those that begin with a place."""
    if len(place) == len(own.shape):
        members = [np.asarray(at) for at in place]
        return _arbitrary_one(evaluator, name, own, values, members)
    length = evaluator.length(own.shape[len(place)])
    if length > MEMBERS:
        raise ReadError(TOO_MANY)
    entries = (_array(evaluator, name, own, values, (*place, at)) for at in range(length))
    return stack(
        [Tensor(reshaped(z, [None, *range(z.rank)], z.running), z.rank + 1) for z in entries], 0
    )


def _arbitrary_one(
    evaluator: Evaluator,
    name: str,
    own: Arbitrary,
    values: list[Tensor],
    members: list[NDArray[np.int64]],
) -> Tensor:
    rests_on_all = bool(members) and any(value.rank for value in values)
    if not own.elementwise or rests_on_all:
        return evaluator.draw.loss(name, values, members)
    shapes = {value.shape for value in values if value.rank}
    if len(shapes) > 1:
        raise ReadError(f"what {name} makes of arrays of different sizes the text does not say")
    mixed = values[0]
    for number, other in enumerate(values[1:], start=1):
        weighted = replace(other, data=(0.3 + 0.4 * number) * other.data)
        mixed = elementwise(mixed, weighted, add)
    return replace(mixed, data=evaluator.draw.smooth(name, mixed.data, members))


def _member(evaluator: Evaluator, item: Node) -> NDArray[np.int64]:
    """Which function of its family f_i is, for every value of the index."""
    places = positions(evaluator, item)
    if places is None or places.max(initial=0) >= MEMBERS:
        raise ReadError(TOO_MANY, item.at)
    return np.clip(places, 0, MEMBERS - 1)


def primed(evaluator: Evaluator, node: Apply, arguments: tuple[Node, ...]) -> Tensor:
    """f'(z): the slope of a function of one number, entry by entry."""
    if len(arguments) != 1:
        raise ReadError("a prime belongs to a function of one variable", node.at)
    value = evaluator.of(arguments[0])
    own = evaluator.context.functions.get(node.function)
    known = isinstance(own, Definition) or (own is None and _is_known(node.function))
    of_array = isinstance(own, Arbitrary) and (bool(own.shape) or not own.elementwise)
    if value.rank and not known and (node.items or of_array):
        raise ReadError(
            "a prime belongs to a function of one number; of an array, write by which entry one "
            r"differentiates: \partial f_i / \partial s_j",
            node.at,
        )
    inner, data = evaluator, value.data
    for _ in range(node.primes):
        inner = replace(inner, level=inner.level + 1)
        data = Dual(inner.level, data, np.ones_like(value_of(value.data), dtype=float))
    plain = Apply(node.function, arguments, 0, node.items, at=node.at)
    result = call(inner, node.function, [replace(value, data=data)], plain)
    for level in range(inner.level, evaluator.level, -1):
        result = slope_of(result, level)
    return result


# --- extremes


def extreme(evaluator: Evaluator, name: str, values: list[Tensor]) -> Tensor:
    """The largest or smallest of several numbers, or entry of an array."""
    if len(values) == 1:
        z = values[0]
        if z.rank == 0:
            return z
        flat = dual.each_part(z.data, lambda p: p.reshape((-1, *p.shape[z.rank :])))
        count = int(np.prod(z.shape))
        if not count:
            raise EmptyError(f"an array without entries has no {name}")
        values = [Tensor(dual.each_part(flat, itemgetter(i))) for i in range(count)]
    return best(evaluator, name, values)


def best(evaluator: Evaluator, name: str, values: list[Tensor]) -> Tensor:
    """The extreme of several values, entry by entry, or its number."""
    sign = 1.0 if name in ("max", "argmax") else -1.0
    result, first = values[0], evaluator.context.first
    number = Tensor(np.full(np.shape(value_of(result.data)), float(first)), result.rank)
    for i, value in enumerate(values[1:], start=1 + first):
        apart = elementwise(value, result, lambda x, y: sign * (x - y))
        evaluator.note_kink(apart.data, True)
        mask = np.real(value_of(apart.data)) > 0
        result = elementwise(value, result, partial(dual.where, mask))
        number = Tensor(dual.where(mask, np.asarray(float(i)), number.data), apart.rank)
    return number if name.startswith("arg") else result
