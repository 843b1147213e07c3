"""The verdicts: which function and which backward pass meet which."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, relu, relu_backward, softmax, softmax_backward
from nnderiv.gradcheck.report import Verdict
from tests.catalogue import Array, numbers
from tests.gradcheck.conftest import square_backward

AT_THE_KINK = np.array([-1.0, 0.0, 2.0])


def relu_with_slope_at_0(slope: float) -> Callable[[Array, Array], tuple[Array]]:
    """Return a backward pass of relu that says `slope` at 0."""
    return lambda dy, x: (dy * np.where(x == 0, slope, x > 0),)


def test_relu_at_exactly_0_is_a_kink() -> None:
    report = gradcheck(relu, relu_backward, AT_THE_KINK)
    assert report.verdict == "kink"
    assert report.inputs[0].index == (1,)
    assert not report
    assert "move the input off it" in report.reason


def test_at_a_kink_the_report_says_which_entries_sit_on_it_and_what_moving_off_gives() -> None:
    report = gradcheck(relu, relu_backward, [0.0, 1.0, 0.0])
    assert report.inputs[0].places == ((0,), (2,))
    assert "x sits on a kink at [0], [2]" in str(report)
    assert report.reason.endswith("with all inputs moved a little, it is pass")


def test_a_backward_pass_that_is_wrong_beside_the_kink_is_called_so() -> None:
    # At 0 it says a value within the jump; a hundredth away it is wrong.
    report = gradcheck(relu, lambda dy, x: dy * 0.7, [0.0, 0.0])
    assert report.verdict == "kink"
    assert report.reason.endswith("with all inputs moved a little, it is fail")


@pytest.mark.parametrize("slope", [0.0, 0.25, 0.9, 1.0])
def test_any_slope_within_the_jump_is_a_kink(slope: float) -> None:
    assert gradcheck(relu, relu_with_slope_at_0(slope), AT_THE_KINK).verdict == "kink"


@pytest.mark.parametrize("slope", [-1.0, -0.05, 1.05, 2.0])
def test_a_slope_outside_the_jump_fails_at_the_kink(slope: float) -> None:
    report = gradcheck(relu, relu_with_slope_at_0(slope), AT_THE_KINK)
    assert report.verdict == "fail"
    assert report.inputs[0].index == (1,)


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_slope_in_the_middle_of_the_jump_is_a_kink_although_the_numbers_agree(mode: Any) -> None:
    report = gradcheck(relu, relu_with_slope_at_0(0.5), AT_THE_KINK, mode=mode)
    assert report.verdict == "kink"
    assert report.inputs[0].places == ((1,),)


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_tie_whose_gradient_is_shared_out_is_a_kink_even_if_complex_steps_agree(
    mode: Any,
) -> None:
    def larger(a: Array, b: Array) -> Any:
        return (a + b + (a - b) * np.sign((a - b).real)) / 2

    def shared_out(dy: Array, a: Array, b: Array) -> tuple[Array, Array]:
        sign = np.sign(a - b)
        return dy * (1 + sign) / 2, dy * (1 - sign) / 2

    a, b = numbers((200,)), numbers((200,), 1)
    assert gradcheck(larger, shared_out, a, b, mode=mode)
    b[7] = a[7]
    report = gradcheck(larger, shared_out, a, b, mode=mode)
    assert [one.places for one in report.inputs] == [((7,),), ((7,),)]
    assert report.verdict == "kink"


def test_a_number_at_a_kink_is_moved_off_it_as_an_array_is() -> None:
    report = gradcheck(relu, relu_with_slope_at_0(0.5), 0.0)
    assert report.verdict == "kink"
    assert report.reason.endswith("with all inputs moved a little, it is pass")


def test_an_error_elsewhere_fails_although_there_is_a_kink_too() -> None:
    report = gradcheck(relu, lambda dy, x: relu_backward(dy, x)[0] * (x < 1), AT_THE_KINK)
    assert report.verdict == "fail"
    assert report.inputs[0].index == (2,)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("x", [1e-3, -1e-3, 1e-4, 1e-6, 1e-8])
def test_beside_a_kink_the_right_slope_passes_and_a_slope_within_the_jump_fails(
    x: float, mode: Any
) -> None:
    assert gradcheck(np.abs, lambda dy, x: dy * np.sign(x), [x, 1.0], mode=mode).verdict == "pass"
    report = gradcheck(np.abs, lambda dy, x: dy * [0.5, 1.0], [x, 1.0], mode=mode)
    assert report.verdict == "fail"
    assert report.inputs[0].index == (0,)


@pytest.mark.parametrize(
    "inputs", [(), (3,), ([1, 2],), (True, 2)], ids=["none", "an integer", "integers", "a boolean"]
)
def test_without_an_input_to_step_the_check_is_vacuous(inputs: tuple[Any, ...]) -> None:
    report = gradcheck(lambda *given: 1.0, lambda dy, *given: (), *inputs)
    assert report.verdict == "vacuous"
    assert "there is no input to step" in report.reason
    assert len(report.constants) == len(inputs)


def test_an_input_on_which_nothing_depends_is_vacuous() -> None:
    report = gradcheck(
        lambda x, dead: x**2, lambda dy, x, dead: (dy * 2 * x, 0 * dead), [1.0, 2.0], [3.0]
    )
    assert [one.verdict for one in report.inputs] == ["pass", "vacuous"]
    assert report.verdict == "vacuous"
    assert report.reason.startswith("the gradient of dead is 0 on both sides")
    assert not report


def test_a_relu_that_is_off_everywhere_is_vacuous() -> None:
    assert gradcheck(relu, relu_backward, [-1.0, -2.0]).verdict == "vacuous"


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("factor", [0.0, 1.0, 7.0])
def test_a_sum_over_softmax_is_vacuous_because_it_is_constant(mode: Any, factor: float) -> None:
    report = gradcheck(
        lambda h: softmax(h).sum(),
        lambda dy, h: factor * softmax_backward(np.full_like(h, dy), h)[0],
        numbers((4, 5)),
        mode=mode,
    )
    assert report.verdict == "vacuous", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_gradient_that_rounding_hides_is_noise_in_both_modes(mode: Any) -> None:
    forward, backward = FLOAT32_FUNCTIONS["a sum beside a large number"]
    x = numbers((2, 2))
    assert gradcheck(forward, backward, x, mode=mode).verdict in {"pass", "noise"}
    report = gradcheck(forward, lambda dy, x: 1.01 * backward(dy, x), x, mode=mode)
    assert report.verdict == "noise"


def test_a_gradient_for_an_input_on_which_nothing_depends_fails() -> None:
    report = gradcheck(
        lambda x, dead: x**2, lambda dy, x, dead: (dy * 2 * x, dy), [1.0, 2.0], [3.0, 4.0]
    )
    assert [one.verdict for one in report.inputs] == ["pass", "fail"]
    assert report.verdict == "fail"


@pytest.mark.parametrize(
    ("factors", "verdict", "named"),
    [
        ((1.0, 1.0), "pass", "every gradient"),
        ((1.0, 2.0), "fail", "the gradient of b disagrees"),
        ((2.0, 1.0), "fail", "the gradient of a disagrees"),
        ((2.0, 2.0), "fail", "the gradient of a and b disagrees"),
    ],
)
def test_the_gravest_verdict_is_the_verdict_on_all_and_names_its_inputs(
    factors: tuple[float, float], verdict: Verdict, named: str
) -> None:
    report = gradcheck(
        lambda a, b: a * b,
        lambda dy, a, b: (factors[0] * dy * b, factors[1] * dy * a),
        [1.0, 2.0],
        [3.0, 4.0],
    )
    assert report.verdict == verdict
    assert report.reason.startswith(named)


FLOAT32_FUNCTIONS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "square": (lambda x: x.astype(np.float32) ** 2, square_backward),
    "tanh": (lambda x: np.tanh(x.astype(np.float32)), lambda dy, x: dy / np.cosh(x) ** 2),
    "sum": (lambda x: x.astype(np.float32).sum(), lambda dy, x: dy * np.ones_like(x)),
    "a sum beside a large number": (
        lambda x: np.float32(1e4) + x.astype(np.float32).sum(),
        lambda dy, x: dy * np.ones_like(x),
    ),
    "a product of matrices": (
        lambda x: x.astype(np.float32) @ x.T.astype(np.float32),
        lambda dy, x: (dy + dy.T) @ x,
    ),
}


@pytest.mark.parametrize(
    ("forward", "backward"), FLOAT32_FUNCTIONS.values(), ids=list(FLOAT32_FUNCTIONS)
)
@pytest.mark.parametrize("seed", range(5))
def test_the_noise_of_float32_never_fails_a_right_backward_pass(
    forward: Callable[..., Any], backward: Callable[..., Any], seed: int
) -> None:
    assert gradcheck(forward, backward, numbers((8, 8), seed)).verdict in {"pass", "noise"}


def test_float32_within_a_forward_pass_that_returns_float64_does_not_fail_a_right_backward() -> (
    None
):
    forward, backward = FLOAT32_FUNCTIONS["tanh"]
    report = gradcheck(lambda x: forward(x).astype(np.float64), backward, numbers((8, 8)))
    assert report.verdict in {"pass", "noise"}


def test_a_difference_that_rounding_can_cause_is_noise_and_no_pass() -> None:
    forward, backward = FLOAT32_FUNCTIONS["a sum beside a large number"]
    report = gradcheck(forward, lambda dy, x: 1.01 * backward(dy, x), numbers((2, 2)))
    assert report.verdict == "noise"
    assert not report
    assert "use float64 or larger gradients" in report.reason


def test_a_difference_that_rounding_cannot_cause_fails_in_float32_too() -> None:
    forward, backward = FLOAT32_FUNCTIONS["tanh"]
    report = gradcheck(forward, lambda dy, x: -backward(dy, x), numbers((8, 8)))
    assert report.verdict == "fail"
