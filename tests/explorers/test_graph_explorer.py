"""The explorer of graphs: the numbers that its JavaScript computes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nnderiv
from nnderiv.explorers.graph import AMOUNTS, EXAMPLES, GraphExplorer
from nnderiv.gradcheck import central_difference, complex_step
from tests.explorers.conftest import InNode

INPUTS = {"product": "abc", "paths": "abc", "neuron": "wxbt"}
FREE = {"product": "abc", "paths": "abc", "neuron": "wxb"}
STARTS: dict[str, list[float]] = {
    "product": [2.0, -1.0, 3.0],
    "paths": [3.0, -2.0, 1.0],
    "neuron": [2.0, -1.0, 3.0, 0.0],
}
DEFAULTS: dict[str, Any] = {
    **STARTS, "example": "product", "step": 0, "selected": "", "nudged": "a", "nudge": 0.1,
}  # fmt: skip
PASSES = """({ forward, backward, slopesOf }, states) =>
    states.map((state) => [forward(state), backward(state), slopesOf(state)])"""
Gate = Callable[..., Any]


def gates(example: str) -> dict[str, tuple[str, Gate]]:
    """Return each gate with the names of its operands, in the order of the computation."""
    add, multiply = (lambda u, v: u + v), (lambda u, v: u * v)
    all_gates: dict[str, dict[str, tuple[str, Gate]]] = {
        "product": {"s": ("ab", add), "L": ("sc", multiply)},
        # as a ReLU, whose derivative at 0 is the book's convention
        "paths": {
            "p": ("ab", multiply),
            "m": ("ac", lambda a, c: c + np.maximum(a - c, 0)),
            "L": ("pm", add),
        },
        "neuron": {
            "p": ("wx", multiply),
            "z": ("pb", add),
            "y": ("z", lambda z: 1 / (1 + np.exp(-z))),
            "L": ("yt", lambda y, t: (y - t) ** 2),
        },
    }
    return all_gates[example]


def values_of(example: str, inputs: list[Any]) -> dict[str, Any]:
    """Return the value of every node."""
    values = dict(zip(INPUTS[example], inputs, strict=True))
    for node, (operands, gate) in gates(example).items():
        values[node] = gate(*(values[name] for name in operands))
    return values


def along(example: str, inputs: list[float], name: str) -> Callable[[Any], Any]:
    """Return L as a function of one input."""
    place = INPUTS[example].index(name)
    return lambda moved: values_of(example, [*inputs[:place], moved, *inputs[place + 1 :]])["L"]


def by_modules(example: str, inputs: list[float]) -> dict[str, float]:
    """Return the gradients, put together from the backward passes of nnderiv."""
    v = {name: float(value) for name, value in values_of(example, inputs).items()}
    if example == "product":
        return {"L": 1, "s": v["c"], "c": v["s"], "a": v["c"], "b": v["c"]}
    if example == "paths":
        routed = nnderiv.relu_backward(1.0, v["a"] - v["c"])[0].item()
        return {"L": 1, "p": 1, "m": 1, "a": v["b"] + routed, "b": v["a"], "c": 1 - routed}
    dy = 2 * (v["y"] - v["t"])
    dz = nnderiv.sigmoid_backward(dy, v["z"])[0].item()
    return {
        "L": 1, "y": dy, "z": dz, "p": dz, "b": dz, "w": dz * v["x"], "x": dz * v["w"],
    }  # fmt: skip


def states(example: str) -> list[dict[str, Any]]:
    """Inputs from all over their range, the start and those with equal numbers among them."""
    count = len(INPUTS[example])
    drawn = np.random.default_rng(0).uniform(-5, 5, (60, count)).round(1).tolist()
    rows = [STARTS[example], [5.0] * count, [-5.0] * count, [0.0] * count, *drawn]
    return [{**DEFAULTS, "example": example, example: row} for row in rows]


@pytest.mark.parametrize("example", EXAMPLES)
def test_values_and_gradients_are_those_of_nnderiv_at_ties_too(
    example: str, in_node: InNode
) -> None:
    settings = states(example)
    found = in_node(GraphExplorer, PASSES, settings)
    for given, (values, gradients, _) in zip(settings, found, strict=True):
        expected = {name: float(v) for name, v in values_of(example, given[example]).items()}
        assert values == pytest.approx(expected, rel=1e-12, abs=1e-12)
        expected = by_modules(example, given[example])
        assert gradients == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("example", EXAMPLES)
def test_gradients_are_those_of_complex_steps_or_of_central_differences(
    example: str, in_node: InNode
) -> None:
    settings = states(example)
    if example == "paths":  # there is no derivative where a and c are equal
        settings = [s for s in settings if abs(s["paths"][0] - s["paths"][2]) > 1e-3]
    found = in_node(GraphExplorer, PASSES, settings)
    assert len(found) > 50
    for given, (_, gradients, _) in zip(settings, found, strict=True):
        for name in FREE[example]:
            at = np.array(given[example][INPUTS[example].index(name)])
            line = along(example, given[example], name)
            if example == "paths":
                estimate, rel = central_difference(line, at, h=1e-5), 1e-6
            else:
                estimate, rel = complex_step(line, at, h=1e-20), 1e-9
            assert gradients[name] == pytest.approx(float(estimate), rel=rel, abs=1e-9)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_slope_is_the_derivative_of_its_gate_while_the_other_operand_stays(
    example: str, in_node: InNode
) -> None:
    settings = states(example)
    for given, (values, _, slopes) in zip(
        settings, in_node(GraphExplorer, PASSES, settings), strict=True
    ):
        for node, (operands, gate) in gates(example).items():
            for i, operand in enumerate(operands):
                if node == "m" and values["a"] == values["c"]:
                    continue  # no derivative; the tests of ties say what stands there
                numbers = [np.array(values[name]) for name in operands]

                def one(moved: Any, i: int = i, gate: Gate = gate, all: Any = numbers) -> Any:
                    return gate(*all[:i], moved, *all[i + 1 :])

                estimate = central_difference(one, numbers[i], h=1e-6)
                assert slopes[f"{operand}-{node}"] == pytest.approx(estimate, rel=1e-6, abs=1e-7), (
                    given, operand, node
                )  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_gradient_is_the_sum_of_the_products_along_the_paths(
    example: str, in_node: InNode
) -> None:
    script = """({ backward, slopesOf, pathsTo, productAlong, exampleOf }, states) =>
        states.map((state) => Object.entries(backward(state)).map(([node, gradient]) => {
            const paths = pathsTo(exampleOf(state), node);
            return [gradient, paths.map((path) => productAlong(path, slopesOf(state))), node];
        }))"""
    for found in in_node(GraphExplorer, script, states(example)):
        for gradient, products, node in found:
            assert len(products) == (2 if (example, node) == ("paths", "a") else 1)
            assert gradient == pytest.approx(sum(products), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_nudge_changes_what_it_reaches_as_a_second_forward_pass_says(
    example: str, amount: float, in_node: InNode
) -> None:
    script = "({ changesOf, nudge }, states) => states.map((s) => [changesOf(s), nudge(s)])"
    for name in FREE[example]:
        settings = [{**s, "nudged": name, "nudge": amount} for s in states(example)]
        found = in_node(GraphExplorer, script, settings)
        for given, (changes, told) in zip(settings, found, strict=True):
            moved = list(given[example])
            moved[INPUTS[example].index(name)] += amount
            before, after = values_of(example, given[example]), values_of(example, moved)
            reached = {name}
            for node, (operands, _) in gates(example).items():
                reached |= {node} if reached & set(operands) else set()
            expected = {node: float(after[node] - before[node]) for node in reached}
            assert changes == pytest.approx(expected, rel=1e-9, abs=1e-12)
            slope = by_modules(example, given[example])[name]
            assert told["predicted"] == pytest.approx(slope * amount, rel=1e-9, abs=1e-12)
            assert told["actual"] == pytest.approx(expected["L"], rel=1e-9, abs=1e-12)
