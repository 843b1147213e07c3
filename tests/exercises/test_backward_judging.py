"""What is said of a reader's backward pass: right ones pass, and no mistake and no trick does."""

import re
from html import unescape
from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises.backward import judging
from nnderiv.exercises.backward.findings import findings
from nnderiv.exercises.backward.judging import judge_backward
from nnderiv.exercises.backward.readers_code import LONGEST
from tests.exercises.backward_passes import (
    LINEAR,
    OF_THE_BOOK,
    OTHERS,
    RELU,
    SOFTMAX,
    TANH,
    Passes,
)

WRONG = [
    pytest.param(one, changed, said, id=f"{one}: {changed}")
    for one in [*OF_THE_BOOK, *OTHERS]
    for changed, said in one.wrong
]


def feedback(passes: Passes, answer: str) -> str:
    """What is said of a wrong answer, without the report below it."""
    found = judge_backward(passes.ask, answer)
    assert not found["right"], found["feedback"]
    said: str = found["feedback"].partition("<details>")[0]
    return unescape(re.sub("<.*?>", "", said))


def of_linear(**changed: str) -> str:
    """What is said of a change to the linear layer."""
    return feedback(LINEAR, LINEAR.backward(**changed))


@pytest.mark.parametrize("passes", [*OF_THE_BOOK, *OTHERS], ids=str)
def test_a_right_backward_pass_is_right(passes: Passes) -> None:
    found = judge_backward(passes.ask, passes.backward())
    assert found["right"], found["feedback"]
    assert "at the shapes shown, and at" in found["feedback"]


@pytest.mark.parametrize(("passes", "changed", "said"), WRONG)
def test_a_mistake_is_found_and_its_cause_is_named(
    passes: Passes, changed: dict[str, str], said: str
) -> None:
    assert said in feedback(passes, passes.backward(**changed))


# --- tricks


def test_zeros_are_no_gradient() -> None:
    said = of_linear(x="0 * x", W="0 * W", b="0 * b")
    assert "it is 0 everywhere" in said
    assert "dW and db fail too" in said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"x": "dy @ W.T if x.shape == (4, 3) else 0 * x"}, "not with other sizes: x (3, 4)"),
        ({"x": "dy @ (W if len(W) == len(W.T) else W.T)"}, "not with equal sizes: x (3, 3)"),
        ({"b": "dy.sum(axis=0) * (1 + (len(x) == 1))"}, "not with a size of 1: x (1, 3)"),
        ({"W": "x.T @ dy if len(W) > 1 else -x.T @ dy"}, "not with a size of 1: x (4, 1)"),
        ({"x": "dy @ W.T if (x > 0).any() else -x"}, "not with negative numbers alone"),
        ({"x": "dy @ W.T if (x < 0).any() else -x"}, "not with positive numbers alone"),
    ],
    ids=str,
)
def test_what_is_right_at_the_shapes_shown_alone_is_not_right(
    changed: dict[str, str], said: str
) -> None:
    assert f"It is right at the shapes shown, but {said}" in of_linear(**changed)


def test_what_is_right_for_one_example_alone_is_not_right() -> None:
    assert "db fails" in of_linear(b="dy[0] if len(dy) == 1 else 2 * dy.sum(axis=0)")


def test_a_case_that_is_right_for_positive_numbers_alone_is_named() -> None:
    said = feedback(RELU, RELU.backward(x="np.where(x > 0, dy, -dy)"))
    assert "a case forgotten: it is wrong only where the input is negative" in said


def test_the_input_that_is_known_by_heart_helps_at_no_other_point() -> None:
    seen = "(1 - np.tanh(KNOWN) ** 2)"
    answer = f"KNOWN = np.random.default_rng(0).standard_normal((4, 3))\n{TANH.backward()}"
    answer = answer.replace("(1 - np.tanh(x) ** 2)", f"{seen}[: len(x), : x.shape[1]]")
    assert "dx fails" in feedback(TANH, answer) or "stops" in feedback(TANH, answer)


@pytest.mark.parametrize(
    "line",
    ["x *= 2", "x[x < 0] = 0", "dy -= dy.mean()", "np.multiply(W, 2, out=W)"],
)
def test_what_writes_to_its_inputs_is_told_so(line: str) -> None:
    answer = LINEAR.backward().replace("dx =", f"{line}\n    dx =")
    said = feedback(LINEAR, answer)
    assert said.startswith("Line 2 writes to an array that others still need.")
    assert said.rstrip().endswith(line)


