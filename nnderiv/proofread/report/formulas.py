"""Formulas for a page, each once; what is shown refers to them by number."""

from __future__ import annotations

import re

from nnderiv.proofread.report.html import LARGE
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.text import split

RELATION = re.compile(r"(?:=|<|>|:=|\\(?:leq|geq|le|ge|neq|ne|equiv|approx|in)(?![A-Za-z]))\s*")


class Formulas(list[str]):
    """A list of LaTeX without repetitions."""

    def number(self, latex: str, style: str = LARGE) -> int:
        """The number of a formula; `{}` gives a relation that it begins with its space."""
        latex = style + ("{} " if RELATION.match(latex) else "") + latex
        if latex not in self:
            self.append(latex)
        return self.index(latex)

    def prose(self, text: str) -> list[str | int]:
        """Prose and numbers of the formulas between dollar signs in it, in turn."""
        parts = text.split("$")
        return [self.number(part, "") if i % 2 else part for i, part in enumerate(parts)]


def sides(row: Row) -> tuple[str, str, str]:
    """The left side of a row if it has one of its own, its first relation, and the rest."""
    left, *rest = (cell.strip() for cell in split(row.latex, "&"))
    right = " ".join(rest)
    found = RELATION.match(right)
    if found is None:
        return "", "", f"{left} {right}".strip()
    return left, found[0].strip() + " ", right[found.end() :]
