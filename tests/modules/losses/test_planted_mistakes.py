"""The mistakes that people make in losses, planted: the check finds each, and names some."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    bce_with_logits_loss,
    bce_with_logits_loss_backward,
    gradcheck,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.gradcheck.check import Mode
from tests.catalogue import CROSS_ENTROPY_OF_CLASSES, Array, Module
from tests.modules.references import AUTOGRAD_FORWARD
from tests.topics.losses import (
    AUTOGRAD,
    BCE,
    BCE_OF_LABELS,
    CROSS_ENTROPY_IGNORING,
    CROSS_ENTROPY_SMOOTHED,
    MSE,
    SUM_OF_SQUARES,
)

SHARE = 0.2


def kept_rows(t: Array) -> Any:
    """Return 1 for each row that is not ignored, 0 for the others."""
    return (t != -100)[:, np.newaxis]


def one_hot(t: Array) -> Any:
    """Return rows of three probabilities, 0 where a row is ignored."""
    return np.eye(3)[t * (t != -100)] * kept_rows(t)


def the_batch_in_place_of_all_entries(dy: Array, y: Array, t: Array) -> Any:
    return dy * 2 * (y - t) / len(y)


def the_2_missing(dy: Array, y: Array, t: Array) -> Any:
    return dy * (y - t) / y.size


def the_target_minus_the_output(dy: Array, y: Array, t: Array) -> Any:
    return dy * 2 * (t - y) / y.size


def a_mean_for_the_sum(dy: Array, y: Array, t: Array) -> Any:
    return dy * 2 * (y - t) / y.size


def the_sigmoid_twice(dy: Array, z: Array, t: Array) -> Any:
    return dy * (sigmoid(sigmoid(z)) - t) / z.size


def the_slope_of_the_sigmoid_once_more(dy: Array, z: Array, t: Array) -> Any:
    return dy * (sigmoid(z) - t) * sigmoid(z) * sigmoid(-z) / z.size


def no_sigmoid(dy: Array, z: Array, t: Array) -> Any:
    return dy * (z - t) / z.size


def the_batch_in_place_of_all_logits(dy: Array, z: Array, t: Array) -> Any:
    return dy * (sigmoid(z) - t) / len(z)


def the_1s_alone(dy: Array, z: Array, t: Array) -> Any:
    return dy * t * (sigmoid(z) - 1)


def shared_by_the_other_classes_alone(dy: Array, h: Array, t: Array) -> Any:
    n = h.shape[-1]
    return dy * (softmax(h) - (1 - SHARE) * t - SHARE / (n - 1) * (1 - t)) / len(h)


def shared_in_parts_that_do_not_sum_to_1(dy: Array, h: Array, t: Array) -> Any:
    return dy * (softmax(h) - (1 - SHARE) * t - SHARE / (h.shape[-1] - 1)) / len(h)


def shared_by_nobody(dy: Array, h: Array, t: Array) -> Any:
    return dy * (softmax(h) - (1 - SHARE) * t) / len(h)


def not_smoothed(dy: Array, h: Array, t: Array) -> Any:
    return dy * (softmax(h) - t) / len(h)


def the_uniform_part_counts_ignored_rows(dy: Array, h: Array, t: Array) -> Any:
    of_target = (1 - SHARE) * (softmax(h) - one_hot(t)) * kept_rows(t)
    return dy * (of_target + SHARE * (softmax(h) - 1 / 3)) / (t != -100).sum()


def the_mean_over_all_rows(dy: Array, h: Array, t: Array) -> Any:
    return CROSS_ENTROPY_IGNORING.backward(dy, h, t)[0] * kept_rows(t).mean()


def ignored_rows_pulled_to_no_class(dy: Array, h: Array, t: Array) -> Any:
    q = ((1 - SHARE) * one_hot(t) + SHARE / 3) * kept_rows(t)
    return dy * (softmax(h) - q) / (t != -100).sum()


def an_ignored_row_taken_for_the_last_class(dy: Array, h: Array, t: Array) -> Any:
    last = np.where(t == -100, 2, t)
    (dh,) = softmax_cross_entropy_backward(dy, h, last, "sum", label_smoothing=SHARE)
    return dh / (t != -100).sum()


def softmax_before_the_cross_entropy(dy: Array, h: Array, t: Array) -> Any:
    return softmax_cross_entropy_backward(dy, softmax(h), t)[0]


def _name(one: Any) -> str:
    return str(one) if isinstance(one, Module) else getattr(one, "__name__", "")


PLANTED: list[tuple[Module, Callable[..., Any], str]] = [
    (MSE, the_batch_in_place_of_all_entries, "a factor of 3, the length of an axis"),
    (MSE, the_2_missing, "a factor of 1/2"),
    (MSE, the_target_minus_the_output, "the wrong sign"),
    (SUM_OF_SQUARES, a_mean_for_the_sum, "a factor of 1/6, with 6 the number of rows or entries"),
    (BCE, the_sigmoid_twice, ""),
    (BCE, the_slope_of_the_sigmoid_once_more, ""),
    (BCE, no_sigmoid, ""),
    (BCE, the_batch_in_place_of_all_logits, "a factor of 3, the length of an axis"),
    (BCE_OF_LABELS, the_1s_alone, ""),
    (CROSS_ENTROPY_SMOOTHED, shared_by_the_other_classes_alone, ""),
    # each row of a gradient that comes through a softmax has the mean 0
    (CROSS_ENTROPY_SMOOTHED, shared_in_parts_that_do_not_sum_to_1, "a mean left in"),
    (CROSS_ENTROPY_SMOOTHED, shared_by_nobody, "a mean left in"),
    (CROSS_ENTROPY_SMOOTHED, not_smoothed, ""),
    (CROSS_ENTROPY_IGNORING, the_uniform_part_counts_ignored_rows, "a mask missing"),
    (CROSS_ENTROPY_IGNORING, the_mean_over_all_rows, "a factor of 3/5"),
    (CROSS_ENTROPY_IGNORING, ignored_rows_pulled_to_no_class, "a mask missing"),
    (CROSS_ENTROPY_IGNORING, an_ignored_row_taken_for_the_last_class, "a mask missing"),
    (CROSS_ENTROPY_OF_CLASSES, softmax_before_the_cross_entropy, ""),
]


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("module", "wrong", "named"), PLANTED, ids=_name)
def test_the_check_finds(module: Module, wrong: Callable[..., Any], named: str, mode: Mode) -> None:
    report = gradcheck(module.forward, wrong, *module.inputs, mode=mode)
    assert report.verdict == "fail"
    cause = report.inputs[0].cause
    assert cause.startswith(named)
    assert bool(cause) == bool(named)


# Both passes make the same mistake here, so that they agree with each other.


def bce_of_the_sigmoid(z: Array, t: Array) -> Any:
    return bce_with_logits_loss(sigmoid(z), t)


def bce_of_the_sigmoid_backward(dy: Array, z: Array, t: Array) -> Any:
    return sigmoid_backward(bce_with_logits_loss_backward(dy, sigmoid(z), t)[0], z)


def cross_entropy_of_the_softmax(h: Array, t: Array) -> Any:
    return softmax_cross_entropy(softmax(h), t)


def cross_entropy_of_the_softmax_backward(dy: Array, h: Array, t: Array) -> Any:
    return softmax_backward(softmax_cross_entropy_backward(dy, softmax(h), t)[0], h)


def uniform_part_of_all_rows(h: Array, t: Array) -> Any:
    of_target = softmax_cross_entropy(h, t, ignore_index=-100)
    uniform = softmax_cross_entropy(h, np.full((5, 3), 1 / 3), "sum")
    return (1 - SHARE) * of_target + SHARE * uniform / 3


def squares_over_the_batch(y: Array, t: Array) -> Any:
    return ((y - t) ** 2).sum() / len(y)


@pytest.mark.parametrize(
    ("module", "forward", "backward"),
    [
        (BCE, bce_of_the_sigmoid, bce_of_the_sigmoid_backward),
        (
            CROSS_ENTROPY_OF_CLASSES,
            cross_entropy_of_the_softmax,
            cross_entropy_of_the_softmax_backward,
        ),
        (CROSS_ENTROPY_IGNORING, uniform_part_of_all_rows, the_uniform_part_counts_ignored_rows),
        (MSE, squares_over_the_batch, the_batch_in_place_of_all_entries),
    ],
    ids=_name,
)
def test_the_reference_finds_what_the_check_cannot_because_both_passes_agree(
    module: Module, forward: Callable[..., Any], backward: Callable[..., Any]
) -> None:
    _, t = module.inputs
    assert gradcheck(lambda x: forward(x, t), lambda dy, x: backward(dy, x, t), module.inputs[0])
    expected = {**AUTOGRAD_FORWARD, **AUTOGRAD}[module.name](*module.inputs)
    assert forward(*module.inputs) != pytest.approx(expected, rel=1e-3)
