"""Conditions in prose: what a tag or a text says behind for, if, when or where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.rules import parse_conditions
from nnderiv.proofread.grammar.tree import Compare, Name, Node, Unread
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.commands import COMPARISONS
from nnderiv.proofread.latex.lexer import Token, lex

INTRODUCES = re.compile(r"\b(for|if|when|whenever|where|on|unless|provided|case|in case)\b", re.I)
EXPLAINS = ("where",)
WORD = re.compile(r"(?<![\\A-Za-z])(?!(?:and|all|every|each|any|or|that)\b)[A-Za-z]{2,}")
FILLER = re.compile(r"\b(and|all|every|each|any|or|that|case|is)\b")
IS = (  # what prose says of a number
    (re.compile(r"(\S+)\s+is\s+(?:strictly\s+)?positive\b", re.I), r"\1 > 0"),
    (re.compile(r"(\S+)\s+is\s+(?:strictly\s+)?negative\b", re.I), r"\1 < 0"),
    (re.compile(r"(\S+)\s+is\s+non-?negative\b", re.I), r"\1 \\geq 0"),
    (re.compile(r"(\S+)\s+is\s+(?:not\s+zero|non-?zero)\b", re.I), r"\1 \\neq 0"),
    (re.compile(r"(\S+)\s+is\s+zero\b", re.I), r"\1 = 0"),
)
EVERY_NUMBER = "R"  # for all x in it says nothing


def conditions_in(part: list[Token], names: Vocabulary) -> list[Node]:
    """The conditions in some tokens; what has no relation is prose."""
    try:
        return parse_conditions(part, names)
    except ReadError:
        texts = [token.text for token in part]
        limits = COMPARISONS & set(texts) and EVERY_NUMBER not in texts
        return [Unread(" ".join(texts), at=part[0].at)] if limits else []


def tag_conditions(tag: str, names: Vocabulary) -> list[Node]:
    """The conditions that a tag names behind for, if, when or where."""
    found: list[Node] = []
    for said, meant in IS:
        tag = said.sub(lambda match, meant=meant: match.expand(meant).replace("$", ""), tag)  # type: ignore[misc]
    for introduction in INTRODUCES.finditer(tag):
        rest = tag[introduction.end() :]
        following = INTRODUCES.search(rest)
        rest = rest[: following.start()] if following else rest
        rest = rest.split(";")[0]
        for formula in _formulas(rest):
            explains = introduction[1].lower() in EXPLAINS
            try:
                kept = conditions_in(lex(formula), names)
            except ReadError:
                continue
            if introduction[1].lower() == "unless":
                kept = [_opposite(c) for c in kept]
            found += [c for c in kept if not (explains and _is_equation(c))]
    return found


def said_conditions(said: str, names: Vocabulary) -> list[Node]:
    """The conditions in the words around a display, one a line.

    What begins with a question mark, and what is not understood, may limit the row or not.
    """
    found: list[Node] = []
    for line in filter(None, said.split("\n")):
        if line.startswith("? "):
            found.append(Unread(line[2:]))
        else:
            found += tag_conditions(line, names) or [Unread(line.replace("$", ""))]
    return found


OPPOSITE = {"=": r"\neq", r"\neq": "=", "<": r"\geq", ">": r"\leq", r"\leq": ">", r"\geq": "<"}


def _opposite(condition: Node) -> Node:
    """The condition that holds where this one does not."""
    if isinstance(condition, Compare) and condition.relation in OPPOSITE:
        return replace(condition, relation=OPPOSITE[condition.relation])
    return Unread("unless", at=condition.at)


def _is_equation(condition: Node) -> bool:
    """Whether a condition explains a name instead of limiting the claim."""
    return isinstance(condition, Unread) or (
        isinstance(condition, Compare)
        and condition.relation == "="
        and not (isinstance(condition.left, Name) and isinstance(condition.right, Name))
    )


def _formulas(prose: str) -> Iterator[str]:
    r"""Formulas in prose: with dollar signs or without, up to the first other word."""
    spans = prose.split("$")
    plain = ""
    for i, span in enumerate(spans):
        if i % 2 == 0:
            stop = WORD.search(span)
            if stop:
                plain += span[: stop.start()]
                break
        plain += span
    plain = re.sub(r"\\(quad|qquad|text\{[^}]*\})", " , ", FILLER.sub(" , ", plain))
    if r"\dots" in plain or "..." in plain:
        yield plain.strip(" ,.")
        return
    yield from (clause for clause in plain.split(",") if clause.strip(" ."))
