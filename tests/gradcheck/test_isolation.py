"""Neither pass can reach into the check, and no check hides an input that it did not step."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    InputError,
    gradcheck,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from tests.catalogue import Array, numbers
from tests.gradcheck.conftest import square


@pytest.mark.parametrize(
    "backward",
    [
        pytest.param(lambda dy, x: np.multiply(dy, 2, out=dy) * 2 * x, id="twice too large"),
        pytest.param(lambda dy, x: np.multiply(dy, 2 * x, out=dy), id="right"),
    ],
)
def test_a_backward_pass_that_writes_to_dy_meets_a_read_only_array(
    backward: Callable[..., Any],
) -> None:
    with pytest.raises(ValueError, match="read-only"):
        gradcheck(square, backward, [1.0, 2.0])


def test_a_float32_target_is_as_good_to_the_check_as_to_the_loss() -> None:
    h, t = numbers((5, 7)), softmax(numbers((5, 7), 1).astype(np.float32))
    assert softmax_cross_entropy(h, t) > 0
    assert gradcheck(softmax_cross_entropy, softmax_cross_entropy_backward, h, t)


def test_an_input_of_integers_is_held_constant_by_name_if_no_gradient_comes_for_it() -> None:
    report = gradcheck(lambda x, W: x * W, lambda dy, x, W: (dy * W, None), [1.0], [2])
    assert report
    assert report.constants == ("W",)
    assert "held constant: W" in str(report)


def test_an_input_of_integers_is_stepped_if_a_gradient_comes_for_it() -> None:
    report = gradcheck(lambda x, W: x * W, lambda dy, x, W: (dy * W, dy * 77), [1.0], [2])
    assert [one.verdict for one in report.inputs] == ["pass", "fail"]


def test_a_list_of_integers_alone_is_a_point_like_any_other() -> None:
    assert gradcheck(square, lambda dy, x: dy * 2 * x, [1, 2, 3])
    assert gradcheck(square, lambda dy, x: dy * 3 * x, [1, 2, 3]).verdict == "fail"


def test_a_forward_pass_that_draws_random_numbers_is_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(InputError, match=r"two calls differ.*Draw its random numbers once"):
        gradcheck(lambda x: x * rng.uniform(size=2), lambda dy, x: dy, [1.0, 2.0])


def test_a_backward_pass_that_keeps_state_between_calls_is_refused() -> None:
    calls: list[int] = []

    def backward(dy: Array, x: Array) -> Any:
        calls.append(1)
        return dy * 2 * x * len(calls)

    with pytest.raises(InputError, match=r"the backward pass .* two calls differ.*keep no state"):
        gradcheck(square, backward, [1.0, 2.0])


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_backward_pass_that_adds_to_an_array_of_its_own_is_refused(mode: Any) -> None:
    total = np.zeros(2)

    def backward(dy: Array, x: Array) -> Array:
        np.add(total, dy * 2 * x, out=total)
        return total

    with pytest.raises(InputError, match=r"the backward pass .* two calls differ.*keep no state"):
        gradcheck(square, backward, [1.0, 2.0], mode=mode)


def test_results_that_share_memory_are_named() -> None:
    same = gradcheck(lambda a, b: a + b, lambda dy, a, b: (dy, dy), [1.0, 2.0], [3.0, 4.0])
    assert same
    assert same.shared == (
        "gradient 0 shares memory with dy: whoever writes to one changes the other",
        "gradient 1 shares memory with dy: whoever writes to one changes the other",
        "gradient 0 shares memory with gradient 1: whoever writes to one changes the other",
    )
    assert "gradient 0 shares memory with gradient 1" in " ".join(str(same).split())
    turned = gradcheck(np.transpose, lambda dy, a: dy.T.copy(), numbers((2, 3)))
    assert turned.shared == (
        "the output shares memory with a: whoever writes to one changes the other",
    )
    assert gradcheck(square, lambda dy, x: dy * 2 * x, [1.0, 2.0]).shared == ()


def test_a_check_that_takes_long_shows_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("nnderiv.progress.PATIENCE", 0)
    monkeypatch.setattr("nnderiv.progress.EVERY", 0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert gradcheck(square, lambda dy, x: dy * 2 * x, numbers((20,)), mode="full")
    assert "100% gradient by numbers" in capsys.readouterr().err
    assert not gradcheck(square, lambda dy, x: dy * x, numbers((20,)), mode="full")
    assert "gradient by numbers" in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(5))
def test_another_seed_is_another_upstream_gradient_and_no_other_verdict(seed: int) -> None:
    report = gradcheck(square, lambda dy, x: dy * 2 * x, [1.0, 2.0], seed=seed)
    assert report
    assert (
        report.inputs[0].numeric
        != gradcheck(square, lambda dy, x: dy * 2 * x, [1.0, 2.0]).inputs[0].numeric
    )
    assert gradcheck(square, lambda dy, x: dy * 3 * x, [1.0, 2.0], seed=seed).verdict == "fail"


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(InputError, match="the forward pass must be a function, but it is 3"):
        gradcheck(3, square, [1.0])  # type: ignore[arg-type]  # that is the mistake


@pytest.mark.parametrize("seed", range(5))
def test_a_gradient_that_holds_x_in_place_of_dy_is_found_whatever_the_seed_of_x(seed: int) -> None:
    x = np.random.default_rng(seed).standard_normal(4)
    assert gradcheck(square, lambda dy, x: 2 * x * x, x).verdict == "fail"
    assert gradcheck(square, lambda dy, x: 2 * dy * dy, x).verdict == "fail"


def test_indices_are_held_constant_even_if_zeros_come_for_them() -> None:
    def pick(x: Array, rows: Array) -> Array:
        return x[rows]

    def pick_backward(dy: Array, x: Array, rows: Array) -> tuple[Array, Array]:
        dx = np.zeros_like(x)
        np.add.at(dx, rows, dy)
        return dx, np.zeros_like(rows)

    report = gradcheck(pick, pick_backward, np.ones((4, 2)), [0, 2, 2])
    assert report
    assert report.constants == ("rows",)


def test_a_list_whose_rows_differ_in_length_is_no_gradient() -> None:
    report = gradcheck(square, lambda dy, x: [[1.0], [1.0, 2.0]], [[1.0, 2.0], [3.0, 4.0]])
    assert report.verdict == "fail"
    assert "returned 2 gradient(s) for 1 input(s)" in report.reason
