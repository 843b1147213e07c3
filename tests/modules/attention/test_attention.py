"""Scaled dot-product attention: its values to sixty digits, its gradients at awkward shapes."""

import re
from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnderiv import InputError, attention, attention_backward, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.references import DIGITS, relative_error

SHAPES = [  # batch, n, m, d, v
    ((), 1, 1, 1, 1),
    ((), 1, 4, 1, 1),
    ((), 3, 1, 2, 5),
    ((), 3, 3, 3, 3),
    ((), 2, 5, 4, 3),
    ((2,), 4, 2, 3, 2),
    ((2, 1), 1, 6, 2, 5),
    ((3, 2), 7, 3, 5, 1),
]
FINITE = st.floats(-20, 20)


def drawn(batch: tuple[int, ...], n: int, m: int, d: int, v: int) -> tuple[Array, Array, Array]:
    """Return Q, K and V of these sizes."""
    return numbers((*batch, n, d)), numbers((*batch, m, d), 1), numbers((*batch, m, v), 2)


def dot(a: Iterable[Any], b: Iterable[Any]) -> Decimal:
    """Return the sum of the products of the entries, in the precision that is set."""
    return sum((Decimal(x) * Decimal(y) for x, y in zip(a, b, strict=True)), Decimal(0))


def decimal_attention(Q: Array, K: Array, V: Array) -> list[list[Decimal]]:
    """Return Y to sixty digits, with no score taken away from another."""
    with localcontext(prec=DIGITS):
        root = Decimal(Q.shape[1]).sqrt()
        weights = [[(dot(q, k) / root).exp() for k in K.tolist()] for q in Q.tolist()]
        return [[dot(row, column) / sum(row) for column in V.T.tolist()] for row in weights]


@pytest.mark.parametrize(("batch", "n", "m", "d", "v"), [one for one in SHAPES if not one[0]])
def test_every_output_has_its_digits(
    batch: tuple[int, ...], n: int, m: int, d: int, v: int
) -> None:
    Q, K, V = drawn(batch, n, m, d, v)
    Y = attention(Q, K, np.abs(V))  # positive, lest they cancel
    for found, exact in zip(Y, decimal_attention(Q, K, np.abs(V)), strict=True):
        for one, exact_one in zip(found, exact, strict=True):
            assert relative_error(one, exact_one) < 2e-15


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("batch", "n", "m", "d", "v"), SHAPES)
def test_the_backward_pass_passes_the_check_at_any_shape(
    batch: tuple[int, ...], n: int, m: int, d: int, v: int, mode: Mode
) -> None:
    report = gradcheck(attention, attention_backward, *drawn(batch, n, m, d, v), mode=mode)
    report.raise_if_failed(vacuous_ok=("Q", "K") if m == 1 else ())  # a single key has weight 1


def test_a_single_key_takes_all_the_weight_so_that_queries_and_keys_have_no_gradient() -> None:
    Q, K, V = drawn((), 3, 1, 2, 5)
    dQ, dK, dV = attention_backward(np.ones((3, 5)), Q, K, V)
    assert attention(Q, K, V).tolist() == [V[0].tolist()] * 3
    assert not dQ.any()
    assert not dK.any()
    assert dV.tolist() == [[3.0] * 5]


def test_a_query_that_fits_all_keys_alike_gets_the_mean_of_the_values() -> None:
    _, K, V = drawn((), 1, 5, 4, 3)
    np.testing.assert_allclose(attention(np.zeros((1, 4)), K, V)[0], V.mean(axis=0), rtol=1e-14)


def test_scores_are_divided_by_the_root_of_the_length_of_a_key() -> None:
    log = np.log(3.0)
    # scores log 3 and 0, after the division by √4: weights 3/4 and 1/4
    Y = attention([[2.0, 0, 0, 0]], [[log, 0, 0, 0], [0, log, 0, 0]], [[4.0], [0.0]])
    assert Y[0, 0] == pytest.approx(3.0, rel=1e-15)


@given(arrays(np.float64, (3, 4), elements=FINITE), arrays(np.float64, (5, 4), elements=FINITE))
def test_every_output_lies_between_the_least_and_the_largest_value(Q: Array, K: Array) -> None:
    V = numbers((5, 2), 2)
    Y = attention(Q, K, V)
    assert (Y - V.min(axis=0) > -1e-15).all()
    assert (V.max(axis=0) - Y > -1e-15).all()


