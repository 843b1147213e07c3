"""A proof-read derivation one row at a time: what changes in it, and the numbers on both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.diff import marked
from nnderiv.proofread.report.html import LARGE, MARKS, Derivation, cells_of, worst
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.text import split

RELATION = re.compile(r"(?:=|<|>|:=|\\(?:leq|geq|le|ge|neq|ne|equiv|approx|in)(?![A-Za-z]))\s*")


class Steps:
    """The rows of a derivation, ready for a page; formulas and inputs are named by number.

    Attributes:
        formulas: LaTeX; the classes `mjx-gone` and `mjx-new` mark what changes from row to row.
        inputs: values of inputs, each a list of pairs of a formula and an array.
        rows: for each row its left side, the row before it (or None), itself, its rule as prose
            and formulas, its mark, and for each draw its inputs and both sides at a few places.
    """

    def __init__(self, derivation: Derivation) -> None:
        self.formulas: list[str] = []
        self.inputs: list[list[tuple[int, Any]]] = []
        self.rows: list[dict[str, Any]] = []
        parts = list(derivation.parts())
        drawn = {draw["draw"] for _, claims in parts for claim in claims for draw in claim.draws}
        head, previous = "", ""
        for row, claims in parts:
            left, relation, right = _sides(row)
            head, previous = (left, "") if left else (head, previous)
            before, after = marked(previous, right) if previous else ("", right)
            self.rows.append(
                {
                    "left": self._formula(head),
                    "before": self._formula("= " + before) if previous else None,
                    "after": self._formula(relation + after),
                    "rule": self._rule(row.tag),
                    "mark": MARKS[worst(claims)] if claims else "",
                    "draws": self._draws(claims, sorted(drawn)),
                }
            )
            previous = right

    def _formula(self, latex: str, style: str = LARGE) -> int:
        """The number of a formula; `{}` gives a relation that it begins with its space."""
        latex = style + ("{} " if RELATION.match(latex) else "") + latex
        if latex not in self.formulas:
            self.formulas.append(latex)
        return self.formulas.index(latex)

    def _rule(self, tag: str) -> list[str | int]:
        """Prose and numbers of formulas, in turn."""
        parts = tag.split("$")
        return [self._formula(part, "") if i % 2 else part for i, part in enumerate(parts)]

    def _draws(
        self, claims: Sequence[Claim], drawn: list[tuple[int, int]]
    ) -> list[dict[str, Any] | None]:
        """What the last claim of a row comes to in each draw, or None where it was not checked."""
        checked = [claim for claim in claims if claim.draws]
        found = {draw["draw"]: draw for claim in checked[-1:] for draw in claim.draws}
        return [self._draw(found[key]) if key in found else None for key in drawn]

    def _draw(self, draw: dict[str, Any]) -> dict[str, Any]:
        values = [
            (self._formula(r"\text{the variable}" if name == "#t" else name, ""), value)
            for name, value in draw["inputs"].items()
        ]
        if values not in self.inputs:
            self.inputs.append(values)
        return {
            "inputs": self.inputs.index(values),
            "numbers": [cells_of(number) for number in draw["numbers"]],
        }


def _sides(row: Row) -> tuple[str, str, str]:
    """The left side of a row if it has one of its own, its first relation, and the rest."""
    left, *rest = (cell.strip() for cell in split(row.latex, "&"))
    right = " ".join(rest)
    found = RELATION.match(right)
    if found is None:
        return "", "", f"{left} {right}".strip()
    return left, found[0].strip() + " ", right[found.end() :]
