"""The check along random directions: as sharp as the full one, at a cost that does not grow."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck, relu, softmax, softmax_backward, tanh, tanh_backward
from tests.catalogue import Array, Module, numbers
from tests.gradcheck.conftest import square, square_backward
from tests.gradcheck.plants import changed
from tests.gradcheck.test_check import REAL_FUNCTIONS, X
from tests.topics import GRADIENT_IDS, GRADIENTS


def test_the_backward_pass_of_every_module_passes(module: Module) -> None:
    report = gradcheck(module.forward, module.backward, *module.inputs, mode="projected")
    assert report.verdict == "pass", str(report)
    assert report.method == "complex step and central difference, 2 random directions"
    assert max(one.error for one in report.inputs) < 1e-13


@pytest.mark.parametrize("factor", [1.0005, 0.9995, -1.0, 0.0])
@pytest.mark.parametrize(("module", "k"), GRADIENTS, ids=GRADIENT_IDS)
def test_a_wrong_gradient_fails_and_no_other_does(module: Module, k: int, factor: float) -> None:
    backward = changed(module, k, lambda dx: factor * dx)
    report = gradcheck(module.forward, backward, *module.inputs, mode="projected")
    expected = ["fail" if j == k else "pass" for j in range(len(module.gradients))]
    assert [one.verdict for one in report.inputs] == expected, str(report)


@pytest.mark.parametrize(("forward", "backward"), REAL_FUNCTIONS.values(), ids=list(REAL_FUNCTIONS))
def test_central_differences_are_taken_where_the_complex_step_is_wrong(
    forward: Callable[..., Any], backward: Callable[..., Any]
) -> None:
    report = gradcheck(forward, backward, X, mode="projected")
    assert report.verdict == "pass", str(report)
    assert report.method == "central differences, 3 random directions"
    wrong = gradcheck(forward, lambda dy, x: 1.0005 * backward(dy, x), X, mode="projected")
    assert wrong.verdict == "fail"


@pytest.mark.parametrize(
    ("mode", "size", "projected"),
    [
        ("auto", 5000, False),
        ("auto", 5001, True),
        ("full", 5001, False),
        ("projected", 1, True),
    ],
)
def test_the_mode_is_chosen_by_size_unless_told(mode: Any, size: int, projected: bool) -> None:
    report = gradcheck(square, square_backward, numbers((size,)), mode=mode)
    assert report
    assert ("random directions" in report.method) is projected
    assert (report.inputs[0].missed > 0) is projected


@pytest.mark.parametrize("size", [10, 1000, 100_000])
def test_the_number_of_evaluations_does_not_grow_with_the_number_of_entries(size: int) -> None:
    calls: list[int] = []

    def counted(x: Array) -> Any:
        calls.append(1)
        return np.tanh(x)

    assert gradcheck(counted, tanh_backward, numbers((size,)), mode="projected")
    assert len(calls) < 20


def test_the_number_of_evaluations_is_a_logarithm_where_an_error_is_looked_for() -> None:
    calls: list[int] = []

    def counted(x: Array) -> Any:
        calls.append(1)
        return np.tanh(x)

    def wrong(dy: Array, x: Array) -> Array:
        (dx,) = tanh_backward(dy, x)
        dx[4321] = 1.0
        return dx

    report = gradcheck(counted, wrong, numbers((100_000,)))
    assert report.inputs[0].index == (4321,)
    assert len(calls) < 100


def test_the_chance_to_miss_an_error_is_stated() -> None:
    exact = gradcheck(tanh, tanh_backward, numbers((6000,)))
    assert 0 < exact.inputs[0].missed < 1e-12
    forward, backward = REAL_FUNCTIONS["abs"]
    rough = gradcheck(forward, backward, numbers((6000,)))
    assert 0 < rough.inputs[0].missed < 1e-12
    assert "the chance to miss an error of a thousandth" in str(rough)


@pytest.mark.parametrize("small", [1e-3, 1e-8, 1e-14, 1e-30])
@pytest.mark.parametrize("forward", [np.tanh, lambda x: np.tanh(x.real)], ids=["complex", "real"])
def test_a_wrong_entry_is_found_however_small_its_input_is(
    forward: Callable[..., Any], small: float
) -> None:
    x = numbers((50,))
    x[0] = small

    def wrong(dy: Array, x: Array) -> Array:
        (dx,) = tanh_backward(dy, x)
        dx[0] *= 7
        return dx

    assert gradcheck(forward, tanh_backward, x, mode="projected")
    assert gradcheck(forward, wrong, x, mode="projected").verdict == "fail"


@pytest.mark.parametrize("seed", range(20))
def test_zeros_for_softmax_are_found_whatever_the_seed(seed: int) -> None:
    h = numbers((30, 10))
    assert gradcheck(softmax, softmax_backward, h, mode="projected", seed=seed)
    zeros = gradcheck(softmax, lambda dy, h: 0 * h, h, mode="projected", seed=seed)
    assert zeros.verdict == "fail"


def test_a_kink_at_an_entry_is_a_kink_here_too() -> None:
    x = numbers((40, 20))
    x[3, 4] = 0.0

    def backward(dy: Array, x: Array) -> Array:
        return np.asarray(dy * (x > 0))

    def real_relu(x: Array) -> Any:
        return relu(x.real)

    report = gradcheck(real_relu, backward, x, mode="projected")
    assert report.verdict == "kink"
    assert report.inputs[0].places == ((3, 4),)


def test_where_nothing_depends_on_the_input_the_check_is_vacuous() -> None:
    report = gradcheck(lambda x: 0 * x, lambda dy, x: 0 * dy, X, mode="projected")
    assert report.verdict == "vacuous"


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(InputError, match=r"^mode must be .*, but it is .fast.\. Leave it out"):
        gradcheck(square, square_backward, X, mode="fast")  # type: ignore[arg-type]  # the mistake
