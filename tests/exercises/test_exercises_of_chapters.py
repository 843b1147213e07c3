"""Every exercise that the chapters' derivations give, judged anew on other random numbers.

What is judged is read from the exercise as its reader sees it.
"""

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises import fill_row, find_wrong_step
from nnderiv.exercises.derivations import rows as rows_of_exercise
from nnderiv.exercises.derivations.chains import Chain, Step
from nnderiv.exercises.derivations.evidence import are_alike
from nnderiv.exercises.derivations.rows import claiming
from nnderiv.exercises.derivations.slips import slip_between, slips
from nnderiv.exercises.derivations.wrong_rows import kinds_in_words
from nnderiv.exercises.fill_row import FillRow
from nnderiv.exercises.find_wrong_step import FindWrongStep
from tests.exercises.chapters import (
    CHAPTERS,
    cells_of,
    draw_afresh,
    exercises_in,
    long_chains,
    options,
    row_in,
    same,
    unmarked,
)

Task = dict[str, Any]
PLANTED = r"(x + 1)^2 &= x^2 + 2 x + 1 \\ &= x (x + 2) + 1"
WITH_CHAINS = [path.stem for path in CHAPTERS if path.stem != "introduction"]


class Judge:
    """Reads rows in the place of those of a chain, each once in its cell."""

    def __init__(self, chain: Chain, read: dict[tuple[int, int, str], Step]) -> None:
        self.steps = claiming(chain.steps)
        self.cell, self.read = chain.cell or 0, read

    def step(self, at: int, latex: str) -> Step:
        """A row in the place of another."""
        key = self.cell, self.steps[at].index, "".join(latex.split())
        if key not in self.read:
            self.read[key] = self.steps[at].instead(latex)
        return self.read[key]


def right_value(task: Task) -> str:
    """The right answer."""
    (value,) = [answer["value"] for answer in task["answers"] if answer["right"]]
    return str(value)


def made(kind: type, module: Any, chain: Chain, patch: pytest.MonkeyPatch, **options: Any) -> Any:
    """An exercise of a chain, or None if it has none."""
    patch.setattr(module, "given_chain", lambda of, rows: chain)
    with suppress(InputError):
        return kind("exercise", of="any", **options)
    return None


def check_wrong_step(judge: Judge, task: Task) -> None:
    """One row alone fails, the row in the end holds in its place, and the cause is true."""
    rows = list(options(task["html"]).values())
    judged = [judge.step(at, row) for at, row in enumerate(rows)]
    wrong = int(right_value(task)) - 1
    verdicts = ["fails" if at == wrong else "holds" for at in range(len(rows))]
    assert [step.verdict for step in judged] == verdicts, rows
    then = task.get("then")
    right = unmarked(row_in((then or task)["end"]))
    assert judge.step(wrong, right).verdict == "holds"
    if judge.steps[wrong].verdict == "holds":  # else the row is one that an author mended
        assert same(right, judge.steps[wrong].row.latex)
        right = judge.steps[wrong].row.latex
    if then:
        check_causes(judge, wrong, right, judged[wrong], then)


def check_causes(judge: Judge, at: int, right: str, wrong: Step, then: Task) -> None:
    """What is said to have gone wrong did, and what else there is to choose did not."""
    kind = right_value(then)
    slip = slip_between(right, wrong.row.latex)
    assert slip is not None
    assert slip.kind == kind
    for other in {answer["value"] for answer in then["answers"]} - {kind}:
        assert other not in kinds_in_words(wrong.claim.cause), (other, wrong)
        for one in slips(right):
            if one.kind == other:
                step = judge.step(at, one.latex)
                assert step.verdict == "holds" or not are_alike(step, wrong), (one, wrong)


def check_gap(judge: Judge, at: int, task: Task) -> None:
    """One row alone holds, and no two have the same value."""
    judged = {value: judge.step(at, row) for value, row in options(task["html"]).items()}
    holding = [value for value, step in judged.items() if step.verdict == "holds"]
    assert holding == [right_value(task)]
    wrong = [step for step in judged.values() if step.verdict == "fails"]
    assert len(wrong) == len(judged) - 1
    for i, step in enumerate(wrong):
        assert not any(are_alike(step, other) for other in wrong[:i])


def test_a_task_with_another_answer_or_another_cause_would_be_noticed() -> None:
    task = FindWrongStep("planted", rows=PLANTED).tasks[0]
    judge = Judge(rows_of_exercise.given_chain("", PLANTED), {})
    check_wrong_step(judge, task)
    other = {**task, "answers": [{**a, "right": not a["right"]} for a in task["answers"]]}
    with pytest.raises(AssertionError, match="fails"):
        check_wrong_step(judge, other)
    answers = task["then"]["answers"]
    exchanged = [{**a, "right": a is answers[0]} for a in answers]
    with pytest.raises(AssertionError, match="transpose"):
        check_wrong_step(judge, {**task, "then": {**task["then"], "answers": exchanged}})


@pytest.mark.parametrize("name", [path.stem for path in CHAPTERS])
def test_the_exercises_that_a_chapter_shows_have_one_right_answer_and_true_causes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = list(exercises_in(name))
    draw_afresh(monkeypatch)
    for kind, given, task_list in shown:
        monkeypatch.setattr(rows_of_exercise, "cells_so_far", lambda: cells_of(name))
        chain = rows_of_exercise.given_chain(given.get("of", ""), given.get("rows", ""))
        judge = Judge(chain, {})
        for task in task_list:
            if kind == "find-wrong-step":
                check_wrong_step(judge, task)
            else:
                given_row = chain.steps[given["row"] - 1]
                check_gap(judge, judge.steps.index(given_row), task)


def some_chains(name: str) -> list[Chain]:
    """Three chains of a chapter, always the same: of all of them it would take many minutes."""
    chains = list(long_chains(name))
    return Random(name).sample(chains, min(3, len(chains)))


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_CHAINS)
def test_of_the_rows_of_each_task_one_alone_fails_and_for_the_cause_that_is_said(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        found = [made(FindWrongStep, find_wrong_step, chain, patch) for chain in some_chains(name)]
    draw_afresh(monkeypatch)
    count, read = 0, dict[tuple[int, int, str], Step]()
    for chain, exercise in zip(some_chains(name), found, strict=True):
        judge = Judge(chain, read)
        for task in exercise.tasks if exercise else ():
            check_wrong_step(judge, task)
            count += 1
    assert count > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_CHAINS)
def test_of_the_rows_for_a_gap_one_alone_holds_and_no_two_have_the_same_value(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(name)
    with monkeypatch.context() as patch:
        places = [random.randrange(len(chain.steps)) for chain in some_chains(name)]
        found = [
            made(FillRow, fill_row, chain, patch, row=place + 1)
            for chain, place in zip(some_chains(name), places, strict=True)
        ]
    draw_afresh(monkeypatch)
    for chain, place, exercise in zip(some_chains(name), places, found, strict=True):
        for task in exercise.tasks if exercise else ():
            judge = Judge(chain, {})
            check_gap(judge, judge.steps.index(chain.steps[place]), task)
