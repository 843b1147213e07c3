"""A derivation that is written from its first row to its last."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from nnderiv.errors import InputError
from nnderiv.judging.html import formula, tex
from nnderiv.judging.no_answer import NoAnswerError
from nnderiv.judging.rows import NOTHING, behind, equation_of, parsed, rows_of, strangers
from nnderiv.judging.same import same, slopes
from nnderiv.judging.told import fails, names, unread
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.grammar.tree import Node
from nnderiv.proofread.report.anchors import split_row
from nnderiv.proofread.source.displays import Row


def judge_derivation(given: str, target: str, solution: str, answer: str) -> dict[str, Any]:
    """Judge all rows of a derivation: each must hold, and one must be what was looked for.

    Args:
        given: rows that declare and define what the derivation is about.
        target: the left side that is looked for.
        solution: what it equals; no other derivatives may be left in the answer than in this.
        answer: the rows that were written.

    Raises:
        InputError: the target cannot be read, or does not equal the solution.
        NoAnswerError: a row that was written cannot be read.
    """
    return Wanted(given, target, solution).verdict(answer)


@dataclass(frozen=True)
class _Found:
    """A right side that was written for the left side that is looked for."""

    right: str
    node: Node


class Wanted:
    """What is looked for, and what is known before the first row is written."""

    def __init__(self, given: str, target: str, solution: str) -> None:
        self.target, self.solution = target, solution
        self.reader = behind([given])
        self.left = parsed(target, self.reader)
        self.allowed = slopes(parsed(solution, self.reader))
        left = [slope for slope in self.allowed if slope[0] in self.reader.context.defined]
        if left:
            raise InputError(
                "no derivative of what is defined is left in a solution; "
                f"{solution} has {_as_latex(*left[0])}. Go on until it is gone."
            )
        claims = self._finally(solution)
        if any(claim.verdict != "holds" for claim in claims):
            raise InputError(
                f"the solution equals what is looked for; {target} = {solution} does not hold: "
                f"{claims[0].reason}"
            )

    def verdict(self, answer: str) -> dict[str, Any]:
        """Whether all that was written holds and reaches the target, and what to say of it."""
        rows = rows_of(answer)
        if not rows:
            raise NoAnswerError(
                f"{NOTHING} Begin with {tex(self.target)}, and put each step on a row."
            )
        reader = deepcopy(self.reader)
        reader.survey(rows)
        found: list[_Found] = []
        stated, head = 0, ""
        for number, row in enumerate(rows, start=1):
            claims = reader.read(row)
            own = split_row(row.latex)[0]
            head = own or head
            wrong = next((one for one in claims if one.verdict in ("fails", "unread")), None)
            if wrong is not None:
                above = head if number > 1 and not own else ""
                return self._to_mend(wrong, number, len(rows), above)
            stated += any(claim.verdict == "holds" for claim in claims)
            left = reader.chains.chain.left
            if left is not None and same(left, self.left):
                said = equation_of(row, reader)
                found.append(_Found(said.rights[-1], said.nodes[-1]))
        return self._all_hold(found, stated)

    def _to_mend(self, claim: Claim, number: int, count: int, goes_on: str) -> dict[str, Any]:
        """What to say of the first row that fails or was not read; `goes_on` is its left side."""
        above = {1: "", 2: "Row 1 holds. ", 3: "Rows 1 and 2 hold. "}
        held = above.get(number, f"Rows 1 to {number - 1} hold. ")
        where = f"{held}Row {number} of {count} is the first to mend: {formula(claim.latex)}. "
        if claim.verdict == "unread":
            behind = f" It goes on from {tex(goes_on)} further up." if goes_on else ""
            raise NoAnswerError(where + unread(claim) + behind)
        return {"right": False, "feedback": where + fails(claim)}

    def _all_hold(self, found: list[_Found], stated: int) -> dict[str, Any]:
        """What to say where every row holds."""
        holds = {
            0: "No row states an equation yet.",
            1: "Your row holds.",
            2: "Both rows hold.",
        }
        begin = holds.get(stated, f"All {stated} rows hold.")
        if not found:
            raise NoAnswerError(f"{begin} Go on until a row begins with {tex(self.target)}.")
        done = [one for one in found if slopes(one.node) <= self.allowed]
        last = (done or found)[-1]
        left = slopes(last.node) - self.allowed
        if left:
            listed = names([_as_latex(*slope) for slope in sorted(left)])
            raise NoAnswerError(
                f"{begin} {tex(self.target)} is there, but {listed} still stands in it: "
                "derive that in rows of its own, and put it in."
            )
        if unknown := strangers([last.node], self.reader):
            raise NoAnswerError(
                f"{begin} In the end {names(unknown)} should not stand in it: "
                "write out what that is."
            )
        claims = self._finally(last.right)
        wrong = next((claim for claim in claims if claim.verdict != "holds"), None)
        if wrong is not None:
            why = fails(wrong) if wrong.verdict == "fails" else unread(wrong)
            said = f"{begin} But by what is given alone, the last one does not hold. {why}"
            return {"right": False, "feedback": said}
        short = " Can you say by which rules one gets there?" if stated == 1 else ""
        return {"right": True, "feedback": f"{begin} And you have found it.{short}"}

    def _finally(self, right: str) -> list[Claim]:
        """What the numbers say of a right side by what is given alone, and of the solution."""
        reader = deepcopy(self.reader)
        rows = [Row(f"{self.target} = {right}", "", 1, 0), Row(f"= {self.solution}", "", 1, 0)]
        return [claim for row in rows for claim in reader.read(row)]


def _as_latex(body: str, *target: str) -> str:
    """A derivative as one writes it."""
    return rf"\frac{{d{body}}}{{d{target[0]}}}" if target else body
