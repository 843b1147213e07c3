"""Dropout, whose mask is an input, and the mistakes that people make with it."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, dropout, dropout_backward, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.calls import call

MODES: tuple[Mode, ...] = ("full", "projected")
BOTH = ["dropout", "dropout_backward"]


def mask(shape: tuple[int, ...], p: float, seed: int = 0) -> Array:
    """Return a mask that keeps an entry with probability 1 - p."""
    return np.asarray(np.random.default_rng(seed).random(shape) >= p)


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.75])
def test_what_stays_is_divided_by_the_share_that_stays_and_all_else_is_0(p: float) -> None:
    x, dy = numbers((3, 4)), numbers((3, 4), 1)
    keep = mask((3, 4), p)
    y, (dx,) = dropout(x, keep, p), dropout_backward(dy, x, keep, p)
    for place in np.ndindex(3, 4):
        assert y[place] == (x[place] / (1 - p) if keep[place] else 0)
        assert dx[place] == (dy[place] / (1 - p) if keep[place] else 0)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_on_average_over_many_masks_y_is_x(p: float) -> None:
    x = np.ones((100_000,))
    spread = np.sqrt(p / (1 - p) / len(x))
    assert abs(dropout(x, mask(x.shape, p), p).mean() - 1) < 4 * spread


def test_where_nothing_is_dropped_it_is_the_identity() -> None:
    x, dy = numbers((3, 4)), numbers((3, 4), 1)
    keep = np.ones((3, 4), bool)
    np.testing.assert_array_equal(dropout(x, keep, p=0), x)
    np.testing.assert_array_equal(dropout_backward(dy, x, keep, p=0)[0], dy)


def test_what_is_dropped_is_0_however_large_it_was() -> None:
    with np.errstate(all="raise"):
        assert dropout([1e308, 1.0], [False, True]).tolist() == [0, 2]
        assert dropout_backward([1e308, 1.0], [1.0, 1.0], [False, True])[0].tolist() == [0, 2]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (4, 4), (2, 1, 5)])
def test_the_check_passes_at_shapes_that_are(shape: tuple[int, ...], mode: Mode) -> None:
    keep = mask(shape, 0.3)
    report = gradcheck(dropout, dropout_backward, numbers(shape), keep, mode=mode, p=0.3)
    assert report.verdict == "pass", str(report)
    assert report.constants == ("keep",)


def without_the_share(dy: Array, x: Array, keep: Array) -> Any:
    return dy * keep


def divided_by_p_which_is_not_one_half(dy: Array, x: Array, keep: Array) -> Any:
    return dy * keep / 0.2


def multiplied_by_the_share(dy: Array, x: Array, keep: Array) -> Any:
    return dy * keep * 0.8


def the_backward_pass_of_inference(dy: Array, x: Array, keep: Array) -> Any:
    return dy


def the_mask_forgotten(dy: Array, x: Array, keep: Array) -> Any:
    return dy / 0.8


def another_mask_drawn(dy: Array, x: Array, keep: Array) -> Any:
    return dy * mask(x.shape, 0.5, seed=5) / 0.8


def the_mask_turned_round(dy: Array, x: Array, keep: Array) -> Any:
    return dy * ~keep / 0.8


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "wrong",
    [
        without_the_share,
        divided_by_p_which_is_not_one_half,
        multiplied_by_the_share,
        the_backward_pass_of_inference,
        the_mask_forgotten,
        another_mask_drawn,
        the_mask_turned_round,
    ],
    ids=lambda wrong: wrong.__name__,
)
def test_the_check_finds(wrong: Callable[..., Any], mode: Mode) -> None:
    def forward(x: Array, keep: Array) -> Array:
        return dropout(x, keep, p=0.2)

    x = numbers((4, 5))
    assert gradcheck(forward, wrong, x, mask((4, 5), 0.5), mode=mode).verdict == "fail"


def mask_rebuilt_from_the_output(dy: Array, x: Array, keep: Array) -> Any:
    return 2 * dy * (dropout(x, keep) != 0)


@pytest.mark.parametrize("mode", MODES)
def test_a_mask_that_is_rebuilt_from_zeros_is_found_where_an_entry_that_stays_is_0(
    mode: Mode,
) -> None:
    x, keep = np.maximum(0, numbers((4, 5))), mask((4, 5), 0.3)
    assert (keep & (x == 0)).any()
    assert gradcheck(dropout, dropout_backward, x, keep, mode=mode).verdict == "pass"
    found = gradcheck(dropout, mask_rebuilt_from_the_output, x, keep, mode=mode)
    assert found.verdict == "fail", str(found)


def test_where_no_entry_is_0_a_rebuilt_mask_is_the_mask() -> None:
    x, keep = numbers((4, 5)), mask((4, 5), 0.3)
    assert gradcheck(dropout, mask_rebuilt_from_the_output, x, keep).verdict == "pass"


def test_a_mask_that_is_drawn_within_the_forward_pass_is_refused() -> None:
    rng = np.random.default_rng(0)

    def drawn(x: Array) -> Array:
        return dropout(x, rng.random(x.shape) >= 0.5)

    with pytest.raises(InputError, match="Draw its random numbers once, outside of it"):
        gradcheck(drawn, lambda dy, x: 2 * dy, numbers((4, 5)))


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("keep", [[[1, 0], [1, 1]], [[1.0, 0.0], [1.0, 1.0]]])
def test_a_mask_of_numbers_is_refused(function: str, keep: Any) -> None:
    with pytest.raises(InputError, match=r"^keep must hold booleans, but its dtype is (int|float)"):
        call(function, keep=keep)


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("keep", [True, [True, False], [[True, False]], [[True], [False]]])
def test_the_mask_must_have_the_shape_of_x_even_where_it_would_broadcast(
    function: str, keep: Any
) -> None:
    message = f"keep must have the shape of x, (2, 2), but its shape is {np.shape(keep)}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, keep=keep)


@pytest.mark.parametrize("dy", [1.0, [1.0, 2.0], np.ones((2, 1))])
def test_dy_must_have_the_shape_of_x(dy: Any) -> None:
    message = f"dy must have the shape of x, (2, 2), but its shape is {np.shape(dy)}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call("dropout_backward", dy=dy)


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("p", [1, 1.0, -0.1, 1.5, np.nan, "0.5", None, [0.5]])
def test_p_must_be_a_share_that_leaves_something_and_is_shown(function: str, p: Any) -> None:
    message = f"p must be at least 0 and below 1, but it is {p!r}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, p=p)


@pytest.mark.parametrize("p", [0.5, np.float64(0.5), np.float32(0.5)])
def test_whatever_p_is_float32_stays_float32(p: Any) -> None:
    x, keep = np.ones((2, 2), np.float32), np.ones((2, 2), bool)
    assert dropout(x, keep, p).dtype == np.float32
    assert dropout_backward(x, x, keep, p)[0].dtype == np.float32


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_with_the_mask_that_pytorch_drew_both_passes_give_what_pytorch_gives(p: float) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    x = torch.tensor(numbers((20, 30)), requires_grad=True)
    y = torch.nn.functional.dropout(x, p)
    keep = (y != 0).numpy()
    assert 0 < keep.mean() < 1
    np.testing.assert_allclose(dropout(numbers((20, 30)), keep, p), y.detach().numpy(), rtol=1e-14)
    dy = numbers((20, 30), 1)
    y.backward(torch.tensor(dy))
    (dx,) = dropout_backward(dy, numbers((20, 30)), keep, p)
    np.testing.assert_allclose(dx, x.grad.numpy(), rtol=1e-14)
