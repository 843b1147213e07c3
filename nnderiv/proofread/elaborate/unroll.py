r"""Sums and recurrences over numbered names, x_1, x_2, x_3, written out: \sum_{t=1}^{3} x_t."""

from __future__ import annotations

from nnderiv.errors import UndeclaredError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.grammar.tree import (
    Index,
    Name,
    Negative,
    Node,
    Number,
    Plus,
    Product,
    Range,
    Reduce,
    rewrite,
    walk,
)

MOST = 12  # terms


def unrolled(node: Node, context: Context) -> Node:
    """Sums and products over numbered names as the terms that they stand for."""

    def change(part: Node) -> Node | None:
        if not isinstance(part, Reduce) or part.kind not in ("sum", "prod") or part.conditions:
            return None
        values = _values(part.lower or Number(float(context.first)), part.upper)
        if (
            len(part.indices) != 1
            or not values
            or not _numbered(part.body, part.indices[0], context)
        ):
            return None
        steps = [at_step(part.body, part.indices[0], value) for value in values]
        for step in steps:
            _refuse_beyond(step, context)
        terms = tuple(unrolled(step, context) for step in steps)
        signs = ("",) * (len(terms) - 1)
        many = Plus(terms, at=part.at) if part.kind == "sum" else Product(terms, signs, at=part.at)
        return many if len(terms) > 1 else terms[0]

    changed: Node = rewrite(node, change)
    return changed


def numbered_index(
    nodes: list[Node], conditions: tuple[Node, ...], context: Context, recurrent: bool = False
) -> dict[str, list[int]]:
    """The index that runs over numbered names in a row, with its values."""
    for said in conditions:
        if isinstance(said, Range) and (
            recurrent or any(_numbered(node, said.index, context) for node in nodes)
        ):
            values = _values(said.lower, said.upper)
            if values:
                return {said.index: values}
    return {}


def without_index(conditions: tuple[Node, ...], letter: str) -> tuple[Node, ...]:
    """The conditions but for the range of this index."""
    return tuple(c for c in conditions if not (isinstance(c, Range) and c.index == letter))


def at_step(node: Node, letter: str, value: int) -> Node:
    """The formula for one value of the index."""

    def change(part: Node) -> Node | None:
        if isinstance(part, Name) and part.key == letter:
            return Number(float(value), at=part.at)
        if isinstance(part, Index) and isinstance(part.base, Name):
            items = tuple(_whole(at_step(item, letter, value)) for item in part.items)
            if items != part.items:
                label = ",".join(
                    f"{item.value:.0f}" if isinstance(item, Number) else "?" for item in items
                )
                return Index(
                    part.base, items, part.loose, f"{part.base.key}_{{{label}}}", at=part.at
                )
        return None

    changed: Node = rewrite(node, change)
    return changed


def _values(lower: Node, upper: Node | None) -> list[int]:
    """The numbers from one bound to the other, if both are printed numbers."""
    if not (isinstance(lower, Number) and isinstance(upper, Number)):
        return []
    if not 0 <= upper.value - lower.value < MOST:
        return []
    return list(range(int(lower.value), int(upper.value) + 1))


def _numbered(node: Node, letter: str, context: Context) -> bool:
    """Whether the letter is an index of names of which each has a number, and none is an array."""
    return any(
        isinstance(part, Index)
        and isinstance(part.base, Name)
        and Name(letter) in part.items
        and is_family(part.base, context)
        for part in walk(node)
    )


def is_family(base: Name, context: Context) -> bool:
    """Whether each of the first names with this letter has a number, and none is an array."""
    family = any(context.known(f"{base.key}_{{{n}}}") for n in (0, 1, 2))
    return family and context.entry(base) is None and not context.known(f"{base.key}_{{}}")


def _refuse_beyond(step: Node, context: Context) -> None:
    """Raise UndeclaredError for the z_4 of a sum, where there are z_1, z_2 and z_3 alone."""
    for part in walk(step):
        if isinstance(part, Index) and isinstance(part.base, Name):
            numbered = all(isinstance(item, Number) for item in part.items)
            if numbered and is_family(part.base, context) and not context.known(part.key):
                message = f"the sum goes on to {part.key}, which is neither declared nor defined"
                raise UndeclaredError(message, (part.key,), part.at)


def _whole(node: Node) -> Node:
    """A sum of printed numbers as one number."""
    if isinstance(node, Plus) and all(isinstance(_positive(term), Number) for term in node.terms):
        return Number(sum(_value(term) for term in node.terms), at=node.at)
    return node


def _positive(term: Node) -> Node:
    """A term without its sign."""
    return term.body if isinstance(term, Negative) else term


def _value(term: Node) -> float:
    """The value of a number with its sign."""
    inner = _positive(term)
    assert isinstance(inner, Number)
    return -inner.value if isinstance(term, Negative) else inner.value
