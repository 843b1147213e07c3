"""What the explorer of graphs says of a step, a node, an edge and a nudge."""

from typing import Any

import pytest

from nnderiv.explorers.graph import GraphExplorer
from tests.explorers.conftest import InNode
from tests.explorers.test_graph_explorer import DEFAULTS

PATHS: dict[str, Any] = {**DEFAULTS, "example": "paths"}
NEURON: dict[str, Any] = {**DEFAULTS, "example": "neuron", "nudged": "w"}
TIE: dict[str, Any] = {**PATHS, "paths": [1.0, -2.0, 1.0]}
SAID = "lines.map(({ formula, text }) => `${formula} ${text}`.trim())"
DESCRIBE = f"({{ describe }}, state) => {{ const {{ lines }} = describe(state); return {SAID}; }}"
EXPLAIN = (
    f"({{ explain }}, part, state) => {{ const lines = explain(part, state); return {SAID}; }}"
)
CONVENTION = (
    "Both equal: max has a kink here and no derivative. As for ReLU at 0, the book has a "
    "convention: the second, c, gets the slope."
)


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        (
            {**DEFAULTS, "step": 0},
            ["The inputs are given, and a is nudged by 0.1. Next computes s."],
        ),
        (
            {**DEFAULTS, "step": 2},
            [
                "L = s · c = 1 · 3 = 3",
                "The nudge reaches L: slope times change is 3 · 0.1 = 0.3; it changes by 0.3.",
            ],
        ),
        (
            {**DEFAULTS, "step": 1, "nudged": "c"},
            ["s = a + b = 2 + (−1) = 1", "The nudge of c does not reach s."],
        ),
        (
            {**DEFAULTS, "step": 3},
            ["dL/dL = 1 L changes exactly as much as itself: the way back begins with 1."],
        ),
        (
            {**DEFAULTS, "step": 5},
            [
                "dL/da = dL/ds · ds/da = 3 · 1 = 3",
                "Add distributes: both operands get the gradient as it is.",
            ],
        ),
        (
            {**PATHS, "step": 3},
            [
                "L = p + m = −6 + 3 = −3",
                "The nudge reaches L: slope times change is 1 · (−0.2) + 1 · 0.1 = −0.1; "
                "it changes by −0.1.",
            ],
        ),
        (
            {**PATHS, "step": 7},
            [
                "dL/da = dL/dp · dp/da + dL/dm · dm/da = 1 · (−2) + 1 · 1 = −1",
                "a is used twice, so what comes back on its two ways is summed.",
            ],
        ),
        (
            {**NEURON, "step": 3, "nudge": 0.5},
            [
                "y = σ(z) = σ(1) = 0.7311",
                "The nudge reaches y: slope times change is 0.1966 · (−0.5) = −0.09831; "
                "it changes by −0.1086.",
            ],
        ),
    ],
)
def test_a_step_tells_its_numbers_the_nudge_and_the_rule_of_the_gate(
    state: dict[str, Any], lines: list[str], in_node: InNode
) -> None:
    assert in_node(GraphExplorer, DESCRIBE, state) == lines


def test_the_steps_go_through_the_gates_and_then_back_through_all_but_what_is_held(
    in_node: InNode,
) -> None:
    script = """({ describe, lastStepOf, exampleOf }, state) =>
        Array.from({ length: lastStepOf(exampleOf(state)) }, (_, i) => {
            const { way, node } = describe({ ...state, step: i + 1 });
            return `${way} ${node}`;
        })"""
    for state, forward, backward in [
        (DEFAULTS, "sL", "Lsabc"),
        (PATHS, "pmL", "Lmpabc"),
        (NEURON, "pzyL", "Lyzpwxb"),
    ]:
        expected = [f"forward {node}" for node in forward] + [f"backward {n}" for n in backward]
        assert in_node(GraphExplorer, script, state) == expected


