"""Conditions: comparisons and ranges; and events: indicators, probabilities, expectations."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import Compare, Index, Indicator, Name, Node, Range
from nnderiv.proofread.latex.commands import COMPARISONS
from nnderiv.proofread.latex.lexer import lex

INDICATORS = frozenset({"1", "I", r"\chi", r"\delta"})  # where a condition follows
PROBABILITIES = frozenset("PpQq")
EXPECTATION = "an expectation is not read: written as a sum over a finite set it is"
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
        if relation == r"\in" and parser.next in ("[", "("):
            raise ReadError("an interval is read in a declaration alone", parser.at)
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


# --- what a condition makes: indicators, and the probability of an event


def indicator(parser: Parser, at: int) -> Node | None:
    """What counts 1 where the condition below it or in the brackets behind it holds."""
    start = parser.place
    subscript = parser.accept("_") and parser.next == "{"
    opened = parser.next in ("{", r"\{", "[", "(") and parser.holds_relation()
    if subscript and not opened and parser.look(1) in (r"\{", "[", "("):
        parser.take()
        opened = parser.holds_relation()
    if opened:
        return Indicator(tuple(conditions(parser.inside(parser.between()))), at=at)
    parser.place = start
    return None


def averages(parser: Parser) -> bool:
    """Whether square brackets stand behind an E, or behind what stands below it."""
    start = parser.place
    if parser.accept("_"):
        parser.group()
    found = parser.next == "["
    parser.place = start
    return found


def probability(parser: Parser, letter: str, at: int) -> Node:
    """P(y = k | x) is a name with the index k, and p(y_i = 1 | x_i) one with the index i."""
    label, items = "", dict[str, Node]()
    tokens = parser.between()
    for place, token in enumerate(tokens):
        before = [t.text for t in tokens[max(place - 2, 0) : place]]
        below = before[-1:] == ["_"] or before == ["_", "{"]
        after = tokens[place + 1].text if place + 1 < len(tokens) else ","
        valued = before[-1:] == ["="] and after in (",", "|", ";")
        if token.kind == "letter" and (below or valued):
            items[token.text] = Name(token.text, at=token.at)
            label += "·"
        elif token.text not in ("{", "}"):
            label += "," if token.text in ("|", ";") else token.text
    key = f"{letter}({label})"
    if not items:
        return Name(key, at=at)
    own = f"{key}_{{{','.join(items)}}}"
    return Index(Name(key, at=at), tuple(items.values()), False, own, at=at)
