"""What the explorer of backpropagation says of its parts, nudges and steps of descent."""

import pytest
from traitlets import TraitError

from nnderiv.explorers.backpropagation import (
    AMOUNTS,
    EDGES,
    INPUTS,
    MOST_LOSSES,
    NODES,
    STEPS,
    BackpropagationExplorer,
)
from tests.explorers.conftest import InNode
from tests.explorers.test_backpropagation_explorer import (
    ACTIVATIONS,
    EXPLAIN,
    START,
    by_modules,
    loss,
    states,
)


@pytest.mark.parametrize("selected", ["a-w1", "sigmoid", "w", None, 3])
def test_a_part_that_the_graph_does_not_have_is_refused(selected: object) -> None:
    with pytest.raises(TraitError, match=r"selected must be '', 'w1', .* or 'y-L'; got .*Choose"):
        BackpropagationExplorer(selected=selected)


@pytest.mark.parametrize("name", ["a", "L", "", None])
def test_what_is_no_input_cannot_be_nudged(name: object) -> None:
    with pytest.raises(TraitError, match=r"nudged must be 'w1', .* or 't'; got .*Choose one"):
        BackpropagationExplorer(nudged=name)


@pytest.mark.parametrize("amount", [0.2, 0, -0.1, True, "0.1", None])
def test_another_amount_of_a_nudge_is_refused(amount: object) -> None:
    with pytest.raises(TraitError, match=r"nudge must be 0.1, 0.01 or 0.001; got .*Choose one"):
        BackpropagationExplorer(nudge=amount)


@pytest.mark.parametrize("rate", [0, 3.1, -1, float("nan"), "1", None])
def test_a_rate_outside_its_range_is_refused(rate: object) -> None:
    with pytest.raises(TraitError, match=r"rate must be a number from 0.1 to 3; got .*Pass a"):
        BackpropagationExplorer(rate=rate)


@pytest.mark.parametrize("losses", [[-1], [float("nan")], [float("inf")], ["1"], 3, None, [1] * 31])
def test_losses_that_no_descent_has_are_refused(losses: object) -> None:
    rule = r"losses must be at most 30 finite numbers, none below 0; got .*Pass a list"
    with pytest.raises(TraitError, match=rule):
        BackpropagationExplorer(losses=losses)


