"""Exercises to write a backward pass, and to mend one, as an author gives them."""

import re
from html import unescape
from typing import Any

import pytest

from nnderiv import held_constant
from nnderiv.errors import InputError
from nnderiv.exercises.write_backward import Broken, MendBackward, WriteBackward, backward_task
from nnderiv.judging import judge
from tests.judging.backward_passes import LINEAR, OF_THE_BOOK, OTHERS, Passes

MATRIX_PRODUCT = Broken(
    "x @ W",
    {"x": "dy @ W", "W": "x.T @ dy"},
    {"x": (4, 3), "W": (3, 3)},
    {"x": "dy @ W.T"},
)
TANH = Broken(
    "np.tanh(x)",
    {"x": "-dy * (1 - np.tanh(x) ** 2)"},
    {"x": (4, 3)},
    {"x": "dy * (1 - np.tanh(x) ** 2)"},
)


def begun(task: dict[str, Any]) -> str:
    """What stands in the field of a task at first."""
    field = re.search("<textarea[^>]*>(.*)</textarea>", task["html"], re.DOTALL)
    assert field
    return unescape(field[1])


@pytest.mark.parametrize("passes", [*OF_THE_BOOK, *OTHERS], ids=str)
def test_an_author_gives_forward_pass_shapes_and_solution(passes: Passes) -> None:
    exercise = WriteBackward(
        "write-it",
        forward=passes.ask["forward"],
        inputs=passes.inputs,
        solution=passes.backward(),
    )
    (task,) = exercise.tasks
    assert "No gradient is written yet" in judge(task["ask"], begun(task))["refusal"]


def test_the_starter_has_a_line_for_every_gradient() -> None:
    task = backward_task(LINEAR.ask["forward"], LINEAR.inputs, LINEAR.backward())
    assert begun(vars(task)) == (
        "def backward(dy, x, W, b):\n"
        "    dx = ...\n"
        "    dW = ...\n"
        "    db = ...\n"
        "    return dx, dW, db"
    )


def test_the_task_shows_forward_pass_and_shapes_and_folds_the_solution_away() -> None:
    task = backward_task(LINEAR.ask["forward"], LINEAR.inputs, LINEAR.backward(), hints=["$x^T$"])
    shown, solution = task.html.split('<details class="nnd-solution">')
    assert "return x @ W + b" in shown
    assert "x (4, 3), W (3, 2) and b (2,)" in shown
    assert "dy @ W.T" not in shown
    assert "dy @ W.T" in solution
    assert "dy @ W.T" not in str(task.ask)
    assert [hint.html for hint in task.hints] == [
        "Every gradient has the shape of its input: dx (4, 3), dW (3, 2) and db (2,). "
        "The upstream gradient has that of the output: dy (4, 2).",
        '<span class="nnd-tex">x^T</span>',
    ]


@held_constant("t")
def squared_error(x, t):  # type: ignore[no-untyped-def]  # as in a chapter
    return ((x - t) ** 2).sum() / 2


def test_a_function_stands_for_its_source() -> None:
    task = backward_task(
        squared_error,
        {"x": (4, 3), "t": (4, 3)},
        "def backward(dy, x, t):\n    return dy * (x - t)",
    )
    assert task.ask
    assert task.ask["forward"].startswith('@held_constant("t")\ndef squared_error')
    answer = "def backward(dy, x, t):\n    squared_error(x, t)\n    return dy * (x - t)"
    assert judge(task.ask, answer)["right"]


def test_a_solution_that_fails_is_refused_with_what_is_said_of_it() -> None:
    with pytest.raises(InputError, match=r"must pass its check at all points; got: .*wrong sign"):
        backward_task(LINEAR.ask["forward"], LINEAR.inputs, LINEAR.backward(x="-dy @ W.T"))


def test_a_starter_that_passes_is_refused() -> None:
    right = LINEAR.backward()
    with pytest.raises(InputError, match="must not pass already"):
        backward_task(LINEAR.ask["forward"], LINEAR.inputs, right, starter=right)


def test_a_gradient_that_is_zero_by_nature_is_refused() -> None:
    with pytest.raises(InputError, match="db is 0 on both sides, which proves nothing"):
        backward_task(
            "def forward(x, b):\n    return x + b - (x + b).mean(axis=0)",
            {"x": (4, 3), "b": (3,)},
            "def backward(dy, x, b):\n    return dy - dy.mean(axis=0), np.zeros_like(b)",
        )


def test_broken_passes_come_one_after_the_other_each_with_its_repair() -> None:
    exercise = MendBackward("broken", [TANH, MATRIX_PRODUCT])
    first, second = exercise.tasks
    assert begun(first).endswith("    dx = -dy * (1 - np.tanh(x) ** 2)\n    return dx")
    found = judge(first["ask"], begun(first))
    assert "the wrong sign" in found["feedback"]
    mended = begun(second).replace("dy @ W\n", "dy @ W.T\n")
    assert judge(second["ask"], mended)["right"]
    assert "dx = dy @ W.T\n    dW = x.T @ dy\n" in unescape(second["html"])


def test_a_pass_that_is_not_broken_is_refused() -> None:
    with pytest.raises(InputError, match="must not pass already"):
        MendBackward("broken", [Broken(TANH.forward, TANH.solution, TANH.inputs)])


def test_a_repair_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="the worked solution of a backward pass must pass"):
        MendBackward("broken", [Broken(TANH.forward, TANH.broken, TANH.inputs, TANH.broken)])


def test_a_book_for_a_course_has_the_tasks_without_their_solutions() -> None:
    task = backward_task(LINEAR.ask["forward"], LINEAR.inputs)
    assert "Solution" not in task.html
    (mended,) = MendBackward("broken", [Broken(TANH.forward, TANH.broken, TANH.inputs)]).tasks
    assert "Solution" not in mended["html"]
