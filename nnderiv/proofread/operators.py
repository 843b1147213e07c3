"""The part of the grammar that reaches further: sums, derivatives, and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnderiv.errors import ReadError
from nnderiv.proofread.syntax import (
    Apply,
    Compare,
    Derivative,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Reduce,
    Transpose,
)

if TYPE_CHECKING:
    from nnderiv.proofread.grammar import Parser

COMPARING = (r"\neq", r"\leq", r"\geq", "<", ">", r"\in")
EXTREMES = ("max", "min", "argmax", "argmin")
INVERSE = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "tanh": "arctanh"}
INVERSE |= {"sinh": "arcsinh", "cosh": "arccosh"}
HIGHEST = 6  # the order of a derivative


def reduction(parser: Parser, kind: str, at: int) -> Node:
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
    if not indices:
        raise ReadError("the index of this sum or product should stand below it", at)
    body = parser.signed_term() if kind in ("sum", "prod") else parser.factor()
    return Reduce(kind, indices, lower, upper, conditions, body, at=at)  # type: ignore[arg-type]


def bounds(parser: Parser) -> tuple[tuple[str, ...], Node | None, tuple[Node, ...]]:
    """What stands below: indices, the lower bound, conditions."""
    at = parser.at
    inner = parser.inside(parser.group_pieces())
    if inner.next == r"\substack":
        inner.take()
        inner = inner.inside([p for p in inner.group_pieces() if p.text != r"\\"])
    indices: list[str] = []
    lower: Node | None = None
    conditions: list[Node] = []
    while inner.place < len(inner.pieces):
        if inner.accept(","):
            continue
        if inner.kind() == "letter" and inner.look(1) in ("", ","):
            indices.append(inner.take().text)
        elif inner.kind() == "letter" and inner.look(1) == "=":
            indices.append(inner.take().text)
            inner.take()
            lower = inner.formula()
        elif inner.kind() == "letter" and inner.kind(1) == "letter" and not indices:
            indices.append(inner.take().text)
        else:
            conditions.extend(inner.condition())
    if not indices:
        indices = [_first_index(conditions, at)]
    return tuple(indices), lower, tuple(conditions)


def _first_index(conditions: list[Node], at: int) -> str:
    """The index that runs in a ≠ i or 1 ≤ i ≤ n: the first letter."""
    for condition in conditions:
        if isinstance(condition, Compare):
            for side in (condition.left, condition.right):
                if isinstance(side, Name):
                    return side.key
    raise ReadError("an index should stand below the sum", at)


# --- derivatives


def fraction_derivative(parser: Parser) -> Node:
    r"""\frac{dL}{dx}, or \frac{d}{dx} and what is differentiated behind it."""
    at = parser.at
    parser.expect(r"\frac")
    above = parser.inside(parser.group_pieces())
    below = parser.inside(parser.group_pieces())
    if len(below.pieces) < 2:
        raise ReadError("this is a plain fraction", at)
    partial = above.next == r"\partial"
    order = _differential(above)
    targets: list[Node] = []
    while below.place < len(below.pieces):
        _differential(below)
        targets.extend(target(below, order > 1))
    if len(targets) != order:
        raise ReadError(f"a derivative of order {order} needs {order} variables below", at)
    if above.place < len(above.pieces):
        return Derivative(_body(above, targets), tuple(targets), partial, at=at)
    return Derivative(operand(parser), tuple(targets), partial, at=at)


def _differential(parser: Parser) -> int:
    """Step over d or ∂, and say which order an exponent gives it."""
    if parser.next not in ("d", r"\partial") or parser.look(1) == "_":
        raise ReadError("a differential should stand here", parser.at)
    parser.take()
    if parser.next == "^":
        parser.take()
        order = parser.single()
        if not isinstance(order, Number) or not 1 <= order.value <= HIGHEST:
            raise ReadError(f"the order of a derivative is a number from 1 to {HIGHEST}", parser.at)
        return int(order.value)
    return 1


def _body(above: Parser, targets: list[Node]) -> Node:
    """What is differentiated; a bare function is one of the variable below."""
    function = above.function_here()
    if function is not None and above.place == len(above.pieces) - 1:
        return _bare_function(above, function, targets, above.at)
    return above.whole()


def _bare_function(parser: Parser, function: str, targets: list[Node], at: int) -> Node:
    """In dσ/dz the function is one of the variable below, or else of its own parameters."""
    own = parser.names.has_parameters(function)
    return Apply(function, () if own else (targets[0],), at=at)


def target(below: Parser, counted: bool = False) -> list[Node]:
    """The variable one differentiates by; in a higher derivative its exponent counts how often."""
    at = below.at
    node = below.scripts(below.atom())
    times = 1
    if counted and isinstance(node, Power) and isinstance(node.exponent, Number):
        times, node = int(node.exponent.value), node.base
    if isinstance(node, Transpose):
        node = node.body
    base = node.base if isinstance(node, Index | Power) else node
    base = base.base if isinstance(base, Index) else base
    if not isinstance(base, Name):
        raise ReadError("one differentiates by a variable or an entry of one", at)
    return [node] * times


def slash_derivative(parser: Parser) -> Node:
    """∂L/∂x in one line."""
    at, partial = parser.at, parser.next == r"\partial"
    _differential(parser)
    function = parser.function_here()
    body = parser.scripts(parser.atom())
    parser.expect("/")
    _differential(parser)
    targets = target(parser)
    if function is not None:
        body = _bare_function(parser, function, targets, at)
    return Derivative(body, tuple(targets), partial, at=at)


def nabla(parser: Parser, at: int) -> Node:
    r"""\nabla_x L: the gradient."""
    parser.take()
    order, below = 1, None
    while parser.next in ("_", "^"):
        if parser.take().text == "_":
            below = parser.inside(parser.group_pieces())
        else:
            order = 2 if parser.single() == Number(2.0) else 0
    body = parser.factor()
    if below is not None:
        return Derivative(body, tuple(target(below)) * (order or 1), False, at=at)
    if isinstance(body, Apply) and len(body.arguments) == 1 and order:
        return Derivative(body, body.arguments * order, False, at=at)
    raise ReadError("say below the nabla what one differentiates by: \\nabla_x", at)


def operand(parser: Parser) -> Node:
    r"""What \frac{d}{dx} differentiates: a bracket, or the product up to a dot or a derivative."""
    at = parser.at
    if parser.next in ("(", "[", r"\{"):
        return parser.scripts(parser.atom())
    factors = [parser.factor()]
    while parser.begins_factor() and not _is_derivative(parser):
        factors.append(parser.factor())
    if len(factors) == 1:
        return factors[0]
    return Product(tuple(factors), ("",) * (len(factors) - 1), at=at)


def _is_derivative(parser: Parser) -> bool:
    if parser.next == r"\frac":
        ahead = 2 if parser.look(1) == "{" else 1
        return parser.look(ahead) in ("d", r"\partial") and parser.look(ahead + 1) != "_"
    return parser.next == r"\partial"


# --- functions


def application(parser: Parser, function: str) -> Node:
    r"""A function with its exponent, primes and arguments: \tanh^2(x), \sigma'(z), \log o_i."""
    at = parser.take().at
    exponent: Node | None = None
    primes = 0
    items: tuple[Node, ...] = ()
    while parser.next in ("_", "^", "'"):
        if parser.next == "_" and function in EXTREMES:
            return reduction(parser, function, at)
        if parser.accept("_"):
            items = _items(parser)
        elif parser.accept("'"):
            primes += 1
        else:
            parser.take()
            order, power = _exponent(parser)
            primes, exponent = primes + order, power or exponent
    if isinstance(exponent, Negative) and function in INVERSE:
        function, exponent = INVERSE[function], None
    if primes > HIGHEST:
        raise ReadError(f"at most {HIGHEST} primes can be read", at)
    node: Node = Apply(function, _arguments_of(parser, function), primes, items, at=at)
    return parser.scripts(node if exponent is None else Power(node, exponent, at=at))


