"""Symbolic shapes: lengths that nobody said follow from what stands beside them.

A name that was never declared may have axes of open length, whose keys begin with #. Wherever a
row adds, multiplies or indexes such a name, its axes are as long as those of its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Arbitrary
from nnderiv.proofread.grammar.tree import (
    Apply,
    At,
    Cases,
    Compare,
    Derivative,
    Differential,
    Index,
    Indicator,
    Name,
    Negative,
    Node,
    Norm,
    Number,
    Plus,
    Power,
    Prime,
    Product,
    Quotient,
    Reduce,
    Star,
    Transpose,
    children,
)
from nnderiv.proofread.latex.commands import ELEMENTWISE, EXTREMES

OPEN = "#"  # begins the key of a length that nobody said
SAME = frozenset({"softmax", "logsoftmax"})  # the shape of the argument
SQUARE = frozenset({"tr", "det"})


@dataclass(frozen=True)
class Shape:
    """The lengths of the axes, and whether a vector is known to be a row."""

    axes: tuple[Node, ...] = ()
    row: bool = False


NUMBER = Shape()


def shape_of(node: Node, context: Context) -> Shape | None:
    """The shape of a formula as far as it follows; nothing becomes known by it."""
    return _Shapes(context).of(node)


def unify_sizes(
    nodes: Iterable[Node], equal: Iterable[tuple[Node, Node]], context: Context
) -> None:
    """Find what the open lengths in some formulas are; the formulas in a pair have one shape."""
    if not any(size.startswith(OPEN) for size in context.sizes):
        return
    shapes = _Shapes(context)
    for node in nodes:
        shapes.of(node)
    for left, right in equal:
        shapes.join(shapes.of(left), shapes.of(right))
    for key, length in shapes.found.items():
        context.bind_size(key, shapes.resolved(length))


class _Shapes:
    """Walks over the formulas of one row.

    Attributes:
        found: the open lengths, each with what it equals.
        letters: the axis that an index points into.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: dict[str, Node] = {}
        self.letters: dict[str, Node] = {}

    def of(self, node: Node) -> Shape | None:
        """The shape of a formula; None if it does not follow."""
        rule = _RULES.get(type(node))
        if rule is not None:
            found: Shape | None = rule(self, node)
            return found
        for below in children(node):
            self.of(below)
        return None

    def resolved(self, axis: Node) -> Node:
        """What a length is, as far as is known."""
        while isinstance(axis, Name) and axis.key in self.found:
            axis = self.found[axis.key]
        return axis

    def unify(self, one: Node, other: Node) -> None:
        """Two axes have one length."""
        one, other = self.resolved(one), self.resolved(other)
        if one == other:
            return
        for axis, known in ((one, other), (other, one)):
            if isinstance(axis, Name) and axis.key.startswith(OPEN):
                self.found[axis.key] = known
                return

    def join(self, one: Shape | None, other: Shape | None) -> Shape | None:
        """Entry by entry: a number goes with everything, a vector with the rows of a matrix."""
        if one is None or other is None:
            return one or other
        if len(one.axes) < len(other.axes):
            one, other = other, one
        if len(one.axes) == len(other.axes):
            for a, b in zip(one.axes, other.axes, strict=True):
                self.unify(a, b)
        elif len(other.axes) == 1 and not _said(self.resolved(other.axes[0])):
            self.unify(one.axes[-1], other.axes[0])
        return one

    def point(self, item: Node, axis: Node) -> None:
        """An index that stands alone runs as far as the axis that it points into."""
        if isinstance(item, Name) and not self.context.known(item.key):
            self.unify(self.letters.setdefault(item.key, axis), axis)
        else:
            self.of(item)

    def name(self, key: str) -> Shape | None:
        """The shape of a name."""
        if key in self.context.defined:
            return self.context.remember(("shape", key), lambda: self._of_definition(key))
        declared = self.context.inputs.get(key)
        return Shape(declared.shape) if declared is not None else NUMBER

    def _of_definition(self, key: str) -> Shape | None:
        """The shape of what a definition makes."""
        made, declared = self.context.defined[key], self.context.inputs.get(key)
        if declared is not None:
            return Shape(declared.shape)
        inner = _Shapes(self.context)
        body = inner.of(made.body)
        axes = tuple(inner.letters.get(letter) for letter in made.indices)
        if body is None or None in axes:
            return None
        known = (*(axis for axis in axes if axis is not None), *body.axes)
        return Shape(known, body.row) if not inner.found else None


def _said(axis: Node) -> bool:
    """Whether the text says this length."""
    return not (isinstance(axis, Name) and axis.key.startswith(OPEN))


def _name(shapes: _Shapes, node: Name) -> Shape | None:
    return shapes.name(node.key)


def _index(shapes: _Shapes, node: Index) -> Shape | None:
    context = shapes.context
    base = node.base
    if node.key and context.known(node.key):
        return shapes.name(node.key)
    key = context.entry(base) or base.key if isinstance(base, Name) else ""
    known = shapes.name(context.family(node) or key) if key else shapes.of(base)
    if known is None or len(node.items) > len(known.axes):
        for item in node.items:
            shapes.of(item)
        return None if known is None or known.axes else NUMBER
    rest: list[Node] = []
    for item, axis in zip(node.items, known.axes, strict=False):
        if isinstance(item, Star):
            rest.append(axis)
        else:
            shapes.point(item, axis)
    return Shape((*rest, *known.axes[len(node.items) :]))


