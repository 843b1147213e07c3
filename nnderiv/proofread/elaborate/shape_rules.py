"""Which node has which shape, and what the shapes of a row tell of open lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Arbitrary
from nnderiv.proofread.elaborate.shapes import NUMBER, OPEN, Shape, Shapes
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
from nnderiv.proofread.latex.commands import ELEMENTWISE, EXTREMES, FUNCTIONS

SAME = frozenset({"softmax", "logsoftmax"})  # the shape of the argument
SQUARE = frozenset({"tr", "det"})


def shape_of(node: Node, context: Context) -> Shape | None:
    """The shape of a formula as far as it follows; nothing becomes known by it."""
    return Shapes(context, RULES).of(node)


def unify_sizes(
    nodes: Iterable[Node], equal: Iterable[tuple[Node, Node]], context: Context
) -> None:
    """Find what the open lengths in some formulas are; the formulas in a pair have one shape."""
    if not any(size.startswith(OPEN) for size in context.sizes):
        return
    shapes = Shapes(context, RULES)
    for node in nodes:
        shapes.of(node)
    for left, right in equal:
        shapes.join(shapes.of(left), shapes.of(right))
    for key, length in shapes.found.items():
        context.bind_size(key, shapes.resolved(length))


def _name(shapes: Shapes, node: Name) -> Shape | None:
    return shapes.name(node.key)


def _index(shapes: Shapes, node: Index) -> Shape | None:
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


def _plus(shapes: Shapes, node: Plus) -> Shape | None:
    found = shapes.of(node.terms[0])
    for term in node.terms[1:]:
        found = shapes.join(found, shapes.of(term))
    return found


def _product(shapes: Shapes, node: Product) -> Shape | None:
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


def _times(shapes: Shapes, a: Shape, b: Shape, sign: str) -> Shape | None:
    """The matrix product; of a column and a row that of each entry with each."""
    if not a.axes or not b.axes:
        return a if a.axes else b
    if len(a.axes) == len(b.axes) == 1 and not a.row and sign != r"\cdot":
        return Shape((a.axes[0], b.axes[0])) if b.row else None
    if len(b.axes) == 1 and b.row and not a.row:
        return None
    shapes.unify(a.axes[-1], b.axes[0])
    return Shape((*a.axes[:-1], *b.axes[1:]), a.row and len(b.axes) == 2)


def _transpose(shapes: Shapes, node: Transpose) -> Shape | None:
    known = shapes.of(node.body)
    return (
        None if known is None else Shape(known.axes[::-1], len(known.axes) == 1 and not known.row)
    )


def _apply(shapes: Shapes, node: Apply) -> Shape | None:
    given = [shapes.of(argument) for argument in node.arguments]
    own = shapes.context.functions.get(node.function)
    if own is None and node.function in SQUARE and given and given[0] and len(given[0].axes) == 2:
        shapes.unify(*given[0].axes)
    arbitrary = isinstance(own, Arbitrary) or (own is None and node.function not in FUNCTIONS)
    if node.items and arbitrary:
        return NUMBER
    if node.items and given and given[0] is not None and len(node.items) == len(given[0].axes):
        for item, axis in zip(node.items, given[0].axes, strict=True):
            shapes.point(item, axis)
        return NUMBER
    if isinstance(own, Arbitrary) and own.shape:
        return Shape(own.shape)
    entrywise = isinstance(own, Arbitrary) and own.elementwise
    entrywise |= own is None and node.function in {*ELEMENTWISE, *SAME}
    entrywise |= own is None and node.function in EXTREMES and len(given) > 1
    if entrywise and given:
        found = given[0]
        for other in given[1:]:
            found = shapes.join(found, other)
        return found
    return NUMBER if own is None else None


def _reduce(shapes: Shapes, node: Reduce) -> Shape | None:
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


def _compare(shapes: Shapes, node: Compare) -> Shape | None:
    axes = [
        shapes.letters.get(side.key) for side in (node.left, node.right) if isinstance(side, Name)
    ]
    if len(axes) == 2 and axes[0] is not None and axes[1] is not None:
        shapes.unify(axes[0], axes[1])
    return NUMBER


def _derivative(shapes: Shapes, node: Derivative) -> Shape | None:
    found = shapes.of(node.body)
    targets = [shapes.of(target) for target in node.targets]
    if found is None or any(target is None for target in targets):
        return None
    return Shape((*found.axes, *(axis for t in targets if t is not None for axis in t.axes)))


def _cases(shapes: Shapes, node: Cases) -> Shape | None:
    found: Shape | None = NUMBER
    for body, conditions in node.branches:
        for said in conditions:
            shapes.of(said)
        found = shapes.join(found, shapes.of(body))
    return found


def _number(shapes: Shapes, node: Node) -> Shape:
    for below in children(node):
        shapes.of(below)
    return NUMBER


def _body(shapes: Shapes, node: Any) -> Shape | None:
    return shapes.of(node.body)


def _quotient(shapes: Shapes, node: Quotient) -> Shape | None:
    return shapes.join(shapes.of(node.above), shapes.of(node.below))


def _power(shapes: Shapes, node: Power) -> Shape | None:
    shapes.of(node.exponent)
    return shapes.of(node.base)


RULES: dict[type[Node], Callable[[Shapes, Any], Shape | None]] = {
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
