"""The mark on inputs without a gradient."""

from functools import partial, wraps
from typing import Any

from nnderiv import held_constant, softmax_cross_entropy
from nnderiv.nondifferentiable import held_constant_names


@held_constant("t", "weight")
def loss(y: float, t: float, weight: float) -> float:
    """Return a weighted squared error."""
    return weight * (y - t) ** 2


def test_the_names_come_back_in_their_order() -> None:
    assert held_constant_names(loss) == ("t", "weight")


def test_the_marked_function_still_computes_the_same() -> None:
    assert loss(3.0, 1.0, 0.5) == 2.0


def test_the_marked_function_keeps_its_name_and_docstring() -> None:
    assert loss.__name__ == "loss"
    assert loss.__doc__ == "Return a weighted squared error."


def test_an_unmarked_function_has_no_names() -> None:
    assert held_constant_names(lambda y: y) == ()


def test_a_function_marked_with_no_name_has_no_names() -> None:
    assert held_constant_names(held_constant()(lambda y: y)) == ()


def test_a_partial_of_a_partial_keeps_the_mark() -> None:
    assert held_constant_names(partial(partial(loss, weight=2.0), t=1.0)) == ("t", "weight")


def test_a_decorator_that_wraps_keeps_the_mark() -> None:
    @wraps(loss)
    def logged(*inputs: Any) -> Any:
        return loss(*inputs)

    assert held_constant_names(logged) == ("t", "weight")


def test_the_target_of_the_cross_entropy_is_held_constant() -> None:
    assert held_constant_names(softmax_cross_entropy) == ("t",)
