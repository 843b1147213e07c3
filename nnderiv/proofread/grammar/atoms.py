"""What has no scripts yet: numbers, names, constants, fractions, roots."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.brackets import arguments
from nnderiv.proofread.grammar.conditions import (
    EXPECTATION,
    INDICATORS,
    PROBABILITIES,
    averages,
    indicator,
    probability,
)
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import (
    Apply,
    BigO,
    Compare,
    Constant,
    Dots,
    Indicator,
    Name,
    Negative,
    Node,
    Number,
    Plus,
    Power,
    Product,
    Quotient,
)
from nnderiv.proofread.latex.commands import BOLD_LETTER
from nnderiv.proofread.latex.scanner import Token

ACCENTS = frozenset(
    r"\hat \bar \tilde \dot \ddot \check \breve \widehat \widetilde \overline \acute \grave "
    r"\mathring".split()
)
LEFT_OUT = {
    **dict.fromkeys((r"\int", r"\oint", r"\iint", r"\iiint"), "an integral is not read"),
    **dict.fromkeys((r"\lim", r"\limsup", r"\liminf"), "a limit is not read"),
    r"\Pr": "the probability of an event is not read",
}


def _number(parser: Parser, token: Token) -> Node:
    """A number as printed; 1_{i = k} and 1(i = k) are indicators."""
    adjoins = parser.next != "(" or parser.at == token.end
    said = indicator(parser, token.at) if token.text == "1" and adjoins else None
    return said or Number(float(token.text), at=token.at)


def _letter(parser: Parser, token: Token) -> Node:
    """A letter or a word."""
    return _name(parser, token.text, token.at)


def _name(parser: Parser, text: str, at: int) -> Node:
    """A letter; a bracket behind it may make it a function, a big O a remainder."""
    if text == "o" and parser.next == "(" and not parser.names.known("o"):
        raise ReadError("o(h) is not read; a remainder is written O(h^2)", at)
    if text in ("O", r"\mathcal{O}") and parser.next == "(" and not parser.names.known(text):
        parser.take()
        body = parser.formula()
        parser.expect(")")
        return BigO(body, at=at)
    if text in INDICATORS and not parser.names.known(text):
        said = indicator(parser, at)
        if said is not None:
            return said
    if text in PROBABILITIES and parser.next == "(" and parser.holds_relation():
        return probability(parser, text, at)
    if text == "E" and not parser.names.known(text) and averages(parser):
        raise ReadError(EXPECTATION, at)
    if text == "I" and not (parser.names.known("I") or parser.names.ends_sum("I")):
        return _sized(parser, "identity", at)
    applied = parser.next == "(" and not parser.names.known(text)
    own = parser.names.applies(text) or parser.names.has_parameters(text)
    if applied and (own or _holds_a_name(parser)) and not parser.holds_relation():
        return Apply(text, arguments(parser, ("|",)), at=at)
    if parser.next == "(" and _holds_a_name(parser):
        start, letters = parser.place, {t.text for t in parser.between() if t.kind == "letter"}
        if parser.names.depends(text, letters):  # J(w), where J is a name with a formula
            return Name(text, at=at)
        parser.place = start
    if parser.names.applies(text) and parser.next == "^":
        power = parser.attempt(lambda trial: _power_of_function(trial, text, at))
        if power is not None:
            return power
    return Name(parser.names.spelled(text, parser.next == "_"), at=at)


def _power_of_function(parser: Parser, text: str, at: int) -> Node:
    """g^2(x) is the square of g(x)."""
    parser.take()
    tokens = parser.group()
    exponent = parser.inside(tokens).whole()
    if (
        len(tokens) > 1
        or not isinstance(exponent, Number)
        or parser.next != "("
        or parser.holds_relation()
    ):
        raise ReadError("the argument of a function should stand here", parser.at)
    return Power(Apply(text, arguments(parser, ("|",)), at=at), exponent, at=at)


def _holds_a_name(parser: Parser) -> bool:
    """Whether nothing but names stands between the brackets: h(x) is no product."""
    kinds = []
    for token in parser.tokens[parser.place + 1 :]:
        if token.text == ")":
            break
        if token.text not in ("{", "}"):
            kinds.append("," if token.text in (",", ";", "|") else token.kind)
    return bool(kinds) and all(
        kind == ("letter" if place % 2 == 0 else ",") for place, kind in enumerate(kinds)
    )


def _constant(parser: Parser, token: Token) -> Node:
    """Bold ones, zeros and identity; an indicator where a condition follows."""
    if token.text in ("1", "I") and (token.kind == "double" or token.text == "1"):
        said = indicator(parser, token.at)
        if said is not None:
            return said
    if token.text == "E":
        raise ReadError(EXPECTATION, token.at)
    if token.text == "P" and parser.next == "(" and parser.holds_relation():
        return probability(parser, "P", token.at)
    kinds = {"1": "ones", "0": "zeros", "I": "identity"}
    if token.text not in kinds:
        raise ReadError(f"\\mathbb{{{token.text}}} is not known here", token.at)
    if token.text == "I" and parser.names.known("I"):
        return Name("I", at=token.at)
    return _sized(parser, kinds[token.text], token.at)


def _sized(parser: Parser, kind: str, at: int) -> Node:
    """Ones, zeros or an identity, with the size that may stand below."""
    if not parser.accept("_"):
        return Constant(kind, None, at=at)  # type: ignore[arg-type]  # one of its kinds
    inner = parser.inside(parser.group())
    if kind == "identity" and [p.kind for p in inner.tokens if p.text != ","] == ["letter"] * 2:
        row, column = (Name(p.text, at=at) for p in inner.tokens if p.text != ",")
        return Indicator((Compare(row, "=", column, at=at),), at=at)
    size = inner.whole()
    return Constant(kind, size, at=at)  # type: ignore[arg-type]  # one of its kinds


def _fraction(parser: Parser, token: Token) -> Node:
    """Above and below the line."""
    above = parser.single()
    return Quotient(above, parser.single(), at=token.at)


def _binomial(parser: Parser, token: Token) -> Node:
    """A binomial coefficient: n! / (k! (n - k)!)."""
    above = parser.single()
    below = parser.single()
    rest = Plus((above, Negative(below, at=token.at)), at=token.at)
    whole, taken, left = (Apply("factorial", (n,), at=token.at) for n in (above, below, rest))
    return Quotient(whole, Product((taken, left), ("",), at=token.at), at=token.at)


def _root(parser: Parser, token: Token) -> Node:
    """A square root, or that of the degree in brackets."""
    if parser.accept("["):
        degree = parser.formula()
        parser.expect("]")
        exponent = Quotient(Number(1.0), degree, at=token.at)
        return Power(parser.single(), exponent, at=token.at)
    return Apply("sqrt", (parser.single(),), at=token.at)


def _accent(parser: Parser, token: Token) -> Node:
    """A letter with a hat or a bar is a name of its own."""
    short = {r"\widehat": r"\hat", r"\widetilde": r"\tilde", r"\overline": r"\bar"}
    below = parser.group()
    start = next((i for i, p in enumerate(below) if p.text in ("_", "^", "'")), len(below))
    inner = [p for p in below[:start] if p.text not in ("{", "}")]
    if not inner or any(p.kind not in ("letter", "word", "number") for p in inner):
        raise ReadError(f"{token.text} belongs over one letter", token.at)
    letters = "".join(p.text for p in inner)
    text = f"{short.get(token.text, token.text)}{{{letters}}}"
    if letters.startswith(BOLD_LETTER):  # the hat of a bold letter is bold
        text = f"{BOLD_LETTER}{text.replace(letters, letters[len(BOLD_LETTER) :])}"
    if start == len(below):
        return _name(parser, text, token.at)
    scripted = parser.inside(below[start:])  # the hat in \hat{x_i} belongs over the letter
    node = scripted.scripts(_name(scripted, text, token.at))
    if scripted.place < len(scripted.tokens):
        raise ReadError(f"{token.text} belongs over one letter", token.at)
    return node


def _brace(parser: Parser, token: Token) -> Node:
    """What is braced; the words at the brace say nothing about it."""
    body = parser.single()
    if parser.accept("_", "^"):
        parser.group()
    return body


def _dots(parser: Parser, token: Token) -> Node:
    """And so on."""
    return Dots(at=token.at)


def _left_out(parser: Parser, token: Token) -> Node:
    """What numbers cannot check is left out by name."""
    raise ReadError(LEFT_OUT[token.text], token.at)


def _infinity(parser: Parser, token: Token) -> Node:
    """The upper end of a series, or of a norm."""
    return Number(float("inf"), at=token.at)


BY_KIND = {
    "number": _number,
    "letter": _letter,
    "word": _letter,
    "bold": _constant,
    "double": _constant,
}
BY_SIGN = {
    **dict.fromkeys(ACCENTS, _accent),
    r"\frac": _fraction,
    r"\sqrt": _root,
    r"\binom": _binomial,
    r"\underbrace": _brace,
    r"\overbrace": _brace,
    r"\dots": _dots,
    r"\vdots": _dots,
    r"\ddots": _dots,
    r"\infty": _infinity,
    **dict.fromkeys(LEFT_OUT, _left_out),
}
