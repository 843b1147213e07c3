"""A proof-read derivation one row at a time: what changes in it, and the numbers on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.context.names import VARIABLE
from nnderiv.proofread.report.diff import marked
from nnderiv.proofread.report.formulas import Formulas, sides
from nnderiv.proofread.report.html import MARKS, Derivation, cells_of, worst

NAMES = {VARIABLE: r"\text{the variable}"}


class Steps:
    """The rows of a derivation, ready for a page; formulas and values are named by number.

    Attributes:
        formulas: LaTeX; the classes `mjx-gone` and `mjx-new` mark what changes from row to row.
        values: of inputs, of what is computed from them, and of what is given; each is a list of
            pairs of a formula and an array.
        rows: for each row its left side, the row before it (or None), itself, its rule as prose
            and formulas, its mark, and for each draw its values and both sides at a few places.
    """

    def __init__(self, derivation: Derivation) -> None:
        self.formulas = Formulas()
        self.values: list[list[tuple[int, Any]]] = []
        self.rows: list[dict[str, Any]] = []
        parts = list(derivation.parts())
        drawn = {draw["draw"] for _, claims in parts for claim in claims for draw in claim.draws}
        head, previous = "", ""
        for row, claims in parts:
            left, relation, right = sides(row)
            head, previous = (left, "") if left else (head, previous)
            before, after = marked(previous, right) if previous else ("", right)
            self.rows.append(
                {
                    "left": self.formulas.number(head),
                    "before": self.formulas.number("= " + before) if previous else None,
                    "after": self.formulas.number(relation + after),
                    "rule": self.formulas.prose(row.tag),
                    "mark": MARKS[worst(claims)] if claims else "",
                    "draws": self._draws(claims, sorted(drawn)),
                }
            )
            previous = right

    def _draws(
        self, claims: Sequence[Claim], drawn: list[tuple[int, int]]
    ) -> list[dict[str, Any] | None]:
        """What the last claim of a row comes to in each draw, or None where it was not checked."""
        checked = [claim for claim in claims if claim.draws]
        found = {draw["draw"]: draw for claim in checked[-1:] for draw in claim.draws}
        return [self._draw(found[key]) if key in found else None for key in drawn]

    def _draw(self, draw: dict[str, Any]) -> dict[str, Any]:
        kinds = {kind: self._values(draw[kind]) for kind in ("inputs", "computed", "given")}
        return {**kinds, "numbers": [cells_of(number) for number in draw["numbers"]]}

    def _values(self, values: dict[str, Any]) -> int:
        """The number of some values, which rows of one draw share."""
        found = [
            (
                self.formulas.number(NAMES.get(name, name), ""),
                value,
            )
            for name, value in values.items()
        ]
        if found not in self.values:
            self.values.append(found)
        return self.values.index(found)
