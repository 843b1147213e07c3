"""What became of a claim: its verdict, and the numbers that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What the numbers say of a declaration, a definition or an equation.

    Attributes:
        verdict: "declared", "defined", "holds", "fails" or "unread".
        reason: why it fails or was not read, or "".
        error: the largest difference of both sides, as a part of the largest term, or None.
        witness: for a claim that fails, indices, inputs and both sides where it fails, or None.
        draws: for a few draws of the inputs, these and both sides at a few places.
        at: where in the row something was not read or does not fit, or None.
        cause: for a claim that fails, what the numbers of both sides have in common, or "".
        undeclared: LaTeX that would declare the names that have no declaration.
        root: the number of the row that was not read and that this one rests on, or None.
    """

    verdict: str
    reason: str = ""
    error: float | None = None
    witness: dict[str, Any] | None = None
    draws: tuple[dict[str, Any], ...] = ()
    at: int | None = None
    cause: str = ""
    undeclared: tuple[str, ...] = ()
    root: int | None = None


@dataclass(frozen=True, kw_only=True)
class Claim(Outcome):
    """One declaration, definition or equation of a text, and what became of it.

    Attributes:
        line: where it begins, from 1; in a notebook within the cell.
        column: where in that line, from 1.
        latex: its source, with the macros of the text expanded.
        row: the number of its row in the text, from 0.
        cell: the number of its cell in a notebook, from 1, or None.
        source: its whole row as written.
    """

    line: int
    latex: str
    column: int = 1
    row: int = 0
    cell: int | None = None
    source: str = ""
