"""Events: indicators of a condition, probabilities of a class, and expectations."""

from __future__ import annotations

from nnderiv.proofread.grammar.conditions import conditions
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.tree import Index, Indicator, Name, Node

INDICATORS = frozenset({"1", "I", r"\chi", r"\delta"})  # where a condition follows
PROBABILITIES = frozenset("PpQq")
EXPECTATION = "an expectation is not read: written as a sum over a finite set it is"


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
