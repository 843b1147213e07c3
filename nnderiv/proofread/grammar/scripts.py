"""What stands behind an atom: subscripts, superscripts, primes."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import (
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Prime,
    Star,
    Transpose,
)

MOST_SCRIPTS = 12
LONGEST_LABEL = 7  # tokens in brackets that may be a part of a name


def scripts(parser: Parser, node: Node) -> Node:
    """Subscripts, exponents, primes."""
    bracketed, count = node, 0
    while True:
        count += parser.next in ("_", "^", "'")
        if count > MOST_SCRIPTS:
            raise ReadError(f"more than {MOST_SCRIPTS} scripts stand behind each other", parser.at)
        at = parser.at
        if parser.accept("_"):
            node = _subscript(parser, node, at, node is not bracketed)
        elif parser.next == "^":
            node = _superscript(parser, node)
        elif parser.next == "'":
            node = _prime(parser, node)
        else:
            return node


def _prime(parser: Parser, node: Node) -> Node:
    """One prime or several."""
    order = 0
    while parser.accept("'", r"\prime"):
        order += 1
    if isinstance(node, Name) and parser.names.known(node.key + "'" * order):
        return Name(node.key + "'" * order, at=node.at)
    return Prime(node, order, at=node.at)


def _superscript(parser: Parser, node: Node) -> Node:
    """An exponent, a transpose, a prime in braces, or a part of the name in brackets."""
    at = parser.take().at
    label = _bracketed(parser)
    if label and isinstance(_named(node), Name):
        node = _renamed(node, f"^{{{label}}}")
        key = node.key if isinstance(node, Index) else ""
        return Name(key, at=node.at) if key and parser.names.known(key) else node
    start = parser.place
    primes = 0
    if parser.accept("{"):
        while parser.accept("'", r"\prime"):
            primes += 1
        if primes and parser.accept("}"):
            return Prime(node, primes, at=node.at)
        parser.place = start
    if parser.accept(r"\prime"):
        return Prime(node, 1, at=node.at)
    if _is_transpose(parser):
        return Transpose(node, at=node.at)
    exponent = parser.single()
    if isinstance(exponent, Negative) and exponent.body in (Name("T"), Name(r"\top")):
        return Transpose(Power(node, Number(-1.0, at=at), at=node.at), at=node.at)
    return Power(node, exponent, at=node.at)


def _is_transpose(parser: Parser) -> bool:
    r"""Step over the T or \top of a transpose, with braces or without."""
    braces = parser.next == "{"
    text, after = parser.look(braces), parser.look(2) if braces else "}"
    if text in ("T", r"\top") and after == "}":
        parser.place += 3 if braces else 1
        return True
    return False


def _bracketed(parser: Parser) -> str:
    """The label in W^{(1)}, z^{[2]} or s^+."""
    if parser.next in ("+", "-", "*"):
        return parser.take().text
    if parser.look(1) in ("+", "-", "*") and parser.look(2) == "}":
        parser.place += 3
        return parser.look(-2)
    if parser.next != "{" or parser.look(1) not in ("(", "[") or parser.look(-2) == "e":
        return ""
    close = {"(": ")", "[": "]"}[parser.look(1)]
    end = parser.place + 2
    while end < len(parser.tokens) and parser.tokens[end].text not in ("{", "}", ")", "]"):
        end += 1
    tokens = parser.tokens[parser.place + 1 : end + 1]
    behind = parser.tokens[end + 1].text if end + 1 < len(parser.tokens) else ""
    if behind != "}" or tokens[-1].text != close or len(tokens) > LONGEST_LABEL:
        return ""
    parser.place = end + 2
    return "".join(token.text for token in tokens)


def _subscript(parser: Parser, node: Node, at: int, bare: bool) -> Node:
    """Indices, or a part of the name."""
    tokens = parser.group()
    inside = parser.inside(tokens)
    label = "".join(token.text for token in tokens)
    inner = _named(node)
    if bare and isinstance(node, Power) and inner is not None:  # σ²_B is (σ_B)²
        return Power(index_of(inside, node.base, label), node.exponent, at=node.at)
    return index_of(inside, node, label)


def index_of(parser: Parser, node: Node, label: str) -> Node:
    """This whole row of tokens is the subscript of `node`."""
    key = f"{node.key}_{{{label}}}" if isinstance(node, Name) else ""
    words = any(p.kind in ("word", "text") for p in parser.tokens)
    words &= len(parser.tokens) == 1 or parser.next not in ("argmax", "argmin")
    if key and (parser.names.known(key) or words or label in ("+", "-")):
        return Name(key, at=node.at)
    items: list[Node] = []
    loose = not any(token.text in (",", "+", "-") for token in parser.tokens)
    with parser.deeper():
        while parser.place < len(parser.tokens):
            if parser.next in ("*", ":", r"\cdot"):
                items.append(Star(at=parser.take().at))
            elif loose:
                items.append(parser.scripts(parser.atom()))
            else:
                items.append(parser.formula())
            parser.accept(",")
    if isinstance(node, Index):
        return Index(node.base, node.items + tuple(items), False, "", at=node.at)
    return Index(node, tuple(items), loose, key, at=node.at)


def _named(node: Node) -> Name | None:
    """The name that carries the scripts of a node."""
    while isinstance(node, Index | Power):
        node = node.base
    return node if isinstance(node, Name) else None


def _renamed(node: Node, more: str) -> Node:
    """The same node with more behind the name that carries its scripts."""
    if isinstance(node, Index):
        base = _renamed(node.base, more)
        key = base.key + node.key[len(base.key) - len(more) :] if isinstance(base, Name) else ""
        return Index(base, node.items, node.loose, key if node.key else "", at=node.at)
    if isinstance(node, Power):
        return Power(_renamed(node.base, more), node.exponent, at=node.at)
    assert isinstance(node, Name)
    return Name(node.key + more, at=node.at)
