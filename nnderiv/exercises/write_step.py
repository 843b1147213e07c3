"""Exercises to write the next row of a derivation, which the proof-reader judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from nnderiv.errors import InputError
from nnderiv.exercises.derivations.chains import Chain, Step
from nnderiv.exercises.derivations.rows import given_chain, given_html, row_html, rows_html
from nnderiv.exercises.exercise import Exercise, Hint, Task
from nnderiv.exercises.html import writing
from nnderiv.judging import judge
from nnderiv.judging.html import prose, tex
from nnderiv.judging.rows import right_side
from nnderiv.magic import cells_so_far

LABEL = (
    "The next row, in LaTeX: what stands right of the equals sign, in any form that is equal to it."
)


def step_task(of: str = "", rows: str = "", row: int = 0, hints: Sequence[str] = ()) -> Task:
    r"""Return the task to write a row of a derivation.

    Args:
        of: the left side of a chain of the notebook, as `\frac{dL}{db_c}`; see `chains.chain`.
        rows: or LaTeX of its own, of which the last row that begins with a left side is meant.
        row: which row of the chain is to be written: 2 is the one below the first.
        hints: one after the other, before the last hint, which is the row itself.

    Raises:
        InputError: if there is no such row, or it does not go on from the row above.
    """
    whole = given_chain(of, rows)
    found = _last(whole) if rows else whole
    _require_goes_on(found, of or "these rows", row)
    above, asked = found.steps[: row - 1], found.steps[row - 1]
    cells = [rows] if rows else [cell.latex for cell in cells_so_far()[: (found.cell or 0) + 1]]
    ask = {"do": "step", "cells": cells, "row": asked.index}
    _require_right(ask, asked)
    last = f"The book writes {tex(right_side(asked.row.latex))}. Type it, or any other form of it."
    return Task(
        html=_question(whole.steps[: -len(found.steps)], above, asked) + writing(LABEL, rows=2),
        hints=(*(Hint(prose(hint)) for hint in hints), Hint(last)),
        ask=ask,
    )


def _last(whole: Chain) -> Chain:
    """Return the rows from the last one that has a left side on."""
    start = max((i for i, step in enumerate(whole.steps) if step.left), default=0)
    return replace(whole, steps=whole.steps[start:])


def _require_goes_on(found: Chain, of: str, row: int) -> None:
    """Raise InputError unless a chain has a row of this number that goes on from the one above."""
    own = [i + 1 for i, step in enumerate(found.steps) if step.left]
    last = min((i for i in own if i > 1), default=len(found.steps) + 1) - 1
    if not 2 <= row <= last:
        raise InputError(
            f"the row to be written goes on from the one above it; of {of} rows 2 to {last} do, "
            f"got row={row}. Choose one of these."
        )


def _require_right(ask: dict[str, object], asked: Step) -> None:
    """Raise InputError unless the row of the book would be right as an answer."""
    found = judge(ask, asked.row.latex)
    if not found.get("right"):
        raise InputError(
            f"the row of the book must be right as an answer; {asked.row.latex} is not: {found}. "
            "Choose another row."
        )


def _question(before: Sequence[Step], above: Sequence[Step], asked: Step) -> str:
    """What is declared and defined before, the rows above, and the rule of the next."""
    shown = [row_html(step) for step in above] + [row_html(asked, r"= \; ?")]
    source = " \\\\\n".join(step.row.latex for step in above)
    return (
        f"<p>Write the next row of this derivation.</p>{given_html(before)}{rows_html(shown)}"
        '<details class="nnd-source"><summary>The rows above in LaTeX</summary>'
        f"<pre>{escape(source, quote=False)}</pre></details>"
    )


class WriteStep(Exercise):
    r"""An exercise to write the next row of a derivation, in any form that holds.

    Args:
        name: its name, unique in its chapter.
        **task: the arguments of `step_task`.

    Raises:
        InputError: if there is no such row, or it does not go on from the row above.
    """

    KIND = "write-the-step"

    def __init__(self, name: str, **task: Any) -> None:
        super().__init__(name, [step_task(**task)])
