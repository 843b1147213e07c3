"""The value of a formula, for all values of its indices at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import e, pi

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread import duals
from nnderiv.proofread.context import CONSTANTS, VARIABLE, Arbitrary, Context, Definition
from nnderiv.proofread.derivatives import derivative, prime, primed
from nnderiv.proofread.draws import Draw
from nnderiv.proofread.duals import Dual, Number, value_of
from nnderiv.proofread.functions import ELEMENTWISE, EXTREMES, KINKED, OF_ARRAYS, inverse
from nnderiv.proofread.indices import find_range, running_index
from nnderiv.proofread.patterns import series
from nnderiv.proofread.syntax import (
    Apply,
    BigO,
    Cases,
    Compare,
    Constant,
    Derivative,
    Dots,
    Index,
    Indicator,
    Matrix,
    Name,
    Negative,
    Node,
    Norm,
    Plus,
    Power,
    Prime,
    Product,
    Quotient,
    Range,
    Reduce,
    Star,
    Transpose,
)
from nnderiv.proofread.syntax import Number as Literal
from nnderiv.proofread.tensors import (
    MisfitError,
    Tensor,
    as_number,
    dot,
    elementwise,
    outer,
    reshaped,
    take,
    times,
    total,
    transpose,
    written,
)

STEPS = 100_000  # parts of formulas, so that time stays bounded
LONGEST = 10_000  # terms of a sum
NEAR = 1e-6  # of a kink


@dataclass
class Notes:
    """What an evaluation met on its way."""

    steps: int = 0
    touched: bool = False  # a drawn number took part
    outside: str = ""  # an index was outside of its array
    kinked: NDArray[np.bool_] | bool = False  # draws that lie on a kink
    ambiguous: set[str] = field(default_factory=set)  # the ways of reading that would matter


@dataclass
class Evaluator:
    """Evaluates formulas for one draw.

    Attributes:
        draw: the numbers of the inputs.
        scope: the values of indices and of the parameters of functions.
        fixed: names whose value is set, to differentiate by them.
        depth: how many indices run.
        base: how many of these run outside of all definitions.
        level: how many derivatives are being taken.
        reading: how to read what print leaves open.
        variable: what a prime differentiates by.
    """

    draw: Draw
    scope: dict[str, Tensor] = field(default_factory=dict)
    fixed: dict[str, Tensor] = field(default_factory=dict)
    depth: int = 0
    base: int = 0
    level: int = 0
    reading: frozenset[str] = frozenset()
    variable: Node | None = None
    notes: Notes = field(default_factory=Notes)
    cache: dict[str, Tensor] = field(default_factory=dict)
    parent: Evaluator | None = None

    @property
    def context(self) -> Context:
        """The names that are known."""
        return self.draw.context

    def of(self, node: Node) -> Tensor:
        """The value of a formula."""
        self.notes.steps += 1
        if self.notes.steps > STEPS:
            raise ReadError("this row takes too many steps to evaluate", node.at)
        try:
            return self._READERS[type(node)](self, node)
        except ReadError as error:
            if error.at is None:
                error.at = node.at
            raise

    def scalar(self, node: Node) -> Tensor:
        """The value of a formula that should be a number."""
        value = as_number(self.of(node))
        if value.rank:
            raise ReadError(f"a number should stand here, not {written(value.shape)}", node.at)
        return value

    # --- names

    def _number(self, node: Literal) -> Tensor:
        return Tensor(np.asarray(node.value))

    def _name(self, node: Name) -> Tensor:
        key = node.key
        if key in self.scope:
            return self.scope[key]
        entry = self.context.entry(node) or key
        if not self.context.known(entry) and entry not in self.fixed:
            if entry in self.context.losses:
                return self.value(entry)
            if key in CONSTANTS:
                return Tensor(np.asarray({"e": e, r"\pi": pi}[key]))
            if key == "#i":
                return Tensor(np.asarray(1j))
            if self.context.function(key) is not None:
                return self.of(Apply(self.context.function(key) or key, (), at=node.at))
            if f"{key}_{{}}" in self.context.defined:
                return self.value(f"{key}_{{}}")
        return self.value(entry)

    def value(self, key: str) -> Tensor:
        """The value of an input or a definition."""
        self.notes.touched = True
        if key in self.fixed:
            return self.fixed[key]
        if key in self.draw.sizes:
            return Tensor(np.asarray(float(self.draw.sizes[key])))
        if key in self.cache:
            return self.cache[key]
        definition = self.context.defined.get(key)
        loss = self.context.losses.get(key)
        if self.parent is not None and not (self.context.rests_on(key) & self.fixed.keys()):
            return self.parent.value(key)
        if definition is not None:
            found = replace(self.inner(), depth=self.base).defined(definition, key)
        elif loss is not None:
            found = self.draw.loss(key, [self.value(name) for name in loss])
        else:
            found = self.draw.input(key)
        self.cache[key] = found
        return found

    def inner(self, **scope: Tensor) -> Evaluator:
        """An evaluator for the formula of a definition: it sees none of the indices outside."""
        return replace(self, scope=scope, variable=None)

    def defined(self, definition: Definition, key: str) -> Tensor:
        """The array that a definition makes, over the ranges of its indices."""
        declared = self.context.inputs.get(key)
        nodes = [definition.body, *definition.conditions]
        inner = self
        sizes = []
        for axis, letter in enumerate(definition.indices):
            if declared is not None and axis < len(declared.shape):
                size = self.draw.length(declared.shape[axis])
            else:
                size = find_range(self, letter, nodes, definition.conditions)
            sizes.append(size)
            inner = running_index(inner, letter, np.arange(size) + self.context.first)
        return lifted(inner.of(definition.body), self.depth, sizes)

    # --- indices

    def _index(self, node: Index) -> Tensor:
        if node.key and self.context.known(node.key):
            return self.value(node.key)
        base = self._base(node)
        items = self.index_items(node, base)
        if items is None:
            return base
        values = [self.place(item) for item in items]
        found, outside = take(base, values)
        for item, n in zip(items, base.shape, strict=True):
            self._check_range(item, n, node)
        if outside.any():
            self.notes.outside = self.notes.outside or (
                f"an index of {node_name(node)} lies outside of its {written(base.shape)}"
            )
        return found if any(isinstance(item, Star) for item in node.items) else replace(found, way="")

    def _check_range(self, item: Node, length: int, node: Index) -> None:
        """An index by itself must fit its axis; i + j - 1 may reach beyond it at the border."""
        if isinstance(item, Name) and item.key in self.scope:
            values = value_of(self.scope[item.key].data)
            if values.max(initial=0) - self.context.first >= length:
                raise MisfitError(
                    f"{item.key} runs to {values.max():.0f}, but the axis of {node_name(node)} that "
                    f"it points into has {length} entries",
                    node.at,
                )

    def _base(self, node: Index) -> Tensor:
        """The array that is indexed; of two things of one name the one that has indices."""
        if isinstance(node.base, Name):
            family = f"{node.base.key}_{{}}"
            if family in self.context.defined and node.base.key not in self.scope:
                return self.value(family)
            if node.base.key == r"\delta" and not self.context.known(r"\delta"):
                return self._kronecker(node)
            function = self.context.function(node.base.key)
            if function is not None and not self.context.known(node.base.key):
                return self.of(Apply(function, (), 0, node.items, at=node.at))
        base = self.of(node.base)
        if base.rank == 0 and isinstance(node.base, Name) and node.base.key == r"\delta":
            return self._kronecker(node)
        return base

    def _kronecker(self, node: Index) -> Tensor:
        items = node.items
        if len(items) == 1 and isinstance(items[0], Product):
            items = items[0].factors
        if len(items) != 2:
            raise ReadError("Kronecker's delta has two indices", node.at)
        left, right = (value_of(self.scalar(item).data) for item in items)
        self.notes.touched = True
        return Tensor(np.isclose(left, right).astype(float))

    def index_items(self, node: Index, base: Tensor) -> list[Node] | None:
        """One index for every axis; None where the value is an entry already."""
        items = list(node.items)
        if base.rank == 0 and isinstance(node.base, Name) and node.base.key == r"\delta":
            return None
        kronecker = isinstance(node.base, Name) and node.base.key == r"\delta"
        if kronecker and not self.context.known(r"\delta"):
            return None
        if isinstance(node.base, Name) and base.rank == 0:
            function = self.context.function(node.base.key)
            if function is not None:
                return None
        if node.loose and base.rank == 1 and len(items) > 1 and not _has_star(items):
            items = [Product(tuple(items), ("",) * (len(items) - 1), at=node.at)]
        if len(items) == 1 and isinstance(items[0], Literal) and 1 < base.rank == len(
            digits := f"{items[0].value:.0f}"
        ):
            items = [Literal(float(digit)) for digit in digits]
        if len(items) > base.rank:
            raise ReadError(
                f"{node_name(node)} has {len(items)} indices, but it is {written(base.shape)}",
                node.at,
            )
        return items + [Star()] * (base.rank - len(items))

    def place(self, item: Node) -> NDArray[np.int64] | None:
        """Where an index points, counted from 0; None for the star."""
        if isinstance(item, Star):
            return None
        value = np.real(value_of(self.scalar(item).data))
        if not np.isfinite(value).all():
            raise ReadError("an index should be a whole number", item.at)
        return np.asarray(np.rint(value), dtype=np.int64) - self.context.first

    # --- arithmetic

    def _plus(self, node: Plus) -> Tensor:
        whole = series(node)
        if not isinstance(whole, Plus):
            return self.of(whole)
        result = self.of(whole.terms[0])
        for term in whole.terms[1:]:
            result = elementwise(result, self.of(term), lambda x, y: x + y)
        return result

    def _negative(self, node: Negative) -> Tensor:
        value = self.of(node.body)
        return replace(value, data=-value.data)

    def _product(self, node: Product) -> Tensor:
        whole = series(node)
        if not isinstance(whole, Product):
            return self.of(whole)
        result = self.of(whole.factors[0])
        for sign, factor in zip(whole.signs, whole.factors[1:], strict=True):
            result = _TIMES[sign](result, self.of(factor))
        return result

    def _quotient(self, node: Quotient) -> Tensor:
        above, below = self.of(node.above), as_number(self.of(node.below))
        if below.rank and above.rank and below.shape != above.shape:
            raise MisfitError(
                f"{written(above.shape)} cannot be divided by {written(below.shape)}", node.at
            )
        return elementwise(above, below, lambda x, y: x / y)

    def _power(self, node: Power) -> Tensor:
        if isinstance(node.base, Name) and node.base.key == "e" and self._is_euler(node.exponent):
            return self.function("exp", [self.of(node.exponent)], node)
        base, exponent = self.of(node.base), as_number(self.of(node.exponent))
        if base.rank == 2 and exponent.rank == 0 and np.ndim(value_of(exponent.data)) == 0:
            power = float(np.real(value_of(exponent.data)))
            if power == -1:
                return inverse(base)
            if base.shape[0] == base.shape[1] and power in (2.0, 3.0):
                result = base
                for _ in range(int(power) - 1):
                    result = times(result, base)
                return result
        data = exponent.data
        if not isinstance(data, Dual) and np.ndim(data) == 0 and float(np.real(data)).is_integer():
            data = np.asarray(float(np.real(data)))
        return elementwise(base, Tensor(data, exponent.rank), duals.power)

    def _is_euler(self, exponent: Node) -> bool:
        return not self.context.known("e") or not isinstance(exponent, Literal)

    def _transpose(self, node: Transpose) -> Tensor:
        value = self.of(node.body)
        if value.rank == 0 and isinstance(node.body, Name):
            if "T" in self.draw.sizes:
                return self.of(Power(node.body, Name("T"), at=node.at))
            if not self.context.known(node.body.key) and self.context.entry(node.body) is None:
                raise ReadError(
                    f"{node.body.key} was not declared, so its transpose is not known: say what "
                    rf"it is, as in {node.body.key} \in \mathbb{{R}}^{{m \times n}}",
                    node.at,
                )
        return transpose(value)

    def _norm(self, node: Norm) -> Tensor:
        value = self.of(node.body)
        sizes = duals.absolute(value.data)
        self.note_kink(value.data, node.p != 2.0)
        if node.p == 0.0:
            return self._extreme("max", [Tensor(sizes, value.rank)])
        if node.p == 1.0:
            return total(Tensor(sizes, value.rank), value.rank)
        squares = total(Tensor(value.data * value.data, value.rank), value.rank)
        return Tensor(duals.sqrt_(squares.data))

    def _constant(self, node: Constant) -> Tensor:
        if node.size is None:
            raise ReadError("the size of this constant does not follow from the row", node.at)
        size = round(float(value_of(self.scalar(node.size).data).reshape(-1)[0]))
        if node.kind == "identity":
            return Tensor(np.eye(size), 2)
        return Tensor(np.full(size, float(node.kind == "ones")), 1)

    def _big_o(self, node: BigO) -> Tensor:
        value = self.of(node.body)
        return Tensor(value.data * self.draw.remainder)

    def _dots(self, node: Dots) -> Tensor:
        raise ReadError(
            "what the dots stand for is not clear here: a remainder is written O(h^2), a sum "
            r"x_1 + x_2 + \dots + x_n",
            node.at,
        )

    def _star(self, node: Star) -> Tensor:
        raise ReadError("a star stands for a row or a column, in an index", node.at)

    def _matrix(self, node: Matrix) -> Tensor:
        from nnderiv.proofread.blocks import matrix

        return matrix(self, node)

    # --- functions

    def _apply(self, node: Apply) -> Tensor:
        arguments = node.arguments or self._implied(node)
        if len(arguments) > 1 and node.function in OF_ARRAYS:  # diag(a_1, \dots, a_n)
            listed = self.of(Matrix((arguments,), at=node.at))
            vector = Tensor(reshaped(listed, [1], listed.running), 1)
            return self.function(node.function, [vector], node)
        if node.primes:
            return primed(self, node, arguments)
        values = [self.of(argument) for argument in arguments]
        return self.function(node.function, values, node)

    def _implied(self, node: Apply) -> tuple[Node, ...]:
        """The arguments of a function that is printed without: its parameters, or one variable."""
        function = self.context.functions.get(node.function)
        if isinstance(function, Definition) and function.parameters:
            return tuple(Name(p, at=node.at) for p in function.parameters)
        return (Name(VARIABLE, at=node.at),)

    def function(self, name: str, values: list[Tensor], node: Node) -> Tensor:
        """Apply a function to values."""
        items = node.items if isinstance(node, Apply) else ()
        own = self.context.functions.get(name)
        if isinstance(own, Definition):
            return self._own(own, values, node)
        if own is not None or (name not in ELEMENTWISE and name not in OF_ARRAYS | {}):
            if name not in EXTREMES:
                return self._arbitrary(name, own or Arbitrary(), values, items)
        if name in EXTREMES:
            return self._extreme(name, values)
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
            return take(result, [self.place(item) for item in items])[0]
        return result

    def _own(self, own: Definition, values: list[Tensor], node: Node) -> Tensor:
        names = own.parameters or ()
        if len(names) != len(values):
            raise ReadError(f"this function has {len(names)} arguments", node.at)
        return self.inner(**dict(zip(names, values, strict=True))).of(own.body)

    def _arbitrary(
        self, name: str, own: Arbitrary, values: list[Tensor], items: tuple[Node, ...]
    ) -> Tensor:
        self.notes.touched = True
        if not own.elementwise:
            return self.draw.loss(name, values)
        member = None
        for item in items:
            places = self.place(item)
            if places is None or places.max(initial=0) >= 16:
                raise ReadError("a family of functions has at most 16 members", item.at)
            member = np.clip(places, 0, 15)
        data = values[0].data
        for other in values[1:]:
            data = data + 0.7 * other.data * data
        return replace(values[0], data=self.draw.smooth(name, data, member))

    def _extreme(self, name: str, values: list[Tensor]) -> Tensor:
        """The largest or smallest of several numbers, or entry of an array."""
        if len(values) == 1:
            z = values[0]
            if z.rank == 0:
                return z
            flat = duals.each_part(z.data, lambda p: p.reshape((-1, *p.shape[z.rank :])))
            count = int(np.prod(z.shape))
            values = [
                Tensor(duals.each_part(flat, lambda p, i=i: p[i]))  # type: ignore[misc]
                for i in range(count)
            ]
        return self.best(name, values)

    def best(self, name: str, values: list[Tensor]) -> Tensor:
        """The extreme of several values, entry by entry, or its number."""
        sign = 1.0 if name in ("max", "argmax") else -1.0
        result, number = values[0], Tensor(np.asarray(float(self.context.first)))
        for i, value in enumerate(values[1:], start=1 + self.context.first):
            apart = elementwise(value, result, lambda x, y: sign * (x - y))
            self.note_kink(apart.data, True)
            mask = np.real(value_of(apart.data)) > 0
            result = elementwise(value, result, lambda x, y, m=mask: duals.where(m, x, y))  # type: ignore[misc]
            number = Tensor(duals.where(mask, np.asarray(float(i)), number.data))
        return number if name.startswith("arg") else result

    def note_kink(self, apart: Number, matters: bool) -> None:
        """Remember the draws in which a number is 0 to within rounding, where that matters."""
        values = value_of(apart)
        if matters and values.ndim and values.shape[-1] == self.draw.together > 1:
            near = np.abs(values) < NEAR
            self.notes.kinked = self.notes.kinked | near.any(axis=tuple(range(near.ndim - 1)))

    # --- conditions

    def holds(self, conditions: tuple[Node, ...] | list[Node]) -> NDArray[np.bool_]:
        """Where all the conditions hold."""
        mask = np.ones((), dtype=bool)
        for condition in conditions:
            if isinstance(condition, Compare):
                mask = mask & self._compare(condition)
            elif isinstance(condition, Range):
                value = np.real(value_of(self.scalar(Name(condition.index)).data))
                low, high = (
                    np.real(value_of(self.scalar(bound).data))
                    for bound in (condition.lower, condition.upper)
                )
                mask = mask & (value >= low) & (value <= high)
        return mask

    def _compare(self, node: Compare) -> NDArray[np.bool_]:
        apart = elementwise(self.of(node.left), self.of(node.right), lambda x, y: x - y)
        if apart.rank:
            raise ReadError("a condition compares numbers", node.at)
        values = np.real(value_of(apart.data))
        if node.relation in ("<", ">", r"\leq", r"\geq") and not np.all(values == np.rint(values)):
            self.note_kink(apart.data, True)
        return {
            "=": np.abs(values) < 1e-9,
            r"\equiv": np.abs(values) < 1e-9,
            r"\neq": np.abs(values) >= 1e-9,
            "<": values < 0,
            ">": values > 0,
            r"\leq": values <= 0,
            r"\geq": values >= 0,
        }.get(node.relation, np.zeros(()) == 0)

    def _indicator(self, node: Indicator) -> Tensor:
        self.notes.touched = True
        return Tensor(self.holds(node.conditions).astype(float))

    def _cases(self, node: Cases) -> Tensor:
        result: Tensor | None = None
        for body, conditions in reversed(node.branches):
            value = self.of(body)
            if result is None:
                result = value if not conditions else replace(value, data=value.data * np.nan)
            mask = self.holds(conditions)
            if conditions:
                result = elementwise(value, result, lambda x, y, m=mask: duals.where(m, x, y))  # type: ignore[misc]
        if result is None:
            raise ReadError("these cases are empty", node.at)
        return result

    # --- sums

    def _reduce(self, node: Reduce) -> Tensor:
        inner: Evaluator = self
        masks: list[Compare] = []
        places: list[int] = []
        said = [c for c in node.conditions if isinstance(c, Range)]
        for position, letter in enumerate(node.indices):
            numbers, extra = self._numbers(node, letter, last=position == len(node.indices) - 1)
            masks += extra
            places.append(len(numbers))
            inner = running_index(inner, letter, numbers)
        mask = inner.holds([*masks, *node.conditions, *said])
        body = inner.of(node.body)
        for count, position in zip(reversed(places), reversed(range(len(places))), strict=True):
            body = self._reduced(node.kind, body, mask, self.depth + position, count)
            mask = np.ones((), dtype=bool)
        return body

    def _numbers(
        self, node: Reduce, letter: str, last: bool
    ) -> tuple[NDArray[np.float64], list[Compare]]:
        """The numbers that an index runs over, and what is left out of them."""
        first, bound = self.context.first, None
        lower: Node = node.lower if node.lower is not None else Literal(float(first))
        if node.upper is not None:
            bound = node.upper
        for condition in node.conditions:
            if isinstance(condition, Range) and condition.index == letter:
                lower, bound = condition.lower, condition.upper
        if bound is None:
            size = find_range(self, letter, [node.body, *node.conditions], node.conditions)
            numbers = np.arange(size) + float(first)
            return (numbers, []) if node.lower is None else (numbers, [_at_least(letter, lower)])
        low, high = (np.real(value_of(self.scalar(b).data)) for b in (lower, bound))
        if not (np.isfinite(low).all() and np.isfinite(high).all()):
            raise ReadError("a sum should end somewhere", node.at)
        count = np.rint(high.max() - low.min()) + 1
        if count > LONGEST:
            raise ReadError(f"a sum of {count:.3g} terms is too long; at most {LONGEST} are read", node.at)
        numbers = np.rint(low.min()) + np.arange(max(int(count), 0))
        extra = []
        if low.size > 1 or high.size > 1:
            extra = [_at_least(letter, lower), Compare(Name(letter), r"\leq", bound)]
        return numbers.astype(float), extra

    def _reduced(
        self, kind: str, body: Tensor, mask: NDArray[np.bool_], level: int, count: int
    ) -> Tensor:
        """Collapse the innermost index."""
        neutral = 1.0 if kind == "prod" else 0.0
        if count == 0:
            return Tensor(np.asarray(neutral))
        whole = Tensor(np.ones((count,) + (1,) * (level + 1)))
        spread = elementwise(body, whole, lambda x, y: x * y)
        if mask.ndim:
            blank = np.asarray(neutral)
            spread = elementwise(
                spread, Tensor(mask), lambda x, m: duals.where(value_of(m).astype(bool), x, blank)
            )
        axis = spread.rank
        if kind == "sum":
            if body.running < level + 2 and not mask.ndim:
                return replace(body, data=body.data * float(count))
            data = duals.each_part(
                spread.data,
                lambda p: p.sum(axis=axis) if p.ndim - axis == level + 2 else p * float(count),
            )
            return replace(body, data=data)
        slices = [
            Tensor(duals.each_part(spread.data, lambda p, i=i: p[(slice(None),) * axis + (i,)]), axis)  # type: ignore[misc]
            for i in range(count)
        ]
        if kind != "prod":
            return self.best(kind, slices)
        result = slices[0]
        for piece in slices[1:]:
            result = elementwise(result, piece, lambda x, y: x * y)
        return result

    _READERS = {
        Literal: _number,
        Name: _name,
        Index: _index,
        Plus: _plus,
        Negative: _negative,
        Product: _product,
        Quotient: _quotient,
        Power: _power,
        Transpose: _transpose,
        Norm: _norm,
        Constant: _constant,
        BigO: _big_o,
        Dots: _dots,
        Star: _star,
        Matrix: _matrix,
        Apply: _apply,
        Indicator: _indicator,
        Cases: _cases,
        Reduce: _reduce,
        Derivative: derivative,
        Prime: prime,
    }


_TIMES = {
    "": times,
    r"\cdot": dot,
    r"\times": times,
    "*": lambda a, b: elementwise(a, b, lambda x, y: x * y),
    r"\odot": lambda a, b: elementwise(a, b, lambda x, y: x * y),
    r"\otimes": outer,
}


def lifted(value: Tensor, depth: int, sizes: list[int]) -> Tensor:
    """Make own axes, in front, of the indices that run at `depth` and deeper."""
    count = len(sizes)
    if not count:
        return value
    rank = value.rank

    def change(part: NDArray[np.float64]) -> NDArray[np.float64]:
        rest = part.shape[rank:]
        rest = (1,) * (depth + 1 + count - len(rest)) + rest
        part = part.reshape(part.shape[:rank] + rest)
        part = np.broadcast_to(part, part.shape[:rank] + tuple(reversed(sizes)) + rest[count:])
        return part.transpose(
            [*range(rank + count - 1, rank - 1, -1), *range(rank), *range(rank + count, part.ndim)]
        )

    return Tensor(duals.each_part(value.data, change), rank + count)


def node_name(node: Node) -> str:
    """What to call a formula in a message."""
    while isinstance(node, Index):
        node = node.base
    return node.key if isinstance(node, Name) else "this"


def _has_star(items: list[Node]) -> bool:
    return any(isinstance(item, Star) for item in items)


def _at_least(letter: str, lower: Node) -> Compare:
    return Compare(Name(letter), r"\geq", lower)
