"""Layer normalisation, against sixty digits and the mistakes that people make."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnderiv import batch_norm_backward, gradcheck, layer_norm, layer_norm_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.normalisation.by_hand import (
    MODES,
    assert_dx_fails_alone,
    assert_fails,
    gradient,
    means,
    normalised,
    standardised,
)
from tests.topics.normalisation import EPS, LAYER_NORM, LAYER_NORM_OF_LARGER_EPS

BATCHES = [(), (1,), (5,), (2, 5), (2, 1, 5)]
gamma, beta = numbers((4,), 1), numbers((4,), 2)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("eps", [1e-5, EPS])
def test_every_row_is_normalised_by_itself_and_then_scaled_and_shifted(
    batch: tuple[int, ...], eps: float
) -> None:
    x = numbers((*batch, 4))
    y = layer_norm(x, gamma, beta, eps)
    assert y.shape == x.shape
    for row in np.ndindex(batch):
        h, _ = normalised(x[row], eps)
        expected = gamma * np.array(h, dtype=float) + beta
        np.testing.assert_allclose(y[row], expected, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("eps", [1e-5, EPS])
def test_the_gradients_are_the_jacobian_written_out_times_dy(
    batch: tuple[int, ...], eps: float
) -> None:
    x, dy = numbers((*batch, 4)), numbers((*batch, 4), 3)
    dx, dgamma, dbeta = layer_norm_backward(dy, x, gamma, beta, eps)
    assert dx.shape == x.shape
    expected_dgamma = np.zeros(4)
    for row in np.ndindex(batch):
        expected = gradient(dy[row] * gamma, x[row], eps)
        np.testing.assert_allclose(dx[row], expected, rtol=1e-11, atol=1e-14)
        expected_dgamma += dy[row] * np.array(normalised(x[row], eps)[0], dtype=float)
    np.testing.assert_allclose(dgamma, expected_dgamma, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(dbeta, dy.reshape(-1, 4).sum(axis=0), rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(5,), (1, 4), (4, 4), (2, 1, 3), (7, 2), (3, 11)])
def test_the_check_passes_at_shapes_that_are(shape: tuple[int, ...], mode: Mode) -> None:
    n = shape[-1:]
    inputs = numbers(shape), numbers(n, 1), numbers(n, 2)
    report = gradcheck(layer_norm, layer_norm_backward, *inputs, mode=mode)
    assert report.verdict == "pass", str(report)


@pytest.mark.parametrize("mode", MODES)
def test_of_a_single_feature_only_the_shift_is_left(mode: Mode) -> None:
    x, one = numbers((3, 1)), np.ones(1)
    assert layer_norm(x, one, 7 * one).tolist() == [[7], [7], [7]]
    report = gradcheck(layer_norm, layer_norm_backward, x, one, one, mode=mode)
    assert [found.verdict for found in report.inputs] == ["vacuous", "vacuous", "pass"]


@given(st.floats(-1000, 1000), st.integers(-6, 6))
def test_a_number_added_to_all_entries_or_another_unit_changes_nothing_but_for_eps(
    shift: float, power: int
) -> None:
    x, unit = numbers((3, 4)), 2.0**power
    moved = layer_norm(unit * x + shift, gamma, beta, unit**2 * 1e-5)
    np.testing.assert_allclose(moved, layer_norm(x, gamma, beta), atol=1e-9)


def test_a_row_of_the_gradient_sums_to_0_and_is_orthogonal_to_the_row_but_for_eps() -> None:
    x, dy = numbers((3, 4)), numbers((3, 4), 3)
    dx, _, _ = layer_norm_backward(dy, x, gamma, beta, eps=1e-14)
    np.testing.assert_allclose(dx.sum(axis=-1), np.zeros(3), atol=1e-14)
    np.testing.assert_allclose((dx * x).sum(axis=-1), np.zeros(3), atol=1e-12)


def test_one_row_gives_what_it_gives_in_any_batch() -> None:
    x, dy = numbers((5, 4)), numbers((5, 4), 3)
    np.testing.assert_allclose(
        layer_norm(x[2], gamma, beta), layer_norm(x, gamma, beta)[2], rtol=1e-14
    )
    of_one, _, _ = layer_norm_backward(dy[2], x[2], gamma, beta)
    of_all, _, _ = layer_norm_backward(dy, x, gamma, beta)
    np.testing.assert_allclose(of_one, of_all[2], rtol=1e-13)


def both_means_left_out(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    _, r = standardised(x, -1, 1e-5)
    return r * dy * gamma


def rms_norm_s_backward(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    h, r = standardised(x, -1, 1e-5)
    return r * (dy * gamma - h * means(dy * gamma * h, -1))


def path_through_the_variance_left_out(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    _, r = standardised(x, -1, 1e-5)
    return r * (dy * gamma - means(dy * gamma, -1))


def gamma_left_out(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    return LAYER_NORM.backward(dy, x, np.ones_like(gamma), beta)[0]


def gamma_taken_out_of_the_means(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    return gamma * LAYER_NORM.backward(dy, x, np.ones_like(gamma), beta)[0]


def means_over_the_batch(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    return batch_norm_backward(dy, x, gamma, beta)[0]


def x_in_the_place_of_h(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    _, r = standardised(x, -1, 1e-5)
    return r * (dy * gamma - means(dy * gamma, -1) - x * means(dy * gamma * x, -1))


def unbiased_variance_in_the_backward_pass_alone(
    dy: Array, x: Array, gamma: Array, beta: Array
) -> Any:
    h, _ = standardised(x, -1, 1e-5)
    r = 1 / np.sqrt(x.var(-1, ddof=1, keepdims=True) + 1e-5)
    return r * (dy * gamma - means(dy * gamma, -1) - h * means(dy * gamma * h, -1))


@pytest.mark.parametrize(
    "wrong_dx",
    [
        both_means_left_out,
        rms_norm_s_backward,
        path_through_the_variance_left_out,
        gamma_left_out,
        gamma_taken_out_of_the_means,
        means_over_the_batch,
        x_in_the_place_of_h,
        unbiased_variance_in_the_backward_pass_alone,
    ],
    ids=lambda wrong: wrong.__name__,
)
def test_the_check_finds(wrong_dx: Callable[..., Any]) -> None:
    assert_dx_fails_alone(LAYER_NORM, wrong_dx)


def with_unbiased_variance(x: Any, gamma: Any, beta: Any) -> Any:
    a = x - means(x, -1)
    return gamma * a / np.sqrt((a * a).sum(-1, keepdims=True) / (x.shape[-1] - 1) + 1e-5) + beta


def with_eps_outside_the_root(x: Any, gamma: Any, beta: Any) -> Any:
    a = x - means(x, -1)
    return gamma * a / (np.sqrt(means(a * a, -1)) + 1e-5) + beta


@pytest.mark.parametrize("forward", [with_unbiased_variance, with_eps_outside_the_root])
def test_the_check_finds_that_the_backward_pass_is_that_of_another_forward_pass(
    forward: Callable[..., Any],
) -> None:
    assert_fails(forward, layer_norm_backward, *LAYER_NORM.inputs)


def test_the_check_finds_another_eps_in_the_backward_pass() -> None:
    assert_fails(
        LAYER_NORM_OF_LARGER_EPS.forward, layer_norm_backward, *LAYER_NORM_OF_LARGER_EPS.inputs
    )


def test_the_check_finds_the_gradient_of_gamma_with_x_in_the_place_of_h() -> None:
    def backward(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
        dx, _, dbeta = layer_norm_backward(dy, x, gamma, beta)
        return dx, (dy * x).sum(axis=0), dbeta

    report = gradcheck(layer_norm, backward, *LAYER_NORM.inputs)
    assert [one.verdict for one in report.inputs] == ["pass", "fail", "pass"]