@given(st.permutations(range(5)))
def test_the_order_of_the_keys_changes_nothing_but_the_order_of_their_gradients(
    order: list[int],
) -> None:
    Q, K, V = drawn((), 3, 5, 4, 2)
    dy = numbers((3, 2), 3)
    np.testing.assert_allclose(attention(Q, K[order], V[order]), attention(Q, K, V), rtol=1e-13)
    dQ, dK, dV = attention_backward(dy, Q, K, V)
    again = attention_backward(dy, Q, K[order], V[order])
    for found, expected in zip(again, (dQ, dK[order], dV[order]), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


def test_one_example_gives_what_it_gives_in_any_batch() -> None:
    Q, K, V = drawn((2, 3), 4, 5, 3, 2)
    dy = numbers((2, 3, 4, 2), 3)
    np.testing.assert_allclose(
        attention(Q[1, 2], K[1, 2], V[1, 2]), attention(Q, K, V)[1, 2], rtol=1e-14
    )
    of_one = attention_backward(dy[1, 2], Q[1, 2], K[1, 2], V[1, 2])
    for found, expected in zip(of_one, attention_backward(dy, Q, K, V), strict=True):
        np.testing.assert_allclose(found, expected[1, 2], rtol=1e-13, atol=1e-15)


def with_key_bias(Q: Array, K: Array, b: Array, V: Array) -> Any:
    return attention(Q, K + b, V)


def with_key_bias_backward(dy: Array, Q: Array, K: Array, b: Array, V: Array) -> Any:
    dQ, dK, dV = attention_backward(dy, Q, K + b, V)
    return dQ, dK, dK.sum(axis=0), dV


POINT_WITH_KEY_BIAS = (numbers((3, 4)), numbers((5, 4), 1), numbers((4,), 2), numbers((5, 2), 3))


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_bias_of_the_keys_adds_the_same_to_all_scores_of_a_query_and_its_check_is_vacuous(
    mode: Mode,
) -> None:
    report = gradcheck(with_key_bias, with_key_bias_backward, *POINT_WITH_KEY_BIAS, mode=mode)
    assert [one.verdict for one in report.inputs] == ["pass", "pass", "vacuous", "pass"]
    assert report.inputs[2].scale < 1e-15
    assert "dQ and dK and dV pass" in str(report)
    report.raise_if_failed(vacuous_ok="b")


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_gradient_of_that_bias_that_is_not_0_fails(mode: Mode) -> None:
    def of_the_first_key(dy: Array, Q: Array, K: Array, b: Array, V: Array) -> Any:
        dQ, dK, _, dV = with_key_bias_backward(dy, Q, K, b, V)
        return dQ, dK, dK[0], dV

    report = gradcheck(with_key_bias, of_the_first_key, *POINT_WITH_KEY_BIAS, mode=mode)
    assert [one.verdict for one in report.inputs] == ["pass", "pass", "fail", "pass"]


FITTING = {"Q": np.ones((2, 3, 4)), "K": np.ones((2, 5, 4)), "V": np.ones((2, 5, 6))}


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"Q": np.ones(4)}, "Q must have at least two axes, one vector in each row, but its shape"),
        ({"K": 1.0}, "K must have at least two axes, one vector in each row, but its shape is ()"),
        ({"V": [1.0]}, "V must have at least two axes, one vector in each row, but its shape"),
        (
            {"K": np.ones((2, 5, 3))},
            "K must have the batch axes of Q and rows as long as those of Q, (2, 5, 4), but its "
            "shape is (2, 5, 3).",
        ),
        ({"K": np.ones((5, 4))}, "K must have the batch axes of Q and rows as long as those of Q"),
        ({"Q": np.ones((1, 3, 4))}, "K must have the batch axes of Q"),
        (
            {"V": np.ones((2, 4, 6))},
            "V must have the batch axes of Q and one row for each row of K, (2, 5, 6), but its "
            "shape is (2, 4, 6).",
        ),
        ({"V": np.ones((5, 6))}, "V must have the batch axes of Q and one row for each row of K"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_by_both_passes(
    bad: dict[str, Any], message: str
) -> None:
    arguments = {**FITTING, **bad}
    with pytest.raises(InputError, match="^" + re.escape(message)):
        attention(**arguments)
    with pytest.raises(InputError, match="^" + re.escape(message)):
        attention_backward(np.ones((2, 3, 6)), **arguments)


def test_dy_must_have_the_shape_of_the_output() -> None:
    message = "dy must have the shape of Y, (2, 3, 6), but its shape is (2, 3, 4)."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        attention_backward(np.ones((2, 3, 4)), **FITTING)
