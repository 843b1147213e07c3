"""The explorer of recurrence: its traits, and the numbers its JavaScript computes."""

from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

from nnderiv import lstm, lstm_backward, rnn, rnn_backward
from nnderiv.explorers import RecurrenceExplorer
from nnderiv.gradcheck import central_difference
from tests.explorers.conftest import InNode

PASSES = (
    """({ INPUTS, passes }, state) => ({ ...passes(state), x: INPUTS.slice(0, state.steps) })"""
)
FACTORS = """({ passes, factorAt }, state) => {
    const found = passes(state);
    return Array.from({ length: state.steps }, (_, i) => factorAt(i + 1, state, found));
}"""
STATES: list[dict[str, Any]] = [
    {},
    {"w_h": -1.7, "w_x": 1.2, "b": 0.4, "loss": "all"},
    {"w_h": 2.5, "w_x": 0.0, "steps": 12},
    {"w_h": 0.3, "w_x": -2.0, "b": -2.0, "steps": 2, "loss": "all"},
]


def state_of(**settings: Any) -> dict[str, Any]:
    """The state that the page gets of an explorer with these settings."""
    explorer = RecurrenceExplorer(**settings)
    return {name: getattr(explorer, name) for name in explorer._own()}


def columns(values: Any) -> np.ndarray:
    """The numbers of the steps as an array of the shape (T, 1, 1)."""
    return np.reshape(values, (-1, 1, 1))


def upstream(state: dict[str, Any]) -> np.ndarray:
    """What comes from the loss to the outputs."""
    dy = np.zeros((state["steps"], 1, 1))
    dy[0 if state["loss"] == "all" else -1 :] = 1
    return dy


def test_a_new_explorer_has_an_rnn_of_twelve_steps_whose_loss_sees_the_last() -> None:
    assert repr(RecurrenceExplorer()) == (
        "RecurrenceExplorer(b=0.0, cell='rnn', f=0.9, loss='last', steps=12, t=1, w_h=0.7, w_x=0.5)"
    )


@pytest.mark.parametrize("cell", ["RNN", "gru", "", None, 1])
def test_an_unknown_cell_is_refused(cell: object) -> None:
    with pytest.raises(TraitError, match=r"cell must be 'rnn' or 'lstm'; got .*Choose one"):
        RecurrenceExplorer(cell=cell)


@pytest.mark.parametrize("loss", ["first", "mean", None])
def test_an_unknown_loss_is_refused(loss: object) -> None:
    with pytest.raises(TraitError, match=r"loss must be 'last' or 'all'; got .*Choose one"):
        RecurrenceExplorer(loss=loss)


@pytest.mark.parametrize(
    ("name", "value", "range_"),
    [
        ("w_h", 2.6, "-2.5 to 2.5"),
        ("w_x", -3, "-2 to 2"),
        ("b", "0", "-2 to 2"),
        ("f", 1.1, "0 to 1"),
    ],
)
def test_a_number_beyond_its_range_is_refused(name: str, value: object, range_: str) -> None:
    with pytest.raises(TraitError, match=rf"{name} must be a number from {range_}; got"):
        RecurrenceExplorer(**{name: value})


@pytest.mark.parametrize("steps", [1, 13, 2.5, True, None])
def test_a_number_of_steps_beyond_its_range_is_refused(steps: object) -> None:
    with pytest.raises(TraitError, match=r"steps must be a whole number from 2 to 12; got"):
        RecurrenceExplorer(steps=steps)


