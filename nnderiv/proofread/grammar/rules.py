"""The table of rules, and the ways into the grammar."""

from __future__ import annotations

from nnderiv.proofread.grammar import atoms, brackets, conditions, derivatives, operators, scripts
from nnderiv.proofread.grammar.parser import Parser, Rules
from nnderiv.proofread.grammar.tree import Node
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.scanner import Token

RULES = Rules(
    factors={
        r"\sum": operators.sum_or_product,
        r"\prod": operators.sum_or_product,
        r"\nabla": derivatives.nabla,
        r"\frac": derivatives.fraction,
        r"\partial": derivatives.quotient,
        "d": derivatives.quotient,
        "D": derivatives.capital_d,
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
    return parser_of(tokens, names).whole()


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
