"""Options of the two passes, by functools.partial or as keywords of the check."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck
from tests.catalogue import CROSS_ENTROPY_OF_CLASSES, numbers
from tests.gradcheck.conventions.pairs import both_modes


def scaled(x: Any, axis: int, factor: float = 1.0) -> Any:
    return factor * (x**2).sum(axis=axis)


def scaled_backward(dy: Any, x: Any, *, axis: int, factor: float = 1.0) -> Any:
    return factor * np.expand_dims(dy, axis) * 2 * x


def wrong_backward(dy: Any, x: Any, *, axis: int) -> Any:
    return np.expand_dims(dy, axis) * 2 * x


X = numbers((3, 4))


@both_modes
@pytest.mark.parametrize("axis", [0, 1])
def test_options_of_a_check_are_passed_on_to_both_functions(axis: int, mode: Any) -> None:
    assert gradcheck(scaled, scaled_backward, X, axis=axis, factor=3.0, mode=mode)


@both_modes
def test_options_may_be_given_by_partial(mode: Any) -> None:
    assert gradcheck(partial(scaled, axis=1), partial(scaled_backward, axis=1), X, mode=mode)


def test_an_option_that_one_of_the_two_does_not_take_is_passed_to_the_other() -> None:
    report = gradcheck(scaled, wrong_backward, X, axis=1, factor=3.0)
    assert report.verdict == "fail"
    assert "factor of 1/3" in report.inputs[0].cause


def test_a_target_may_be_an_option_that_is_never_stepped() -> None:
    def loss(x: Any, t: Any) -> Any:
        return ((x - t) ** 2).sum()

    def backward(dy: Any, x: Any, t: Any) -> Any:
        return dy * 2 * (x - t)

    report = gradcheck(loss, backward, X, t=X + 1)
    assert report
    assert [one.name for one in report.inputs] == ["x"]


def test_options_of_a_module_of_the_book_are_passed_on() -> None:
    module = CROSS_ENTROPY_OF_CLASSES
    assert gradcheck(module.forward, module.backward, *module.inputs, reduction="sum")


def test_options_reach_a_function_that_is_both_passes() -> None:
    def f(w: Any, power: int) -> Any:
        return (w**power).sum(), power * w ** (power - 1)

    assert gradcheck(f, f, X, power=3)


def test_an_option_that_neither_takes_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"must be mode, seed or a parameter .*, but neither takes 'sede'"
    ):
        gradcheck(np.tanh, lambda dy, x: dy, X, sede=1)