def _plus(shapes: _Shapes, node: Plus) -> Shape | None:
    found = shapes.of(node.terms[0])
    for term in node.terms[1:]:
        found = shapes.join(found, shapes.of(term))
    return found


def _product(shapes: _Shapes, node: Product) -> Shape | None:
    found = shapes.of(node.factors[0])
    for sign, factor in zip(node.signs, node.factors[1:], strict=True):
        other = shapes.of(factor)
        if sign in (r"\odot", "*"):
            found = shapes.join(found, other)
        elif found is None or other is None or sign == r"\otimes":
            found = None
        else:
            found = _times(shapes, found, other, sign)
    return found


def _times(shapes: _Shapes, a: Shape, b: Shape, sign: str) -> Shape | None:
    """The matrix product; of a column and a row that of each entry with each."""
    if not a.axes or not b.axes:
        return a if a.axes else b
    if len(a.axes) == len(b.axes) == 1 and not a.row and sign != r"\cdot":
        return Shape((a.axes[0], b.axes[0])) if b.row else None
    if len(b.axes) == 1 and b.row and not a.row:
        return None
    shapes.unify(a.axes[-1], b.axes[0])
    return Shape((*a.axes[:-1], *b.axes[1:]), a.row and len(b.axes) == 2)


def _transpose(shapes: _Shapes, node: Transpose) -> Shape | None:
    known = shapes.of(node.body)
    return (
        None if known is None else Shape(known.axes[::-1], len(known.axes) == 1 and not known.row)
    )


def _apply(shapes: _Shapes, node: Apply) -> Shape | None:
    given = [shapes.of(argument) for argument in node.arguments]
    own = shapes.context.functions.get(node.function)
    if own is None and node.function in SQUARE and given and given[0] and len(given[0].axes) == 2:
        shapes.unify(*given[0].axes)
    if node.items and given and given[0] is not None and len(node.items) == len(given[0].axes):
        for item, axis in zip(node.items, given[0].axes, strict=True):
            shapes.point(item, axis)
        return NUMBER
    entrywise = isinstance(own, Arbitrary) and own.elementwise
    entrywise |= own is None and node.function in {*ELEMENTWISE, *SAME}
    entrywise |= own is None and node.function in EXTREMES and len(given) > 1
    if entrywise and given:
        found = given[0]
        for other in given[1:]:
            found = shapes.join(found, other)
        return found
    return NUMBER if own is None else None


def _reduce(shapes: _Shapes, node: Reduce) -> Shape | None:
    outside = dict(shapes.letters)
    for letter in node.indices:
        shapes.letters.pop(letter, None)
        if node.upper is not None and node.lower in (None, Number(float(shapes.context.first))):
            shapes.letters[letter] = node.upper
    for said in node.conditions:
        shapes.of(said)
    found = shapes.of(node.body)
    bound = set(node.indices)
    inside = {k: v for k, v in shapes.letters.items() if k not in bound}
    shapes.letters = {**inside, **{k: v for k, v in outside.items() if k in bound}}
    return found


def _compare(shapes: _Shapes, node: Compare) -> Shape | None:
    axes = [
        shapes.letters.get(side.key) for side in (node.left, node.right) if isinstance(side, Name)
    ]
    if len(axes) == 2 and axes[0] is not None and axes[1] is not None:
        shapes.unify(axes[0], axes[1])
    return NUMBER


def _derivative(shapes: _Shapes, node: Derivative) -> Shape | None:
    found = shapes.of(node.body)
    targets = [shapes.of(target) for target in node.targets]
    if found is None or any(target is None for target in targets):
        return None
    return Shape((*found.axes, *(axis for t in targets if t is not None for axis in t.axes)))


def _cases(shapes: _Shapes, node: Cases) -> Shape | None:
    found: Shape | None = NUMBER
    for body, conditions in node.branches:
        for said in conditions:
            shapes.of(said)
        found = shapes.join(found, shapes.of(body))
    return found


def _number(shapes: _Shapes, node: Node) -> Shape:
    for below in children(node):
        shapes.of(below)
    return NUMBER


def _body(shapes: _Shapes, node: Any) -> Shape | None:
    return shapes.of(node.body)


def _quotient(shapes: _Shapes, node: Quotient) -> Shape | None:
    return shapes.join(shapes.of(node.above), shapes.of(node.below))


def _power(shapes: _Shapes, node: Power) -> Shape | None:
    shapes.of(node.exponent)
    return shapes.of(node.base)


_RULES: dict[type[Node], Callable[[_Shapes, Any], Shape | None]] = {
    Number: _number,
    Name: _name,
    Index: _index,
    Plus: _plus,
    Negative: _body,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Transpose: _transpose,
    Apply: _apply,
    Reduce: _reduce,
    Compare: _compare,
    Derivative: _derivative,
    Differential: _body,
    Prime: _body,
    At: _body,
    Cases: _cases,
    Norm: _number,
    Indicator: _number,
}