def test_the_page_has_the_parts_and_the_amounts_of_the_traits(in_node: InNode) -> None:
    script = """({ NODES, EDGES, AMOUNTS, MOST_LOSSES }) =>
        [Object.keys(NODES).sort(), [...EDGES].sort(), AMOUNTS, MOST_LOSSES]"""
    found = in_node(BackpropagationExplorer, script)
    assert found == [sorted(NODES), sorted(EDGES), list(AMOUNTS), MOST_LOSSES]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_slope_is_the_derivative_along_its_edge(activation: str, in_node: InNode) -> None:
    script = """({ slopeOf, EDGES }, states) => states.map((state) =>
        Object.fromEntries(EDGES.map((edge) => [edge, slopeOf(edge, state).value])))"""
    settings = states(activation)
    for given, slopes in zip(
        settings, in_node(BackpropagationExplorer, script, settings), strict=True
    ):
        _, gradients = by_modules(given)
        assert set(slopes) == set(EDGES)
        for edge, slope in slopes.items():
            start, end = edge.split("-")
            product = gradients[end] * slope
            assert product == pytest.approx(gradients[start], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("name", INPUTS)
def test_a_nudge_compares_the_gradient_s_promise_with_what_happens(
    name: str, amount: float, in_node: InNode
) -> None:
    found = in_node(
        BackpropagationExplorer, "({ nudge }, ...all) => nudge(...all)", START, name, amount
    )
    _, gradients = by_modules(START)
    moved = {**START, name: START[name] + amount}
    change = (loss(moved, "sigmoid") - loss(START, "sigmoid")).item()
    assert found["predicted"] == pytest.approx(gradients[name] * amount, rel=1e-9)
    assert found["actual"] == pytest.approx(change, rel=1e-9)
    # what the gradient leaves out is of second order
    assert abs(found["predicted"] - found["actual"]) < 2 * amount**2


def test_the_comparison_is_written_with_digits_that_tell_it_apart(in_node: InNode) -> None:
    script = "({ compare }, state) => compare(state)"
    assert in_node(BackpropagationExplorer, script, START) == {
        "predicted": "dL/dw₁ · 0.1 = 0.02706",
        "actual": "0.20249 − 0.17483 = 0.02766",
        "difference": "0.000605",
    }
    tiny = in_node(BackpropagationExplorer, script, {**START, "nudge": 0.001})
    assert tiny["predicted"] == "dL/dw₁ · 0.001 = 2.71·10⁻⁴"


def test_a_step_of_descent_moves_the_parameters_and_nothing_else(in_node: InNode) -> None:
    state = START
    for _ in range(4):
        changed = in_node(BackpropagationExplorer, "({ takeStep }, s) => takeStep(s)", state)
        _, gradients = by_modules(state)
        assert changed["step"] == STEPS
        for name in ["w1", "b1", "w2", "b2"]:
            assert changed[name] == pytest.approx(state[name] - 0.5 * gradients[name], rel=1e-9)
        assert changed["losses"][-1] == pytest.approx(loss(state, "sigmoid").item(), rel=1e-9)
        assert {"x", "t"}.isdisjoint(changed)
        BackpropagationExplorer(**changed)  # the traits take it
        state = {**state, **changed}
    assert len(state["losses"]) == 4
    assert loss(state, "sigmoid") < 1e-4 < state["losses"][0]


def test_too_large_a_rate_overshoots_and_then_leaves_the_range(in_node: InNode) -> None:
    state = {**START, "rate": 3.0}
    first = in_node(BackpropagationExplorer, "({ takeStep }, s) => takeStep(s)", state)
    state |= first
    assert loss(state, "sigmoid") > first["losses"][0]
    told = in_node(BackpropagationExplorer, "({ tellDescent }, s) => tellDescent(s)", state)
    assert "rose from 0.1748 to" in told
    beyond = {**START, "w2": 3.0, "t": -3.0, "b2": 3.0, "rate": 3.0}
    assert in_node(BackpropagationExplorer, "({ takeStep }, s) => takeStep(s)", beyond) == {}
    told = in_node(BackpropagationExplorer, "({ tellDescent }, s) => tellDescent(s)", beyond)
    assert told.endswith("out of the range from −3 to 3. Choose a smaller rate.")


def test_only_the_last_losses_are_kept(in_node: InNode) -> None:
    state = {**START, "losses": [1.0] * MOST_LOSSES}
    changed = in_node(BackpropagationExplorer, "({ takeStep }, s) => takeStep(s)", state)
    assert len(changed["losses"]) == MOST_LOSSES
    assert changed["losses"][-1] < 1


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        ("z", [["z = σ(a)", "= σ(0.6) = 0.6457"],
               ["dL/dz = dL/dy · w₂", "= 0.5913 · 2 = 1.183"],
               ["", "If z grows a little, L grows 1.183 times that much."]]),
        ("w1", [["w₁ = 0.5", "is given."],
                ["dL/dw₁ = dL/da · x", "= 0.2706 · 1 = 0.2706"],
                ["", "If w₁ grows a little, L grows 0.2706 times that much."]]),
        ("t", [["t = 1", "is given."],
               ["dL/dt = dL/dL · (t − y)", "= −0.5913"],
               ["", "It exists, but t is data: training never moves the target, "
                    "so no step computes it."]]),
        ("a-z", [["dz/da = σ\N{PRIME}(a)", "= 0.2288"],
                 ["", "The slope from a to z. On the way back it multiplies dL/dz:"],
                 ["dL/da = dL/dz · σ\N{PRIME}(a)", "= 1.183 · 0.2288 = 0.2706"]]),
        ("b1-a", [["da/db₁ = 1", ""],
                  ["", "The slope from b₁ to a. On the way back it multiplies dL/da:"],
                  ["dL/db₁ = dL/da · 1", "= 0.2706 · 1 = 0.2706"]]),
    ],
)  # fmt: skip
def test_a_part_explains_itself(part: str, lines: list[list[str]], in_node: InNode) -> None:
    assert in_node(BackpropagationExplorer, EXPLAIN, part, START) == lines


def test_what_is_not_computed_yet_says_in_which_step_it_comes(in_node: InNode) -> None:
    state = {**START, "step": 1}
    assert in_node(BackpropagationExplorer, EXPLAIN, "z", state) == [
        ["z = σ(a)", "comes in step 2."],
        ["dL/dz = dL/dy · w₂", "comes in step 9."],
    ]
    assert in_node(BackpropagationExplorer, EXPLAIN, "a-z", state)[0] == [
        "dz/da = σ\N{PRIME}(a)",
        "comes in step 2.",
    ]
