"""What dots stand for: the formula that gives the first entries and the last."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from nnderiv.errors import ReadError
from nnderiv.proofread.syntax import Dots, Name, Negative, Node, Number, Plus, Product, Reduce


class NoPatternError(Exception):
    """These formulas do not differ in one number alone."""


def generalise(known: list[Node], last: Node, letter: str) -> tuple[Node, Node, Node]:
    """The common formula of the known first entries and the last; its first and last number."""
    bounds: list[tuple[Node, Node]] = []
    body = _common(tuple(known), last, letter, bounds)
    if not bounds or any(pair != bounds[0] for pair in bounds):
        raise NoPatternError
    return body, *bounds[0]


def _common(known: tuple[Any, ...], last: Any, letter: str, bounds: list[tuple[Node, Node]]) -> Any:
    """The part that these formulas share, with the letter where they count up."""
    if all(one == last for one in known):
        return last
    first = known[0]
    if isinstance(first, Number) and isinstance(last, Node):
        counted = [Number(first.value + step) for step in range(len(known))]
        if list(known) != counted:
            raise NoPatternError
        bounds.append((first, last))
        return Name(letter, at=first.at)
    if any(type(one) is not type(last) for one in known):
        raise NoPatternError
    if isinstance(last, tuple):
        if any(len(one) != len(last) for one in known):
            raise NoPatternError
        return tuple(
            _common(tuple(parts[:-1]), parts[-1], letter, bounds)
            for parts in zip(*known, last, strict=True)
        )
    if not isinstance(last, Node):
        raise NoPatternError
    values = {}
    for f in fields(last):
        if f.compare:
            values[f.name] = _common(
                tuple(getattr(one, f.name) for one in known), getattr(last, f.name), letter, bounds
            )
        else:
            values[f.name] = "" if f.name == "key" else getattr(last, f.name)
    return type(last)(**values)


def series(node: Plus | Product) -> Any:
    """Write x_1 + x_2 + … + x_n as a sum, and likewise a product."""
    parts = node.terms if isinstance(node, Plus) else node.factors
    where = [i for i, part in enumerate(parts) if isinstance(part, Dots)]
    if not where:
        return node
    dots = where[0]
    unclear = ReadError(
        "what the dots stand for is not clear here: they should stand between terms of one "
        "pattern, as in x_1 + x_2 + \\dots + x_n",
        parts[dots].at,
    )
    if not 0 < dots < len(parts) - 1 or len(where) > 1:
        raise unclear
    for count in (min(dots, 3), min(dots, 2), 1):
        known = list(parts[dots - count : dots])
        try:
            body, lower, upper = generalise(known, parts[dots + 1], "#s")
        except NoPatternError:
            continue
        if dots > count and _fits(parts[dots - count - 1], parts[dots + 1]):
            raise unclear  # the term before these belongs to them, in steps that are not 1
        kind = "sum" if isinstance(node, Plus) else "prod"
        whole = Reduce(kind, ("#s",), lower, upper, (), body, at=known[0].at)  # type: ignore[arg-type]  # one of its kinds
        kept = (*parts[: dots - count], whole, *parts[dots + 2 :])
        if len(kept) == 1:
            return kept[0]
        if isinstance(node, Plus):
            return Plus(kept, at=node.at)
        signs = (*node.signs[: dots - count], *node.signs[dots + 1 :])
        return Product(kept, signs, at=node.at)
    raise unclear


def _fits(term: Node, last: Node) -> bool:
    """Whether two terms are of one pattern."""
    try:
        generalise([term], last, "#s")
    except NoPatternError:
        return False
    return True


def is_dots(node: Node) -> bool:
    """Whether an entry is nothing but dots."""
    return isinstance(node, Dots) or (isinstance(node, Negative) and is_dots(node.body))
