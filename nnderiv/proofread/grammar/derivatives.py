"""Derivatives as they are printed: fractions of differentials, in one line, with a nabla."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.operands import operand, operated
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
    Transpose,
)
from nnderiv.proofread.latex.commands import CLOSING, RELATIONS

# What a differential may begin with, beside letters and brackets.
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
    if parser.names.is_gradient(parser.look(1)):
        at = parser.take().at
        return parser.scripts(Name(f"d{parser.take().text}", at=at))
    slash = parser.attempt(_slash_derivative)
    if slash is None and parser.next == r"\partial" and parser.look(1) == "_":
        return _operator(parser, partial=True)
    if slash is not None or parser.next != "d":
        return slash
    return _differential_of(parser)


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


def _operator(parser: Parser, partial: bool) -> Node:
    r"""\partial_x f, \partial_x^2 f, D_x f: what stands below is what one differentiates by."""
    at = parser.take().at
    parser.expect("_")
    (target,) = _target(parser.inside(parser.group()))
    order = parser.single() if parser.accept("^") else Number(1.0)
    if not isinstance(order, Number) or not 1 <= order.value <= HIGHEST_ORDER:
        raise ReadError(f"the order of a derivative is a number from 1 to {HIGHEST_ORDER}", at)
    targets = (target,) * int(order.value)
    function = parser.function_here()
    if function is not None and parser.look(1) not in ("(", "_", "^", "'", "["):
        parser.take()
        body = _bare_function(parser, function, [target], at)
        return Derivative(body, targets, partial, at=at)
    return operated(parser, targets, partial, at)


def capital_d(parser: Parser) -> Node | None:
    """D_x f, where x is a variable and D nothing else."""
    below = parser.tokens[parser.place + 2 :]
    below = below[1:2] if below and below[0].text == "{" else below[:1]
    behind = parser.look(5 if parser.look(2) == "{" else 3)
    variable = bool(below) and parser.names.known(below[0].text)
    free = not parser.names.known("D") and parser.look(1) == "_"
    if not (free and variable and behind) or behind in CLOSING | RELATIONS | {"+", "-", ",", "_"}:
        return None
    return parser.attempt(lambda trial: _operator(trial, partial=False))


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
    return operated(parser, tuple(targets), partial, at)


def _differential(parser: Parser) -> int:
    """Step over d or ∂, and say which order an exponent gives it."""
    if parser.next not in ("d", r"\partial") or parser.look(1) == "_":
        raise ReadError("a differential should stand here", parser.at)
    parser.take()
    if parser.next == "^":
        parser.take()
        order = parser.single()
        if not isinstance(order, Number) or not 1 <= order.value <= HIGHEST_ORDER:
            raise ReadError(
                f"the order of a derivative is a number from 1 to {HIGHEST_ORDER}", parser.at
            )
        return int(order.value)
    return 1


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
    r"""\nabla_x L: the gradient."""
    at = parser.take().at
    order, below = 1, None
    while parser.next in ("_", "^"):
        if parser.take().text == "_":
            below = parser.inside(parser.group())
        else:
            order = 2 if parser.single() == Number(2.0) else 0
    if below is not None:
        return operated(parser, tuple(_target(below)) * (order or 1), False, at)
    body = operand(parser)
    if isinstance(body, Apply) and len(body.arguments) == 1 and order:
        return Derivative(body, body.arguments * order, False, at=at)
    name = body.function if isinstance(body, Apply) and not body.arguments else ""
    variables = parser.names.variables(body.key if isinstance(body, Name) else name)
    if len(variables) == 1:
        return Derivative(body, (Name(variables[0], at=at),) * (order or 1), False, at=at)
    if variables and order == 1:
        slopes = (Derivative(body, (Name(key, at=at),), False, at=at) for key in variables)
        return Matrix(tuple((slope,) for slope in slopes), at=at)
    raise ReadError("say below the nabla what one differentiates by: \\nabla_x", at)
