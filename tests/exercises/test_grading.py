"""Points: for what is right, and none for what only looks so."""

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from nnderiv.errors import InputError
from nnderiv.exercises import grading
from nnderiv.exercises.grading import (
    fresh,
    grade_backward,
    grade_numbers,
    grade_rows,
    points_of,
    written,
)
from nnderiv.proofread.derivation import Cell
from nnderiv.proofread.proofreader import Proofreader

GIVEN = r"""
k, n &\in \mathbb{N} \\
a, y &\in \mathbb{R}^{k \times n} \\
y_{i,j} &= a_{i,j} \tanh(3 a_{i,j}) \\
L &\in \mathbb{R}
"""
OF = r"\frac{dL}{da_{i,j}}"
CHAIN = r"\frac{dL}{dy_{i,j}} \frac{dy_{i,j}}{da_{i,j}}"
RESULT = r"\frac{dL}{dy_{i,j}} (\tanh(3 a_{i,j}) + 3 a_{i,j} (1 - \tanh(3 a_{i,j})^2))"
WRONG = RESULT.replace("1 - ", "1 + ")
FORMS = {CHAIN: 1, RESULT: 3}


def points(latex: str) -> float:
    answer = written(latex, GIVEN, OF)
    return 0.0 if answer is None else points_of(answer, GIVEN, OF, FORMS)


def rows(*rights: str) -> str:
    return f"{OF} &= " + " \\\\\n&= ".join(rights)


@pytest.mark.parametrize(
    ("latex", "earned"),
    [
        (rows(CHAIN, RESULT), 4),
        (f"{OF} = {CHAIN} = {RESULT}", 4),
        (rows(CHAIN, RESULT.replace(" + ", " + 0 + "), RESULT), 4),
        (rows(CHAIN), 1),
        (rows(RESULT), 3),
        (rows(CHAIN, WRONG), 1),
    ],
)
def test_each_form_of_a_derivation_has_its_points_once(latex: str, earned: float) -> None:
    assert points(latex) == earned


@pytest.mark.parametrize("factor", [2, 3, 4, 5])
def test_a_term_that_is_lost_shows_for_every_factor_of_the_assignment(factor: int) -> None:
    given, result = GIVEN.replace("3", str(factor)), RESULT.replace("3", str(factor))
    forms = {CHAIN: 1, result: 3}
    for right, earned in ((result, 3), (result.partition(" + ")[0] + ")", 0)):
        answer = written(rows(right), given, OF)
        assert answer is not None
        assert points_of(answer, given, OF, forms) == earned


def test_what_stands_below_a_row_that_fails_earns_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert points(rows(CHAIN, WRONG, RESULT)) == 1
    assert "row 2 of 3 is the first to mend" in capsys.readouterr().out
    assert points(rows(WRONG, CHAIN, RESULT)) == 0
    assert points(rf"\frac{{dL}}{{dy_{{i,j}}}} &= 0 \\ {rows(CHAIN, RESULT)}") == 0


@pytest.mark.parametrize(
    "latex",
    [
        "",
        "0 &= 0",
        "1 + 1 &= 2",
        rows(OF),
        r"y_{i,j} &= y_{i,j} \\ \frac{dL}{dy_{i,j}} &= \frac{dL}{dy_{i,j}}",
        rf"q_{{i,j}} &= {OF} \\ {OF} &= q_{{i,j}}",
        rf"q &\in \mathbb{{R}}^{{k \times n}} \\ q_{{i,j}} &= {OF} \\ {OF} &= q_{{i,j}}",
        rf"y_{{i,j}} &= 0 \\ {OF} &= 0",
        rf"L &= 0 \\ {OF} &= 0",
        rf"{OF} &= {OF} + \frac{{dL}}{{dy_{{i,j}}}} - \frac{{dL}}{{dy_{{i,j}}}}",
        rows(rf"{CHAIN} + {OF} - {OF}"),
    ],
    ids=["nothing", "zero", "numbers", "itself", "others", "a name", "an array", "another y",
         "another loss", "nothing added", "itself added"],
)  # fmt: skip
def test_rows_that_hold_and_prove_nothing_earn_nothing(latex: str) -> None:
    assert points(latex) == 0


def test_what_the_points_are_for_is_said_without_the_result(
    capsys: pytest.CaptureFixture[str],
) -> None:
    points(rows(CHAIN))
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "a row in terms of dL/dy and dy/da: 1 of 1 point",
        "a row in terms of dL/dy: 0 of 3 points",
    ]
    assert said.err == ""


