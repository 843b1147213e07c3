r"""How far a sum without brackets reaches: in \sum_j a_j + b_j, over both terms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.grammar.tree import (
    Name,
    Negative,
    Node,
    Number,
    Plus,
    Product,
    Reduce,
    children,
    rewrite,
)


def with_whole_sums(side: Node, letters: Collection[str], context: Context) -> Node:
    """The same side, in which a sum reaches over the terms behind it that its index stands in.

    Where the index stands elsewhere, on the other side (`letters`) or in a factor, it is another
    one there, and the sum ends with its first term.
    """

    def change(part: Node) -> Node | None:
        if not isinstance(part, Plus) or not any(_total(*two) for two in pairwise(part.terms)):
            return None
        rest = rewrite(side, lambda node: Number(0.0) if node is part else None)
        terms = list(part.terms)
        place = 0
        while place < len(terms):
            others = (rest, *terms[:place])
            terms[place:] = _joined(terms[place:], others, letters, context)
            place += 1
        return Plus(tuple(terms), at=part.at) if len(terms) > 1 else terms[0]

    changed: Node = rewrite(side, change)
    return changed


def _joined(
    terms: list[Node], others: tuple[Node, ...], letters: Collection[str], context: Context
) -> list[Node]:
    """Terms of which the first takes in those behind it that the index of its sum stands in."""
    first, *behind = terms
    total = _total(first, behind[0]) if behind else None
    if total is None:
        return terms
    own = {name for name in total.indices if _stands(name, behind[0])}
    end = next(
        (i for i, t in enumerate(behind) if not all(_stands(n, t) for n in own)), len(behind)
    )
    foreign = any(name in letters or context.known(name) for name in own)
    if foreign or any(_stands(name, node) for name in own for node in (*others, *behind[end:])):
        return terms
    whole = replace(total, body=Plus((total.body, *behind[:end]), at=total.at))

    def longer(node: Node) -> Node | None:
        return whole if node is total else None

    return [rewrite(first, longer), *behind[end:]]


def _total(term: Node, behind: Node) -> Reduce | None:
    """The innermost sum at the end of a term whose index stands in the term behind it."""
    found = None
    while isinstance(term, Negative | Product | Reduce):
        if isinstance(term, Reduce):
            if term.kind == "sum" and any(_stands(name, behind) for name in term.indices):
                found = term
            term = term.body
        else:
            term = term.body if isinstance(term, Negative) else term.factors[-1]
    return found


def _stands(name: str, node: Node) -> bool:
    """Whether a letter stands in a formula, and in no sum that runs over it."""
    if isinstance(node, Reduce) and name in node.indices:
        return False
    return node == Name(name) or any(_stands(name, below) for below in children(node))
