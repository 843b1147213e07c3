"""What stands in brackets of any kind: formulas, arguments, sizes, inner products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnderiv.errors import ReadError
from nnderiv.proofread.conditions import condition, conditions
from nnderiv.proofread.syntax import Apply, At, Compare, Indicator, Name, Node, Norm, Product

if TYPE_CHECKING:
    from nnderiv.proofread.grammar import Parser
    from nnderiv.proofread.tokens import Token


def rounded(parser: Parser, piece: Token) -> Node:
    """A formula in brackets of any kind; [i = j] is an indicator."""
    if piece.text == "[" and _holds_relation_inside(parser):
        parser.place -= 1
        return Indicator(tuple(conditions(parser.inside(parser.between()))), at=piece.at)
    close = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}[piece.text]
    bars, parser.bars_open = parser.bars_open, ()
    body = parser.formula()
    parser.bars_open = bars
    parser.expect(close)
    return body


def _holds_relation_inside(parser: Parser) -> bool:
    """Whether the bracket that was just stepped over holds a condition."""
    parser.place -= 1
    found = parser.holds_relation()
    parser.place += 1
    return found


def bars(parser: Parser, piece: Token) -> Node:
    """|x| and ‖x‖, with the p of the norm below."""
    bars, parser.bars_open = parser.bars_open, (*parser.bars_open, piece.text)
    body = parser.formula()
    parser.bars_open = bars
    parser.expect(piece.text)
    if piece.text == "|":
        return Apply("|", (body,), at=piece.at)
    p = 2.0
    if parser.accept("_"):
        label = "".join(p.text for p in parser.group_pieces())
        orders = {"1": 1.0, "2": 2.0, "F": 2.0, r"\infty": 0.0}
        if label not in orders:
            raise ReadError(f"the norm with {label} below it is not known", piece.at)
        p = orders[label]
    return Norm(body, p, at=piece.at)


def evaluated(parser: Parser, piece: Token) -> Node:
    """A formula with a bar behind it, and below the bar the value of a variable."""
    bars, parser.bars_open = parser.bars_open, ()
    body = parser.formula()
    parser.bars_open = bars
    parser.expect(r"\right|")
    parser.expect("_")
    inner = parser.inside(parser.group_pieces())
    (said,) = condition(inner)
    variable = said.left if isinstance(said, Compare) and said.relation == "=" else None
    if not isinstance(variable, Name) or inner.place < len(inner.pieces):
        raise ReadError("below the bar, the value of one variable should stand: x = 0", piece.at)
    return At(body, variable, said.right, at=piece.at)  # type: ignore[attr-defined]  # a comparison


def inner_product(parser: Parser, piece: Token) -> Node:
    """⟨x, y⟩, of matrices the sum of the products of their entries."""
    left = parser.formula()
    parser.expect(",")
    right = parser.formula()
    parser.expect(r"\rangle")
    together = Product((left, right), (r"\odot",), at=piece.at)
    return Apply("sum", (together,), at=piece.at)


def floor(parser: Parser, piece: Token) -> Node:
    """The whole part."""
    body = parser.formula()
    parser.expect(r"\rfloor")
    return Apply("floor", (body,), at=piece.at)


def arguments(parser: Parser, bars_inside: tuple[str, ...] = ()) -> tuple[Node, ...]:
    """What stands in the brackets, with commas between; a bar may separate as well: p(y|x)."""
    close = {"(": ")", "[": "]", r"\{": r"\}"}[parser.take().text]
    bars, parser.bars_open = parser.bars_open, bars_inside
    found = [parser.formula()]
    while parser.accept(",", ";", "|", r"\|"):
        found.append(parser.formula())
    parser.bars_open = bars
    parser.expect(close)
    return tuple(found)
