"""The explorer of backpropagation: its traits, and the numbers its JavaScript computes."""

from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

import nnderiv
from nnderiv.explorers.backpropagation import (
    STEPS,
    BackpropagationExplorer,
)
from nnderiv.gradcheck import central_difference
from tests.explorers.conftest import InNode

NUMBERS = ["x", "t", "w1", "b1", "w2", "b2"]
ACTIVATIONS = ["sigmoid", "tanh", "relu"]
DEFAULTS = {"x": 1.0, "t": 1.0, "w1": 0.5, "b1": 0.1, "w2": 2.0, "b2": 0.3}
BOTH = """({ forward, backward }, states) =>
    states.map((state) => [forward(state), backward(state)])"""
DESCRIBE = "({ describe }, state) => describe(state)"
EXPLAIN = "({ explain }, part, state) => explain(part, state).map((l) => [l.formula ?? '', l.text])"
START: dict[str, Any] = {
    **DEFAULTS, "activation": "sigmoid", "step": STEPS, "selected": "",
    "nudged": "w1", "nudge": 0.1, "rate": 0.5, "losses": [],
}  # fmt: skip


def states(activation: str) -> list[dict[str, Any]]:
    """Settings of the sliders from all over their ranges, with their ends."""
    drawn = np.random.default_rng(0).uniform(-3, 3, (60, 6)).round(1).tolist()
    rows = [[3.0] * 6, [-3.0] * 6, [0.0] * 6, *drawn]
    named = [dict(zip(NUMBERS, row, strict=True)) for row in rows]
    return [{**numbers, "activation": activation, "step": STEPS} for numbers in named]


def loss(given: dict[str, Any], activation: str) -> Any:
    """Return L, written out."""
    z = getattr(nnderiv, activation)(np.asarray(given["w1"] * given["x"] + given["b1"]))
    return (given["w2"] * z + given["b2"] - given["t"]) ** 2 / 2


