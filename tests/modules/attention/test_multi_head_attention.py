"""Multi-head attention: each head is an attention of its own columns, mixed by its rows of Wo."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnderiv import (
    InputError,
    attention,
    gradcheck,
    multi_head_attention,
    multi_head_attention_backward,
)
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers

SIZES = [  # batch, n, d, heads
    ((), 1, 1, 1),
    ((), 4, 1, 1),
    ((), 3, 4, 1),
    ((), 5, 6, 3),
    ((2,), 4, 4, 4),
    ((2, 1), 3, 6, 2),
    ((3, 2), 1, 4, 2),
]
N, D, HEADS = 5, 6, 3


def drawn(batch: tuple[int, ...], n: int, d: int) -> tuple[Array, ...]:
    """Return x, Wq, Wk, Wv and Wo of these sizes."""
    return numbers((*batch, n, d)), *(numbers((d, d), k) / np.sqrt(d) for k in range(1, 5))


POINT = drawn((2,), N, D)
DY = numbers((2, N, D), 5)
CAUSAL = np.tri(N, dtype=bool)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("causal", [False, True], ids=["no mask", "causal"])
@pytest.mark.parametrize(("batch", "n", "d", "heads"), SIZES)
def test_the_backward_pass_passes_the_check_at_any_size(
    batch: tuple[int, ...], n: int, d: int, heads: int, causal: bool, mode: Mode
) -> None:
    report = gradcheck(
        multi_head_attention,
        multi_head_attention_backward,
        *drawn(batch, n, d),
        heads=heads,
        mask=np.tri(n, dtype=bool) if causal else None,
        mode=mode,
    )
    report.raise_if_failed(vacuous_ok=("Wq", "Wk") if n == 1 else ())  # a single key has weight 1


@pytest.mark.parametrize("mask", [None, CAUSAL], ids=["no mask", "causal"])
@pytest.mark.parametrize("heads", [1, 2, 3, 6])
def test_the_output_is_the_sum_of_what_each_head_adds_by_its_rows_of_wo(
    heads: int, mask: Any
) -> None:
    x, Wq, Wk, Wv, Wo = POINT
    expected = np.zeros_like(x)
    for columns in np.split(np.arange(D), heads):
        Q, K, V = (x @ W[:, columns] for W in (Wq, Wk, Wv))
        expected += attention(Q, K, V, mask) @ Wo[columns]
    np.testing.assert_allclose(
        multi_head_attention(*POINT, heads=heads, mask=mask), expected, rtol=1e-12, atol=1e-14
    )


@given(st.permutations(range(HEADS)))
def test_the_order_of_the_heads_changes_nothing_but_the_order_of_their_gradients(
    order: list[int],
) -> None:
    x, Wq, Wk, Wv, Wo = POINT
    columns = np.arange(D).reshape(HEADS, -1)[order].ravel()
    permuted = (x, Wq[:, columns], Wk[:, columns], Wv[:, columns], Wo[columns])
    np.testing.assert_allclose(
        multi_head_attention(*permuted, heads=HEADS),
        multi_head_attention(*POINT, heads=HEADS),
        rtol=1e-12,
        atol=1e-14,
    )
    dx, dWq, dWk, dWv, dWo = multi_head_attention_backward(DY, *POINT, heads=HEADS)
    expected = (dx, dWq[:, columns], dWk[:, columns], dWv[:, columns], dWo[columns])
    found = multi_head_attention_backward(DY, *permuted, heads=HEADS)
    for one, of_one in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, of_one, rtol=1e-11, atol=1e-13)


@given(st.permutations(range(N)))
def test_without_a_mask_positions_in_another_order_give_outputs_in_that_order(
    order: list[int],
) -> None:
    x, *W = POINT
    np.testing.assert_allclose(
        multi_head_attention(x[:, order], *W, heads=HEADS),
        multi_head_attention(x, *W, heads=HEADS)[:, order],
        rtol=1e-12,
        atol=1e-14,
    )


def test_one_example_gives_what_it_gives_in_any_batch_and_weights_sum_over_the_batch() -> None:
    x, *W = POINT
    y = multi_head_attention(x, *W, heads=HEADS)
    np.testing.assert_allclose(multi_head_attention(x[1], *W, heads=HEADS), y[1], rtol=1e-13)
    dx, *dW = multi_head_attention_backward(DY, x, *W, heads=HEADS)
    of_each = [multi_head_attention_backward(DY[b], x[b], *W, heads=HEADS) for b in range(2)]
    np.testing.assert_allclose(dx, [one[0] for one in of_each], rtol=1e-12, atol=1e-14)
    for k, found in enumerate(dW, start=1):
        expected = of_each[0][k] + of_each[1][k]
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


# Masks.


@pytest.mark.parametrize("i", range(N))
def test_under_a_causal_mask_nothing_later_changes_an_output_or_has_a_gradient(i: int) -> None:
    x, *W = POINT
    later = x.copy()
    later[:, i + 1 :] += 1
    np.testing.assert_array_equal(
        multi_head_attention(later, *W, heads=HEADS, mask=CAUSAL)[:, i],
        multi_head_attention(x, *W, heads=HEADS, mask=CAUSAL)[:, i],
    )
    of_i = np.where(np.arange(N)[:, np.newaxis] == i, DY, 0)
    dx, *_ = multi_head_attention_backward(of_i, x, *W, heads=HEADS, mask=CAUSAL)
    assert not dx[:, i + 1 :].any()
    assert dx[:, : i + 1].all()


def test_a_mask_of_each_example_is_the_same_for_all_its_heads() -> None:
    x, *W = POINT
    lengths = np.array([3, 5])
    padding = np.arange(N) < lengths[:, np.newaxis, np.newaxis]  # (2, 1, n)
    y = multi_head_attention(x, *W, heads=HEADS, mask=padding)
    for b, length in enumerate(lengths):
        alone = multi_head_attention(x[b, :length], *W, heads=HEADS)
        np.testing.assert_allclose(y[b, :length], alone, rtol=1e-12, atol=1e-14)
    assert gradcheck(
        multi_head_attention, multi_head_attention_backward, *POINT, heads=HEADS, mask=padding
    )


def test_a_position_for_which_no_key_takes_part_gets_0_but_still_is_a_key_to_others() -> None:
    x, *W = POINT
    mask = np.ones((N, N), dtype=bool)
    mask[2] = False
    with np.errstate(all="raise"):
        y = multi_head_attention(x, *W, heads=HEADS, mask=mask)
        dx, *_ = multi_head_attention_backward(DY, x, *W, heads=HEADS, mask=mask)
    assert not y[:, 2].any()
    assert dx[:, 2].all()
    assert gradcheck(
        multi_head_attention, multi_head_attention_backward, *POINT, heads=HEADS, mask=mask
    )


def test_scores_of_1e300_are_no_trouble() -> None:
    eye, x = np.eye(2), 1e150 * np.array([[1.0, -2.0], [-3.0, 4.0]])
    with np.errstate(all="raise"):
        y = multi_head_attention(x, eye, eye, eye, eye, heads=2)
        dx, *_ = multi_head_attention_backward(np.ones((2, 2)), x, eye, eye, eye, eye, heads=2)
    np.testing.assert_array_equal(y, x)
    np.testing.assert_array_equal(dx, np.ones((2, 2)))


def test_products_too_small_for_any_number_are_0_without_a_warning() -> None:
    tiny = np.full((2, 2), 1e-200)
    with np.errstate(all="raise"):
        y = multi_head_attention(tiny, *[tiny] * 4, heads=2)
        gradients = multi_head_attention_backward(tiny, tiny, *[tiny] * 4, heads=2)
    assert not y.any()
    assert not any(one.any() for one in gradients)


# Input that does not fit.


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"x": np.ones(6)}, "x must have at least two axes, one position in each row, but its"),
        ({"x": np.ones((5, 4))}, "Wq must have as many rows and columns as x has columns, (4, 4),"),
        ({"Wk": np.ones((6, 3))}, "Wk must have as many rows and columns as x has columns, (6, 6)"),
        ({"Wv": np.ones(6)}, "Wv must have as many rows and columns as x has columns, (6, 6), but"),
        ({"Wo": np.ones((3, 6))}, "Wo must have as many rows and columns as x has columns, (6, 6)"),
        (
            {"heads": 4},
            "heads must divide the length of the rows of x, 6, but it is 4. "
            "Choose one of 1, 2, 3, 6.",
        ),
        ({"heads": 0}, "heads must divide the length of the rows of x, 6, but it is 0."),
        ({"heads": -2}, "heads must divide the length of the rows of x, 6, but it is -2."),
        ({"heads": 2.0}, "heads must be an integer, but it is 2.0. Pass the number of heads."),
        ({"heads": "2"}, "heads must be an integer, but it is '2'."),
        ({"heads": None}, "heads must be an integer, but it is None."),
        ({"heads": [2]}, "heads must be an integer, but it is [2]."),
        ({"mask": np.ones((5, 5))}, "mask must hold booleans, but its dtype is float64."),
        (
            {"mask": np.ones((3, 5, 5), dtype=bool)},
            "mask must broadcast to one boolean for each query and key, (2, 5, 5), but its shape",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_both_passes(bad: dict[str, Any], message: str) -> None:
    names = ("x", "Wq", "Wk", "Wv", "Wo")
    arguments: dict[str, Any] = {**dict(zip(names, POINT, strict=True)), "heads": HEADS, **bad}
    with pytest.raises(InputError, match="^" + re.escape(message)):
        multi_head_attention(**arguments)
    with pytest.raises(InputError, match="^" + re.escape(message)):
        multi_head_attention_backward(DY, **arguments)


def test_dy_must_have_the_shape_of_x() -> None:
    with pytest.raises(InputError, match=r"^dy must have the shape of x, \(2, 5, 6\), but its sha"):
        multi_head_attention_backward(DY[0], *POINT, heads=HEADS)
