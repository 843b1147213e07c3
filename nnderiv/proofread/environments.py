"""Formulas in environments: cases and matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnderiv.errors import ReadError
from nnderiv.proofread.conditions import conditions
from nnderiv.proofread.syntax import Apply, Cases, Dots, Matrix, Node, Number

if TYPE_CHECKING:
    from nnderiv.proofread.grammar import Parser
    from nnderiv.proofread.tokens import Token

ENVIRONMENTS = frozenset(
    "matrix bmatrix pmatrix vmatrix Vmatrix Bmatrix smallmatrix array cases dcases rcases".split()
)
DOTS = frozenset({r"\dots", r"\vdots", r"\ddots"})


def environment(parser: Parser, piece: Token) -> Node:
    r"""\begin{cases} and the matrices."""
    name = "".join(p.text for p in parser.group_pieces())
    if name not in ENVIRONMENTS:
        raise ReadError(f"\\begin{{{name}}} is not known inside a formula", piece.at)
    if name == "array":
        parser.group_pieces()
    start, depth = parser.place, 1
    while depth:
        text = parser.take().text
        depth += (text == r"\begin") - (text == r"\end")
    body = parser.pieces[start : parser.place - 1]
    parser.group_pieces()
    rows = [_cut(row, "&") for row in _cut(body, r"\\")]
    rows = [row for row in rows if any(row)]
    if "cases" in name:
        branches = tuple(_branch(parser, row) for row in rows)
        if not all(said for _, said in branches[:-1]):
            raise ReadError("when each of these cases counts was not understood", piece.at)
        return Cases(branches, at=piece.at)
    cells = tuple(_row(parser, row) for row in rows)
    matrix = Matrix(cells, at=piece.at)
    return Apply("det", (matrix,), at=piece.at) if name == "vmatrix" else matrix


def _row(parser: Parser, cells: list[list[Token]]) -> tuple[Node, ...]:
    """The entries of a row; what is left blank is 0, or dots in a row of dots."""
    dots = all(piece.text in DOTS for cell in cells for piece in cell)
    blank: Node = Dots() if dots else Number(0.0)
    return tuple(parser.inside(cell).whole() if cell else blank for cell in cells)


def _branch(parser: Parser, cells: list[list[Token]]) -> tuple[Node, tuple[Node, ...]]:
    """One line of cases: a formula and when it counts."""
    first = parser.inside(cells[0])
    body = first.formula()
    found = conditions(first)
    for cell in cells[1:]:
        found += conditions(parser.inside(cell))
    return body, tuple(found)


def _cut(pieces: list[Token], separator: str) -> list[list[Token]]:
    """The pieces between separators, outside of inner environments."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for piece in pieces:
        depth += (piece.text in ("{", r"\begin")) - (piece.text in ("}", r"\end"))
        if piece.text == separator and depth == 0:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts
