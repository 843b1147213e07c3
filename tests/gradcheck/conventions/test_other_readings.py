"""Arguments in another order, tuples that are not unpacked: named with the line that passes."""

from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck, held_constant
from tests.catalogue import numbers
from tests.gradcheck.conventions.pairs import both_modes

X, W, SQUARE = numbers((4, 3)), numbers((3, 2), 1), numbers((3, 3), 2)


def product(x: Any, W: Any) -> Any:
    return x @ W


def product_backward(dy: Any, x: Any, W: Any) -> Any:
    return dy @ W.T, x.T @ dy


ORDERS: dict[str, tuple[Any, str]] = {
    "dy in the last place": (
        lambda x, W, dy: product_backward(dy, x, W),
        "lambda dy, x, W: backward(x, W, dy)",
    ),
    "dy in the last place, by other names": (
        lambda a, b, c: product_backward(c, a, b),
        "lambda dy, x, W: backward(x, W, dy)",
    ),
    "arguments in another order": (
        lambda dout, W, x: product_backward(dout, x, W),
        "lambda dy, x, W: backward(dy, W, x)",
    ),
    "arguments in another order, dy between them": (
        lambda W, dout, x: product_backward(dout, x, W),
        "lambda dy, x, W: backward(W, dy, x)",
    ),
}


@both_modes
@pytest.mark.parametrize("mistake", list(ORDERS))
def test_another_order_fails_with_the_line_that_passes(mistake: str, mode: Any) -> None:
    backward, line = ORDERS[mistake]
    report = gradcheck(product, backward, SQUARE, SQUARE + 1, mode=mode)
    assert report.verdict == "fail"
    assert report.reason.endswith(f"it passes as gradcheck(forward, {line}, x, W)")
    assert {one.cause for one in report.inputs} == {mistake.partition(",")[0]}


@both_modes
@pytest.mark.parametrize("mistake", list(ORDERS))
def test_another_order_that_does_not_run_is_an_error_with_that_line(
    mistake: str, mode: Any
) -> None:
    backward, line = ORDERS[mistake]
    with pytest.raises(InputError, match="the backward pass raised ValueError: matmul") as raised:
        gradcheck(product, backward, X, W, mode=mode)
    assert str(raised.value).endswith(f"it passes as gradcheck(forward, {line}, x, W).")


@both_modes
@pytest.mark.parametrize("mistake", list(ORDERS))
def test_another_order_is_not_named_where_it_does_not_pass_either(mistake: str, mode: Any) -> None:
    backward, _ = ORDERS[mistake]
    report = gradcheck(product, _doubled(backward), SQUARE, SQUARE + 1, mode=mode)
    assert report.verdict == "fail"
    assert "it passes as" not in report.reason
    assert all("order" not in one.cause for one in report.inputs)


def _doubled(backward: Any) -> Any:
    names = ", ".join(backward.__code__.co_varnames[: backward.__code__.co_argcount])
    return eval(f"lambda {names}: [2 * dx for dx in f({names})]", {"f": backward})


def test_an_error_of_the_backward_pass_itself_is_raised_as_it_is() -> None:
    def backward(dy: Any, x: Any) -> Any:
        raise ZeroDivisionError("planted")

    with pytest.raises(ZeroDivisionError, match="planted"):
        gradcheck(np.square, backward, X)


def test_an_order_that_passes_as_it_is_is_not_changed_for_its_names() -> None:
    report = gradcheck(lambda x, W: x * W, lambda W, dy, x: (W * x, W * dy), SQUARE, SQUARE + 1)
    assert report.verdict == "pass", str(report)


@both_modes
@pytest.mark.parametrize("others", [(), (np.ones(3),), (np.ones(3), np.ones(2))])
def test_a_tuple_that_is_not_unpacked_is_named(others: tuple[Any, ...], mode: Any) -> None:
    def forward(x: Any, t: Any) -> Any:
        return ((x - t) ** 2, *others)

    marked = held_constant("t")(forward)
    report = gradcheck(
        marked, lambda dy, x, t: np.multiply(dy[0:1], 1) * 0 + 1, X, X + 1, mode=mode
    )
    assert report.verdict == "fail"
    with pytest.raises(
        InputError, match=r"it passes as gradcheck\(lambda x, t: forward\(x, t\)\[0\]"
    ):
        gradcheck(marked, lambda dy, x, t: dy.copy() * 2 * (x - t), X, X + 1, mode=mode)


def test_inputs_in_one_tuple_are_named() -> None:
    for given in ((X, W), [X, W], (SQUARE, SQUARE)):
        with pytest.raises(
            InputError, match=r"Unpack it: gradcheck\(forward, backward, \*inputs\)"
        ):
            gradcheck(product, product_backward, given)


def test_gradients_in_a_tuple_of_their_own_are_named() -> None:
    report = gradcheck(product, lambda *all: (product_backward(*all),), X, W)
    assert report.reason.endswith("They are in a tuple of their own: unpack it.")
