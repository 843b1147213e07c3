"""A derivation with one wrong row: which it is, what the numbers say, and what went wrong."""

import re

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises.derivations import rows as rows_of_exercise
from nnderiv.exercises.derivations.slips import KINDS
from nnderiv.exercises.find_wrong_step import FindWrongStep
from tests.exercises.chapters import cells_of

SQUARE = r"""
x &\in \mathbb{R} \tag{any number} \\
(x^2)' &= 2x \tag{power rule} \\
&= x + 2 \tag{a sum, $x$ twice} \\
&= x - (-x) \tag{two minus signs}
"""
MENDED = "&= x + x"
SHAPES = r"""
x &\in \mathbb{R}^{k \times m}, W \in \mathbb{R}^{m \times n} \\
y &= xW \\
L &= \ell(y) \\
\frac{dL}{dx} &= \frac{dL}{dy} W^T \\
\frac{dL}{dW} &= x \frac{dL}{dy}
"""


def plain(html: str) -> str:
    """What is said, without tags."""
    return re.sub(r"<[^>]+>", "", html)


def feedback(exercise: FindWrongStep, task: int = 0) -> list[str]:
    """What is said of each row."""
    return [plain(answer["feedback"]) for answer in exercise.tasks[task]["answers"]]


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> FindWrongStep:
    monkeypatch.setattr(rows_of_exercise, "cells_so_far", lambda: cells_of("linear"))
    return FindWrongStep("weights", of=r"\frac{dL}{dW_{a,c}}")


def test_there_are_eight_tasks_from_plain_to_hard(weights: FindWrongStep) -> None:
    assert len(weights.tasks) == 8
    kinds = [
        answer["value"]
        for task in weights.tasks
        for answer in task["then"]["answers"]
        if answer["right"]
    ]
    grades = [KINDS[kind].grade for kind in kinds]
    assert grades == sorted(grades)
    assert len(set(kinds)) > 3


def test_the_tasks_hang_on_the_name_and_nothing_else(
    weights: FindWrongStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_of_exercise, "cells_so_far", lambda: cells_of("linear"))
    assert FindWrongStep("weights", of=r"\frac{dL}{dW_{a,c}}").tasks == weights.tasks
    assert FindWrongStep("other", of=r"\frac{dL}{dW_{a,c}}").tasks != weights.tasks


def test_a_task_says_what_the_rows_below_the_wrong_one_go_on_from(weights: FindWrongStep) -> None:
    for task in weights.tasks:
        assert "those below it go on from the right row" in task["html"]


def test_a_sound_row_unfolds_its_numbers_and_the_wrong_one_both_sides() -> None:
    exercise = FindWrongStep("square", rows=SQUARE, mended=MENDED)
    first, wrong, last = feedback(exercise)
    pattern = r"This row holds: at x = (\S+) both sides are (\S+)\. Look elsewhere\."
    for text in (first, last):
        found = re.fullmatch(pattern, text)
        assert found is not None
        x, side = (float(number.replace("−", "-")) for number in found.groups())
        assert side == pytest.approx(2 * x, abs=2e-3)
    found = re.fullmatch(
        r"This is the wrong row: at x = (\S+) the left side is (\S+), and the right side (\S+)\.",
        wrong,
    )
    assert found is not None
    x, left, right = (float(number.replace("−", "-")) for number in found.groups())
    assert left == pytest.approx(2 * x, abs=2e-3)
    assert right == pytest.approx(x + 2, abs=2e-3)


def test_numbers_that_differ_late_are_shown_with_the_digits_that_tell_them_apart() -> None:
    late = FindWrongStep("late", rows=r"(x^2)' &= 2x \\ &= 2.00001x", mended="&= 2x")
    found = re.search(r"left side is (\S+), and the right side (\S+)\.", feedback(late)[1])
    assert found is not None
    assert found[1] != found[2]


def test_sides_that_do_not_fit_have_their_sizes_in_the_place_of_numbers() -> None:
    misfit = FindWrongStep("misfit", rows=SHAPES, mended=r"\frac{dL}{dW} &= x^T \frac{dL}{dy}")
    pattern = r"wrong row: its sizes do not go together: an array of shape \d×\d times an array"
    assert re.search(pattern, feedback(misfit)[1])


