"""What dots stand for: the formula that the entries around them share, in a sum or a matrix."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.tree import (
    Cases,
    Compare,
    Dots,
    Index,
    Matrix,
    Name,
    Negative,
    Node,
    Number,
    Plus,
    Product,
    Reduce,
    rewrite,
    walk,
)

ROW, COLUMN = "#r", "#c"  # the letters that run over the entries of a matrix
Bounds = tuple[Node, Node]


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


def with_digits(node: Matrix) -> Matrix:
    """A matrix with dots in which g_{11} beside g_{1n} has the two indices 1 and 1."""
    parts = [part for part in walk(node) if isinstance(part, Index)]
    if not any(isinstance(part, Dots) for part in walk(node)):
        return node
    twice = {part.base for part in parts if len(part.items) == 2}

    def change(part: Node) -> Node | None:
        if not isinstance(part, Index) or part.base not in twice or len(part.items) != 1:
            return None
        item = part.items[0]
        if not isinstance(item, Number) or not 10 < item.value < 100:
            return None
        digits = tuple(Number(float(digit), at=item.at) for digit in f"{item.value:.0f}")
        return Index(part.base, digits, part.loose, part.key, at=part.at)

    changed: Matrix = rewrite(node, change)
    return changed


def is_dots(node: Node) -> bool:
    """Whether an entry is nothing but dots."""
    return isinstance(node, Dots) or (isinstance(node, Negative) and is_dots(node.body))


def _with_diagonal(node: Matrix, row: str, column: str) -> tuple[Node, Bounds]:
    """One formula for all entries, on the diagonal another, and how far rows and columns run."""
    kept = [i for i, cells in enumerate(node.rows) if not all(is_dots(cell) for cell in cells)]
    if len(kept) == len(node.rows) or {len(cells) for cells in node.rows} != {len(node.rows)}:
        raise NoPatternError
    grid = [[node.rows[i][j] for j in kept] for i in kept]
    if len(grid) < 2 or any(is_dots(cell) for cells in grid for cell in cells):
        raise NoPatternError
    on = [cells[i] for i, cells in enumerate(grid)]
    found: list[Bounds] = []
    off = _crossed(grid[0][-1], grid[-1][0], row, column, found)
    diagonal: Node = on[-1]
    if any(cell != on[0] for cell in on):
        diagonal, *ends = generalise(on[:-1], on[-1], row)
        found.append((ends[0], ends[1]))
    if not found or any(pair != found[0] for pair in found):
        raise NoPatternError
    numbers = [Number(found[0][0].value + i) for i in range(len(on) - 1)]  # type: ignore[attr-defined]  # the first of the ends is a number
    for i, one in enumerate([*numbers, found[0][1]]):
        for j, other in enumerate([*numbers, found[0][1]]):
            places: dict[Node, Node] = {Name(row): one, Name(column): other}
            if i != j and rewrite(off, places.get) != grid[i][j]:
                raise NoPatternError
    same = Compare(Name(row), "=", Name(column))
    return Cases(((diagonal, (same,)), (off, ())), at=node.at), found[0]


def _crossed(upper: Any, lower: Any, row: str, column: str, found: list[Bounds]) -> Any:
    """What the entries in opposite corners share, with letters where their places differ."""
    if upper == lower:
        return upper
    if isinstance(upper, Number) and isinstance(lower, Node):
        found.append((upper, lower))
        return Name(row, at=upper.at)
    if isinstance(lower, Number) and isinstance(upper, Node):
        found.append((lower, upper))
        return Name(column, at=upper.at)
    if type(upper) is not type(lower):
        raise NoPatternError
    if isinstance(upper, tuple):
        if len(upper) != len(lower):
            raise NoPatternError
        pairs = zip(upper, lower, strict=True)
        return tuple(_crossed(a, b, row, column, found) for a, b in pairs)
    if not isinstance(upper, Node):
        raise NoPatternError
    values = {f.name: getattr(upper, f.name) for f in fields(upper)}
    for f in fields(upper):
        if f.compare:
            values[f.name] = _crossed(values[f.name], getattr(lower, f.name), row, column, found)
        elif f.name == "key":
            values[f.name] = ""
    return type(upper)(**values)


def matrix_pattern(node: Matrix) -> tuple[Node, Bounds | None, Bounds | None]:
    """One formula for every entry, and the bounds of its columns and rows."""
    try:
        body, bounds = _with_diagonal(node, ROW, COLUMN)
    except NoPatternError:
        return _uniform(node)
    return body, bounds, bounds


def _uniform(node: Matrix) -> tuple[Node, Bounds | None, Bounds | None]:
    """The same for a matrix whose entries all follow one pattern."""
    rows = [row for row in node.rows if not all(is_dots(cell) for cell in row)]
    found = [_along(list(row), COLUMN) for row in rows]
    if any(bounds != found[0][1] for _, bounds in found):
        raise NoPatternError
    across = found[0][1]
    if len(rows) == len(node.rows):
        if len(rows) > 1:
            raise NoPatternError
        return found[0][0], across, None
    body, lower, upper = generalise([b for b, _ in found[:-1]], found[-1][0], ROW)
    return body, across, (lower, upper)


def _along(cells: list[Node], letter: str) -> tuple[Node, Bounds | None]:
    """One formula for a row of entries with dots among them."""
    kept = [cell for cell in cells if not is_dots(cell)]
    if len(kept) == len(cells):
        if len(cells) > 1:
            raise NoPatternError
        return cells[0], None
    body, lower, upper = generalise(kept[:-1], kept[-1], letter)
    return body, (lower, upper)
