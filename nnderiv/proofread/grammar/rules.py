"""The table of rules, and the ways into the grammar."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar import atoms, brackets, conditions, derivatives, operators, scripts
from nnderiv.proofread.grammar.parser import Parser, Rules
from nnderiv.proofread.grammar.tree import Node
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.commands import EXPECTATION, NOT_READ
from nnderiv.proofread.latex.scanner import Token

RULES = Rules(
    factors={
        r"\sum": operators.sum_or_product,
        r"\prod": operators.sum_or_product,
        r"\nabla": derivatives.nabla,
        r"\frac": derivatives.fraction,
        r"\partial": derivatives.quotient,
        "d": derivatives.quotient,
        "D": derivatives.total,
    },
    signs=brackets.BY_SIGN | atoms.BY_SIGN,
    kinds=atoms.BY_KIND,
    scripts=scripts.scripts,
    application=operators.application,
)


def parser_of(tokens: list[Token], names: Vocabulary) -> Parser:
    """A parser for a part of the grammar that is no formula, such as a set."""
    return Parser(tokens, names, RULES)


def parse(tokens: list[Token], names: Vocabulary) -> Node:
    """Read one formula, and nothing behind it."""
    for place, token in enumerate(tokens):
        if token.kind == "command" and token.text in NOT_READ:
            raise ReadError(NOT_READ[token.text], token.at)
        if token.text == "E" and _takes_expectation(tokens, place, names):
            raise ReadError(EXPECTATION, token.at)
    return parser_of(tokens, names).whole()


def _takes_expectation(tokens: list[Token], place: int, names: Vocabulary) -> bool:
    r"""Whether the E here is that of \mathbb{E}[x], \operatorname{E}(x), or E_p[x]."""
    token, rest = tokens[place], parser_of(tokens[place + 1 :], names)
    if token.kind == "double" or names.known("E") or names.has_parameters("E"):
        return token.kind == "double"
    if rest.accept("_"):
        rest.between() if rest.next == "{" else rest.take()
    upright = token.end > token.at + 1
    return rest.next == "[" or (upright and rest.next in ("(", r"\{"))


def try_parse(tokens: list[Token], names: Vocabulary) -> Node | None:
    """Read one formula, or None if these tokens are none."""
    return parser_of(tokens, names).attempt(Parser.whole)


def parse_conditions(tokens: list[Token], names: Vocabulary) -> list[Node]:
    """Read comparisons and ranges, with commas or words between them."""
    return conditions.conditions(parser_of(tokens, names))


def parse_name(tokens: list[Token], names: Vocabulary) -> Node | None:
    """Read a letter with its scripts, or None if these tokens are more or less than that."""
    parser = parser_of(tokens, names)
    node = parser.scripts(parser.atom())
    return node if parser.place == len(tokens) else None