def by_modules(given: dict[str, Any]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the values and the gradients, from the forward and backward passes of nnderiv."""
    rows = {name: np.array([[given[name]]]) for name in NUMBERS}
    a = nnderiv.linear(rows["x"], rows["w1"], rows["b1"][0])
    z = getattr(nnderiv, given["activation"])(a)
    y = nnderiv.linear(z, rows["w2"], rows["b2"][0])
    dy = y - given["t"]
    dz, dw2, db2 = nnderiv.linear_backward(dy, z, rows["w2"], rows["b2"][0])
    (da,) = getattr(nnderiv, f"{given['activation']}_backward")(dz, a)
    dx, dw1, db1 = nnderiv.linear_backward(da, rows["x"], rows["w1"], rows["b1"][0])
    values = {**rows, "a": a, "z": z, "y": y, "L": dy**2 / 2}
    gradients = {"L": np.ones(1), "y": dy, "w2": dw2, "b2": db2, "z": dz}
    gradients |= {"a": da, "w1": dw1, "b1": db1, "x": dx, "t": -dy}
    return (
        {name: value.item() for name, value in values.items()},
        {name: value.item() for name, value in gradients.items()},
    )


def test_a_new_explorer_stands_before_the_first_step() -> None:
    explorer = BackpropagationExplorer()
    assert (explorer.activation, explorer.step) == ("sigmoid", 0)
    assert {name: getattr(explorer, name) for name in NUMBERS} == DEFAULTS


@pytest.mark.parametrize("name", ["Sigmoid", "softmax", "", None, 3])
def test_an_unknown_activation_is_refused(name: object) -> None:
    rule = r"activation must be 'sigmoid', 'tanh' or 'relu'; got .*Choose one"
    with pytest.raises(TraitError, match=rule):
        BackpropagationExplorer(activation=name)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", [3.01, -4, float("nan"), "1", None])
def test_a_number_outside_its_range_is_refused(name: str, value: object) -> None:
    rule = rf"{name} must be a number from -3 to 3; got .*Pass a number"
    with pytest.raises(TraitError, match=rule):
        BackpropagationExplorer(**{name: value})


@pytest.mark.parametrize("step", [-1, STEPS + 1, 2.0, "3", None, True])
def test_a_step_that_is_not_a_whole_number_of_the_range_is_refused(step: object) -> None:
    rule = r"step must be a whole number from 0 to 13; got .*Pass a number"
    with pytest.raises(TraitError, match=rule):
        BackpropagationExplorer(step=step)


def test_the_page_has_as_many_steps_as_the_trait(in_node: InNode) -> None:
    assert in_node(BackpropagationExplorer, "({ STEPS }) => STEPS") == STEPS


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_page_computes_what_the_modules_of_nnderiv_compute(
    activation: str, in_node: InNode
) -> None:
    settings = states(activation)
    found = in_node(BackpropagationExplorer, BOTH, settings)
    for given, (values, gradients) in zip(settings, found, strict=True):
        expected_values, expected_gradients = by_modules(given)
        assert values == pytest.approx(expected_values, rel=1e-12, abs=1e-12)
        assert gradients == pytest.approx(expected_gradients, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_page_s_gradients_are_those_of_central_differences(
    activation: str, in_node: InNode
) -> None:
    # nnderiv's ReLU has no difference at its kink
    settings = [s for s in states(activation) if abs(s["w1"] * s["x"] + s["b1"]) > 1e-3]
    for given, (_, gradients) in zip(
        settings, in_node(BackpropagationExplorer, BOTH, settings), strict=True
    ):
        for name in ["w1", "b1", "w2", "b2", "x", "t"]:

            def along(value: Any, given: dict[str, Any] = given, name: str = name) -> Any:
                return loss({**given, name: value}, activation)

            estimate = central_difference(along, given[name], h=1e-5)
            assert gradients[name] == pytest.approx(estimate, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("step", "formula", "text"),
    [
        (1, "a = w₁x + b₁", "= 0.5·1 + 0.1 = 0.6"),
        (2, "z = σ(a)", "= σ(0.6) = 0.6457"),
        (3, "y = w₂z + b₂", "= 2·0.6457 + 0.3 = 1.591"),
        (4, "L = ½(y − t)²", "= ½(1.591 − 1)² = 0.1748"),
        (6, "dL/dy = dL/dL · (y − t)", "= 1 · 0.5913 = 0.5913"),
        (10, "dL/da = dL/dz · σ\N{PRIME}(a)", "= 1.183 · 0.2288 = 0.2706"),
        (11, "dL/dw₁ = dL/da · x", "= 0.2706 · 1 = 0.2706"),
    ],
)
def test_a_step_shows_its_formula_and_its_numbers(
    step: int, formula: str, text: str, in_node: InNode
) -> None:
    state = {**DEFAULTS, "activation": "sigmoid", "step": step}
    described = in_node(BackpropagationExplorer, DESCRIBE, state)
    assert (described["formula"], described["text"]) == (formula, text)


def test_a_negative_factor_stands_in_parentheses(in_node: InNode) -> None:
    state = {**DEFAULTS, "x": -2, "b1": -0.4, "activation": "relu", "step": 1}
    assert in_node(BackpropagationExplorer, DESCRIBE, state)["text"] == "= 0.5·(−2) + (−0.4) = −1.4"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_steps_reach_every_node_once_each_way(activation: str, in_node: InNode) -> None:
    script = """({ describe }, state) => Array.from({ length: 14 }, (_, step) => {
        const { way, node } = describe({ ...state, step });
        return [way, node ?? ""];
    })"""
    state = {**DEFAULTS, "activation": activation}
    ways = in_node(BackpropagationExplorer, script, state)
    assert ways[0] == ["start", ""]
    assert [node for way, node in ways if way == "forward"] == ["a", "z", "y", "L"]
    backward = [node for way, node in ways if way == "backward"]
    assert backward == ["L", "y", "w2", "b2", "z", "a", "w1", "b1", "x"]


def test_numbers_are_short_and_tiny_ones_get_a_power_of_ten(in_node: InNode) -> None:
    script = "({ short }, values) => values.map((value) => short(value))"
    values = [0, -0.0, 0.6, 1.59131, -378, 0.07071, 1.6e-10, -2e-4]
    expected = ["0", "0", "0.6", "1.591", "−378", "0.07071", "2·10⁻¹⁰", "−2·10⁻⁴"]
    assert in_node(BackpropagationExplorer, script, values) == expected