def _items(parser: Parser) -> tuple[Node, ...]:
    """The indices right behind a function: softmax_i, \\log_2."""
    read = parser.inside(parser.group_pieces()).index_of(Number(0.0), "")
    assert isinstance(read, Index)
    return read.items


def _exponent(parser: Parser) -> tuple[int, Node | None]:
    r"""The primes in f^{'} and f^\prime, the order in f^{(3)}, or the exponent in \tanh^2."""
    pieces = parser.group_pieces()
    if all(piece.text in ("'", r"\prime") for piece in pieces):
        return len(pieces), None
    texts = [piece.text for piece in pieces]
    if len(texts) == 3 and texts[0] == "(" and texts[1].isdigit():
        return int(texts[1]), None
    return 0, parser.inside(pieces).whole()


def _arguments_of(parser: Parser, function: str) -> tuple[Node, ...]:
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
    for ahead in range(len(parser.pieces) - parser.place):
        text = parser.look(ahead)
        depth += (text in ("(", "[", r"\{")) - (text in (")", "]", r"\}"))
        if not depth:
            return parser.look(ahead + 1) == "'"
    return False


def _bare(parser: Parser) -> Node:
    r"""The argument of \log without brackets: one factor, or the plain symbols side by side."""
    at = parser.at
    factors = [parser.factor()]
    while parser.kind() in ("letter", "number") and not _ends_argument(parser):
        if not isinstance(factors[-1], Number | Name | Index | Power):
            break
        factors.append(parser.scripts(parser.atom()))
    if len(factors) == 1:
        return factors[0]
    return Product(tuple(factors), ("",) * (len(factors) - 1), at=at)


def _ends_argument(parser: Parser) -> bool:
    return parser.function_here() is not None or parser.is_d(0)


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
