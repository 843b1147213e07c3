"""What stands in brackets of any kind: formulas, arguments, norms, cases and matrices."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.conditions import condition, conditions
from nnderiv.proofread.grammar.dots import with_digits
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import (
    Apply,
    At,
    Cases,
    Compare,
    Dots,
    Indicator,
    Joined,
    Matrix,
    Name,
    Node,
    Norm,
    Number,
    Product,
)
from nnderiv.proofread.latex.scanner import Token


def bracket(parser: Parser, token: Token) -> Node:
    """A formula in brackets of any kind; [i = j] is an indicator."""
    if token.text == "[" and _holds_relation_inside(parser):
        parser.place -= 1
        return Indicator(tuple(conditions(parser.inside(parser.between()))), at=token.at)
    close = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}[token.text]
    bars, parser.bars_open = parser.bars_open, ()
    body = parser.formula()
    if token.text == "(" and parser.next == ",":
        before = _before(parser, token)
        if before:
            raise ReadError(f"{before} is no function here, and has no arguments", token.at)
        raise ReadError("a tuple is not read: write a vector as a matrix, or as [x, y]", token.at)
    parts = [body]
    while token.text == "[" and parser.accept(",", ";"):
        parts.append(parser.formula())
    parser.bars_open = bars
    parser.expect(close)
    return body if len(parts) == 1 else _joined(parser, parts, token)


def _before(parser: Parser, token: Token) -> str:
    """The letter or word right before a bracket; "" if there is none."""
    before = next((t for t in parser.tokens if t.end == token.at), None)
    return before.text if before is not None and before.kind in ("letter", "word") else ""


def _joined(parser: Parser, parts: list[Node], token: Token) -> Node:
    """Vectors one after the other, [h, x]; in W[i, j] these are indices."""
    indices = all(
        isinstance(part, Number) or (isinstance(part, Name) and not parser.names.known(part.key))
        for part in parts
    )
    if indices and _before(parser, token):
        raise ReadError("indices in square brackets are not read: write W_{ij}", token.at)
    return Joined(tuple(parts), at=token.at)


def _holds_relation_inside(parser: Parser) -> bool:
    """Whether the bracket that was just stepped over holds a condition."""
    parser.place -= 1
    found = parser.holds_relation()
    parser.place += 1
    return found


def bars(parser: Parser, token: Token) -> Node:
    """|x| and ‖x‖, with the p of the norm below; a norm may be written with two single bars."""
    double = token.text == "|" and parser.next == "|" and parser.at == token.end
    if double:
        parser.take()
    bars, parser.bars_open = parser.bars_open, (*parser.bars_open, token.text)
    body = parser.formula()
    parser.bars_open = bars
    parser.expect(token.text)
    if double:
        parser.expect("|")
    elif token.text == "|":
        return Apply("|", (body,), at=token.at)
    p = 2.0
    if parser.accept("_"):
        label = "".join(p.text for p in parser.group())
        orders = {"1": 1.0, "2": 2.0, "F": 2.0, r"\infty": 0.0}
        if label not in orders:
            raise ReadError(f"the norm with {label} below it is not known", token.at)
        p = orders[label]
    return Norm(body, p, at=token.at)


def evaluated(parser: Parser, token: Token) -> Node:
    """A formula with a bar behind it, and below the bar the value of a variable."""
    bars, parser.bars_open = parser.bars_open, ()
    body = parser.formula()
    parser.bars_open = bars
    parser.expect(r"\right|")
    parser.expect("_")
    inner = parser.inside(parser.group())
    (said,) = condition(inner)
    variable = said.left if isinstance(said, Compare) and said.relation == "=" else None
    if not isinstance(variable, Name) or inner.place < len(inner.tokens):
        raise ReadError("below the bar, the value of one variable should stand: x = 0", token.at)
    return At(body, variable, said.right, at=token.at)  # type: ignore[attr-defined]  # a comparison


def inner_product(parser: Parser, token: Token) -> Node:
    """⟨x, y⟩, of matrices the sum of the products of their entries."""
    left = parser.formula()
    parser.expect(",")
    right = parser.formula()
    parser.expect(r"\rangle")
    together = Product((left, right), (r"\odot",), at=token.at)
    return Apply("sum", (together,), at=token.at)


def floor(parser: Parser, token: Token) -> Node:
    """The whole part."""
    body = parser.formula()
    parser.expect(r"\rfloor")
    return Apply("floor", (body,), at=token.at)


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


ENVIRONMENTS = frozenset(
    "matrix bmatrix pmatrix vmatrix Vmatrix Bmatrix smallmatrix array cases dcases rcases".split()
)
DOTS = frozenset({r"\dots", r"\vdots", r"\ddots"})


def environment(parser: Parser, token: Token) -> Node:
    r"""\begin{cases} and the matrices."""
    name = "".join(p.text for p in parser.group())
    if name not in ENVIRONMENTS:
        raise ReadError(f"\\begin{{{name}}} is not known inside a formula", token.at)
    if name == "array":
        parser.group()
    start, depth = parser.place, 1
    while depth:
        text = parser.take().text
        depth += (text == r"\begin") - (text == r"\end")
    body = parser.tokens[start : parser.place - 1]
    parser.group()
    rows = [_cut(row, "&") for row in _cut(body, r"\\")]
    rows = [row for row in rows if any(row)]
    if "cases" in name:
        branches = tuple(_branch(parser, row) for row in rows)
        if not all(said for _, said in branches[:-1]):
            raise ReadError("when each of these cases counts was not understood", token.at)
        return Cases(branches, at=token.at)
    cells = tuple(_cells(parser, row) for row in rows)
    matrix = with_digits(Matrix(cells, at=token.at))
    return Apply("det", (matrix,), at=token.at) if name == "vmatrix" else matrix


def _cells(parser: Parser, cells: list[list[Token]]) -> tuple[Node, ...]:
    """The entries of a row; what is left blank is 0, or dots in a row of dots."""
    dots = all(token.text in DOTS for cell in cells for token in cell)
    blank: Node = Dots() if dots else Number(0.0)
    return tuple(parser.inside(cell).whole() if cell else blank for cell in cells)


def _branch(parser: Parser, cells: list[list[Token]]) -> tuple[Node, tuple[Node, ...]]:
    """One line of cases: a formula and when it counts."""
    first = parser.inside(cells[0])
    body = first.formula()
    found = conditions(first)
    for cell in cells[1:]:
        found += conditions(parser.inside(cell))
    return body, tuple(found)


def _cut(tokens: list[Token], separator: str) -> list[list[Token]]:
    """The tokens between separators, outside of inner environments."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("{", r"\begin")) - (token.text in ("}", r"\end"))
        if token.text == separator and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


BY_SIGN = {
    "(": bracket,
    "[": bracket,
    "{": bracket,
    r"\{": bracket,
    "|": bars,
    r"\|": bars,
    r"\left.": evaluated,
    r"\langle": inner_product,
    r"\lfloor": floor,
    r"\begin": environment,
}
