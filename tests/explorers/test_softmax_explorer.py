"""The explorer of softmax: its traits, and what its JavaScript computes."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

import nnderiv
from nnderiv.explorers.softmax import SoftmaxExplorer
from tests.explorers.conftest import InNode

LOGITS = [
    [2.0, 1.0, -1.0, 0.5],
    [0.0, 0.0, 0.0, 0.0],
    [6.0, -6.0, 6.0, -6.0],
    [-5.9, 5.9, 0.1, 3.3],
    [0.3, 0.2, 0.1, -0.4],
]
STATES: list[dict[str, Any]] = [
    {"h": h, "t": t, "shift": shift, "naive": False}
    for h, t, shift in product(LOGITS, range(4), [0.0, 10.0, -1000.0, 1000.0])
]
# nan and infinity are no JSON, so they travel as text
COMPUTE = """({ compute }, states) => states.map((state) => JSON.parse(JSON.stringify(
  compute(state), (_, value) => Number.isNaN(value) || Math.abs(value) === Infinity
    ? String(value) : value)))"""
EXPLAIN = "({ explain }, all) => all.map(explain)"


def test_a_new_explorer_has_four_logits_and_the_second_class() -> None:
    explorer = SoftmaxExplorer()
    assert explorer.h == [2.0, 1.0, -1.0, 0.5]
    assert (explorer.t, explorer.shift, explorer.naive) == (1, 0.0, False)
    assert (explorer.panel, explorer.entry, explorer.rate) == ("descent", 1, 1.0)


def test_every_trait_can_be_observed() -> None:
    seen = []
    explorer = SoftmaxExplorer()
    names = ["h", "t", "shift", "naive", "panel", "entry", "rate"]
    explorer.observe(lambda change: seen.append(change.new), names=names)
    explorer.h, explorer.t, explorer.shift, explorer.naive = [0, 0, 0, 1], 3, 1000, True
    explorer.panel, explorer.entry, explorer.rate = "jacobian", 0, 2
    assert seen == [[0.0, 0.0, 0.0, 1.0], 3, 1000.0, True, "jacobian", 0, 2.0]


@pytest.mark.parametrize(
    "h",
    [
        [1, 2, 3],
        [1, 2, 3, 4, 5],
        [0, 0, 0, 6.1],
        [0, 0, 0, float("nan")],
        [0, 0, 0, True],
        ["0", 0, 0, 0],
        "0000",
        1.0,
        None,
    ],
)
def test_logits_that_are_not_four_numbers_of_the_range_are_refused(h: object) -> None:
    with pytest.raises(TraitError, match=r"h must be 4 numbers from -6 to 6, .*; got .*Pass a"):
        SoftmaxExplorer(h=h)


@pytest.mark.parametrize("h", [np.array([1, 2, 3, 4]), (1, 2, 3, 4), np.arange(1.0, 5.0)])
def test_arrays_and_tuples_become_a_list_of_floats(h: Any) -> None:
    explorer = SoftmaxExplorer(h=h)
    assert explorer.h == [1.0, 2.0, 3.0, 4.0]
    assert {type(entry) for entry in explorer.h} == {float}


def test_a_refused_list_leaves_the_logits_as_they_were() -> None:
    explorer = SoftmaxExplorer(h=[0, 1, 2, 3])
    with pytest.raises(TraitError, match="got"):
        explorer.h = [0, 1, 2]
    assert explorer.h == [0.0, 1.0, 2.0, 3.0]


def test_two_explorers_do_not_share_their_logits() -> None:
    first, second = SoftmaxExplorer(), SoftmaxExplorer()
    first.h[0] = 5.0
    assert second.h[0] == 2.0


@pytest.mark.parametrize("t", [-1, 4, 1.0, "1", True, None])
def test_a_class_that_does_not_exist_is_refused(t: object) -> None:
    with pytest.raises(TraitError, match=r"t must be a whole number from 0 to 3; got .*Pass"):
        SoftmaxExplorer(t=t)


@pytest.mark.parametrize("entry", [-1, 4, 0.0, "dh1", None])
def test_an_entry_that_does_not_exist_is_refused(entry: object) -> None:
    with pytest.raises(TraitError, match=r"entry must be a whole number from 0 to 3; got .*Pass"):
        SoftmaxExplorer(entry=entry)


@pytest.mark.parametrize("rate", [0, 0.09, 5.1, -1, float("nan"), "1", None])
def test_a_rate_out_of_the_range_is_refused(rate: object) -> None:
    with pytest.raises(TraitError, match=r"rate must be a number from 0.1 to 5; got .*Pass"):
        SoftmaxExplorer(rate=rate)


@pytest.mark.parametrize("panel", ["Jacobian", "step", "", None, 1])
def test_an_unknown_panel_is_refused(panel: object) -> None:
    rule = r"panel must be 'descent', 'jacobian' or 'overflow'; got .*Choose"
    with pytest.raises(TraitError, match=rule):
        SoftmaxExplorer(panel=panel)


@pytest.mark.parametrize("shift", [1000.5, -1001, float("nan"), float("inf"), "1", None])
def test_a_shift_out_of_the_range_is_refused(shift: object) -> None:
    with pytest.raises(TraitError, match=r"shift must be a number from -1000 to 1000; got .*Pass"):
        SoftmaxExplorer(shift=shift)


@pytest.mark.parametrize("naive", [1, 0, "yes", None])
def test_a_switch_that_is_neither_true_nor_false_is_refused(naive: object) -> None:
    with pytest.raises(TraitError, match=r"naive must be True or False; got .*Pass one"):
        SoftmaxExplorer(naive=naive)


def test_the_repr_holds_the_traits() -> None:
    explorer = SoftmaxExplorer(h=[0, 0, 3, 0], shift=5)
    assert repr(explorer) == (
        "SoftmaxExplorer(entry=1, h=[0.0, 0.0, 3.0, 0.0], naive=False, panel='descent', rate=1.0, "
        "shift=5.0, t=1)"
    )


def test_the_page_computes_the_same_numbers_as_nnderiv(in_node: InNode) -> None:
    for state, shown in zip(STATES, in_node(SoftmaxExplorer, COMPUTE, STATES), strict=True):
        z = np.array(state["h"]) + state["shift"]
        (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, z, state["t"])
        rows = [nnderiv.softmax_backward(row, z)[0] for row in np.eye(4)]
        loss = nnderiv.softmax_cross_entropy(z, state["t"])
        np.testing.assert_allclose(shown["o"], nnderiv.softmax(z), rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(shown["E"], loss, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(shown["gradient"], gradient, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(shown["jacobian"], rows, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("naive", [False, True])
def test_the_textbook_formula_gives_the_same_while_nothing_overflows(
    naive: bool, in_node: InNode
) -> None:
    states = [state | {"naive": naive} for state in STATES if state["shift"] == 0]
    for state, shown in zip(states, in_node(SoftmaxExplorer, COMPUTE, states), strict=True):
        e = np.exp(state["h"])
        np.testing.assert_allclose(shown["o"], e / e.sum(), rtol=1e-12)
        right = -np.log(e[state["t"]] / e.sum())
        np.testing.assert_allclose(shown["E"], right, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shift", [1000.0, -1000.0])
def test_the_naive_formula_gives_nan_where_numpy_does(shift: float, in_node: InNode) -> None:
    state = {"h": LOGITS[0], "t": 1, "shift": shift, "naive": True}
    (shown,) = in_node(SoftmaxExplorer, COMPUTE, [state])
    with np.errstate(all="ignore"):
        e = np.exp(np.array(state["h"]) + shift)
        assert np.isnan(e / e.sum()).all()
    assert shown["o"] == ["NaN"] * 4
    assert shown["E"] == "NaN"


def test_the_upstream_gradient_times_the_jacobian_is_o_minus_t(in_node: InNode) -> None:
    for state, shown in zip(STATES, in_node(SoftmaxExplorer, COMPUTE, STATES), strict=True):
        z, t = np.array(state["h"]) + state["shift"], state["t"]
        dy = np.where(np.arange(4) == t, -1 / nnderiv.softmax(z), 0)
        (gradient,) = nnderiv.softmax_backward(dy, z)
        np.testing.assert_allclose(shown["upstream"], dy, rtol=1e-12)
        np.testing.assert_allclose(shown["product"], gradient, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(shown["product"], shown["gradient"], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("rate", [0.1, 1.0, 5.0])
def test_each_step_goes_against_the_gradient_and_the_loss_falls(
    rate: float, in_node: InNode
) -> None:
    script = """({ lossesAhead, stepped, predicted, compute }, state) =>
        [lossesAhead(state, 10), stepped(state), predicted(state, compute(state).gradient)]"""
    for state in STATES[:: len(STATES) // 8]:
        t, h = state["t"], np.array(state["h"])
        losses, stepped, predicted = in_node(SoftmaxExplorer, script, state | {"rate": rate})
        (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, h, t)
        np.testing.assert_allclose(stepped, np.clip(h - rate * gradient, -6, 6), atol=1e-12)
        assert predicted == pytest.approx(-rate * gradient @ gradient)
        expected = []
        for _ in range(11):
            expected.append(nnderiv.softmax_cross_entropy(h, t))
            (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, h, t)
            h = np.clip(h - rate * gradient, -6, 6)
        np.testing.assert_allclose(losses, expected, atol=1e-9)
        assert np.all(np.diff(losses) < 0)


def test_a_short_step_changes_the_loss_as_the_gradient_predicts(in_node: InNode) -> None:
    script = """({ lossesAhead, predicted, compute }, state) =>
        (lossesAhead(state, 1)[1] - compute(state).E) / predicted(state, compute(state).gradient)"""
    state = {"h": LOGITS[0], "t": 1, "shift": 0.0, "naive": False, "rate": 1e-6}
    assert in_node(SoftmaxExplorer, script, state) == pytest.approx(1, abs=1e-5)


def test_the_page_says_how_a_formula_fails(in_node: InNode) -> None:
    logits = [[1001, 0, 0, 0], [709.5] * 4, [-1000, -999, -1000, -1000], [1, 2, 3, 4]]
    assert in_node(SoftmaxExplorer, EXPLAIN, logits) == [
        "Overflow: e^1001 is too large for a float64; inf/inf = nan.",
        "Overflow: the sum is too large for a float64; each o is a number/inf = 0.",
        "Underflow: e^−999, the largest power, is 0 in a float64; 0/0 = nan.",
        "Nothing is lost here: both formulas give the same o, but for the last digit.",
    ]


def test_the_page_says_that_small_powers_lose_digits(in_node: InNode) -> None:
    z = np.array(LOGITS[0]) - 740
    naive = np.exp(z) / np.exp(z).sum()
    np.testing.assert_array_equal(naive.round(4), [0.6095, 0.2240, 0.0302, 0.1363])
    why, zero = in_node(SoftmaxExplorer, EXPLAIN, [z.tolist(), [-733, -746, -740, -740]])
    assert why == (
        "Digits are lost: e^−739 is so small that a float64 keeps few of its digits (it is "
        "subnormal). o₂ has 2 right digits."
    )
    assert zero == "Digits are lost: e^−746 is 0 in a float64, and so o₂ is 0."


def test_the_verdict_follows_from_the_digits_at_every_shift(in_node: InNode) -> None:
    shifts = [*range(-1000, 1001, 10), -705, -708, -712, -715, -725, -735, -745]
    logits = [(np.array(h) + c).tolist() for h in LOGITS for c in shifts]
    for z, said in zip(logits, in_node(SoftmaxExplorer, EXPLAIN, logits), strict=True):
        with np.errstate(all="ignore"):
            naive = np.exp(z) / np.exp(z).sum()
        right = nnderiv.softmax(np.array(z))
        if not np.isfinite(naive).all():
            assert said.startswith(("Overflow", "Underflow"))
        elif np.max(np.abs(naive / right - 1)) > 2e-14:
            assert said.startswith(("Digits are lost", "Overflow: the sum"))
        elif np.max(np.abs(naive / right - 1)) < 5e-15:
            assert said.startswith("Nothing is lost")


def test_right_digits_are_counted_as_in_a_table(in_node: InNode) -> None:
    script = "({ digitsRight }, pairs) => pairs.map(([value, right]) => digitsRight(value, right))"
    pairs = [[0.2240, 0.2242], [0.5, 0.5], [0.0, 0.3], [0.9, 0.3], [0.123456, 0.123457]]
    assert in_node(SoftmaxExplorer, script, pairs) == [3, 15, 0, 0, 5]
