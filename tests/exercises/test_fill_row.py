"""A derivation with a gap: of the rows to choose from, one holds, and each has its own value."""

import re

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises.derivations import rows as rows_of_exercise
from nnderiv.exercises.fill_row import FillRow
from tests.exercises.chapters import cells_of, options

SQUARE = r"""
x &\in \mathbb{R} \tag{any number} \\
(x^2)' &= 2x \tag{power rule} \\
&= x + x \tag{as a sum}
"""


def plain(html: str) -> str:
    """What is said, without tags."""
    return re.sub(r"<[^>]+>", "", html)


@pytest.fixture
def bias(monkeypatch: pytest.MonkeyPatch) -> FillRow:
    monkeypatch.setattr(rows_of_exercise, "cells_so_far", lambda: cells_of("linear"))
    return FillRow("bias", of=r"\frac{dL}{db_c}", row=3)


def test_the_right_row_stands_among_three_others(bias: FillRow) -> None:
    (task,) = bias.tasks
    shown = options(task["html"])
    assert len(set(shown.values())) == 4
    (right,) = [answer["value"] for answer in task["answers"] if answer["right"]]
    assert shown[right] == r"&= \sum_{i=1}^{k} \frac{dL}{dy_{i,c}}"


def test_their_order_hangs_on_the_name(bias: FillRow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of_exercise, "cells_so_far", lambda: cells_of("linear"))
    assert FillRow("bias", of=r"\frac{dL}{db_c}", row=3).tasks == bias.tasks
    places = set()
    for name in ("one", "two", "three", "four", "five"):
        answers = FillRow(name, of=r"\frac{dL}{db_c}", row=3).tasks[0]["answers"]
        places.add([answer["right"] for answer in answers].index(True))
    assert len(places) > 1


def test_the_gap_shows_the_rule_of_the_missing_row_and_not_the_row(bias: FillRow) -> None:
    before, _, _ = bias.tasks[0]["html"].partition("<fieldset")
    assert r"{} = \;?" in before
    assert "are left)" in before
    assert r"\sum_{i=1}^{k} \frac{dL}{dy_{i,c}}" not in before


def test_a_wrong_choice_shows_its_numbers_and_the_slip(bias: FillRow) -> None:
    for answer in bias.tasks[0]["answers"]:
        text = plain(answer["feedback"])
        if answer["right"]:
            assert re.fullmatch(r"Yes, this row holds: at c = \d both sides are \S+\.", text)
        else:
            numbers = r"at .* the left side is \S+, and this row gives \S+\."
            pattern = rf"This row does not hold: {numbers} .+\. Try another one\."
            assert re.fullmatch(pattern, text), text


def test_a_hint_rules_out_one_wrong_row_with_its_numbers(bias: FillRow) -> None:
    (hint,) = bias.tasks[0]["hints"]
    (out,) = hint["excludes"]
    (answer,) = [answer for answer in bias.tasks[0]["answers"] if answer["value"] == out]
    assert not answer["right"]
    assert "this row gives" in hint["html"]
    assert "Try another one" not in hint["html"]


def test_an_author_may_give_the_wrong_rows_and_their_numbers_are_explained() -> None:
    exercise = FillRow("square", rows=SQUARE, row=3, wrong=["&= x - x", "&= -2x"])
    feedback = {answer["value"]: answer for answer in exercise.tasks[0]["answers"]}
    shown = options(exercise.tasks[0]["html"])
    said = {shown[value]: plain(answer["feedback"]) for value, answer in feedback.items()}
    assert "A plus has become a minus. Try" in said["&= x - x"]
    assert "In numbers, the right side is minus the left. Try" in said["&= -2x"]


@pytest.mark.parametrize(
    ("row", "wrong", "message"),
    [
        (3, ["&= 2x"], r"must fail, and by numbers that can be seen; got &= 2x, which holds\."),
        (3, [r"&= \foo"], r"got &= \\foo, which is not read \(\\foo is"),
        (3, ["&= 3x", "&= x + 2x"], r"nothing tells &= 3x from &= x \+ 2x\. Leave one"),
        (3, [], r"needs 3 slips with different values; &= x \+ x has \d\. Take another row"),
        (0, [], r"counts the rows of the chain from 1; got 0, and it has 3: from x &\\in"),
        (4, [], "got 4, and it has 3"),
        (1, [], r"row 1 is x &\\in .*, which is declared\. Take another row"),
    ],
)
def test_options_that_are_right_or_alike_are_refused_and_rows_that_claim_nothing(
    row: int, wrong: list[str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        FillRow("refused", rows=SQUARE, row=row, wrong=wrong)
