"""Conditions: comparisons, chains of them, and indices with their range."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import Compare, Node, Range
from nnderiv.proofread.latex.commands import COMPARISONS
from nnderiv.proofread.latex.lexer import lex

_JOINING = frozenset("and if for when or all with where any every each".split())


def conditions(parser: Parser) -> list[Node]:
    """Comparisons with commas or words between them, to the end of the tokens."""
    found: list[Node] = []
    while parser.place < len(parser.tokens):
        if parser.kind() == "text":
            for formula in parser.take().text.split("$")[1::2]:
                inner = parser.inside(lex(formula))
                found.extend(conditions(inner))
            continue
        if parser.next in (",", ";", ".", r"\wedge", r"\quad", r"\qquad"):
            parser.take()
            continue
        if parser.kind() == "word" and parser.next.lower() in _JOINING:
            parser.take()
            continue
        found.extend(condition(parser))
    return found


def condition(parser: Parser) -> list[Node]:
    """One comparison, a chain of them, or an index with its range."""
    at = parser.at
    if parser.kind() == "letter" and parser.look(1) in ("=", r"\in"):
        index = parser.attempt(index_range)
        if index is not None:
            return [index]
    if parser.next == "(" and parser.holds_relation():
        with parser.deeper():
            return conditions(parser.inside(parser.between()))
    left = parser.formula()
    if parser.next not in COMPARISONS:
        raise ReadError("a condition should have a relation", at)
    found: list[Node] = []
    while parser.next in COMPARISONS:
        relation = parser.take().text
        right = parser.formula()
        found.append(Compare(left, relation, right, at=at))
        left = right
    return found


def index_range(parser: Parser) -> Node:
    r"""An index with its range: i = 1, \dots, n or i \in \{1, \dots, n\}."""
    index = parser.take()
    braces = parser.take().text == r"\in"
    if braces:
        parser.expect(r"\{")
    lower = parser.formula()
    parser.expect(",")
    while not parser.accept(r"\dots"):
        parser.formula()
        parser.expect(",")
    parser.expect(",")
    upper = parser.formula()
    if braces:
        parser.expect(r"\}")
    return Range(index.text, lower, upper, at=index.at)