def test_rows_that_declare_stand_above_and_cannot_be_chosen() -> None:
    (task,) = FindWrongStep("square", rows=SQUARE, mended=MENDED).tasks
    assert [answer["value"] for answer in task["answers"]] == ["1", "2", "3"]
    before, _, choices = task["html"].partition("<fieldset")
    assert r"\mathbb{R}" in before
    assert r"\mathbb{R}" not in choices


def test_hints_leave_half_of_the_rows_each_and_never_rule_out_the_wrong_one(
    weights: FindWrongStep,
) -> None:
    for task in weights.tasks:
        wrong = next(answer["value"] for answer in task["answers"] if answer["right"])
        left = {answer["value"] for answer in task["answers"]}
        for hint in task["hints"]:
            half = left - {*hint["excludes"]}
            assert wrong in half
            assert len(half) == (len(left) + 1) // 2
            assert all(number in plain(hint["html"]) for number in half)
            left = half
        assert len(left) == 2


def test_the_right_row_comes_in_the_end_with_what_is_mended_marked_and_the_remark() -> None:
    (task,) = FindWrongStep("square", rows=SQUARE, mended=MENDED, remark="Twice $x$.").tasks
    assert "then" not in task  # no slip of the pen leads from x to 2
    assert r"x + \class{mjx-new}{x}" in task["end"]
    assert "a sum, " in task["end"]
    assert re.search(r"Now at .* both sides are .*Twice .*x", task["end"])


def test_the_right_row_may_name_a_rule_of_its_own() -> None:
    named = FindWrongStep("named", rows=SQUARE, mended=rf"{MENDED} \tag{{written as a sum}}")
    assert "written as a sum" in named.tasks[0]["end"]


def test_a_mistake_that_is_a_slip_of_the_pen_is_asked_for() -> None:
    sign = FindWrongStep("sign", rows=r"(x^2)' &= 2x \\ &= -2x", mended="&= 2x", remark="In print.")
    then = sign.tasks[0]["then"]
    (right,) = [answer for answer in then["answers"] if answer["right"]]
    assert right["value"] == "sign"
    assert (
        right["feedback"]
        == "Yes. A minus is too many. In numbers, the right side is minus the left."
    )
    wrong = [answer["feedback"] for answer in then["answers"] if not answer["right"]]
    assert len(wrong) == 2
    for text in wrong:
        assert text.endswith(
            "Hold row 2 against the row above it, piece by piece: one thing has no reason."
        )
    assert "In print." in then["end"]


@pytest.mark.parametrize(
    ("rows", "mended", "message"),
    [
        (r"(x^2)' &= 2x \\ &= x + x", MENDED, "got all rows hold. Change the rows"),
        ("", MENDED, "got neither"),
        (r"(x^2)' &= 3x \\ &= x + 2", MENDED, r"got .* 3x, which fails .*; &= x \+ 2, which fails"),
        (r"(x^2)' &= 2x \\ &= x + \foo", MENDED, r"&= x \+ \\foo, which is not read \(\\foo is"),
        (SQUARE, "&= 3x", "with &= 3x there, got &= 3x, which fails"),
        (SQUARE, "&= x \\foo", "which is not read"),
        (SQUARE, r"&= x + x \\ &= 2x", "got 2 rows. Mend that row"),
        (r"(x^2)' &= 2x \\ &= 3x", "", "got &= 3x, which fails .* or give the right one as mended"),
        (r"a &= 2 + x \\ (x^2)' &= 3x \\ b &= a + 1 \\ b - a &= 1", "a &= 5", "with a &= 5 there"),
    ],
)
def test_rows_without_exactly_one_wrong_row_or_its_mend_are_refused(
    rows: str, mended: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        FindWrongStep("refused", rows=rows, mended=mended)


def test_rows_in_which_no_slip_can_be_made_are_refused_with_the_way_out() -> None:
    with pytest.raises(InputError, match=r"rows of 'none' have none\. Take a chain"):
        FindWrongStep("none", rows=r"x &\in \mathbb{R} \\ x^2 &\geq 0")


def test_a_left_side_and_rows_are_not_taken_together() -> None:
    with pytest.raises(InputError, match=r"got both\. Leave one"):
        FindWrongStep("both", of="y", rows=SQUARE)