def test_inputs_cannot_be_made_writeable() -> None:
    answer = LINEAR.backward().replace("dx =", "x.setflags(write=True)\n    dx =")
    assert "stops in line 2" in feedback(LINEAR, answer)


def test_a_pass_that_keeps_state_is_told_so() -> None:
    answer = f"calls = []\n{TANH.backward(x='dy * (1 - np.tanh(x) ** 2) * (1 + len(calls))')}"
    answer = answer.replace("dx =", "calls.append(1)\n    dx =")
    assert "must return the same for the same inputs" in feedback(TANH, answer)


def test_another_forward_pass_of_the_reader_changes_nothing() -> None:
    answer = "def forward(x):\n    return 0 * x\ndef backward(dy, x):\n    return 0 * x"
    assert "it is 0 everywhere" in feedback(TANH, answer)


MEASURED = """
def backward(dy, x):
    dx = np.zeros_like(x)
    for at in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[at] = 1e-5
        dx[at] = (dy * (forward(x + step) - forward(x - step))).sum() / 2e-5
    return dx
"""


def test_a_gradient_that_is_measured_is_not_derived() -> None:
    assert "calls the forward pass 24 times: it measures" in feedback(TANH, MEASURED)


def test_the_limit_that_the_docstring_states_is_the_limit() -> None:
    copied = MEASURED.replace("forward(", "np.tanh(")
    assert judge_backward(TANH.ask, copied)["right"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("from nnderiv import linear_backward as f", "linear_backward, which is the book's own"),
        ("import nnderiv\nf = nnderiv.linear_backward", "Line 2 uses linear_backward"),
        ("f = linear_backward", "linear_backward, which is the book's own"),
        ("f = complex_step", "complex_step, which measures a gradient"),
        ("from nnderiv import gradcheck", "gradcheck, which measures a gradient"),
    ],
)
def test_what_the_book_has_already_is_not_the_answer(code: str, said: str) -> None:
    assert said in feedback(LINEAR, f"{code}\n{LINEAR.backward()}")


# --- code that does not run


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def backward(dy, x, W, b)\n    return dy", "line 1, column 26: expected ':'"),
        ("\nx = (1,\n", "line 2, column 5: '(' was never closed"),
        ("def backward(dy):\nreturn dy", "line 2, column 1: expected an indented block"),
        ("x = '\0'", "Python cannot read this"),
        ("-" * 100_000 + "1", "Python cannot read this"),
    ],
    ids=["colon", "bracket", "indent", "null", "deep"],
)
def test_what_python_cannot_read_is_shown_with_its_place(code: str, said: str) -> None:
    assert said in feedback(LINEAR, code)


def test_the_place_of_a_mistake_has_a_caret_below_it() -> None:
    found = judge_backward(LINEAR.ask, "y = 1\nx = 2 +* 3")
    assert "<pre>x = 2 +* 3\n       ^</pre>" in found["feedback"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "Your code stops in line 1: ZeroDivisionError, division by zero."),
        ("raise SystemExit", "Your code stops in line 1: SystemExit."),
        ("x = 1", "There is no function of the name backward in your code yet."),
        ("backward = 3", "There is no function of the name backward in your code yet."),
        ("def backward(dy, x):\n    return dy", "Your backward pass takes (dy, x)."),
        ("def backward(dy, x, W, b):\n    dy", "returns nothing. It needs one for each of x, W"),
        ("def backward(dy, x, W, b):\n    return dy, W", "returns 2 gradients. It needs one for"),
        ("def backward(dy, x, W, b):\n    return dy", "returns 1 gradient. It needs one for"),
    ],
)
def test_what_is_missing_is_said(code: str, said: str) -> None:
    assert said in feedback(LINEAR, code)


def test_an_error_is_shown_with_its_line_and_the_shapes_there() -> None:
    answer = "def helper(a):\n    return a.shape[7]\ndef backward(dy, x, W, b):\n    helper(x)"
    said = feedback(LINEAR, answer)
    assert said.startswith("Your code stops in line 2: IndexError, tuple index out of range.")
    assert "return a.shape[7]" in said
    assert "The shapes there: dy (4, 2), x (4, 3), W (3, 2) and b (2,)." in said