@pytest.mark.parametrize("settings", STATES)
def test_the_rnn_of_the_page_is_that_of_nnderiv(settings: dict[str, Any], in_node: InNode) -> None:
    state = state_of(**settings)
    found = in_node(RecurrenceExplorer, PASSES, state)
    x = columns(found["x"])
    inputs = (x, [[0.0]], [[state["w_x"]]], [[state["w_h"]]], [state["b"]])
    np.testing.assert_allclose(found["h"][1:], rnn(*inputs).ravel(), rtol=1e-12)
    dx, dh0, dWx, dWh, db = rnn_backward(upstream(state), *inputs)
    np.testing.assert_allclose(found["dh"][0], dh0.item(), rtol=1e-12)
    weights = np.concatenate([dWx.ravel(), dWh.ravel(), db])
    np.testing.assert_allclose(found["weights"], weights, rtol=1e-12, atol=1e-14)
    dz = np.multiply(found["dz"][1:], state["w_x"])
    np.testing.assert_allclose(dz, dx.ravel(), rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("f", [0.05, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("settings", STATES)
def test_the_cell_of_the_page_is_an_lstm_of_nnderiv_whose_gates_have_biases_alone(
    settings: dict[str, Any], f: float, in_node: InNode
) -> None:
    state = state_of(cell="lstm", f=f, **settings)
    found = in_node(RecurrenceExplorer, PASSES, state)
    Wx, Wh = [[0, 0, state["w_x"], 0]], [[0, 0, state["w_h"], 0]]
    inputs = (
        columns(found["x"]),
        [[0.0]],
        [[0.0]],
        Wx,
        Wh,
        [0, np.log(f / (1 - f)), state["b"], 0],
    )
    np.testing.assert_allclose(found["h"][1:], lstm(*inputs).ravel(), rtol=1e-12)
    _, dh0, dc0, dWx, dWh, db = lstm_backward(upstream(state), *inputs)
    np.testing.assert_allclose(found["dh"][0], dh0.item(), rtol=1e-12)
    np.testing.assert_allclose(found["kept"][0], dc0.item(), rtol=1e-12)
    weights = [dWx[0, 2], dWh[0, 2], db[2]]
    np.testing.assert_allclose(found["weights"], weights, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
@pytest.mark.parametrize("f", [0.0, 0.7, 1.0])
def test_the_gradient_of_the_weights_agrees_with_differences(
    cell: str, f: float, in_node: InNode
) -> None:
    state = state_of(cell=cell, f=f, loss="all", w_h=-0.8, b=0.3)
    found = in_node(RecurrenceExplorer, PASSES, state)

    def loss(name: str, value: float) -> float:
        values = in_node(RecurrenceExplorer, PASSES, {**state, name: value})["h"]
        return float(np.sum(values))

    slopes = [
        central_difference(np.vectorize(lambda v, n=name: loss(n, v)), np.array(state[name]), 1e-5)
        for name in ("w_x", "w_h", "b")
    ]
    np.testing.assert_allclose(found["weights"], slopes, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(("cell", "gradient"), [("rnn", "dh"), ("lstm", "dc")])
def test_the_gradient_at_the_first_step_is_the_product_of_the_factors_of_the_others(
    cell: str, gradient: str, in_node: InNode
) -> None:
    state = state_of(cell=cell, w_h=1.3, b=0.2)
    found = in_node(RecurrenceExplorer, PASSES, state)
    factors = in_node(RecurrenceExplorer, FACTORS, state)
    product = found[gradient][-1] * np.prod(factors[1:])
    np.testing.assert_allclose(found[gradient][1], product, rtol=1e-12)


def test_with_zero_states_the_gradient_explodes_as_a_power_of_the_weight(in_node: InNode) -> None:
    found = in_node(RecurrenceExplorer, PASSES, state_of(w_x=0, w_h=2, steps=11))
    assert found["dh"][1] == 2**10


def test_with_a_forget_gate_of_one_the_cell_passes_all_of_a_gradient_on(in_node: InNode) -> None:
    found = in_node(RecurrenceExplorer, PASSES, state_of(cell="lstm", w_h=0, f=1))
    assert len(set(found["dc"][1:])) == 1


def test_clipping_changes_the_length_and_not_the_direction(in_node: InNode) -> None:
    script = "({ clipped }, vectors) => vectors.map(clipped)"
    vectors = [[3.0, 0.0, 4.0], [0.1, -0.2, 0.2], [-6e5, 8e5, 0.0]]
    long, short, huge = in_node(RecurrenceExplorer, script, vectors)
    np.testing.assert_allclose(long, [0.6, 0, 0.8], rtol=1e-15)
    assert short == vectors[1]
    np.testing.assert_allclose(huge, [-0.6, 0.8, 0], rtol=1e-12)


def test_the_words_say_by_which_way_a_gradient_comes(in_node: InNode) -> None:
    script = """({ passes, gradientWords }, state, t) => gradientWords(t, state, passes(state))"""
    state = state_of(w_x=0, w_h=2, loss="all", steps=3)
    said = [in_node(RecurrenceExplorer, script, state, t) for t in (2, 3)]
    assert said == [
        "dL/dh₂ = 1.000 by its own output + 2.000 by h₃ = 3.000",
        "dL/dh₃ = 1.000 by its own output = 1.000",
    ]


def test_numbers_far_from_one_are_written_with_a_power_of_ten(in_node: InNode) -> None:
    script = "({ short }, values) => values.map(short)"
    found = in_node(RecurrenceExplorer, script, [0, 0.5, -0.5, 1e-5, 24000])
    assert found == ["0.000", "0.500", "−0.500", "1.0·10⁻⁵", "2.4·10⁴"]


def test_what_the_chapter_finds_with_the_explorer_is_so(in_node: InNode) -> None:
    def arrives(**settings: Any) -> float:
        return float(in_node(RecurrenceExplorer, PASSES, state_of(**settings))["dh"][1])

    assert arrives(w_h=0.5) < 1e-3 < arrives(w_h=0.6)
    assert arrives(w_x=0, w_h=2) == 2048
    assert arrives(w_x=0.5, w_h=2) == pytest.approx(1e-7, rel=0.1)
