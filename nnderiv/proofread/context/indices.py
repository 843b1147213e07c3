"""Letters in the place of indices, and the ranges that are said of them."""

from __future__ import annotations

from collections.abc import Iterator

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.grammar.tree import (
    Apply,
    Compare,
    Index,
    Indicator,
    Name,
    Node,
    Number,
    Plus,
    Product,
    Range,
    Reduce,
    children,
    walk,
)

EINSTEIN = "{0} stands twice in a product: Einstein's convention is not read, write \\sum_{0}"


def repeated_index(
    node: Node, elsewhere: set[str], context: Context, summed: frozenset[str] | None = None
) -> str:
    """An index that nothing binds and that two factors of a product share; "" if there is none.

    Where the text writes its sums over this letter, which are `summed`, it is none.
    """
    bound = {i for part in walk(node) for i in getattr(part, "indices", ())}
    bound |= context.summed if summed is None else summed
    bound |= {
        key
        for part in walk(node)
        if isinstance(part, Indicator)
        for key in index_names(part, context)
    }
    for part in walk(node):
        if isinstance(part, Product):
            seen: set[str] = set()
            for factor in part.factors:
                own = {k for k in index_names(factor, context) if not context.known(k)}
                twice = sorted((seen & own) - bound - elsewhere)
                if twice:
                    return twice[0]
                seen |= own
    return ""


def index_names(node: Node, context: Context) -> Iterator[str]:
    """The names in the places of indices: in subscripts, in conditions of sums and indicators."""
    for part in walk(node):
        found: tuple[Node, ...] = ()
        is_name = isinstance(part, Index) and part.key and context.known(part.key)
        if isinstance(part, Index | Apply) and not is_name:
            found = part.items
        elif isinstance(part, Reduce | Indicator):
            run = part.indices if isinstance(part, Reduce) else ()
            found = tuple(
                c
                for c in part.conditions
                if isinstance(c, Compare) and (compares_names(c) or _says_where(c, run))
            )
        for item in found:
            yield from _letters(item)


def _letters(item: Node) -> Iterator[str]:
    """The names in the place of an index; the y of y_i is none, where that points into p."""
    if isinstance(item, Name):
        yield item.key
    below = item.items if isinstance(item, Index) else children(item)
    for part in below:
        yield from _letters(part)


def _says_where(node: Node, indices: tuple[str, ...]) -> bool:
    """Whether an index is a part of a formula, as p of 2p + i = j, and not below a name in it."""
    if isinstance(node, Name):
        return node.key in indices
    return not isinstance(node, Index) and any(_says_where(n, indices) for n in children(node))


def compares_names(condition: Compare) -> bool:
    """Whether a condition compares one name with another."""
    return isinstance(condition.left, Name) and isinstance(condition.right, Name)


def ranges_in(nodes: list[Node]) -> dict[str, tuple[Node, Node]]:
    """The indices whose range is said: i = 1, …, n or 1 ≤ i ≤ n."""
    found: dict[str, tuple[Node, Node]] = {}
    lower: dict[str, Node] = {}
    upper: dict[str, Node] = {}
    for node in nodes:
        if isinstance(node, Range):
            found[node.index] = (node.lower, node.upper)
        if isinstance(node, Compare) and node.relation in (r"\leq", "<"):
            if isinstance(node.right, Name):
                lower[node.right.key] = _shift(node.left, node.relation == "<")
            if isinstance(node.left, Name):
                upper[node.left.key] = _shift(node.right, -(node.relation == "<"))
    for key in lower.keys() & upper.keys():
        found[key] = (lower[key], upper[key])
    return found


def _shift(node: Node, by: int) -> Node:
    """A bound moved by one."""
    return Plus((node, Number(float(by)))) if by else node
