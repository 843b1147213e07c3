"""What an operator such as d/dx differentiates: how far it reaches into what stands behind it."""

from __future__ import annotations

from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import Derivative, Node, Product, Reach, Transpose
from nnderiv.proofread.latex.commands import CLOSE, OPEN

BRACKETS = ("(", "[", r"\{")


def operated(parser: Parser, targets: tuple[Node, ...], partial: bool, at: int) -> Node:
    """The derivative of what stands behind its operator.

    In a sum as (x + 1)^2 (x + 2) in the product rule, it may end at the bracket as well.
    """
    opens = parser.next in BRACKETS
    body = operand(parser)
    wide = Derivative(body, targets, partial, at=at)
    if not (opens and isinstance(body, Product) and _stands_in_sum(parser)):
        return wide
    first, *rest = body.factors
    if isinstance(first, Transpose):
        return wide
    ended = (Derivative(first, targets, partial, at=at), *rest)
    return Reach(wide, Product(ended, body.signs, at=at), at=at)


def _stands_in_sum(parser: Parser) -> bool:
    """Whether a plus or minus stands beside the term that is being read."""
    depth = 0
    for place, token in enumerate(parser.tokens):
        depth += (token.text in OPEN) - (token.text in CLOSE)
        if place and not depth and token.text in ("+", "-"):
            return True
    return False


def operand(parser: Parser) -> Node:
    r"""What \frac{d}{dx} differentiates: a bracket, or the product up to a dot or a derivative.

    A bracket with an exponent, or before another bracket, is the first factor of a product.
    """
    at = parser.at
    if parser.next in BRACKETS:
        bracket = parser.atom()
        first = parser.scripts(bracket)
        if first is bracket and parser.next not in BRACKETS:
            return first
    else:
        with parser.deeper():
            first = parser.factor()
    factors = [first]
    while parser.begins_factor() and not _is_derivative(parser):
        factors.append(parser.factor())
    if len(factors) == 1:
        return first
    return Product(tuple(factors), ("",) * (len(factors) - 1), at=at)


def _is_derivative(parser: Parser) -> bool:
    """Whether a derivative comes next."""
    if parser.next == r"\frac":
        ahead = 2 if parser.look(1) == "{" else 1
        return parser.look(ahead) in ("d", r"\partial") and parser.look(ahead + 1) != "_"
    return parser.next == r"\partial"
