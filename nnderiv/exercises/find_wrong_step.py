"""Find the wrong step: a derivation with one wrong row, and the numbers that tell which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from random import Random

from nnderiv.errors import InputError
from nnderiv.exercises.derivations.chains import Step
from nnderiv.exercises.derivations.evidence import Place, both_sides, telling, why_not
from nnderiv.exercises.derivations.rows import (
    claiming,
    complaint,
    given_chain,
    given_html,
    read_alone,
    row_html,
    rows_html,
)
from nnderiv.exercises.derivations.slips import KINDS, Slip, slip_between
from nnderiv.exercises.derivations.wrong_rows import Trials, Wrong, in_turn
from nnderiv.exercises.exercise import Answer, Exercise, Hint, Task
from nnderiv.exercises.html import radios
from nnderiv.judging.html import prose
from nnderiv.proofread.report.diff import marked
from nnderiv.proofread.report.formulas import sides
from nnderiv.proofread.report.report import in_one_line
from nnderiv.proofread.source.text import take_tag

MOST_TASKS = 8
SIGNS = ("✓ holds", "✗ fails")  # of an answer that is not it, and of the one that is
UNNAMED = Slip("", "", "", "", 0, "")  # between rows that differ in more than a slip
TASK = (
    "One row is wrong, and all others hold: those below it go on from the right row, which should "
    "stand in its place."
)


class FindWrongStep(Exercise):
    r"""A derivation with one wrong row, for the reader to find, and then to say what is wrong.

    The wrong row is one of a derivation that holds, with a slip of the pen in it: a sign, a factor,
    an index, a transpose, a sum or its bound. The plain slips come first. Or it is a mistake that
    somebody made.

    Args:
        name: the name of the exercise.
        of: the left side that a chain of rows in the notebook begins with.
        rows: LaTeX as for `%%derivation`, in the place of such a chain; nothing is known before.
        mended: with rows of which one fails already, the right row for it.
        remark: what to say in the end, with formulas between dollar signs.

    Raises:
        InputError: if there is no such chain, a row of it does not hold, or no slip can be shown;
            with `mended`, unless one row fails and with the right row in its place all hold.

    Example:
        >>> FindWrongStep("twice", rows=r"(x^2)' &= 2x \\ &= x + 2", mended="&= x + x")
        FindWrongStep('twice', tasks=1)
    """

    KIND = "find-wrong-step"

    def __init__(
        self, name: str, of: str = "", *, rows: str = "", mended: str = "", remark: str = ""
    ) -> None:
        steps = given_chain(of, rows).steps
        random = Random(name)
        if mended:
            rights, wrong = _mended(steps, mended)
            others = Trials().not_the_kind(wrong, random) if wrong.slip.kind else ()
            tasks = [_task(rights, wrong, others, remark, random)]
        else:
            tasks = _tasks(name, steps, remark, random)
        super().__init__(name, tasks)


def _tasks(name: str, steps: Sequence[Step], remark: str, random: Random) -> list[Task]:
    """A task for each of some slips in rows that hold, the plain ones first."""
    bad = [complaint(step) for step in claiming(steps) if step.verdict != "holds"]
    if bad:
        raise InputError(
            "without mended=, every row must hold, and the exercise makes the slips; got "
            f"{'; '.join(bad)}. Mend the row, or give the right one as mended=."
        )
    trials = Trials()
    found: list[tuple[Wrong, Sequence[str]]] = []
    for right, slip in in_turn(claiming(steps), random):
        wrong = trials.wrong(right, slip)
        others = trials.not_the_kind(wrong, random) if wrong else ()
        if wrong and others:
            found.append((wrong, others))
        if len(found) == MOST_TASKS:
            break
    if not found:
        raise InputError(
            f"an exercise needs a slip that makes one of its rows fail by numbers; the rows of "
            f"{name!r} have none. Take a chain with a sign, an index or a sum in it, or give rows= "
            "and mended=."
        )
    found.sort(key=lambda pair: KINDS[pair[0].slip.kind].grade)
    return [_task(steps, wrong, others, remark, random) for wrong, others in found]


def _mended(steps: Sequence[Step], mended: str) -> tuple[Sequence[Step], Wrong]:
    """All rows with the right one in the place of the one that fails, and these two."""
    rule = "with mended=, exactly one row must fail, and with the right row in its place all hold"
    bad = [step for step in claiming(steps) if step.verdict != "holds"]
    if [step.verdict for step in bad] != ["fails"]:
        listed = "; ".join(map(complaint, bad)) or "all rows hold"
        raise InputError(f"{rule}; got {listed}. Change the rows until one alone fails.")
    wrong = bad[0]
    latex, tag = take_tag(mended)
    rows = [(step.row.latex, step.row.tag) for step in steps]
    rows[wrong.index] = latex.strip(), tag or wrong.row.tag
    text = " \\\\\n".join(rf"{row} \tag{{{tag}}}" if tag else row for row, tag in rows)
    rights = read_alone(text)
    bad = [step for step in claiming(rights) if step.verdict != "holds"]
    if bad or len(rights) != len(steps):
        listed = "; ".join(map(complaint, bad)) or f"{len(rights) - len(steps) + 1} rows"
        raise InputError(f"{rule}; with {in_one_line(latex)} there, got {listed}. Mend that row.")
    right = rights[wrong.index]
    slip = slip_between(right.row.latex, wrong.row.latex) or UNNAMED
    return rights, Wrong(right, wrong, slip)


def _task(
    steps: Sequence[Step], wrong: Wrong, others: Sequence[str], remark: str, random: Random
) -> Task:
    """The rows, one of which is wrong, and what is said of each."""
    rows = claiming(steps)
    place = telling(wrong.step)
    shown = [wrong.step if step.index == wrong.right.index else step for step in rows]
    answers = [
        Answer(str(i), f"This is the wrong row: {why_not(step)}.", right=True)
        if step is wrong.step
        else Answer(str(i), f"This row holds: {both_sides(step, place)}. Look elsewhere.")
        for i, step in enumerate(shown, start=1)
    ]
    number = next(answer.value for answer in answers if answer.right)
    options = [(str(i), row_html(step), f"row {i}") for i, step in enumerate(shown, start=1)]
    end = _end(wrong, place, remark)
    then = _kind_asked(wrong, str(number), others, end, random) if others else None
    choice = radios("Which row is wrong?", options, rows=True, signs=SIGNS)
    return Task(
        f"<p>{TASK}</p>{given_html(steps)}{choice}",
        tuple(answers),
        hints=tuple(_halving([value for value, *_ in options], str(number), random)),
        then=then,
        end="" if then else end,
    )


def _halving(numbers: list[str], wrong: str, random: Random) -> Iterator[Hint]:
    """Hints that leave half of the rows each, down to two."""
    left = numbers
    while len(left) > 2:
        sound = [number for number in left if number != wrong]
        kept = random.sample(sound, (len(left) + 1) // 2 - 1)
        out = tuple(number for number in sound if number not in kept)
        left = [number for number in left if number not in out]
        rows = f"{', '.join(left[:-1])} and {left[-1]}"
        yield Hint(f"It is one of the rows {rows}: the others hold.", out)


def _kind_asked(wrong: Wrong, number: str, others: Sequence[str], end: str, random: Random) -> Task:
    """What went wrong in the row, to be chosen from three kinds of slip."""
    beside = "its left side" if wrong.right.left else "the row above it"
    go_on = f"Hold row {number} against {beside}, piece by piece: one thing has no reason."
    numbers = wrong.step.claim.cause
    in_numbers = "" if numbers.startswith("both sides agree") or not numbers else numbers
    yes = f"Yes. {prose(wrong.slip.cause)}" + f" In numbers, {escape(in_numbers)}." * bool(
        in_numbers
    )
    answers = [Answer(kind, f"{KINDS[kind].denied} {go_on}") for kind in others]
    answers.append(Answer(wrong.slip.kind, yes, right=True))
    kinds = sorted((str(answer.value) for answer in answers), key=[*KINDS].index)
    options = [(kind, KINDS[kind].name, "") for kind in kinds]
    return Task(radios(f"What went wrong in row {number}?", options), tuple(answers), end=end)


def _end(wrong: Wrong, place: Place | None, remark: str) -> str:
    """The right row, with what is mended in it marked, and the remark."""
    _, relation, before = sides(wrong.step.row)
    _, _, after = sides(wrong.right.row)
    row = row_html(wrong.right, relation + marked(before, after)[1])
    numbers = both_sides(wrong.right, place)
    said = f"<p>{prose(remark)}</p>" if remark else ""
    return f"<p>The right row:</p>{rows_html([row])}<p>Now {numbers}.</p>{said}"
