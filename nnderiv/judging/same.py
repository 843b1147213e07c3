"""Whether two formulas are one and the same, but for how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from nnderiv.proofread.grammar.tree import (
    Apply,
    Derivative,
    Differential,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Plus,
    Prime,
    Product,
    Reach,
    Reduce,
    walk,
)

NEUTRAL = {Plus: Number(0.0), Product: Number(1.0)}  # what changes nothing as a part


def same(one: Node, other: Node) -> bool:
    """Whether they differ in nothing but order, brackets, ones, zeros, and letters of sums.

    It is asked of formulas that are equal in value: a product of matrices has an order.
    """
    return bool(_plain(one, {}) == _plain(other, {}))


def _plain(node: Any, letters: Mapping[str, str]) -> Any:
    """What is left of a formula without all that; `letters` are those of the sums around it."""
    if isinstance(node, tuple):
        return tuple(_plain(part, letters) for part in node)
    if isinstance(node, str):
        return letters.get(node, node)
    if not isinstance(node, Node):
        return node
    if isinstance(node, Reach):
        return _plain(node.wide, letters)
    if isinstance(node, Negative) and isinstance(node.body, Negative):
        return _plain(node.body.body, letters)
    if isinstance(node, Plus | Product):
        return _together(node, letters)
    if isinstance(node, Derivative) and len(node.targets) == 1:
        (target,) = node.targets
        if isinstance(target, Index):  # dL/dx_{a,c} is the entry a, c of dL/dx
            whole = Derivative(node.body, (target.base,), node.partial)
            return _plain(Index(whole, target.items), letters)
    if isinstance(node, Reduce):
        letters = {**letters, **{one: f"#{len(letters) + i}" for i, one in enumerate(node.indices)}}
    own = [field for field in fields(node) if field.compare]
    return (type(node).__name__, *(_plain(getattr(node, field.name), letters) for field in own))


def _together(node: Plus | Product, letters: Mapping[str, str]) -> Any:
    """The parts of a sum or a product in one order, those of sums in sums among them."""
    neutral = _plain(NEUTRAL[type(node)], {})
    parts = [part for part in (_plain(p, letters) for p in _parts(node)) if part != neutral]
    parts.sort(key=repr)
    return parts[0] if len(parts) == 1 else (type(node).__name__, *parts) if parts else neutral


def _parts(node: Plus | Product) -> Iterator[Node]:
    """The terms of a sum, or the factors of a product, at any depth."""
    for part in node.terms if isinstance(node, Plus) else node.factors:
        if isinstance(part, type(node)):
            yield from _parts(part)
        else:
            yield part


def same_slope(one: Node, other: Node) -> bool:
    """Whether both are derivatives of one name by another, in whole or of some entries."""
    if not (isinstance(one, Derivative) and isinstance(other, Derivative)):
        return False
    both = zip((one.body, *one.targets), (other.body, *other.targets), strict=False)
    return len(one.targets) == len(other.targets) and all(same(_root(a), _root(b)) for a, b in both)


def slopes(node: Node) -> set[tuple[str, ...]]:
    """Every derivative in a formula: of which name by which name, whatever the indices."""
    found: set[tuple[str, ...]] = set()
    for part in walk(node):
        if isinstance(part, Derivative):
            found |= {(_named(part.body), _named(target)) for target in part.targets}
        elif isinstance(part, Differential):
            found.add((f"d{_named(part.body)}",))
        elif isinstance(part, Apply) and part.primes:
            found.add((f"{part.function}'",))
        elif isinstance(part, Prime):
            found.add((f"({_named(part.body)})'",))
    return found


def _root(node: Node) -> Node:
    """What carries the indices of a formula, if it has some."""
    return _root(node.base) if isinstance(node, Index) else node


def _named(node: Node) -> str:
    """The name that carries the indices of a formula, or all names in it."""
    root = _root(node)
    names = {part.key for part in walk(root) if isinstance(part, Name)}
    return root.key if isinstance(root, Name) else " ".join(sorted(names))
