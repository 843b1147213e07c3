"""Square matrices with dots whose diagonal has a formula of its own, as diag(p) - p pᵀ has."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from nnderiv.proofread.patterns import NoPatternError, generalise, is_dots
from nnderiv.proofread.rewrite import exchange
from nnderiv.proofread.syntax import Cases, Compare, Matrix, Name, Node, Number

Bounds = tuple[Node, Node]


def with_diagonal(node: Matrix, row: str, column: str) -> tuple[Node, Bounds]:
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
            if i != j and exchange(off, places.get) != grid[i][j]:
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
