"""Exercises to write a derivation: what is shown, and what authors are told."""

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises.write_derivation import WriteDerivation
from nnderiv.judging import judge
from tests.judging.conftest import CHAIN, GIVEN

TARGET = r"\frac{dL}{dW_{a,c}}"
RESULT = r"\sum_{i=1}^{k} x_{i,a} \frac{dL}{dy_{i,c}}"
SOLUTION = CHAIN.partition(r"&= \sum_{i=1}^{k} (x^T)")[0].rstrip("\\\n ")


def test_what_is_given_is_shown_and_the_derivation_is_not() -> None:
    exercise = WriteDerivation("whole", rows=GIVEN, target=TARGET, solution=SOLUTION)
    before = exercise.html.partition("<details")[0]
    assert before.count('class="nnd-row"') == 6
    assert rf"Derive <span class='nnd-tex'>{TARGET}" in before.replace('"', "'")
    assert RESULT not in before


def test_the_solution_is_folded_away_and_its_result_is_the_last_hint() -> None:
    exercise = WriteDerivation("whole", rows=GIVEN, target=TARGET, solution=SOLUTION)
    folded = exercise.html.partition('<details class="nnd-solution">')[2]
    assert RESULT in folded.partition("</details>")[0]
    assert RESULT in exercise.tasks[0]["hints"][-1]["html"]


def test_any_derivation_that_reaches_the_result_is_right() -> None:
    (task,) = WriteDerivation("whole", rows=GIVEN, target=TARGET, solution=SOLUTION).tasks
    assert judge(task["ask"], f"{TARGET} &= {RESULT}")["right"] is True
    assert judge(task["ask"], f"{TARGET} &= 2 {RESULT}")["right"] is False


@pytest.mark.parametrize(
    ("solution", "said"),
    [
        (SOLUTION.replace("x_{i,a}", "x_{i,a}^2"), "the solution equals what is looked for"),
        (SOLUTION.partition("\\\\\n&=")[0], r"has \\frac\{dy\}\{dW\}. Go on until it is gone"),
        (rf"x &= 1 \\ {TARGET} &= {RESULT}", "must hold and reach the target"),
        ("", "the solution has at least one row"),
        (r"y_{i,j} &= \sum_{l=1}^{m} x_{i,l} W_{l,j}", "the solution equals what is looked for"),
    ],
)
def test_a_solution_that_fails_or_ends_too_early_is_refused(solution: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        WriteDerivation("whole", rows=GIVEN, target=TARGET, solution=solution)
