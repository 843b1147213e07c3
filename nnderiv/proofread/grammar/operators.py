"""What reaches further: sums over indices, and functions with their arguments."""

from __future__ import annotations

import re

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.brackets import arguments
from nnderiv.proofread.grammar.conditions import condition, conditions
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.scripts import index_of
from nnderiv.proofread.grammar.tree import (
    HIGHEST_ORDER,
    Apply,
    Compare,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Reduce,
    walk,
)
from nnderiv.proofread.latex.commands import EXTREMES, INVERSE

LINE_END = r"\\"  # of a \substack, where it separates as a comma does


def sum_or_product(parser: Parser) -> Node:
    """A sum or a product."""
    sign = parser.take()
    return _reduction(parser, {r"\sum": "sum", r"\prod": "prod"}[sign.text], sign.at)


def _reduction(parser: Parser, kind: str, at: int) -> Node:
    """A sum or product with its bounds, over the term behind it; a maximum over indices."""
    indices: tuple[str, ...] = ()
    lower: Node | None = None
    conditions: tuple[Node, ...] = ()
    upper: Node | None = None
    for _ in range(2):
        if parser.accept("_"):
            indices, lower, conditions = bounds(parser)
        elif parser.accept("^"):
            upper = parser.single()
    outside = parser.product_over
    parser.product_over = indices if kind == "prod" else ()  # of two in a row none is in the other
    with parser.deeper():
        body = parser.signed_term() if kind in ("sum", "prod") else parser.factor()
    parser.product_over = outside
    indices = indices or (_shared_index(parser, body, upper, at),)
    _refuse_labels(indices, body)
    return Reduce(kind, indices, lower, upper, conditions, body, at=at)  # type: ignore[arg-type]  # one of its kinds


def _refuse_labels(indices: tuple[str, ...], body: Node) -> None:
    """A sum cannot run over what is a part of a name, as the l of W^{(l)}."""
    for part in walk(body):
        if isinstance(part, Name) and ("_{" in part.key or "^{" in part.key):
            labels = re.findall(r"[_^]\{([^{}]*)\}", part.key)
            letters = {letter for label in labels for letter in re.findall(r"\\?[A-Za-z]+", label)}
            for index in indices:
                if index in letters:
                    raise ReadError(
                        f"this runs over {index}, which is a part of the name {part.key} here",
                        part.at,
                    )


def _shared_index(parser: Parser, body: Node, upper: Node | None, at: int) -> str:
    """The index of a sum below which none stands: the only one that its terms have."""
    bound = {i for part in walk(body) for i in getattr(part, "indices", ())}
    letters = {
        item.key
        for part in walk(body)
        if isinstance(part, Index) and not parser.names.known(part.key)
        for item in part.items
        if isinstance(item, Name)
    }
    letters = {letter for letter in letters - bound if not parser.names.known(letter)}
    if isinstance(upper, Name) and upper.key.lower() in letters:
        return upper.key.lower()
    if len(letters) != 1:
        found = " and ".join(sorted(letters)) or "none"
        raise ReadError(
            f"below a sum should stand the index that it runs over; its terms have {found}", at
        )
    return letters.pop()


def bounds(parser: Parser) -> tuple[tuple[str, ...], Node | None, tuple[Node, ...]]:
    """What stands below: indices, the lower bound, conditions."""
    at = parser.at
    inner = parser.inside(parser.group())
    if inner.next == r"\substack":
        inner.take()
        inner = inner.inside(inner.group())
    indices: list[str] = []
    lower: Node | None = None
    found: list[Node] = []
    while inner.place < len(inner.tokens):
        if inner.accept(",") or inner.accept(LINE_END):
            continue
        if indices and inner.accept(":"):  # such that
            found.extend(conditions(inner))
        elif inner.kind() == "letter" and inner.look(1) in ("", ",", ":", LINE_END):
            indices.append(inner.take().text)
        elif inner.kind() == "letter" and inner.look(1) == "=":
            indices.append(inner.take().text)
            inner.take()
            lower = inner.formula()
        elif inner.kind() == "letter" and inner.kind(1) == "letter" and not indices:
            indices.append(inner.take().text)
        else:
            found.extend(condition(inner))
    if not indices:
        indices = [_first_index(found, at)]
    return tuple(indices), lower, tuple(found)


