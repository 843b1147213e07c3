"""Root mean square normalisation, against sixty digits and the mistakes that people make."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, layer_norm, layer_norm_backward, rms_norm, rms_norm_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.normalisation.by_hand import (
    MODES,
    assert_dx_fails_alone,
    assert_fails,
    gradient,
    means,
    normalised,
)
from tests.topics.normalisation import EPS, RMS_NORM, RMS_NORM_OF_LARGER_EPS

BATCHES = [(), (1,), (5,), (2, 5), (2, 1, 5)]
gamma = numbers((4,), 1)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("eps", [1e-5, EPS])
def test_every_row_is_divided_by_its_root_mean_square(batch: tuple[int, ...], eps: float) -> None:
    x = numbers((*batch, 4))
    y = rms_norm(x, gamma, eps)
    assert y.shape == x.shape
    for row in np.ndindex(batch):
        h, _ = normalised(x[row], eps, mean_away=False)
        np.testing.assert_allclose(y[row], gamma * np.array(h, dtype=float), rtol=1e-14)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("eps", [1e-5, EPS])
def test_the_gradients_are_the_jacobian_written_out_times_dy(
    batch: tuple[int, ...], eps: float
) -> None:
    x, dy = numbers((*batch, 4)), numbers((*batch, 4), 3)
    dx, dgamma = rms_norm_backward(dy, x, gamma, eps)
    assert dx.shape == x.shape
    expected_dgamma = np.zeros(4)
    for row in np.ndindex(batch):
        expected = gradient(dy[row] * gamma, x[row], eps, mean_away=False)
        np.testing.assert_allclose(dx[row], expected, rtol=1e-11, atol=1e-14)
        h, _ = normalised(x[row], eps, mean_away=False)
        expected_dgamma += dy[row] * np.array(h, dtype=float)
    np.testing.assert_allclose(dgamma, expected_dgamma, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(1,), (5,), (6, 1), (1, 4), (4, 4), (2, 1, 3), (7, 2)])
def test_the_check_passes_at_shapes_that_are(shape: tuple[int, ...], mode: Mode) -> None:
    inputs = numbers(shape), numbers(shape[-1:], 1)
    report = gradcheck(rms_norm, rms_norm_backward, *inputs, mode=mode)
    assert report.verdict == "pass", str(report)


def test_it_is_layer_normalisation_where_the_mean_is_0() -> None:
    x = numbers((3, 4))
    x -= means(x, -1)
    np.testing.assert_allclose(rms_norm(x, gamma), layer_norm(x, gamma, 0 * gamma), rtol=1e-12)


def test_without_the_mean_a_number_added_to_all_entries_does_change_it() -> None:
    x = numbers((3, 4))
    assert np.abs(rms_norm(x + 1, gamma) - rms_norm(x, gamma)).max() > 0.1


def test_one_row_gives_what_it_gives_in_any_batch() -> None:
    x, dy = numbers((5, 4)), numbers((5, 4), 3)
    np.testing.assert_allclose(rms_norm(x[2], gamma), rms_norm(x, gamma)[2], rtol=1e-14)
    of_one, _ = rms_norm_backward(dy[2], x[2], gamma)
    np.testing.assert_allclose(of_one, rms_norm_backward(dy, x, gamma)[0][2], rtol=1e-13)


def _over_root(x: Array) -> tuple[Any, Any]:
    r = 1 / np.sqrt(means(x**2, -1) + 1e-5)
    return x * r, r


def layer_norm_s_backward(dy: Array, x: Array, gamma: Array) -> Any:
    return layer_norm_backward(dy, x, gamma, 0 * gamma)[0]


def a_mean_of_dh_too_many(dy: Array, x: Array, gamma: Array) -> Any:
    h, r = _over_root(x)
    return r * (dy * gamma - means(dy * gamma, -1) - h * means(dy * gamma * h, -1))


def path_through_the_root_left_out(dy: Array, x: Array, gamma: Array) -> Any:
    return _over_root(x)[1] * dy * gamma


def sum_for_the_mean(dy: Array, x: Array, gamma: Array) -> Any:
    h, r = _over_root(x)
    return r * (dy * gamma - h * (dy * gamma * h).sum(-1, keepdims=True))


@pytest.mark.parametrize(
    "wrong_dx",
    [
        layer_norm_s_backward,
        a_mean_of_dh_too_many,
        path_through_the_root_left_out,
        sum_for_the_mean,
    ],
    ids=lambda wrong: wrong.__name__,
)
def test_the_check_finds(wrong_dx: Callable[..., Any]) -> None:
    assert_dx_fails_alone(RMS_NORM, wrong_dx)


def test_the_check_finds_an_eps_outside_the_root() -> None:
    def forward(x: Any, gamma: Any) -> Any:
        return gamma * x / (np.sqrt(means(x * x, -1)) + 1e-5)

    assert_fails(forward, rms_norm_backward, *RMS_NORM.inputs)


def test_the_check_finds_another_eps_in_the_backward_pass() -> None:
    assert_fails(RMS_NORM_OF_LARGER_EPS.forward, rms_norm_backward, *RMS_NORM_OF_LARGER_EPS.inputs)
