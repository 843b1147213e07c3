"""Fill the missing row: the right one stands among others with a slip in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from nnderiv.errors import InputError
from nnderiv.exercises.derivations.chains import Step
from nnderiv.exercises.derivations.evidence import are_alike, both_sides, telling, why_not
from nnderiv.exercises.derivations.rows import complaint, given_chain, row_html, rows_html
from nnderiv.exercises.derivations.slips import slip_between
from nnderiv.exercises.derivations.wrong_rows import Trials, in_turn, is_shown_wrong
from nnderiv.exercises.exercise import Answer, Exercise, Hint, Task
from nnderiv.exercises.html import radios
from nnderiv.judging.html import prose
from nnderiv.proofread.report.formulas import sides
from nnderiv.proofread.report.report import in_one_line

WRONG = 3  # options beside the right one


class FillRow(Exercise):
    r"""A derivation with a gap in it, and rows to choose from, of which one belongs there.

    The others have a slip of the pen each, and another value each; a wrong choice shows it, and
    what the slip is.

    Args:
        name: the name of the exercise.
        of: the left side that a chain of rows in the notebook begins with.
        row: which row of the chain is missing, from 1.
        rows: LaTeX as for `%%derivation`, in the place of such a chain; nothing is known before.
        wrong: rows to choose from beside the right one, in the place of slips of the pen.

    Raises:
        InputError: if there is no such chain, or its row does not hold or has too few slips that
            can be told apart; if a row of `wrong` holds, is not read, or has the value of another.

    Example:
        >>> wrong = ["&= x + 2", "&= x"]
        >>> FillRow("twice", rows=r"(x^2)' &= 2x \\ &= x + x", row=2, wrong=wrong)
        FillRow('twice', tasks=1)
    """

    KIND = "fill-row"

    def __init__(
        self, name: str, of: str = "", *, row: int, rows: str = "", wrong: Sequence[str] = ()
    ) -> None:
        steps = given_chain(of, rows).steps
        right = _missing(steps, row)
        others = _given(right, wrong) if wrong else _slips(right, Random(name))
        order = Random(f"{name}, shuffled")  # the same however the slips were found
        super().__init__(name, [_task(steps, right, others, order)])


def _missing(steps: Sequence[Step], row: int) -> Step:
    """The row that is to be found."""
    if row not in range(1, len(steps) + 1):
        raise InputError(
            f"row= counts the rows of the chain from 1; got {row!r}, and it has {len(steps)}: from "
            f"{in_one_line(steps[0].row.latex)} to {in_one_line(steps[-1].row.latex)}."
        )
    right = steps[row - 1]
    if right.verdict != "holds":
        raise InputError(
            f"the missing row must claim something that holds; row {row} is "
            f"{in_one_line(right.row.latex)}, which is {right.verdict}. Take another row."
        )
    return right


def _slips(right: Step, random: Random) -> list[Step]:
    """Rows with a slip in each, which fail in ways that can be told apart."""
    trials = Trials()
    found: list[Step] = []
    for _, slip in in_turn([right], random):
        wrong = trials.wrong(right, slip)
        if wrong and not any(are_alike(wrong.step, other) for other in found):
            found.append(wrong.step)
        if len(found) == WRONG:
            return found
    raise InputError(
        f"a missing row needs {WRONG} slips with different values; {in_one_line(right.row.latex)} "
        f"has {len(found)}. Take another row, or give wrong="
    )


def _given(right: Step, wrong: Sequence[str]) -> list[Step]:
    """The rows of the author, which fail in ways that can be told apart."""
    found: list[Step] = []
    for latex in wrong:
        step = right.instead(latex.strip())
        if not is_shown_wrong(step):
            raise InputError(
                "a row of wrong= must fail, and by numbers that can be seen; got "
                f"{complaint(step)}. Change it, or leave it out."
            )
        for other in found:
            if are_alike(step, other):
                raise InputError(
                    "rows of wrong= must have different values; nothing tells "
                    f"{in_one_line(other.row.latex)} from {in_one_line(step.row.latex)}. "
                    "Leave one of them out."
                )
        found.append(step)
    return found


def _task(steps: Sequence[Step], right: Step, others: Sequence[Step], order: Random) -> Task:
    """The rows with a gap, and what may stand there."""
    place = telling(others[0])
    shown = order.sample([right, *others], len(others) + 1)
    answers = [
        Answer(value, f"Yes, this row holds: {both_sides(step, place)}.", right=True)
        if step is right
        else Answer(value, f"{_not_this(right, step)} Try another one.")
        for value, step in zip("abcdefgh", shown, strict=False)
    ]
    options = [
        (str(answer.value), row_html(step, with_rule=False), "")
        for answer, step in zip(answers, shown, strict=True)
    ]
    gap = sides(right.row)[1] + r"\;?"
    rows = [row_html(step, gap if step is right else "") for step in steps]
    return Task(
        rows_html(rows) + radios("Which row is missing?", options),
        tuple(answers),
        hints=tuple(_hint(answers)),
    )


def _hint(answers: Sequence[Answer]) -> Iterator[Hint]:
    """One of the wrong rows, with its numbers, while two are left."""
    wrong = [answer for answer in answers if not answer.right]
    if len(wrong) > 1:
        told = wrong[0].feedback.removesuffix("Try another one.")
        yield Hint(f"One of them is out. {told}", (str(wrong[0].value),))


def _not_this(right: Step, step: Step) -> str:
    """What is said of a wrong choice: its numbers, and the slip, or what they have in common."""
    slip = slip_between(right.row.latex, step.row.latex)
    cause = step.claim.cause
    why = prose(slip.cause) if slip else f"In numbers, {cause}." if cause else ""
    return f"This row does not hold: {why_not(step, 'this row gives')}. {why}".strip()
