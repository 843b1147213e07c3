"""The rows of cells and of what was typed, and what is known behind any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from nnderiv.judging.no_answer import NoAnswerError
from nnderiv.judging.told import unread
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.context.free_names import direct_names, free_names
from nnderiv.proofread.context.indices import index_names
from nnderiv.proofread.elaborate.unroll import is_family
from nnderiv.proofread.faults import outcome_of
from nnderiv.proofread.grammar.row import Chain, Statements, parse_row
from nnderiv.proofread.grammar.rules import parse
from nnderiv.proofread.grammar.tree import Name, Node
from nnderiv.proofread.latex.delimiters import has_relation, row_tokens
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.anchors import split_row
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.files import Passage

NOTHING = "Nothing is typed yet. Type what stands right of the equals sign, in LaTeX."
NO_EQUATION = "This row needs an equals sign between its two sides: write <code>= …</code>."
DECLARES = (
    "This declares a name, and says nothing that numbers could check. Write <code>=</code>, and "
    "behind it what the left side equals."
)
LIMITS = (
    "This row says for which values it holds, and here it has to hold for all: "
    "leave the condition out."
)
SEVERAL = "These are several equations. Write the one that follows from the row above."
IMAGINARY = {"i"}  # the unit, where nothing else is called so
KNOWN = 64  # states that are kept: those of one chapter
# $…$, $$…$$, \[…\] and \(…\) around all that was typed.
AROUND = re.compile(r"\s*(?:\$\$?|\\\[|\\\()(.*?)(?:\$\$?|\\\]|\\\))\s*", re.DOTALL)


def rows_of(latex: str) -> list[Row]:
    """The rows of a cell, or of what was typed; with or without something around them."""
    around = AROUND.fullmatch(latex)
    passage = Passage(around[1] if around else latex, is_rows=True)
    return [row for row in passage_rows(passage, sentences=False) if isinstance(row, Row)]


def behind(cells: Sequence[str], count: int | None = None) -> Proofreader:
    """A reader that has read all cells but the last, and the first rows of that; by default all."""
    if not cells:
        return Proofreader()
    rows = rows_of(cells[-1])
    return deepcopy(_known(tuple(cells), len(rows) if count is None else count))


@lru_cache(maxsize=KNOWN)
def _known(cells: tuple[str, ...], count: int) -> Proofreader:
    """The same, to be copied."""
    rows = rows_of(cells[-1])
    if not count:
        reader = behind(cells[:-1])
        reader.survey(rows)
        return reader
    reader = behind(cells, count - 1)
    reader.read(rows[count - 1])
    return reader


@dataclass(frozen=True)
class Equation:
    """A row that is an equation, and nothing else.

    Attributes:
        left: what stands left of its first equals sign, or None if it goes on from above.
        rights: the LaTeX of each right side.
        nodes: the tree of each.
    """

    left: Node | None
    rights: tuple[str, ...]
    nodes: tuple[Node, ...]


def equation_of(row: Row, reader: Proofreader) -> Equation:
    """What a row says, which must be one equation; a right side alone is one as well.

    Raises:
        NoAnswerError: it says something else, or cannot be read.
    """
    if not has_relation(row.latex):
        row = Row("= " + row.latex.lstrip("& \n"), row.tag, row.line, row.block)
    with _reading(row):
        tokens = row_tokens(row.latex, reader.context.words)
        sides = _only_chain(parse_row(tokens, "", reader.context)).sides
        first = None if sides[0].relation else sides.pop(0)
        if any(side.relation != "=" for side in sides):
            raise NoAnswerError(NO_EQUATION)
        if not all(side.tokens for side in sides):
            raise NoAnswerError(NOTHING)
        left = None if first is None else parse(first.tokens, reader.context)
        nodes = tuple(parse(side.tokens, reader.context) for side in sides)
    ends = [*(side.start for side in sides[1:]), len(row.latex)]
    sources = (row.latex[side.start : end] for side, end in zip(sides, ends, strict=True))
    rights = tuple(text.removeprefix("=").strip(" &\n") for text in sources)
    return Equation(left, rights, nodes)


def _only_chain(said: Statements) -> Chain:
    """The one chain of equations of a row."""
    if said.declarations:
        raise NoAnswerError(DECLARES)
    if said.conditions:
        raise NoAnswerError(LIMITS)
    if len(said.chains) != 1:
        raise NoAnswerError(SEVERAL if said.chains else NO_EQUATION)
    return said.chains[0]


@contextmanager
def _reading(row: Row) -> Iterator[None]:
    """Within it, what cannot be read is refused."""
    try:
        yield
    except NoAnswerError:
        raise
    except Exception as error:
        found = Claim(**vars(outcome_of(error)), line=1, latex=row.latex, source=row.latex)
        raise NoAnswerError(unread(found)) from None


def right_side(latex: str) -> str:
    """What stands right of the equals sign of a row, as LaTeX."""
    return split_row(latex)[1].removeprefix("=").strip(" .,\n")


def parsed(latex: str, reader: Proofreader) -> Node:
    """The tree of one side.

    Raises:
        InputError: it cannot be read.
    """
    return parse(row_tokens(latex, reader.context.words), reader.context)


def strangers(nodes: Sequence[Node], reader: Proofreader) -> list[str]:
    """The names in formulas that nothing above declares or defines, and no index of the chain."""
    context, left = reader.context, reader.chains.chain.left
    used = {key for node in nodes for key in direct_names(node, context)} - IMAGINARY
    used -= set() if left is None else {*index_names(left, context)}
    return sorted(
        key
        for key in used
        if not context.known(key)
        and key not in context.losses
        and not is_family(Name(key), context)  # the h of h_1, h_2 and h_3
    )


def used_names(nodes: Sequence[Node], reader: Proofreader) -> list[str]:
    """The names in formulas, and those that they rest on."""
    context = reader.context
    used = {key for node in nodes for key in direct_names(node, context)}
    used |= {key for node in nodes for key in free_names(node, context)}
    return sorted(used, key=str.casefold)