def test_the_last_cell_with_a_row_for_the_left_side_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [GIVEN, rows(CHAIN, RESULT), rows(CHAIN, WRONG), "0 = 0"]
    read = [Cell(latex, Proofreader()) for latex in texts]
    monkeypatch.setattr(grading, "cells_so_far", lambda: read)
    assert grade_rows(GIVEN, OF, FORMS) == 1
    monkeypatch.setattr(grading, "cells_so_far", lambda: read[:1])
    assert grade_rows(GIVEN, OF, FORMS) == 0


def test_a_form_that_does_not_hold_is_the_teachers_mistake() -> None:
    with pytest.raises(InputError, match="every form of what is looked for must equal it"):
        points_of(grading.Written([]), GIVEN, OF, {WRONG: 3})


@pytest.mark.parametrize("answer", [None, "3", float("nan"), 3.001, -3.0, [3.0]])
def test_a_number_that_is_none_or_another_one_earns_nothing(answer: object) -> None:
    assert grade_numbers([answer], [3.0], points=2) == 0


@pytest.mark.parametrize("answer", [3, 3.0, np.float32(3), np.int64(3), 3.0000001])
def test_a_number_that_is_right_earns_its_points(answer: object) -> None:
    assert grade_numbers([answer, 0.0], [3.0, 0.0], points=2) == 4


def linear(x: np.ndarray, W: np.ndarray) -> np.ndarray:
    product: np.ndarray = x @ W
    return product


AT = [(np.eye(2, 3) + k, np.ones((3, n)) + k) for k, n in ((1, 2), (2, 3))]


@pytest.mark.parametrize(
    ("backward", "earned", "why"),
    [
        (lambda dy, x, W: (dy @ W.T, x.T @ dy), 5, ""),
        (lambda dy, x, W: [dy @ W.T, x.T @ dy / 2], 2, "fail at shapes (2, 3) and (3, 2)"),
        (lambda dy, x, W: (dy @ W, x.T @ dy), 0, "ValueError at shapes (2, 3) and (3, 2)"),
        (lambda dy, x, W: (0 * x, 0 * W), 0, "fail at shapes"),
        (lambda dy, x, W: dy @ W.T, 0, "backward must return 2 gradients, one for each input"),
        (lambda dy, x, W: None, 0, "backward must return 2 gradients, one for each input"),
        (lambda dy, x, W: sys.exit(), 0, "SystemExit"),
    ],
)
def test_each_gradient_has_its_own_points(
    backward: object, earned: float, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(backward)
    assert grade_backward(linear, backward, AT, {"x": 2, "W": 3}) == earned
    assert why in capsys.readouterr().out


def test_a_transpose_that_only_other_shapes_show_costs_its_points() -> None:
    square = [(np.arange(9.0).reshape(3, 3), np.eye(3))]
    other = [*square, *AT]
    wrong = lambda dy, x, W: (dy @ W, x.T @ dy)  # noqa: E731
    assert grade_backward(linear, wrong, square, {"x": 2, "W": 3}) == 5
    assert grade_backward(linear, wrong, other, {"x": 2, "W": 3}) == 0


def test_nothing_is_written_where_nbgrader_would_take_all_points(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def backward(dy: np.ndarray, x: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        warnings.warn("this is slow", stacklevel=1)
        np.log(np.zeros(1))
        return dy @ W.T, x.T @ dy

    assert grade_backward(linear, backward, AT, {"x": 2, "W": 3}) == 5
    assert capsys.readouterr().err == ""


def test_the_numbers_of_a_student_are_the_same_each_time_and_nobody_elses() -> None:
    drawn = [fresh(name).integers(10**9) for name in ("ada", "ada", "bob", "Ada")]
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3


@pytest.mark.parametrize("name", ["", "  ", None])
def test_without_a_name_there_are_no_numbers(name: str) -> None:
    with pytest.raises(InputError, match=r'Write it between quotes, as in student = "ada"'):
        fresh(name)


def test_work_that_is_graded_has_the_numbers_of_who_handed_it_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "autograded" / "ada" / "derive_and_check"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    fresh("bob")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    fresh("ada")
    with pytest.raises(InputError, match="those of 'bob' were handed in by 'ada'"):
        fresh("bob")
