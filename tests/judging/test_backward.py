"""Backward passes that readers write: right ones pass, and no mistake and no trick does."""

from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.judging import judge
from nnderiv.judging.backward import judge_backward
from nnderiv.judging.backward.findings import findings
from tests.judging.backward_answers import refused, told, wrong
from tests.judging.backward_passes import (
    LINEAR,
    OF_THE_BOOK,
    OTHERS,
    RELU,
    TANH,
    Passes,
)

WRONG = [
    pytest.param(one, changed, said, id=f"{one}: {changed}")
    for one in [*OF_THE_BOOK, *OTHERS]
    for changed, said in one.wrong
]


def of_linear(**changed: str) -> str:
    """What is said of a change to the linear layer that makes it wrong."""
    return wrong(LINEAR, LINEAR.backward(**changed))


@pytest.mark.parametrize("passes", [*OF_THE_BOOK, *OTHERS], ids=str)
def test_a_right_backward_pass_is_right(passes: Passes) -> None:
    found = judge(passes.ask, passes.backward())
    assert found["right"], found["feedback"]
    assert "at the shapes shown, and at" in found["feedback"]


@pytest.mark.parametrize(("passes", "changed", "said"), WRONG)
def test_a_mistake_is_found_and_its_cause_is_named(
    passes: Passes, changed: dict[str, str], said: str
) -> None:
    assert said in told(passes, passes.backward(**changed))


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
    said = wrong(RELU, RELU.backward(x="np.where(x > 0, dy, -dy)"))
    assert "a case forgotten: it is wrong only where the input is negative" in said


def test_the_input_that_is_known_by_heart_helps_at_no_other_point() -> None:
    known = "KNOWN = np.random.default_rng(0).standard_normal((4, 3))"
    answer = f"{known}\n{TANH.backward(x='dy * (1 - np.tanh(np.resize(KNOWN, x.shape)) ** 2)')}"
    said = wrong(TANH, answer)
    assert said.startswith("It is right at the shapes shown, but not with other sizes")


@pytest.mark.parametrize(
    "line",
    ["x *= 2", "x[x < 0] = 0", "dy -= dy.mean()", "np.multiply(W, 2, out=W)"],
)
def test_what_writes_to_its_inputs_is_told_so(line: str) -> None:
    answer = LINEAR.backward().replace("dx =", f"{line}\n    dx =")
    said = refused(LINEAR, answer)
    assert said.startswith("Line 2 writes to an array that others still need.")
    assert said.rstrip().endswith(line)


def test_inputs_cannot_be_made_writeable() -> None:
    answer = LINEAR.backward().replace("dx =", "x.setflags(write=True)\n    dx =")
    assert "stops in line 2" in refused(LINEAR, answer)


def test_a_pass_that_keeps_state_is_told_so() -> None:
    answer = f"calls = []\n{TANH.backward(x='dy * (1 - np.tanh(x) ** 2) * (1 + len(calls))')}"
    answer = answer.replace("dx =", "calls.append(1)\n    dx =")
    assert "must return the same for the same inputs" in refused(TANH, answer)


def test_another_forward_pass_of_the_reader_changes_nothing() -> None:
    answer = "def forward(x):\n    return 0 * x\ndef backward(dy, x):\n    return 0 * x"
    assert "it is 0 everywhere" in wrong(TANH, answer)


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
    assert "calls the forward pass 24 times: it measures" in refused(TANH, MEASURED)


def test_the_limit_that_the_docstring_states_is_the_limit() -> None:
    copied = MEASURED.replace("forward(", "np.tanh(")
    assert judge(TANH.ask, copied)["right"]


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
    assert said in refused(LINEAR, f"{code}\n{LINEAR.backward()}")


# --- gradient after gradient


def test_gradients_may_be_written_one_after_the_other() -> None:
    said = refused(LINEAR, LINEAR.backward(x="...", W="...", b="..."))
    assert said == "No gradient is written yet. Next is dx, then dW and db."
    said = refused(LINEAR, LINEAR.backward(W="...", b="None"))
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


# --- how much work


def test_a_judgement_runs_gradcheck_once_a_point_and_stops_at_the_first_that_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Any] = []

    def counted(*arguments: Any) -> Any:
        seen.append(arguments)
        return findings(*arguments)

    monkeypatch.setattr(judge_backward, "findings", counted)
    judge(LINEAR.ask, LINEAR.backward())
    assert len(seen) == 8
    judge(LINEAR.ask, LINEAR.backward(x="-dy @ W.T"))
    assert len(seen) == 9


def test_the_reader_s_code_is_called_a_bounded_number_of_times() -> None:
    count = "calls = []\n" + LINEAR.backward(W="np.cos(x).T @ dy")
    count = count.replace("dx =", "calls.append(1)\n    if len(calls) > 100: 1 / 0\n    dx =")
    assert "dW fails" in wrong(LINEAR, count)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({}, "needs inputs; got none"),
        ({"x": (4, 0)}, "an input is given by its shape"),
        ({"x": ("integers", 4)}, "numbers, positive, probabilities, fractions and its shape"),
        ({"z": (4, 3)}, "in their order; got z for x"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        judge(TANH.ask | {"inputs": inputs}, TANH.backward())


def test_a_forward_pass_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="a source that defines a function"):
        judge(TANH.ask | {"forward": "x = 1"}, TANH.backward())


def test_an_input_named_y_is_refused_because_its_gradient_is_the_upstream_one() -> None:
    ask = {"do": "backward", "forward": "def forward(y):\n    return y**2", "inputs": {"y": (4,)}}
    with pytest.raises(InputError, match="would be called dy"):
        judge(ask, "def backward(dy, y):\n    return 2 * y * dy")
