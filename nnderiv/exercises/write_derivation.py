"""Exercises to write a whole derivation, which the proof-reader judges row by row."""

from __future__ import annotations

from collections.abc import Sequence

from nnderiv.errors import InputError
from nnderiv.exercises.exercise import Exercise, Hint, Task
from nnderiv.exercises.html import prose, writing
from nnderiv.judging import judge
from nnderiv.judging.html import formula, tex
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
    last = rows_of(solution)[-1].latex if rows_of(solution) else ""
    ask = {"do": "derivation", "given": rows, "target": target, "solution": right_side(last)}
    found = judge(ask, solution)
    if not found.get("right"):
        raise InputError(
            f"the solution must hold and reach the target {target}; it does not: {found}. "
            "Mend it, or declare what it uses in rows=."
        )
    given = "".join(
        f'<div class="nnd-chain-row"><span>{formula(row.latex)}</span>'
        + (f' <span class="nnd-rule">({prose(row.tag)})</span>' if row.tag else "")
        + "</div>"
        for row in rows_of(rows)
    )
    asked = prose(question) or f"Derive {tex(target)} from what is given here."
    return Task(
        html=f'<p>{asked}</p><div class="nnd-chain">{given}</div>'
        + writing(LABEL, rows=5, text=f"{target} &= "),
        hints=(
            *(Hint(prose(hint)) for hint in hints),
            Hint(f"In the end you will have {tex(f'{target} = {right_side(last)}')}."),
        ),
        ask=ask,
    )


class WriteDerivation(Exercise):
    r"""An exercise to derive something row by row.

    Args:
        name: its name, unique in its chapter.
        rows: LaTeX that declares and defines what is given, in rows that end in `\\`.
        target: the left side that is looked for, as `\frac{dL}{dx}`.
        solution: rows that reach it.
        question: what is asked for; by default the target.
        hints: one after the other; the last hint is the result.

    Raises:
        InputError: if the solution does not hold, or does not reach the target.
    """

    KIND = "derive-it-yourself"

    def __init__(
        self,
        name: str,
        *,
        rows: str,
        target: str,
        solution: str,
        question: str = "",
        hints: Sequence[str] = (),
    ) -> None:
        super().__init__(name, [derivation_task(rows, target, solution, question, hints)])