@pytest.mark.parametrize(
    ("part", "state", "lines"),
    [
        ("a", DEFAULTS, ["Path L → s → a: dL/ds · ds/da = 3 · 1 = 3", "dL/da = 3"]),
        (
            "a",
            PATHS,
            [
                "Path L → p → a: dL/dp · dp/da = 1 · (−2) = −2",
                "Path L → m → a: dL/dm · dm/da = 1 · 1 = 1",
                "dL/da = −2 + 1 = −1",
            ],
        ),
        ("p", PATHS, ["Path L → p: dL/dp = 1", "dL/dp = 1"]),
        (
            "w",
            NEURON,
            [
                "Path L → y → z → p → w: dL/dy · dy/dz · dz/dp · dp/dw "
                "= 1.462 · 0.1966 · 1 · (−1) = −0.2875",
                "dL/dw = −0.2875",
            ],
        ),
        (
            "t",
            NEURON,
            ["t = 0 is held constant: the target is data, so no path back to t is followed."],
        ),
        (
            "w-p",
            NEURON,
            [
                "dp/dw = x = −1",
                "The slope of p along w, while x = −1 stays fixed. "
                "Multiply swaps: each operand gets the gradient times the other one.",
            ],
        ),
        (
            "c-m",
            PATHS,
            [
                "dm/dc = 1 if c ≥ a, else 0 (here 0)",
                "The slope of m along c, while a = 3 stays fixed. "
                "Max routes: the larger operand gets the whole gradient, the other 0.",
            ],
        ),
        (
            "z-y",
            NEURON,
            [
                "dy/dz = σ(z)(1 − σ(z)) = 0.1966",
                "The slope of y along z. The slope of the sigmoid is at most ¼, so every gradient "
                "shrinks on its way through.",
            ],
        ),
    ],
)
def test_a_node_tells_its_paths_and_their_sum_and_an_edge_its_slope(
    part: str, state: dict[str, Any], lines: list[str], in_node: InNode
) -> None:
    assert in_node(GraphExplorer, EXPLAIN, part, state) == lines


def test_of_two_equal_operands_max_gives_the_slope_to_the_second_and_says_so(
    in_node: InNode,
) -> None:
    assert in_node(GraphExplorer, EXPLAIN, "a", TIE) == [
        "Path L → p → a: dL/dp · dp/da = 1 · (−2) = −2",
        "Path L → m → a: dL/dm · dm/da = 1 · 0 = 0",
        "dL/da = −2 + 0 = −2",
        CONVENTION,
    ]
    assert CONVENTION in in_node(GraphExplorer, EXPLAIN, "c", TIE)
    assert CONVENTION not in in_node(GraphExplorer, EXPLAIN, "b", TIE)
    assert CONVENTION in in_node(GraphExplorer, EXPLAIN, "a-m", TIE)
    assert CONVENTION not in in_node(GraphExplorer, EXPLAIN, "a-p", TIE)
    told = [in_node(GraphExplorer, DESCRIBE, {**TIE, "step": step}) for step in range(1, 10)]
    # of the nine steps the gate max, and the gradients of both of its operands
    assert [step + 1 for step in range(9) if CONVENTION in told[step]] == [2, 7, 9]
    difference = in_node(GraphExplorer, "({ tellDifference }, state) => tellDifference(state)", TIE)
    assert difference.startswith("At the kink where a = c there is no derivative")


def test_round_off_is_no_difference_between_the_predicted_and_the_actual_change(
    in_node: InNode,
) -> None:
    script = "({ comparison, nudge }, state) => comparison('dL/da', state.nudge, nudge(state))"
    assert in_node(GraphExplorer, script, DEFAULTS) == {
        "predicted": "dL/da · 0.1 = 0.3",
        "actual": "3.30000 − 3.00000 = 0.3",
        "difference": "0",
    }
    across = {**PATHS, "paths": [1.0, -2.0, 1.2], "nudge": 0.5}
    assert in_node(GraphExplorer, script, across) == {
        "predicted": "dL/da · 0.5 = −1",
        "actual": "−1.50000 − (−0.80000) = −0.7",
        "difference": "0.3",
    }
