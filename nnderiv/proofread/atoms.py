"""What has no scripts yet: numbers, names, constants, fractions, roots, environments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nnderiv.errors import ReadError
from nnderiv.proofread.brackets import arguments, bars, evaluated, floor, inner_product, rounded
from nnderiv.proofread.conditions import conditions
from nnderiv.proofread.environments import environment
from nnderiv.proofread.syntax import (
    Apply,
    BigO,
    Compare,
    Constant,
    Dots,
    Indicator,
    Name,
    Node,
    Number,
    Power,
    Quotient,
)

if TYPE_CHECKING:
    from nnderiv.proofread.grammar import Parser
    from nnderiv.proofread.tokens import Token

ACCENTS = frozenset(
    r"\hat \bar \tilde \dot \ddot \check \breve \widehat \widetilde \overline \acute \grave "
    r"\mathring".split()
)


def atom(parser: Parser) -> Node:
    """What has no scripts yet."""
    piece = parser.take()
    text, at = piece.text, piece.at
    if piece.kind == "number":
        return Number(float(text), at=at)
    if piece.kind in ("letter", "word"):
        return _name(parser, text, at)
    if piece.kind in ("bold", "double"):
        return _constant(parser, piece)
    if text in ACCENTS:
        return _accent(parser, piece)
    if piece.kind == "text" or text not in _READERS:
        known = "not known" if text.startswith("\\") else "unexpected"
        raise ReadError(f"{text} is {known} here", at)
    return _READERS[text](parser, piece)


def _name(parser: Parser, text: str, at: int) -> Node:
    """A letter; a bracket behind it may make it a function, a big O a remainder."""
    if text == "o" and parser.next == "(" and not parser.names.known("o"):
        raise ReadError("o(h) is not read; a remainder is written O(h^2)", at)
    if text in ("O", r"\mathcal{O}") and parser.next == "(" and not parser.names.known(text):
        parser.take()
        body = parser.formula()
        parser.expect(")")
        return BigO(body, at=at)
    if text == "I" and not parser.names.known("I"):
        return _sized(parser, "identity", at)
    if parser.next in ("(",) and parser.names.applies(text) and not parser.holds_relation():
        return Apply(text, arguments(parser, ("|",)), at=at)
    return Name(text, at=at)


def _constant(parser: Parser, piece: Token) -> Node:
    """Bold ones, zeros and identity; an indicator where a condition follows."""
    if piece.text in ("1", "I") and (piece.kind == "double" or piece.text == "1"):
        start = parser.place
        subscript = parser.accept("_") and parser.next == "{"
        opened = parser.next in ("{", r"\{", "[", "(") and parser.holds_relation()
        if subscript and not opened and parser.look(1) in (r"\{", "[", "("):
            parser.take()
            opened = parser.holds_relation()
        if opened:
            inner = parser.inside(parser.between())
            return Indicator(tuple(conditions(inner)), at=piece.at)
        parser.place = start
    kinds = {"1": "ones", "0": "zeros", "I": "identity"}
    if piece.text not in kinds:
        raise ReadError(f"\\mathbb{{{piece.text}}} is not known here", piece.at)
    if piece.text == "I" and parser.names.known("I"):
        return Name("I", at=piece.at)
    return _sized(parser, kinds[piece.text], piece.at)


def _sized(parser: Parser, kind: str, at: int) -> Node:
    """Ones, zeros or an identity, with the size that may stand below."""
    if not parser.accept("_"):
        return Constant(kind, None, at=at)  # type: ignore[arg-type]  # one of its kinds
    inner = parser.inside(parser.group_pieces())
    if kind == "identity" and [p.kind for p in inner.pieces if p.text != ","] == ["letter"] * 2:
        row, column = (Name(p.text, at=at) for p in inner.pieces if p.text != ",")
        return Indicator((Compare(row, "=", column, at=at),), at=at)
    size = inner.whole()
    return Constant(kind, size, at=at)  # type: ignore[arg-type]  # one of its kinds


def _fraction(parser: Parser, piece: Token) -> Node:
    """Above and below the line."""
    above = parser.single()
    return Quotient(above, parser.single(), at=piece.at)


def _root(parser: Parser, piece: Token) -> Node:
    """A square root, or that of the degree in brackets."""
    if parser.accept("["):
        degree = parser.formula()
        parser.expect("]")
        exponent = Quotient(Number(1.0), degree, at=piece.at)
        return Power(parser.single(), exponent, at=piece.at)
    return Apply("sqrt", (parser.single(),), at=piece.at)


def _accent(parser: Parser, piece: Token) -> Node:
    """A letter with a hat or a bar is a name of its own."""
    short = {r"\widehat": r"\hat", r"\widetilde": r"\tilde", r"\overline": r"\bar"}
    inner = [p for p in parser.group_pieces() if p.text not in ("{", "}")]
    if not inner or any(p.kind not in ("letter", "word", "number") for p in inner):
        raise ReadError(f"{piece.text} belongs over one letter", piece.at)
    letters = "".join(p.text for p in inner)
    text = short.get(piece.text, piece.text)
    return _name(parser, f"{text}{{{letters}}}", piece.at)


def _brace(parser: Parser, piece: Token) -> Node:
    """What is braced; the words at the brace say nothing about it."""
    body = parser.single()
    if parser.accept("_", "^"):
        parser.group_pieces()
    return body


def _dots(parser: Parser, piece: Token) -> Node:
    """And so on."""
    return Dots(at=piece.at)


def _infinity(parser: Parser, piece: Token) -> Node:
    """The upper end of a series, or of a norm."""
    return Number(float("inf"), at=piece.at)


_READERS: dict[str, Callable[[Parser, Token], Node]] = {
    "(": rounded,
    "[": rounded,
    "{": rounded,
    r"\{": rounded,
    "|": bars,
    r"\|": bars,
    r"\left.": evaluated,
    r"\langle": inner_product,
    r"\lfloor": floor,
    r"\frac": _fraction,
    r"\sqrt": _root,
    r"\begin": environment,
    r"\underbrace": _brace,
    r"\overbrace": _brace,
    r"\dots": _dots,
    r"\vdots": _dots,
    r"\ddots": _dots,
    r"\infty": _infinity,
}
