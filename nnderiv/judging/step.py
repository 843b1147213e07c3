"""One row more of a chain of the book: any form of it that holds is right."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from nnderiv.errors import InputError
from nnderiv.judging.html import prose, tex
from nnderiv.judging.no_answer import NoAnswerError
from nnderiv.judging.rows import (
    NOTHING,
    Equation,
    behind,
    equation_of,
    rows_of,
    strangers,
    used_names,
)
from nnderiv.judging.same import same, same_slope
from nnderiv.judging.told import fails, names, unread
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.grammar.tree import Node, walk
from nnderiv.proofread.report.anchors import split_row
from nnderiv.proofread.source.displays import Row

SET_TO_0 = "is the derivative set to 0 here?"  # as a document may: this one does not
NOT_0 = "This row does not hold: the left side is not 0 for all numbers that were tried."


def judge_step(cells: Sequence[str], row: int, answer: str) -> dict[str, Any]:
    """Judge what was typed in the place of a row that goes on from those above.

    Args:
        cells: the LaTeX of all %%derivation cells of the chapter down to that of the row.
        row: the number of the row in the last of them, from 0.
        answer: the row, with or without its left side.

    Raises:
        InputError: the row does not go on from one above it.
        NoAnswerError: what was typed is no row that could be judged.
    """
    return Step(cells, row).verdict(answer)


class Step:
    """A row of the book that is asked for, in its chain.

    Attributes:
        left: what the chain is about.
        above: what its rows above the one that is asked for say, the first of them first.
        asked: what that one says, and the rows below it.
    """

    def __init__(self, cells: Sequence[str], row: int) -> None:
        self.rows = rows_of(cells[-1]) if cells else []
        if not 0 < row < len(self.rows):
            raise InputError(
                f"a step goes on from a row above: here, rows 1 to {len(self.rows) - 1} may; "
                f"got row {row}"
            )
        self.number = row
        self.reader = behind(cells, row)
        self.first = first = max((i for i in range(row + 1) if self._head(i)), default=row)
        left = None if first == row else self._says(first).left
        if left is None or self.reader.chains.chain.left is None:
            raise InputError(
                f"a step goes on from a row above; row {row} has a left side of its own: "
                f"{self.rows[row].latex}"
            )
        self.left = left
        self.above = [self._says(i) for i in range(first, row)]
        self.asked = [self._says(row)]
        for number in range(row + 1, len(self.rows)):
            if self._head(number):
                break
            self.asked.append(self._says(number))

    def _head(self, number: int) -> str:
        """The left side of a row of the book, or "" if it goes on from the row above."""
        return split_row(self.rows[number].latex)[0]

    def _says(self, number: int) -> Equation:
        """What a row of the book says."""
        return equation_of(self.rows[number], self.reader)

    @property
    def head(self) -> str:
        """The left side of the chain, as LaTeX."""
        return self._head(self.first)

    @property
    def rule(self) -> str:
        """The rule of the row that is asked for, as HTML."""
        return prose(self.rows[self.number].tag)

    def verdict(self, answer: str) -> dict[str, Any]:
        """Whether what was typed is right, and what to say of it."""
        typed = self._typed(answer)
        for right in typed.rights:
            claim = self._read(right)
            if claim.verdict == "fails" or claim.reason == SET_TO_0:
                said = NOT_0 if claim.reason == SET_TO_0 else fails(claim)
                said += f" The rule of this step: {self.rule}."
                return {"right": False, "feedback": said}
            if claim.verdict != "holds":
                raise NoAnswerError(unread(claim))
        node = typed.nodes[-1]
        if node in self.above[-1].nodes or not same(node, self.asked[0].nodes[-1]):
            self._refuse_standing_still(node)
        return {"right": True, "feedback": self._praise(node)}

    def _typed(self, answer: str) -> Equation:
        """What was typed: one row, which goes on from the one above."""
        rows = rows_of(answer)
        if not rows:
            raise NoAnswerError(NOTHING)
        if len(rows) > 1:
            raise NoAnswerError(f"These are {len(rows)} rows. Write one: that which follows next.")
        typed = equation_of(rows[0], self.reader)
        left, above = typed.left, self.above[-1].nodes[-1]
        if left is not None and not (same(left, self.left) or same(left, above)):
            raise NoAnswerError(
                f"Your row has a left side of its own, and this chain is about {tex(self.head)}. "
                "Leave the left side out: begin with <code>=</code>."
            )
        if unknown := strangers(typed.nodes, self.reader):
            raise NoAnswerError(
                f"{names(unknown)} is not known here. In this chain stand {names(self._names())}."
            )
        return typed

    def _names(self) -> list[str]:
        """The names in the rows above, and those that they rest on."""
        nodes = [self.left, *(node for row in self.above for node in row.nodes)]
        return used_names(nodes, self.reader)

    def _read(self, right: str) -> Claim:
        """What the numbers say of a right side, under the conditions of the book's row."""
        row = Row(f"= {right}", self.rows[self.number].tag, 1, 0)
        (claim,) = deepcopy(self.reader).read(row)
        return claim

    def _refuse_standing_still(self, node: Node) -> None:
        """What stands above already is no step, and neither is the left side itself."""
        if any(same(node, other) for other in self.above[-1].nodes):
            raise NoAnswerError(f"That is the row above. Go on from it: use “{self.rule}”.")
        if any(same(node, other) for row in self.above[:-1] for other in row.nodes):
            raise NoAnswerError(
                f"That stands further up already. The next step: use “{self.rule}”."
            )
        book = [*self.above[-1].nodes, *self.asked[0].nodes]
        if _mentions(node, self.left) and not any(_mentions(one, self.left) for one in book):
            raise NoAnswerError(
                f"{tex(self.head)} itself stands in your right side: so the row holds, and says "
                f"nothing. Go on from the row above: use “{self.rule}”."
            )

    def _praise(self, node: Node) -> str:
        """What to say of a row that holds: where it is in the book's chain, and what is there."""
        book = f"{tex(self.asked[0].rights[-1])} ({self.rule})"
        further = [same(node, row.nodes[-1]) for row in self.asked]
        if further[0]:
            return f"Right, and the book has the same: {self.rule}."
        if True in further:
            ahead = further.index(True)
            steps = "one step" if ahead == 1 else f"{ahead} steps"
            return f"Right, and you went {steps} further: you could have stopped at {book}."
        return f"Right: both sides agree for all numbers that were tried. The book has {book}."


def _mentions(node: Node, left: Node) -> bool:
    """Whether what a chain is about stands in a formula, be it whole or in parts."""
    return any(same(part, left) or same_slope(part, left) for part in walk(node))
