"""At a kink a gradient may be any slope between those of the two sides, and no other."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck
from tests.catalogue import Array, numbers

ROWS = np.array([[1.0, 1, 2, 3], [0.5, -1, -1, -1]])
TIED = np.r_[np.ones(12), 0.3, -1]
ZEROS = numbers((4, 5))
ZEROS[1, 2] = ZEROS[3, 3] = 0
IMAGES = numbers((2, 2, 4, 4))
IMAGES[0, 0, 0, :2] = 3
IMAGES[1, 1, 2:, 2:] = 5
A, B = np.array([0.3, 1.0, -2.0]), np.array([0.3, 2.0, -2.0])


def smallest(x: Array) -> Array:
    return np.asarray(x == x.min(1, keepdims=True), float)


def first(x: Array) -> Array:
    chosen = np.zeros_like(x)
    chosen[np.arange(len(x)), x.argmin(1)] = 1
    return chosen


def pool(x: Array) -> Array:
    return np.asarray(x.reshape(2, 2, 2, 2, 2, 2).max((3, 5)))


def widened(x: Array) -> Array:
    return x.repeat(2, 2).repeat(2, 3)


def sort_backward(dy: Array, x: Array) -> Array:
    dx = np.empty_like(x)
    dx[np.argsort(x, kind="stable")] = dy
    return dx


Pass = Callable[..., Any]
RIGHT: dict[str, tuple[Pass, Pass, tuple[Array, ...]]] = {
    "min, to the first": (lambda x: x.min(1), lambda dy, x: dy[:, None] * first(x), (ROWS,)),
    "min, shared out": (
        lambda x: x.min(1),
        lambda dy, x: dy[:, None] * smallest(x) / smallest(x).sum(1, keepdims=True),
        (ROWS,),
    ),
    "max of twelve, to the first": (
        np.max,
        lambda dy, x: dy * (np.arange(x.size) == x.argmax()),
        (TIED,),
    ),
    "the smaller of two, to one": (
        np.minimum,
        lambda dy, a, b: (dy * (a <= b), dy * (b < a)),
        (A, B),
    ),
    "the smaller of two, in halves": (
        np.minimum,
        lambda dy, a, b: (dy * ((a < b) + (a == b) / 2), dy * ((b < a) + (a == b) / 2)),
        (A, B),
    ),
    "ReLU, 0 at 0": (lambda x: np.maximum(x, 0), lambda dy, x: dy * (x > 0), (ZEROS,)),
    "ReLU, 1 at 0": (lambda x: np.maximum(x, 0), lambda dy, x: dy * (x >= 0), (ZEROS,)),
    "pooling, shared out": (
        pool,
        lambda dy, x: (
            (x == widened(pool(x)))
            * widened(dy)
            / widened((x == widened(pool(x))).reshape(2, 2, 2, 2, 2, 2).sum((3, 5)))
        ),
        (IMAGES,),
    ),
    "sorting three that are equal": (np.sort, sort_backward, (np.array([3.0, 1, 1, 2, 1]),)),
}
WRONG: dict[str, tuple[Pass, Pass, tuple[Array, ...]]] = {
    "min, all of it to each": (
        lambda x: x.min(1),
        lambda dy, x: dy[:, None] * smallest(x),
        (ROWS,),
    ),
    "min, nothing to any": (lambda x: x.min(1), lambda dy, x: 0 * x, (ROWS,)),
    "min, twice to the first": (
        lambda x: x.min(1),
        lambda dy, x: 2 * dy[:, None] * first(x),
        (ROWS,),
    ),
    "max of twelve, all of it to each": (np.max, lambda dy, x: dy * (x == x.max()), (TIED,)),
    "the smaller of two, all of it to both": (
        np.minimum,
        lambda dy, a, b: (dy * (a <= b), dy * (b <= a)),
        (A, B),
    ),
    "the smaller of two, nothing to either": (
        np.minimum,
        lambda dy, a, b: (dy * (a < b), dy * (b < a)),
        (A, B),
    ),
    "ReLU, 1.2 at 0": (
        lambda x: np.maximum(x, 0),
        lambda dy, x: dy * ((x > 0) + 1.2 * (x == 0)),
        (ZEROS,),
    ),
    "ReLU, -0.2 at 0": (
        lambda x: np.maximum(x, 0),
        lambda dy, x: dy * ((x > 0) - 0.2 * (x == 0)),
        (ZEROS,),
    ),
    "pooling, all of it to each": (
        pool,
        lambda dy, x: (x == widened(pool(x))) * widened(dy),
        (IMAGES,),
    ),
    "sorting three that are equal, twice": (
        np.sort,
        lambda dy, x: 2 * sort_backward(dy, x),
        (np.array([3.0, 1, 1, 2, 1]),),
    ),
}


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("forward", "backward", "inputs"), RIGHT.values(), ids=list(RIGHT))
def test_a_choice_between_the_slopes_of_the_sides_is_a_kink(
    forward: Pass, backward: Pass, inputs: tuple[Array, ...], mode: Any
) -> None:
    for seed in range(4):
        report = gradcheck(forward, backward, *inputs, mode=mode, seed=seed)
        assert report.verdict == "kink", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("forward", "backward", "inputs"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_on_either_side_or_for_all_that_meet_fails(
    forward: Pass, backward: Pass, inputs: tuple[Array, ...], mode: Any
) -> None:
    for seed in range(4):
        report = gradcheck(forward, backward, *inputs, mode=mode, seed=seed)
        assert report.verdict == "fail", str(report)


def test_the_report_says_what_entries_that_meet_add_up_to() -> None:
    report = gradcheck(np.max, lambda dy, x: dy * (x == x.max()), TIED)
    assert "the 12 entries that meet there add up to" in report.inputs[0].cause


@pytest.mark.parametrize("wrong", [24, 90])
def test_many_wrong_entries_at_kinks_take_a_bounded_number_of_evaluations(wrong: int) -> None:
    calls: list[int] = []

    def relu(x: Array) -> Array:
        calls.append(1)
        return np.maximum(x, 0)

    report = gradcheck(relu, lambda dy, x: 1.2 * dy * (x >= 0), np.zeros(wrong), mode="full")
    assert report.verdict == "fail"
    assert len(calls) < 600 * wrong
