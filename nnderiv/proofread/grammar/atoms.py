"""What has no scripts yet: numbers, names, constants, fractions, roots."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.brackets import arguments
from nnderiv.proofread.grammar.conditions import conditions
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import (
    Apply,
    BigO,
    Compare,
    Constant,
    Dots,
    Index,
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


INDICATORS = frozenset({"1", "I", r"\chi", r"\delta"})  # where a condition follows
PROBABILITIES = frozenset({"P", "p"})


def _number(parser: Parser, token: Token) -> Node:
    """A number as printed; 1_{i = k} and 1(i = k) are indicators."""
    adjoins = parser.next != "(" or parser.at == token.end
    found = _indicator(parser, token.at) if token.text == "1" and adjoins else None
    return found or Number(float(token.text), at=token.at)


def _letter(parser: Parser, token: Token) -> Node:
    r"""A letter or a word; I(y = k) and \delta_{i = k} are indicators."""
    if token.text in INDICATORS and not parser.names.known(token.text):
        found = _indicator(parser, token.at)
        if found is not None:
            return found
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
    if text in PROBABILITIES and parser.next == "(" and parser.holds_relation():
        return _probability(parser, text, at)
    if text == "I" and not (parser.names.known("I") or parser.names.ends_sum("I")):
        return _sized(parser, "identity", at)
    if parser.next == "^" and parser.names.applies(text):
        power = parser.attempt(lambda trial: _applied_power(trial, text, at))
        if power is not None:
            return power
    applied = parser.next == "(" and not parser.names.known(text)
    own = parser.names.applies(text) or parser.names.has_parameters(text)
    if applied and (own or _holds_a_name(parser)) and not parser.holds_relation():
        return Apply(text, arguments(parser, ("|",)), at=at)
    if parser.next == "(" and _holds_a_name(parser):
        start, letters = parser.place, {t.text for t in parser.between() if t.kind == "letter"}
        if parser.names.depends(text, letters):  # J(w), where J is a name with a formula
            return Name(text, at=at)
        parser.place = start
    return Name(parser.names.spelled(text, parser.next == "_"), at=at)


def _probability(parser: Parser, text: str, at: int) -> Node:
    """P(y = k | x) is a name; values and subscripts inside, the k of y = k, are its indices."""
    inside = parser.between()
    texts = ["," if token.text == "|" else token.text for token in inside]
    numbers = "_" not in texts  # y = 1 and y = k are two values of one index
    inner, items, shape = parser.inside(inside), list[Node](), list[str]()
    while inner.place < len(inside):
        before = inner.take().text.replace("|", ",")
        shape.append(before)
        ends = {",", "|", ";", ""}
        value = inner.kind() == "letter" or (numbers and inner.kind() == "number")
        single = before == "=" and value and inner.look(1) in ends
        if single or before == "_":
            item = inner.single()
            shape.append(".")
            if item not in items:
                items.append(item)
    key = f"{text}({''.join(texts)})"
    if not items:
        return Name(key, at=at)
    return Index(Name(f"{text}({''.join(shape)})", at=at), tuple(items), False, key, at=at)


def _applied_power(parser: Parser, text: str, at: int) -> Node:
    """The g^2(x) of an unknown g, as that of a known one, is the square of g(x)."""
    parser.take()
    plain = parser.kind(parser.next == "{") == "number"  # no layer, g^{[1]}(z)
    exponent = parser.single()
    if (
        not plain
        or not isinstance(exponent, Number)
        or parser.next != "("
        or parser.holds_relation()
    ):
        raise ReadError("this is no power of a function", at)
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
        found = _indicator(parser, token.at)
        if found is not None:
            return found
    if token.text == "P":
        return _name(parser, "P", token.at)
    kinds = {"1": "ones", "0": "zeros", "I": "identity"}
    if token.text not in kinds:
        raise ReadError(f"\\mathbb{{{token.text}}} is not known here", token.at)
    if token.text == "I" and parser.names.known("I"):
        return Name("I", at=token.at)
    return _sized(parser, kinds[token.text], token.at)


def _indicator(parser: Parser, at: int) -> Node | None:
    """The conditions behind or below the sign of an indicator; None where there are none."""
    start = parser.place
    subscript = parser.accept("_") and parser.next == "{"
    opened = parser.next in ("{", r"\{", "[", "(") and parser.holds_relation()
    if subscript and not opened and parser.look(1) in (r"\{", "[", "("):
        parser.take()
        opened = parser.holds_relation()
    if not opened:
        parser.place = start
        return None
    return Indicator(tuple(conditions(parser.inside(parser.between()))), at=at)


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
    """A binomial coefficient, by its factorials."""
    n, k = parser.single(), parser.single()
    rest = Plus((n, Negative(k, at=k.at)), at=token.at)
    above, *below = (Apply("factorial", (part,), at=token.at) for part in (n, k, rest))
    return Quotient(above, Product(tuple(below), ("",), at=token.at), at=token.at)


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
    r"\binom": _binomial,
    r"\sqrt": _root,
    r"\underbrace": _brace,
    r"\overbrace": _brace,
    r"\dots": _dots,
    r"\vdots": _dots,
    r"\ddots": _dots,
    r"\infty": _infinity,
}