def _first_index(conditions: list[Node], at: int) -> str:
    """The index that runs in a ≠ i or 1 ≤ i ≤ n: the first letter."""
    for said in conditions:
        if isinstance(said, Compare):
            for side in (said.left, said.right):
                if isinstance(side, Name):
                    return side.key
    raise ReadError("an index should stand below the sum", at)


def application(parser: Parser, function: str) -> Node:
    r"""A function with its exponent, primes and arguments: \tanh^2(x), \sigma'(z), \log o_i."""
    at = parser.take().at
    if "_{" in function:  # the label of h_θ belongs to its name
        parser.expect("_")
        parser.group()
    exponent: Node | None = None
    primes = 0
    items: tuple[Node, ...] = ()
    while parser.next in ("_", "^", "'"):
        if parser.next == "_" and function in EXTREMES:
            return _reduction(parser, function, at)
        if parser.accept("_"):
            items = _items(parser)
        elif parser.accept("'"):
            primes += 1
        else:
            parser.take()
            order, power = _exponent(parser)
            primes, exponent = primes + order, power or exponent
    reciprocal = parser.next != "(" and not parser.names.takes_bare_argument(function)
    if exponent == Negative(Number(1.0)) and not reciprocal:
        if function not in INVERSE:
            raise ReadError(f"the inverse of {function} is not known", at)
        function, exponent = INVERSE[function], None
    if primes > HIGHEST_ORDER:
        raise ReadError(f"at most {HIGHEST_ORDER} primes can be read", at)
    start = parser.place
    given = _arguments_of(parser, function)
    if any(part == Apply(function, ()) for a in given for part in walk(a)):  # σ(1 - σ)
        parser.place, given = start, ()
    node: Node = Apply(function, given, primes, items, at=at)
    return parser.scripts(node if exponent is None else Power(node, exponent, at=at))


def _items(parser: Parser) -> tuple[Node, ...]:
    r"""The indices right behind a function: softmax_i, \log_2."""
    read = index_of(parser.inside(parser.group()), Number(0.0), "")
    assert isinstance(read, Index)
    return read.items


def _exponent(parser: Parser) -> tuple[int, Node | None]:
    r"""The primes in f^{'} and f^\prime, the order in f^{(3)}, or the exponent in \tanh^2."""
    tokens = parser.group()
    if all(token.text in ("'", r"\prime") for token in tokens):
        return len(tokens), None
    texts = [token.text for token in tokens]
    if len(texts) == 3 and texts[0] == "(" and texts[1].isdigit():
        return int(texts[1]), None
    return 0, parser.inside(tokens).whole()


def _arguments_of(parser: Parser, function: str) -> tuple[Node, ...]:
    """The arguments of a function: in brackets, or bare."""
    bare = parser.names.takes_bare_argument(function)
    if parser.next in ("(", "[", r"\{") and (bare or not _primed_bracket(parser)):
        return arguments(parser, () if bare else ("|",))
    if not bare:
        return ()
    if not parser.begins_factor() or parser.next in (")",):
        if parser.next == "-":
            minus = parser.take().at
            return (Negative(_bare(parser), at=minus),)
        return ()
    return (_bare(parser),)


def _primed_bracket(parser: Parser) -> bool:
    """Whether the bracket that opens here has a prime: then it is a factor, as in f (g h)'."""
    depth = 0
    for ahead in range(len(parser.tokens) - parser.place):
        text = parser.look(ahead)
        depth += (text in ("(", "[", r"\{")) - (text in (")", "]", r"\}"))
        if not depth:
            return parser.look(ahead + 1) == "'"
    return False


def _bare(parser: Parser) -> Node:
    r"""The argument of \log without brackets: one factor, or the plain symbols side by side."""
    at = parser.at
    with parser.deeper():
        factors = [parser.factor()]
    while parser.kind() in ("letter", "number") and not _ends_argument(parser):
        if not isinstance(factors[-1], Number | Name | Index | Power):
            break
        factors.append(parser.scripts(parser.atom()))
    if len(factors) == 1:
        return factors[0]
    return Product(tuple(factors), ("",) * (len(factors) - 1), at=at)


def _ends_argument(parser: Parser) -> bool:
    """Whether a function or a differential ends a bare argument."""
    return parser.function_here() is not None or parser.is_d(0)