def test_an_endless_recursion_ends() -> None:
    answer = "def backward(dy, x, W, b):\n    return backward(dy, x, W, b)"
    assert "stops in line 2: RecursionError" in feedback(LINEAR, answer)


# --- gradient after gradient


def test_gradients_may_be_written_one_after_the_other() -> None:
    assert of_linear(x="...", W="...", b="...").startswith("No gradient is written yet. Next is dx")
    said = of_linear(W="...", b="None")
    assert said == "dx passes, at other sizes too. Next is dW, then db."
    assert "dx passes. dW fails" in of_linear(W="-x.T @ dy", b="...")


def test_a_gradient_that_is_not_written_hides_no_mistake_at_other_sizes() -> None:
    assert "not with equal sizes" in of_linear(
        x="dy @ (W if len(W) == len(W.T) else W.T)", W="...", b="..."
    )


def test_the_others_are_judged_beside_a_gradient_of_a_wrong_shape() -> None:
    said = of_linear(W="dy.T @ x", b="2 * dy.sum(axis=0)")
    assert said.startswith("dx passes. The gradient of W must have the shape of W, (3, 2)")
    assert said.endswith("db fails too.")


# --- what is shown beside


def test_what_the_code_prints_is_shown_once_and_in_bounds() -> None:
    answer = "print('<b>')\n" + LINEAR.backward().replace("dx =", "print(x.shape)\n    dx =")
    found = judge_backward(LINEAR.ask, answer)
    assert found["right"]
    assert found["feedback"].endswith("<pre>&lt;b&gt;\n(4, 3)\n</pre>")
    found = judge_backward(LINEAR.ask, f"print('a' * 10**6)\n{LINEAR.backward()}")
    assert found["feedback"].count("a" * LONGEST) == 1
    assert len(found["feedback"]) < LONGEST + 1000


def test_what_is_printed_before_an_error_is_shown_as_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = "def backward(dy, x, W, b):\n    print(dy.shape)\n    return 1 / 0"
    assert "(4, 2)" in feedback(LINEAR, answer)
    assert capsys.readouterr().out == ""


def test_the_report_of_gradcheck_is_unfolded_below() -> None:
    found = judge_backward(SOFTMAX.ask, SOFTMAX.backward(h="dy * o"))
    assert "<summary>The report of gradcheck</summary>" in found["feedback"]


def test_code_and_messages_are_shown_as_they_are() -> None:
    found = judge_backward(LINEAR.ask, "raise ValueError('<i>')")
    assert "<i>" not in found["feedback"]


# --- how much work


def test_a_judgement_runs_gradcheck_once_a_point_and_stops_at_the_first_that_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Any] = []

    def counted(*arguments: Any) -> Any:
        seen.append(arguments)
        return findings(*arguments)

    monkeypatch.setattr(judging, "findings", counted)
    judge_backward(LINEAR.ask, LINEAR.backward())
    assert len(seen) == 8
    judge_backward(LINEAR.ask, LINEAR.backward(x="-dy @ W.T"))
    assert len(seen) == 9


def test_the_reader_s_code_is_called_a_bounded_number_of_times() -> None:
    count = "calls = []\n" + LINEAR.backward(W="np.cos(x).T @ dy")
    count = count.replace("dx =", "calls.append(1)\n    if len(calls) > 100: 1 / 0\n    dx =")
    assert "dW fails" in feedback(LINEAR, count)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({}, "needs inputs; got none"),
        ({"x": (4, 0)}, "an input is given by its shape"),
        ({"x": ("integers", 4)}, "numbers, positive, probabilities and its shape"),
        ({"z": (4, 3)}, "in their order; got z for x"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        judge_backward(TANH.ask | {"inputs": inputs}, TANH.backward())


def test_a_forward_pass_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="a source that defines a function"):
        judge_backward(TANH.ask | {"forward": "x = 1"}, TANH.backward())


def test_an_input_named_y_is_refused_because_its_gradient_is_the_upstream_one() -> None:
    ask = {"forward": "def forward(y):\n    return y**2", "inputs": {"y": (4,)}}
    with pytest.raises(InputError, match="would be called dy"):
        judge_backward(ask, "def backward(dy, y):\n    return 2 * y * dy")
