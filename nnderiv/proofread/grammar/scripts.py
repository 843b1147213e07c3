"""What stands behind an atom: subscripts, superscripts, primes."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.brackets import arguments
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import (
    Apply,
    Index,
    Name,
    Node,
    Number,
    Power,
    Prime,
    Star,
    Transpose,
)
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.scanner import Token

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
    if isinstance(_named(node), Name):
        labelled = _labelled(parser, node)
        if labelled is not None:
            return labelled
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
    if (
        [parser.look(i) for i in range(2)] == ["{", "-"]
        and _transposes(parser.tokens[parser.place + 2 : parser.place + 3])
        and parser.look(3) == "}"
    ):
        parser.place += 4
        return Transpose(Power(node, Number(-1.0, at=at), at=node.at), at=node.at)
    return Power(node, parser.single(), at=node.at)


def _is_transpose(parser: Parser) -> bool:
    r"""Step over the T or \top of a transpose, with braces or without."""
    braces = parser.next == "{"
    text, after = parser.look(braces), parser.look(2) if braces else "}"
    if text in ("T", r"\top") and after == "}":
        parser.place += 3 if braces else 1
        return True
    return False


def _labelled(parser: Parser, node: Node) -> Node | None:
    r"""A name with labels above it, W^{(1)}, z^{[2](i)}, a^{l-1}, s^+; None if it is a power.

    A label in brackets is an index if some sum runs over it: the i of a^{(i)}.
    """
    start, outside = parser.place, parser.look(-2)
    tokens = parser.group()
    labels, rest = _labels(tokens, parser.names)
    name = _named(node)
    if not labels and len(tokens) == 1 and tokens[0].kind == "number" and name is not None:
        labels, rest = ([tokens], []) if parser.names.is_layered(name.key) else ([], rest)
    primes = len(rest) if all(token.text in ("'", r"\prime") for token in rest) else 0
    if not labels or outside == "e" or (rest and not primes and not _transposes(rest)):
        parser.place = start
        return None
    letter = node.key if isinstance(node, Name) else ""
    for label in labels:
        node = _with_label(parser, node, label)
    if isinstance(node, Name) and parser.next == "(" and parser.names.applies(letter):
        return Apply(node.key, arguments(parser), primes, at=node.at)  # the g of a layer
    if primes:
        return Prime(node, primes, at=node.at)
    return Transpose(node, at=node.at) if rest else node


def _labels(tokens: list[Token], names: Vocabulary) -> tuple[list[list[Token]], list[Token]]:
    """The labels at the beginning of a superscript, and what follows them."""
    if len(tokens) == 1 and tokens[0].text in ("+", "-", "*"):
        return [tokens], []
    layer = tokens and tokens[0].kind == "letter" and names.is_layer(tokens[0].text)
    if layer and (len(tokens) == 1 or (len(tokens) == 3 and tokens[1].text in ("+", "-"))):
        return [tokens], []
    found: list[list[Token]] = []
    place = 0
    while place < len(tokens) and tokens[place].text in ("(", "["):
        close = {"(": ")", "[": "]"}[tokens[place].text]
        end = next((i for i in range(place, len(tokens)) if tokens[i].text == close), None)
        inside = tokens[place + 1 : end]
        if end is None or not 0 < len(inside) <= LONGEST_LABEL - 2:
            break
        if any(token.text in ("(", "[", "{", "}") for token in inside):
            break
        found.append(tokens[place : end + 1])
        place = end + 1
    return found, tokens[place:]


def _transposes(tokens: list[Token]) -> bool:
    """Whether these are the T of a transpose."""
    return len(tokens) == 1 and tokens[0].text in ("T", r"\top")


def _with_label(parser: Parser, node: Node, label: list[Token]) -> Node:
    """A name with one more label; a running one becomes its first index."""
    text = "".join(token.text for token in label)
    renamed = _renamed(node, f"^{{{text}}}")
    key = renamed.key if isinstance(renamed, Name | Index) else ""
    if key and parser.names.known(key):
        return Name(key, at=node.at)
    letters = {token.text for token in label if token.kind == "letter"}
    runs = text[0] in "([" and any(map(parser.names.runs_above, letters))
    if not runs or isinstance(node, Power):
        return renamed
    item = parser.inside(label[1:-1]).whole()
    family = _renamed(node, "^{()}")
    if isinstance(family, Index):
        return Index(family.base, (item, *family.items), False, "", at=node.at)
    return Index(family, (item,), False, key, at=node.at)


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
    if isinstance(node, Name) and parser.names.is_label(node.key, label):
        return Name(key, at=node.at)
    if isinstance(node, Index) and isinstance(node.base, Name):  # the W^{(h)}_q of W_q^{(h)}
        family = node.base.key
        if family.endswith("^{()}") and parser.names.is_label(family, label):
            return Index(
                Name(f"{family}_{{{label}}}", at=node.at), node.items, False, "", at=node.at
            )
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
    name, below, label = node.key.rpartition("_{")
    return Name(f"{name}{more}{below}{label}" if name else node.key + more, at=node.at)
