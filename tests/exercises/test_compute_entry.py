"""Entries to compute: the right value is right, and each mistake's value is that of the mistake."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    linear,
    linear_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    tanh,
    tanh_backward,
)
from nnderiv.errors import InputError
from nnderiv.exercises.compute_entry import ComputeEntry
from nnderiv.exercises.entries.entry import Entry
from nnderiv.exercises.entries.meeting import meeting
from nnderiv.exercises.entries.mistakes import mistakes
from nnderiv.gradcheck import complex_step

T = np.array([0, 2])
F = "f"
SQUARE: Any = {"x": (2, 2), "W": (2, 2), "b": (2,)}


def wrong_linear_backward(dy: Any, x: Any, W: Any, b: Any) -> tuple[Any, ...]:
    return dy @ W, x.T @ dy, dy.sum(axis=0)


def of_linear(name: str, of: str = "W", entry: tuple[int, ...] = (2, 1)) -> ComputeEntry:
    shapes: Any = {"x": (2, 3), "W": (3, 2), "b": (2,)}
    return ComputeEntry(name, linear, linear_backward, of, entry, formula=F, **shapes)


def numbers(html: str) -> list[np.ndarray]:
    """The arrays that a task shows, in order."""
    found = []
    for table in re.findall(r"<tbody>(.*?)</tbody>", html):
        rows = re.findall(r"<tr>(.*?)</tr>", table)
        cells = [re.findall(r"<td>(.*?)</td>", row) for row in rows]
        found.append(np.array([[float(c.replace("−", "-")) for c in row] for row in cells]))
    return found


@pytest.mark.parametrize("number", range(8))
def test_the_right_answer_is_what_the_numbers_on_show_give(number: int) -> None:
    task = of_linear("dw").tasks[number]
    x, _, _, dy = numbers(task["html"])
    (right,) = [answer["value"] for answer in task["answers"] if answer["right"]]
    assert right == sum(x[i, 1] * dy[i, 0] for i in range(2))


def told_by(exercise: ComputeEntry) -> list[tuple[list[np.ndarray], dict[str, float]]]:
    """For each task the arrays that it shows, and the value that gets each feedback."""
    return [
        (numbers(task["html"]), {answer["feedback"]: answer["value"] for answer in task["answers"]})
        for task in exercise.tasks
    ]


def assert_told(expected: dict[str, float], told: dict[str, float], seen: set[str]) -> None:
    """What begins or contains one of some words is said of the value that these words mean."""
    for said, value in expected.items():
        for feedback, given in told.items():
            if said in feedback:
                assert given == pytest.approx(value), (said, feedback)
                seen.add(said)


def test_mistakes_in_a_weight_are_what_they_are_said_to_be() -> None:
    seen: set[str] = set()
    for (x, _, _, dy), told in told_by(of_linear("dw")):
        parts = x[:, 1] * dy[:, 0]
        expected = {
            "and the sign is not": -parts.sum(),
            "It would be 0": 0,
            "the other side of the diagonal": x[:, 0] @ dy[:, 1],
            'slopes of <span class="nnd-tex">y</span> alone': x[:, 1].sum(),
            "alone, added up": dy[:, 0].sum(),
            "mean over the examples": parts.mean(),
            "adds first and multiplies": x[:, 1].sum() * dy[:, 0].sum(),
            "y_{1,1}</span> is missing": parts[1],
            "y_{2,1}</span> is missing": parts[0],
            'sign on the path through <span class="nnd-tex">y_{1,1}': parts[1] - parts[0],
            'sign on the path through <span class="nnd-tex">y_{2,1}': parts[0] - parts[1],
            r"dW_{3,1}}</span>, the gradient of another": x[:, 2] @ dy[:, 0],
            r"dW_{3,2}}</span>, the gradient of another": x[:, 2] @ dy[:, 1],
        }
        assert_told(expected, told, seen)
    assert seen == {*expected}


def test_mistakes_in_a_bias_are_what_they_are_said_to_be() -> None:
    shapes: Any = {"x": (3, 2), "W": (2, 2), "b": (2,)}
    exercise = ComputeEntry("db", linear, linear_backward, "b", (1,), formula=F, **shapes)
    seen: set[str] = set()
    for (*_, dy), told in told_by(exercise):
        column = dy[:, 0]
        expected = {
            "mean over the examples": column.mean(),
            "sum of row 1": dy[0].sum(),
            "slopes of": 3,
            "y_{1,1}</span> is missing": column[1:].sum(),
            "y_{3,1}</span> alone": column[2],
        }
        assert_told(expected, told, seen)
    assert seen == {*expected}


def test_a_transpose_forgotten_between_square_matrices_is_what_it_is_said_to_be() -> None:
    exercise = ComputeEntry("dx", linear, linear_backward, "x", (1, 2), formula=F, **SQUARE)
    seen: set[str] = set()
    for (_, W, _, dy), told in told_by(exercise):
        columns = 'rows and columns of <span class="nnd-tex">'
        expected = {
            columns + "W": (dy @ W)[0, 1],
            columns + r"\frac{dL}{dy}": (dy.T @ W.T)[0, 1],
            "the other side of the diagonal": (dy @ W.T)[1, 0],
        }
        assert_told(expected, told, seen)
    assert seen == {*expected}


def test_mistakes_behind_softmax_are_what_they_are_said_to_be() -> None:
    exercise = ComputeEntry("dh", softmax, softmax_backward, "h", (2,), formula=F, h=(3,))
    seen: set[str] = set()
    for ((h,), (dy,)), told in told_by(exercise):
        o = np.exp(h) / np.exp(h).sum()
        parts = dy * o[1] * (np.array([0, 1, 0]) - o)
        expected = {
            "and the sign is not": -parts.sum(),
            "alone, added up": dy.sum(),
            "the upstream gradient itself": dy[1],
            "y_{1}</span> is missing": parts[1] + parts[2],
            "y_{2}</span> alone": parts[1],
            'sign on the path through <span class="nnd-tex">y_{3}': parts[0] + parts[1] - parts[2],
        }
        assert_told(expected, told, seen)
    assert seen == {*expected}


def entry_of(backward: Any, inputs: tuple[Any, ...], dy: Any, of: str, place: Any) -> Entry:
    names = ["x", "W", "b"][: len(inputs)]
    which = names.index(of)
    return Entry(backward, names, of, which, place, np.asarray(dy, float), inputs, "y")


def said(entry: Entry) -> dict[float, str]:
    return {round(value, 12): told for value, told in mistakes(entry)}


def test_the_upstream_gradient_behind_a_slope_of_0_is_known() -> None:
    entry = entry_of(relu_backward, (np.array([1.0, -2.0]),), [3.0, 5.0], "x", (1,))
    assert entry.value == 0
    assert entry.paths == []
    assert "passed on. But $y_{2}$ does not move with $x_{2}$" in said(entry)[5.0]


def test_one_path_alone_is_known() -> None:
    entry = entry_of(
        linear_backward, (np.ones((3, 1)), np.ones((1, 1)), np.zeros(1)), [[1], [2], [4]], "b", (0,)
    )
    found = said(entry)
    assert "$y_{1,1}$ alone" in found[1.0]
    assert "$y_{2,1}$ alone" in found[2.0]
    assert "$y_{3,1}$ alone" in found[4.0]
    assert [part for _, part in entry.paths] == [1, 2, 4]


@pytest.mark.parametrize(
    ("of", "place", "met"),
    [
        ("x", (0, 1), r"row 2 of $W$ and row 1 of $\frac{dL}{dy}$"),
        ("W", (1, 0), r"column 2 of $x$ and column 1 of $\frac{dL}{dy}$"),
        ("b", (1,), r"column 2 of $\frac{dL}{dy}$"),
    ],
)
def test_rows_and_columns_that_meet_are_named(of: str, place: Any, met: str) -> None:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(2, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    entry = entry_of(linear_backward, inputs, rng.normal(size=(2, 2)), of, place)
    assert meeting(entry, ["x", "W", "b"]) == met


def test_an_input_that_decides_by_its_sign_enters() -> None:
    entry = entry_of(relu_backward, (np.array([1.0, -2.0]),), [3.0, 5.0], "x", (1,))
    assert meeting(entry, ["x"]) == r"$x_{2}$"
    other = entry_of(relu_backward, (np.array([1.0, 2.0]),), [3.0, 5.0], "x", (1,))
    assert meeting(other, ["x"]) == r"$x_{2}$ and $\frac{dL}{dy_{2}}$"


@pytest.mark.parametrize(
    ("forward", "backward", "shapes", "entry"),
    [
        (softmax, softmax_backward, {"h": (3,)}, (2,)),
        (sigmoid, sigmoid_backward, {"x": (2,)}, (1,)),
        (tanh, tanh_backward, {"x": (2,)}, (2,)),
        (softmax_cross_entropy, softmax_cross_entropy_backward, {"h": (2, 3), "t": T}, (1, 1)),
    ],
)
def test_entries_that_are_not_whole_are_right_and_two_decimals_will_do(
    forward: Any, backward: Any, shapes: Any, entry: tuple[int, ...]
) -> None:
    of = next(iter(shapes))
    own = {"The target is missing.": lambda dy, h, *t: (dy * softmax(h) / len(h),)}
    exercise = ComputeEntry("e", forward, backward, of, entry, formula=F, mistakes=own, **shapes)
    for task in exercise.tasks:
        arrays = numbers(task["html"])
        at = arrays[0].reshape(shapes[of])
        constants = [T] if "t" in shapes else []
        dy = 1.0 if constants else arrays[-1].reshape(at.shape)
        direction = np.zeros(at.shape)
        direction[tuple(i - 1 for i in entry)] = 1

        def loss(h: Any, dy: Any = dy, constants: Any = constants) -> Any:
            return (dy * forward(h, *constants)).sum()

        slope = complex_step(loss, at, v=direction)
        (right,) = [answer["value"] for answer in task["answers"] if answer["right"]]
        assert right == pytest.approx(float(slope), abs=1e-12)
        assert "Two decimals will do" in task["html"]
        assert task["tolerance"] == 0.006


def test_each_task_has_mistakes_that_can_be_told_apart() -> None:
    for of, entry in (("x", (1, 2)), ("W", (3, 2)), ("b", (2,))):
        for task in of_linear(f"of-{of.lower()}", of, entry).tasks:
            values = sorted(answer["value"] for answer in task["answers"])
            assert len(values) >= 3
            assert min(np.diff(values)) > 2 * task["tolerance"]


def test_a_mistake_of_this_module_alone_comes_first() -> None:
    own = {"You forgot the sign.": lambda dy, x: (-2 * x * dy,)}
    exercise = ComputeEntry(
        "e", lambda x: x**2, lambda dy, x: (2 * x * dy,), "x", (1,), formula=F, mistakes=own, x=(2,)
    )
    assert exercise.tasks[0]["answers"][1]["feedback"] == "You forgot the sign."


def test_numbers_depend_on_the_name_alone() -> None:
    assert of_linear("one").tasks == of_linear("one").tasks
    assert of_linear("one").tasks != of_linear("other").tasks


def test_hints_go_from_the_formula_over_the_paths_to_the_first_of_them() -> None:
    task = of_linear("dw").tasks[0]
    hints = [hint["html"] for hint in task["hints"]]
    assert "The formula is" in hints[0]
    assert hints[1].startswith("2 paths lead to it")
    assert "column 2 of" in hints[1]
    assert "column 2 of" in task["otherwise"]
    assert re.search(r"times the slope: \(?−?[\d.]+\)? · \(?−?[\d.]+\)? = ", hints[2])


def test_a_relu_is_asked_for_where_it_is_on_and_where_it_is_off() -> None:
    exercise = ComputeEntry("r", relu, relu_backward, "x", (2,), x=(3,), formula=F)
    values = set()
    for ((x,), (dy,)), told in told_by(exercise):
        (right,) = [value for feedback, value in told.items() if feedback.startswith("Right")]
        assert right == (dy[1] if x[1] > 0 else 0)
        assert x[1] > 0 or told[next(f for f in told if "passed on" in f)] == dy[1]
        values.add(right == 0)
    assert values == {True, False}


def test_a_parameter_with_the_name_of_a_greek_letter_is_shown_as_the_letter() -> None:
    exercise = ComputeEntry(
        "scale",
        lambda h, gamma: gamma * h,
        lambda dy, h, gamma: (dy * gamma, (dy * h).sum(axis=0)),
        "gamma",
        (2,),
        formula=F,
        h=(3, 2),
        gamma=(2,),
    )
    for task in exercise.tasks:
        assert r">\gamma =<" in task["html"]
        assert r"\frac{dL}{d\gamma_{2}}" in task["html"]


def test_an_entry_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match=r"one of W, whose shape is \(3, 2\), .* got \(4, 1\)"):
        of_linear("dw", "W", (4, 1))


def test_an_input_that_has_no_gradient_is_refused() -> None:
    with pytest.raises(InputError, match=r"that has a gradient; got 't'\. Choose one of h"):
        ComputeEntry(
            "e", softmax_cross_entropy, softmax_cross_entropy_backward, "t", (1,),
            formula=F, h=(2, 3), t=T,
        )  # fmt: skip


def test_an_input_without_a_shape_is_refused() -> None:
    with pytest.raises(InputError, match=r"it takes x, W, b, and got x, W\. Name"):
        ComputeEntry("e", linear, linear_backward, "W", (1, 1), formula=F, x=(1, 1), W=(1, 1))


def test_numbers_that_tell_no_mistakes_apart_are_refused() -> None:
    with pytest.raises(InputError, match="at least 2 mistakes must have values of their own"):
        ComputeEntry("e", lambda x: 0 * x, lambda dy, x: (0 * x,), "x", (), formula=F, x=())


def test_a_backward_pass_of_another_function_is_refused() -> None:
    with pytest.raises(InputError, match="must be that of the forward pass; gradcheck says"):
        ComputeEntry("e", linear, wrong_linear_backward, "W", (1, 1), formula=F, **SQUARE)
