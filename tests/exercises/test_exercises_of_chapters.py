"""Every exercise that the chapters' derivations give, judged anew on other random numbers.

What is judged is read from the exercise as its reader sees it.
"""

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises import fill_row, find_wrong_step
from nnderiv.exercises.derivations.chains import Chain, Step
from nnderiv.exercises.derivations.evidence import are_alike
from nnderiv.exercises.derivations.slips import slip_between, slips
from nnderiv.exercises.derivations.wrong_rows import kinds_in_words
from nnderiv.exercises.fill_row import FillRow
from nnderiv.exercises.find_wrong_step import FindWrongStep
from tests.exercises.chapters import (
    CHAPTERS,
    draw_afresh,
    long_chains,
    options,
    row_in,
    same,
    unmarked,
)

Task = dict[str, Any]
WITH_CHAINS = [path.stem for path in CHAPTERS if path.stem != "introduction"]


class Judge:
    """Reads rows in the place of those of a chain, each once in its cell."""

    def __init__(self, chain: Chain, read: dict[tuple[int, int, str], Step]) -> None:
        self.steps = [step for step in chain.steps if step.verdict == "holds"]
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


def check_causes(judge: Judge, at: int, wrong: Step, then: Task) -> None:
    """What is said to have gone wrong did, and what else there is to choose did not."""
    right = judge.steps[at].row.latex
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


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_CHAINS)
def test_of_the_rows_of_each_task_one_alone_fails_and_for_the_cause_that_is_said(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        found = [made(FindWrongStep, find_wrong_step, chain, patch) for chain in long_chains(name)]
    draw_afresh(monkeypatch)
    count, read = 0, dict[tuple[int, int, str], Step]()
    for chain, exercise in zip(long_chains(name), found, strict=True):
        judge = Judge(chain, read)
        for task in exercise.tasks if exercise else ():
            rows = list(options(task["html"]).values())
            judged = [judge.step(at, row) for at, row in enumerate(rows)]
            at = int(right_value(task)) - 1
            verdicts = ["fails" if i == at else "holds" for i in range(len(rows))]
            assert [step.verdict for step in judged] == verdicts, rows
            check_causes(judge, at, judged[at], task["then"])
            mended = unmarked(row_in(task["then"]["end"]))
            assert same(mended, judge.steps[at].row.latex)
            count += 1
    assert count > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_CHAINS)
def test_of_the_rows_for_a_gap_one_alone_holds_and_no_two_have_the_same_value(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(name)
    with monkeypatch.context() as patch:
        places = [random.randrange(len(chain.steps)) for chain in long_chains(name)]
        found = [
            made(FillRow, fill_row, chain, patch, row=place + 1)
            for chain, place in zip(long_chains(name), places, strict=True)
        ]
    draw_afresh(monkeypatch)
    for chain, place, exercise in zip(long_chains(name), places, found, strict=True):
        for task in exercise.tasks if exercise else ():
            shown = options(task["html"])
            judged = {value: chain.steps[place].instead(row) for value, row in shown.items()}
            holding = [value for value, step in judged.items() if step.verdict == "holds"]
            assert holding == [right_value(task)], shown
            wrong = [step for step in judged.values() if step.verdict == "fails"]
            assert len(wrong) == len(shown) - 1
            for i, step in enumerate(wrong):
                assert not any(are_alike(step, other) for other in wrong[:i])
