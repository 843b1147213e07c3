"""Exercises to write a whole derivation, which the proof-reader judges row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnderiv.errors import InputError
from nnderiv.exercises.derivations.rows import read_alone, row_html, rows_html
from nnderiv.exercises.exercise import Exercise, Hint, Task
from nnderiv.exercises.html import solution as folded
from nnderiv.exercises.html import writing
from nnderiv.judging import judge
from nnderiv.judging.html import prose, tex
from nnderiv.judging.rows import right_side, rows_of

LABEL = (
    r"Your rows, in LaTeX, each with <code>\\</code> at its end. A row may begin with "
    "<code>=</code>, and then goes on from the left side above."
)


def derivation_task(
    rows: str, target: str, solution: str, question: str = "", hints: Sequence[str] = ()
) -> Task:
    r"""Return the task to derive something from what is given, row by row.

    Args:
        rows: LaTeX that declares and defines what is given, in rows that end in `\\`.
        target: the left side that is looked for, as `\frac{dL}{dx}`.
        solution: rows that reach it, of which the last begins with the target or goes on from it.
        question: what is asked for, with formulas between dollar signs; by default the target.
        hints: one after the other, before the last hint, which is the last right side.

    Raises:
        InputError: if the solution does not hold, or does not reach the target.
    """
    worked = rows_of(solution)
    if not worked:
        raise InputError(f"the solution has at least one row, for {target}; got {solution!r}.")
    result = right_side(worked[-1].latex)
    ask = {"do": "derivation", "given": rows, "target": target, "solution": result}
    found = judge(ask, solution)
    if not found.get("right"):
        raise InputError(
            f"the solution must hold and reach the target {target}; it does not: {found}. "
            "Mend it, or declare what it uses in rows=."
        )
    asked = prose(question) or f"Derive {tex(target)} from what is given here."
    return Task(
        html=f"<p>{asked}</p>{_shown(rows)}"
        + writing(LABEL, rows=5, text=f"{target} &= ")
        + folded(_shown(solution)),
        hints=(
            *(Hint(prose(hint)) for hint in hints),
            Hint(f"In the end you will have {tex(f'{target} = {result}')}."),
        ),
        ask=ask,
    )


def _shown(latex: str) -> str:
    """Rows as HTML."""
    return rows_html([row_html(step) for step in read_alone(latex)])


class WriteDerivation(Exercise):
    r"""An exercise to derive something row by row.

    Args:
        name: its name, unique in its chapter.
        **task: the arguments of `derivation_task`.

    Raises:
        InputError: if the solution does not hold, or does not reach the target.
    """

    KIND = "write-derivation"

    def __init__(self, name: str, **task: Any) -> None:
        super().__init__(name, [derivation_task(**task)])
