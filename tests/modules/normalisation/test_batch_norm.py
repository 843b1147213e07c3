"""Batch normalisation in training, against sixty digits and the mistakes that people make."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    batch_norm,
    batch_norm_backward,
    batch_norm_inference_backward,
    gradcheck,
    layer_norm,
    layer_norm_backward,
)
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
from tests.topics.normalisation import BATCH_NORM, BATCH_NORM_OF_LARGER_EPS, EPS

BATCHES = [(2,), (5,), (2, 5), (2, 1, 5), (1, 1, 2)]
gamma, beta = numbers((4,), 1), numbers((4,), 2)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("eps", [1e-5, EPS])
def test_every_feature_is_normalised_over_all_examples_and_then_scaled_and_shifted(
    batch: tuple[int, ...], eps: float
) -> None:
    x = numbers((*batch, 4))
    y = batch_norm(x, gamma, beta, eps)
    assert y.shape == x.shape
    for j in range(4):
        h, _ = normalised(x[..., j].ravel(), eps)
        expected = gamma[j] * np.array(h, dtype=float) + beta[j]
        np.testing.assert_allclose(y[..., j].ravel(), expected, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("eps", [1e-5, EPS])
def test_the_gradients_are_the_jacobian_written_out_times_dy(
    batch: tuple[int, ...], eps: float
) -> None:
    x, dy = numbers((*batch, 4)), numbers((*batch, 4), 3)
    dx, dgamma, dbeta = batch_norm_backward(dy, x, gamma, beta, eps)
    assert dx.shape == x.shape
    for j in range(4):
        column, dy_column = x[..., j].ravel(), dy[..., j].ravel()
        expected = gradient(dy_column * gamma[j], column, eps)
        np.testing.assert_allclose(dx[..., j].ravel(), expected, rtol=1e-11, atol=1e-14)
        h, _ = normalised(column, eps)
        assert dgamma[j] == pytest.approx(dy_column @ np.array(h, dtype=float), rel=1e-12)
        assert dbeta[j] == pytest.approx(dy_column.sum(), rel=1e-13)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(2, 2), (6, 1), (4, 4), (3, 1, 2), (2, 7), (11, 3)])
def test_the_check_passes_at_shapes_that_are(shape: tuple[int, ...], mode: Mode) -> None:
    n = shape[-1:]
    inputs = numbers(shape), numbers(n, 1), numbers(n, 2)
    report = gradcheck(batch_norm, batch_norm_backward, *inputs, mode=mode)
    assert report.verdict == "pass", str(report)


def test_several_batch_axes_are_one_long_batch() -> None:
    x, dy = numbers((2, 5, 4)), numbers((2, 5, 4), 3)
    flat_x, flat_dy = x.reshape(10, 4), dy.reshape(10, 4)
    np.testing.assert_array_equal(
        batch_norm(x, gamma, beta).reshape(10, 4), batch_norm(flat_x, gamma, beta)
    )
    dx, dgamma, dbeta = batch_norm_backward(dy, x, gamma, beta)
    flat_dx, flat_dgamma, flat_dbeta = batch_norm_backward(flat_dy, flat_x, gamma, beta)
    np.testing.assert_array_equal(dx.reshape(10, 4), flat_dx)
    np.testing.assert_array_equal(dgamma, flat_dgamma)
    np.testing.assert_array_equal(dbeta, flat_dbeta)


def test_it_is_layer_normalisation_of_the_transpose() -> None:
    x, dy, one = numbers((3, 4)), numbers((3, 4), 3), np.ones(4)
    over_examples = batch_norm(x, one, 0 * one)
    over_features = layer_norm(x.T, one[:3], 0 * one[:3])
    np.testing.assert_allclose(over_examples, over_features.T, rtol=1e-14)
    dx = batch_norm_backward(dy, x, one, 0 * one)[0]
    transposed_dx = layer_norm_backward(dy.T, x.T, one[:3], 0 * one[:3])[0]
    np.testing.assert_allclose(dx, transposed_dx.T, rtol=1e-12)


def by_the_paths_of_the_paper(
    dy: Any, x: Any, gamma: Any, through_the_variance_to_the_mean: bool
) -> Any:
    """Return dx path by path: straight, through the variance, and through the mean."""
    a, root = x - means(x, 0), np.sqrt(x.var(axis=0) + 1e-5)
    dh, N = dy * gamma, len(x)
    dvar = (dh * a).sum(axis=0) * -0.5 / root**3
    dmean = (-dh / root).sum(axis=0)
    if through_the_variance_to_the_mean:
        dmean += dvar * -2 * a.mean(axis=0)
    return dh / root + dvar * 2 * a / N + dmean / N


@pytest.mark.parametrize("through_the_variance_to_the_mean", [True, False])
def test_the_path_from_the_variance_through_the_mean_is_no_error_if_left_out(
    through_the_variance_to_the_mean: bool,
) -> None:
    x, gamma, beta = BATCH_NORM.inputs
    dx = by_the_paths_of_the_paper(BATCH_NORM.dy, x, gamma, through_the_variance_to_the_mean)
    found, _, _ = batch_norm_backward(BATCH_NORM.dy, x, gamma, beta)
    np.testing.assert_allclose(dx, found, rtol=1e-12, atol=1e-15)


def test_that_path_is_exactly_0_because_the_distances_from_the_mean_sum_to_0() -> None:
    column = [Fraction(one) for one in numbers((7,))]
    mean = sum(column) / 7
    slope_of_the_variance_by_the_mean = sum(-2 * (one - mean) for one in column) / 7
    assert slope_of_the_variance_by_the_mean == 0


def path_through_the_mean_left_out(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    h, r = standardised(x, 0, 1e-5)
    return gamma * r * (dy - h * means(dy * h, 0))


def path_through_the_variance_left_out(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    _, r = standardised(x, 0, 1e-5)
    return gamma * r * (dy - means(dy, 0))


def inference_backward_in_training(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    mean, var = x.mean(axis=0), x.var(axis=0)
    return batch_norm_inference_backward(dy, x, gamma, beta, mean, var)[0]


def means_over_the_features(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    return layer_norm_backward(dy, x, gamma, beta)[0]


def sums_for_means(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
    h, r = standardised(x, 0, 1e-5)
    return gamma * r * (dy - dy.sum(axis=0) - h * (dy * h).sum(axis=0))


def n_minus_1_in_the_path_through_the_variance(
    dy: Array, x: Array, gamma: Array, beta: Array
) -> Any:
    h, r = standardised(x, 0, 1e-5)
    return gamma * r * (dy - means(dy, 0) - h * (dy * h).sum(axis=0) / (len(x) - 1))


@pytest.mark.parametrize(
    "wrong_dx",
    [
        path_through_the_mean_left_out,
        path_through_the_variance_left_out,
        inference_backward_in_training,
        means_over_the_features,
        sums_for_means,
        n_minus_1_in_the_path_through_the_variance,
    ],
    ids=lambda wrong: wrong.__name__,
)
def test_the_check_finds(wrong_dx: Callable[..., Any]) -> None:
    assert_dx_fails_alone(BATCH_NORM, wrong_dx)


def with_unbiased_variance(x: Any, gamma: Any, beta: Any) -> Any:
    a = x - means(x, 0)
    return gamma * a / np.sqrt((a * a).sum(axis=0) / (len(x) - 1) + 1e-5) + beta


def with_eps_outside_the_root(x: Any, gamma: Any, beta: Any) -> Any:
    a = x - means(x, 0)
    return gamma * a / (np.sqrt((a * a).mean(axis=0)) + 1e-5) + beta


@pytest.mark.parametrize("forward", [with_unbiased_variance, with_eps_outside_the_root])
def test_the_check_finds_that_the_backward_pass_is_that_of_another_forward_pass(
    forward: Callable[..., Any],
) -> None:
    assert_fails(forward, batch_norm_backward, *BATCH_NORM.inputs)


def test_the_check_finds_another_eps_in_the_backward_pass() -> None:
    assert_fails(
        BATCH_NORM_OF_LARGER_EPS.forward, batch_norm_backward, *BATCH_NORM_OF_LARGER_EPS.inputs
    )


def test_pytorch_s_running_variance_is_unbiased_and_its_output_is_not() -> None:
    torch = pytest.importorskip("torch")
    x, _, _ = BATCH_NORM.inputs
    running_mean, running_var = torch.zeros(3).double(), torch.zeros(3).double()
    y = torch.nn.functional.batch_norm(
        torch.tensor(x), running_mean, running_var, training=True, momentum=1.0
    )
    np.testing.assert_allclose(running_var.numpy(), x.var(axis=0, ddof=1), rtol=1e-13)
    np.testing.assert_allclose(y.numpy(), batch_norm(x, np.ones(3), np.zeros(3)), rtol=1e-12)
