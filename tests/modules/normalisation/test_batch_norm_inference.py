"""Batch normalisation after training: mean and variance do not depend on the input."""

from typing import Any

import numpy as np
import pytest

from nnderiv import (
    InputError,
    batch_norm,
    batch_norm_backward,
    batch_norm_inference,
    batch_norm_inference_backward,
    gradcheck,
)
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.calls import call
from tests.modules.normalisation.by_hand import MODES, assert_dx_fails_alone
from tests.topics.normalisation import BATCH_NORM_INFERENCE


def at_mean_and_variance_of(x: Array) -> tuple[Array, ...]:
    """Return a scale and a shift, and the mean and the variance of the batch itself."""
    rows, n = x.reshape(-1, x.shape[-1]), x.shape[-1:]
    return numbers(n, 1), numbers(n, 2), rows.mean(axis=0), rows.var(axis=0)


@pytest.mark.parametrize("shape", [(5, 3), (2, 4, 3), (2, 1)])
def test_with_the_statistics_of_the_batch_y_is_that_of_training(shape: tuple[int, ...]) -> None:
    x = numbers(shape)
    gamma, beta, mean, var = at_mean_and_variance_of(x)
    found = batch_norm_inference(x, gamma, beta, mean, var)
    np.testing.assert_allclose(found, batch_norm(x, gamma, beta), rtol=1e-12, atol=1e-14)


def test_there_too_the_gradients_of_gamma_and_beta_are_those_of_training_and_dx_is_not() -> None:
    x, dy = numbers((5, 3)), numbers((5, 3), 3)
    gamma, beta, mean, var = at_mean_and_variance_of(x)
    dx, dgamma, dbeta = batch_norm_inference_backward(dy, x, gamma, beta, mean, var)
    training_dx, training_dgamma, training_dbeta = batch_norm_backward(dy, x, gamma, beta)
    np.testing.assert_allclose(dgamma, training_dgamma, rtol=1e-12)
    np.testing.assert_array_equal(dbeta, training_dbeta)
    assert np.abs(dx - training_dx).max() > 0.1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(3,), (1, 4), (6, 1), (1,), (4, 4), (2, 1, 3)])
def test_the_check_passes_at_shapes_that_are(shape: tuple[int, ...], mode: Mode) -> None:
    n = shape[-1:]
    inputs = [numbers(shape), *(numbers(n, seed) for seed in (1, 2, 3)), numbers(n, 4) ** 2]
    report = gradcheck(batch_norm_inference, batch_norm_inference_backward, *inputs, mode=mode)
    assert report.verdict == "pass", str(report)
    assert report.constants == ("mean", "var")


def test_each_example_stands_for_itself() -> None:
    x, gamma, beta, mean, var = BATCH_NORM_INFERENCE.inputs
    y = batch_norm_inference(x, gamma, beta, mean, var)
    of_one = batch_norm_inference(x[1, 2], gamma, beta, mean, var)
    np.testing.assert_array_equal(of_one, y[1, 2])


def test_a_variance_of_0_leaves_eps_alone_under_the_root() -> None:
    found = batch_norm_inference([[3.0]], [2.0], [1.0], mean=[1.0], var=[0.0], eps=0.25)
    assert found.tolist() == [[9.0]]
    dx, dgamma, dbeta = batch_norm_inference_backward(
        [[1.0]], [[3.0]], [2.0], [1.0], mean=[1.0], var=[0.0], eps=0.25
    )
    assert (dx.tolist(), dgamma.tolist(), dbeta.tolist()) == ([[4.0]], [4.0], [1.0])


def training_backward_in_inference(
    dy: Array, x: Array, gamma: Array, beta: Array, mean: Array, var: Array
) -> Any:
    return batch_norm_backward(dy, x, gamma, beta)[0]


def means_of_training_in_inference(
    dy: Array, x: Array, gamma: Array, beta: Array, mean: Array, var: Array
) -> Any:
    r = 1 / np.sqrt(var + 1e-5)
    h = (x - mean) * r
    return gamma * r * (dy - dy.mean(axis=(0, 1)) - h * (dy * h).mean(axis=(0, 1)))


def gamma_left_out(dy: Array, x: Array, gamma: Array, beta: Array, mean: Array, var: Array) -> Any:
    return dy / np.sqrt(var + 1e-5)


def the_root_left_out(
    dy: Array, x: Array, gamma: Array, beta: Array, mean: Array, var: Array
) -> Any:
    return dy * gamma / (var + 1e-5)


@pytest.mark.parametrize(
    "wrong_dx",
    [
        training_backward_in_inference,
        means_of_training_in_inference,
        gamma_left_out,
        the_root_left_out,
    ],
    ids=lambda wrong: wrong.__name__,
)
def test_the_check_finds(wrong_dx: Any) -> None:
    assert_dx_fails_alone(BATCH_NORM_INFERENCE, wrong_dx)


@pytest.mark.parametrize("function", ["batch_norm_inference", "batch_norm_inference_backward"])
def test_a_negative_variance_is_refused(function: str) -> None:
    with pytest.raises(InputError, match=r"^a variance must not be negative, but var holds -0\.5"):
        call(function, var=[1.0, -0.5])
