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
)
from nnderiv.errors import InputError
from nnderiv.exercises.compute_entry import ComputeEntry
from nnderiv.exercises.entries import Entry
from nnderiv.gradcheck import complex_step

T = np.array([0, 2])
F = "f"


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


def test_mistakes_in_a_weight_are_what_they_are_said_to_be() -> None:
    seen = set()
    for task in of_linear("dw").tasks:
        x, _, _, dy = numbers(task["html"])
        parts = x[:, 1] * dy[:, 0]
        expected = {
            "and the sign is not": -parts.sum(),
            "the other side of the diagonal": x[:, 0] @ dy[:, 1],
            "slope of the sum of all outputs": x[:, 1].sum(),
            "mean over the examples": parts.mean(),
            "y_{1,1}</span> is missing": parts[1],
            "y_{2,1}</span> is missing": parts[0],
        }
        for answer in task["answers"]:
            for said, value in expected.items():
                if said in answer["feedback"]:
                    assert answer["value"] == pytest.approx(value)
                    seen.add(said)
    assert seen == {*expected}


def entry_of(backward: Any, inputs: tuple[Any, ...], dy: Any, which: int, place: Any) -> Entry:
    names = ["x", "W", "b"]
    return Entry(backward, names, which, place, np.asarray(dy, float), inputs, "y")


def said(entry: Entry) -> dict[float, str]:
    return {round(value, 12): told for value, told in entry.mistakes()}


def test_a_square_matrix_for_its_transpose_is_known() -> None:
    W = np.array([[1.0, 2.0], [3.0, 4.0]])
    x, dy = np.array([[1.0, 1.0]]), np.array([[1.0, 10.0]])
    entry = entry_of(linear_backward, (x, W, np.zeros(2)), dy, 0, (0, 0))
    assert entry.value == 21
    assert "in the place of its transpose" in said(entry)[float((dy @ W)[0, 0])]


def test_the_upstream_gradient_itself_is_known() -> None:
    entry = entry_of(relu_backward, (np.array([1.0, -2.0]),), [3.0, 5.0], 0, (1,))
    assert "the upstream gradient itself" in said(entry)[5.0]


def test_one_path_alone_is_known() -> None:
    entry = entry_of(
        linear_backward, (np.ones((3, 1)), np.ones((1, 1)), np.zeros(1)), [[1], [2], [4]], 2, (0,)
    )
    found = said(entry)
    assert "y_{1,1}</span> alone" in found[1.0]
    assert "y_{2,1}</span> alone" in found[2.0]
    assert "y_{3,1}</span> alone" in found[4.0]
    assert [part for _, part in entry.paths] == [1, 2, 4]


@pytest.mark.parametrize(
    ("forward", "backward", "shapes", "entry"),
    [
        (softmax, softmax_backward, {"h": (3,)}, (2,)),
        (sigmoid, sigmoid_backward, {"x": (2,)}, (1,)),
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
    own = {"You forgot to double it.": lambda dy, x: (-2 * x * dy,)}
    exercise = ComputeEntry(
        "e", lambda x: x**2, lambda dy, x: (2 * x * dy,), "x", (1,), formula=F, mistakes=own, x=(2,)
    )
    assert exercise.tasks[0]["answers"][1]["feedback"] == "You forgot to double it."


def test_numbers_depend_on_the_name_alone() -> None:
    assert of_linear("one").tasks == of_linear("one").tasks
    assert of_linear("one").tasks != of_linear("other").tasks


def test_hints_go_from_the_formula_over_the_paths_to_the_first_of_them() -> None:
    hints = [hint["html"] for hint in of_linear("dw").tasks[0]["hints"]]
    assert "The formula is" in hints[0]
    assert hints[1].startswith("2 paths lead to it")
    assert "gives" in hints[2]


def test_a_relu_that_is_off_is_no_task_for_nothing_can_be_computed_there() -> None:
    exercise = ComputeEntry("r", relu, relu_backward, "x", (2,), x=(3,), formula=F)
    assert all(numbers(task["html"])[0][0, 1] > 0 for task in exercise.tasks)


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
        ComputeEntry("e", lambda x: x, lambda dy, x: (0 * dy,), "x", (1,), formula=F, x=(2,))
