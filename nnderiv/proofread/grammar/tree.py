"""The abstract syntax tree: what a formula means, as the nodes that the grammar builds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

HIGHEST_ORDER = 6  # of a derivative


@dataclass(frozen=True, slots=True)
class Node:
    """A formula or a part of one; `at` is where it stands in the row."""

    at: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as printed."""

    value: float


@dataclass(frozen=True, slots=True)
class Name(Node):
    r"""A letter with all that belongs to its name: `x`, `\hat{y}`, `W^{(1)}`, `d_{k}`."""

    key: str


@dataclass(frozen=True, slots=True)
class Star(Node):
    """All entries along an axis: the star of `W_{a*}`."""


@dataclass(frozen=True, slots=True)
class Index(Node):
    """Entries of an array; `loose` where the indices stand side by side without commas."""

    base: Node
    items: tuple[Node, ...]
    loose: bool = False
    key: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Plus(Node):
    """A sum of terms, some of which may be `Negative`."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Minus a term."""

    body: Node


@dataclass(frozen=True, slots=True)
class Product(Node):
    r"""Factors with the sign between each two: "" (side by side), "\cdot", "\odot" and others."""

    factors: tuple[Node, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Node):
    """A fraction."""

    above: Node
    below: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    """base^exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    """Rows as columns."""

    body: Node


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function, differentiated `primes` times, of its arguments; of none: see the context."""

    function: str
    arguments: tuple[Node, ...]
    primes: int = 0
    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Prime(Node):
    """The derivative of a bracket by the variable of the row."""

    body: Node
    order: int = 1


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    r"""The derivative by one variable after the other; `partial` if written with \partial."""

    body: Node
    targets: tuple[Node, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Reach(Node):
    """A derivative that goes on behind its bracket, or else ends there."""

    wide: Node
    narrow: Node


@dataclass(frozen=True, slots=True)
class Differential(Node):
    """How much a formula changes, to first order, where the names in `along` change freely."""

    body: Node
    along: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class At(Node):
    """A formula for one value of a variable: what stands before the bar with x = 0 below."""

    body: Node
    variable: Name
    value: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A relation between two formulas, as a condition."""

    left: Node
    relation: str
    right: Node


@dataclass(frozen=True, slots=True)
class Unread(Node):
    """A condition that was not read: without it, no claim can be said to fail."""

    text: str


@dataclass(frozen=True, slots=True)
class Perhaps(Node):
    """Conditions that words nearby name, for this row or for another one."""

    text: str
    conditions: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Range(Node):
    """An index that runs from one number to another: `i = 1, …, n`."""

    index: str
    lower: Node
    upper: Node


@dataclass(frozen=True, slots=True)
class Reduce(Node):
    r"""A sum, product, maximum, … over indices; bounds may be missing."""

    kind: Literal["sum", "prod", "max", "min", "argmax", "argmin"]
    indices: tuple[str, ...]
    lower: Node | None
    upper: Node | None
    conditions: tuple[Node, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Branches, each with its conditions; the last may have none."""

    branches: tuple[tuple[Node, tuple[Node, ...]], ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """Blocks in rows."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Joined(Node):
    """Numbers and vectors one after the other, in one vector."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Norm(Node):
    """The p-norm of an array; p = 0 stands for the largest entry."""

    body: Node
    p: float = 2.0


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """Ones, or the identity matrix, of the size that the row asks for, or of one that is said."""

    kind: Literal["ones", "zeros", "identity"]
    size: Node | None = None


@dataclass(frozen=True, slots=True)
class Indicator(Node):
    """1 where the conditions hold, 0 elsewhere."""

    conditions: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Dots(Node):
    """And so on."""


@dataclass(frozen=True, slots=True)
class BigO(Node):
    """A remainder that shrinks like `body` does."""

    body: Node


class _Parts(dict[type[Node], tuple[str, ...]]):
    """The fields of each kind of node that may hold nodes: every step of a walk asks for them."""

    def __missing__(self, kind: type[Node]) -> tuple[str, ...]:
        """Look at a kind for the first time."""
        plain = ("int", "str", "bool", "float")
        self[kind] = tuple(f.name for f in fields(kind) if f.type not in plain)
        return self[kind]


PARTS = _Parts()


def children(node: Node) -> list[Node]:
    """Every node directly below."""
    found: list[Node] = []
    for name in PARTS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            found.extend(_nodes_in(value))
    return found


def _nodes_in(values: tuple[object, ...]) -> Iterator[Node]:
    """Every node in a field of a node."""
    for value in values:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from _nodes_in(value)


def walk(node: Node) -> Iterator[Node]:
    """The node and every node below it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(children(current))


def rewrite(node: Any, change: Callable[[Node], Node | None]) -> Any:
    """The same formula, with every part for which `change` gives another one exchanged."""
    if isinstance(node, Node):
        other = change(node)
        if other is not None:
            return other
        before = {name: getattr(node, name) for name in PARTS[type(node)]}
        after = {name: rewrite(value, change) for name, value in before.items()}
        same = all(after[name] is value for name, value in before.items())
        return node if same else replace(node, **after)
    if isinstance(node, tuple):
        parts = tuple(rewrite(part, change) for part in node)
        return node if all(map(operator.is_, parts, node)) else parts
    return node
