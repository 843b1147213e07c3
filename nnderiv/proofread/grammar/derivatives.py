"""Derivatives as they are printed: fractions of differentials, in one line, with a nabla."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import (
    HIGHEST_ORDER,
    Apply,
    Derivative,
    Differential,
    Index,
    Matrix,
    Name,
    Node,
    Number,
    Power,
    Product,
    Reach,
    Transpose,
)
from nnderiv.proofread.latex.commands import CLOSE, OPEN

# What a differential may begin with, beside letters and brackets.
BRACKETS = ("(", "[", r"\{")
STARTS = frozenset(r"\| \log \ln \det \exp \hat \bar \tilde \sum".split())


def fraction(parser: Parser) -> Node | None:
    """A derivative as a fraction; None where the fraction is a plain one."""
    if _is_fraction_of_differentials(parser):
        return parser.scripts(_fraction_derivative(parser))
    derivative = parser.attempt(_fraction_derivative)
    return None if derivative is None else parser.scripts(derivative)


def quotient(parser: Parser) -> Node | None:
    """A derivative in one line, ∂L/∂x, or a differential; None where d is something else."""
    if parser.kind() == "word" or not parser.is_d(0):
        return None
    if parser.next == r"\partial" and _has_variable_below(parser):
        return operator(parser)
    if parser.names.is_gradient(parser.look(1)):
        at = parser.take().at
        return parser.scripts(Name(f"d{parser.take().text}", at=at))
    slash = parser.attempt(_slash_derivative)
    if slash is not None or parser.next != "d":
        return slash
    return _differential_of(parser)


def _has_variable_below(parser: Parser) -> bool:
    r"""Whether this is \partial_x or \partial^2_x, not the upper part of a fraction."""
    return parser.look(1) == "_" or (parser.look(1) == "^" and parser.look(3) == "_")


def _differential_of(parser: Parser) -> Node | None:
    """dx, d(XY), d log det X; None where d is a name by itself."""
    start, at = parser.place, parser.at
    parser.take()
    opens = parser.kind() in ("letter", "word") or parser.next in ("(", "[", r"\{", *STARTS)
    if not opens:
        parser.place = start
        return None
    with parser.deeper():
        body = parser.factor()
    exponent = body.exponent if isinstance(body, Power) else None
    if isinstance(exponent, Number) and exponent.value > 0 and _is_letter(body):
        raise ReadError("is this the differential of a square, or its square? set brackets", at)
    return Differential(body, at=at)


def _is_letter(node: Node) -> bool:
    """Whether a power stands over a letter, with indices or without."""
    base = node.base if isinstance(node, Power) else node
    return isinstance(base, Name | Index)


def _is_fraction_of_differentials(parser: Parser) -> bool:
    """Whether a fraction can be nothing but a derivative: ∂ or d stand above and below."""
    start, tokens = parser.place, parser.tokens
    parser.take()
    above, below = parser.group(), parser.group()
    parser.place, parser.tokens = start, tokens
    if not above or not below:
        return False
    if above[0].text == below[0].text == r"\partial":
        return True
    plain = ("_", "+", "-")
    behind = [side[1].text if len(side) > 1 else "" for side in (above, below)]
    both = above[0].text == below[0].text == "d" and not parser.names.known("d")
    return both and behind[0] != "(" and not any(text in plain for text in behind)


def _fraction_derivative(parser: Parser) -> Node:
    r"""\frac{dL}{dx}, or \frac{d}{dx} and what is differentiated behind it."""
    at = parser.at
    parser.expect(r"\frac")
    above = parser.inside(parser.group())
    below = parser.inside(parser.group())
    if len(below.tokens) < 2:
        raise ReadError("what one differentiates by should stand below", at)
    partial = above.next == r"\partial"
    order = _differential(above)
    targets: list[Node] = []
    while below.place < len(below.tokens):
        _differential(below)
        targets.extend(_target(below, order > 1))
    if len(targets) != order:
        raise ReadError(f"a derivative of order {order} needs {order} variables below", at)
    if above.place < len(above.tokens):
        body = _body(above, targets)
        called = [parser.look(ahead) for ahead in range(3)]
        by = targets[0].key if isinstance(targets[0], Name) else ""
        if isinstance(body, Apply) and called == ["(", by, ")"]:
            parser.place += 3  # dg/dx (x)
        return Derivative(body, tuple(targets), partial, at=at)
    return _operated(parser, tuple(targets), partial, at)


def _differential(parser: Parser) -> int:
    """Step over d or ∂, and say which order an exponent gives it."""
    if parser.next not in ("d", r"\partial") or parser.look(1) == "_":
        raise ReadError("a differential should stand here", parser.at)
    parser.take()
    if parser.accept("^"):
        return _order(parser)
    return 1


def _order(parser: Parser) -> int:
    """The order of a derivative, in the place of an exponent."""
    order = parser.single()
    if not isinstance(order, Number) or not 1 <= order.value <= HIGHEST_ORDER:
        raise ReadError(
            f"the order of a derivative is a number from 1 to {HIGHEST_ORDER}", parser.at
        )
    return int(order.value)


def _body(above: Parser, targets: list[Node]) -> Node:
    """What is differentiated; a bare function is one of the variable below."""
    function = above.function_here()
    if function is not None and above.place == len(above.tokens) - 1:
        return _bare_function(above, function, targets, above.at)
    return above.whole()


def _bare_function(parser: Parser, function: str, targets: list[Node], at: int) -> Node:
    """In dσ/dz the function is one of the variable below, or else of its own parameters."""
    own = parser.names.has_parameters(function)
    return Apply(function, () if own else (targets[0],), at=at)


def _target(below: Parser, counted: bool = False) -> list[Node]:
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


def _slash_derivative(parser: Parser) -> Node:
    """∂L/∂x in one line."""
    at, partial = parser.at, parser.next == r"\partial"
    _differential(parser)
    function = parser.function_here()
    body = parser.scripts(parser.atom())
    parser.expect("/")
    _differential(parser)
    targets = _target(parser)
    if function is not None:
        body = _bare_function(parser, function, targets, at)
    return Derivative(body, tuple(targets), partial, at=at)


def nabla(parser: Parser) -> Node:
    r"""\nabla_x L: the gradient; \nabla f by all that f is a function of."""
    at = parser.take().at
    order, below = 1, None
    while parser.next in ("_", "^"):
        if parser.take().text == "_":
            below = parser.inside(parser.group())
        else:
            order = 2 if parser.single() == Number(2.0) else 0
    if below is not None:
        return _operated(parser, tuple(_target(below)) * (order or 1), False, at)
    body = _operand(parser)
    by = body.arguments if isinstance(body, Apply) else ()
    if isinstance(body, Apply) and not by:
        by = tuple(Name(key, at=at) for key in parser.names.parameters(body.function))
    if len(by) == 1 and order:
        return Derivative(body, by * order, False, at=at)
    if by and order == 1:
        return Matrix(tuple((Derivative(body, (target,), False, at=at),) for target in by), at=at)
    raise ReadError("say below the nabla what one differentiates by: \\nabla_x", at)


def total(parser: Parser) -> Node | None:
    """D_x f of a function that the text defines; None where D is a name."""
    if parser.kind() != "letter" or parser.names.known("D"):
        return None
    return operator(parser)


def operator(parser: Parser) -> Node | None:
    r"""\partial_x f, \partial_{xy} f, D_x f; None where D_x is an array."""
    start, at, partial = parser.place, parser.at, parser.take().text == r"\partial"
    order = 1
    while parser.next == "^":
        parser.take()
        order = _order(parser)
    below = parser.inside(parser.group()) if parser.accept("_") else None
    if parser.accept("^"):
        order = _order(parser)
    function = parser.function_here()
    own = function is not None and parser.names.has_parameters(function)
    if below is None or not (partial or own):
        parser.place = start
        return None
    targets: list[Node] = []
    while below.place < len(below.tokens):
        targets.extend(_target(below))
    if function is not None and parser.look(1) not in (*BRACKETS, "_", "^", "'"):
        parser.take()
        body = _bare_function(parser, function, targets, at)
        return Derivative(body, tuple(targets * order), partial, at=at)
    return _operated(parser, tuple(targets * order), partial, at)


def _operated(parser: Parser, targets: tuple[Node, ...], partial: bool, at: int) -> Node:
    """The derivative of what stands behind its operator.

    In a sum as (x + 1)^2 (x + 2) in the product rule, it may end at the bracket as well.
    """
    opens = parser.next in BRACKETS
    body = _operand(parser)
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


def _operand(parser: Parser) -> Node:
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
