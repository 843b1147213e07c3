"""The explorer of graphs: what its traits take, and what the page makes of them."""

import pytest
from traitlets import TraitError

from nnderiv.explorers.graph import AMOUNTS, EDGES, EXAMPLES, MOST_STEPS, NODES, GraphExplorer
from tests.explorers.conftest import InNode
from tests.explorers.test_graph_explorer import DEFAULTS, INPUTS


def test_a_new_explorer_shows_the_first_formula_before_the_first_step() -> None:
    explorer = GraphExplorer()
    assert {name: getattr(explorer, name) for name in DEFAULTS} == DEFAULTS


@pytest.mark.parametrize("name", ["Product", "graph", "", None, 3])
def test_an_unknown_example_is_refused(name: object) -> None:
    rule = r"example must be 'product', 'paths' or 'neuron'; got .*Choose one"
    with pytest.raises(TraitError, match=rule):
        GraphExplorer(example=name)


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("inputs", [[1, 2], [1] * 5, [6, 0, 0, 0], [float("nan")] * 3, "abc", 3])
def test_inputs_that_are_not_one_number_of_the_range_each_are_refused(
    example: str, inputs: object
) -> None:
    rule = rf"{example} must be {len(INPUTS[example])} numbers from -5 to 5, for .*; got .*Pass a"
    with pytest.raises(TraitError, match=rule):
        GraphExplorer(**{example: inputs})


@pytest.mark.parametrize("amount", [0.2, 0, -0.1, True, "0.1", None])
def test_another_amount_of_a_nudge_is_refused(amount: object) -> None:
    with pytest.raises(TraitError, match=r"nudge must be 0.001, 0.01, 0.1 or 0.5; got .*Choose"):
        GraphExplorer(nudge=amount)


@pytest.mark.parametrize("name", ["t", "s", "L", "", None])
def test_what_is_no_input_or_held_constant_cannot_be_nudged(name: object) -> None:
    with pytest.raises(TraitError, match=r"nudged must be 'a', 'b', 'c', 'w' or 'x'; got .*Choose"):
        GraphExplorer(nudged=name)


@pytest.mark.parametrize("selected", ["s-a", "q", "a-L", None])
def test_a_part_that_no_graph_has_is_refused(selected: object) -> None:
    with pytest.raises(TraitError, match=r"selected must be '', 'a', .* or 't-L'; got .*Choose"):
        GraphExplorer(selected=selected)


@pytest.mark.parametrize("step", [-1, MOST_STEPS + 1, 2.0, "3", None])
def test_a_step_that_is_not_a_whole_number_of_the_range_is_refused(step: object) -> None:
    with pytest.raises(TraitError, match=r"step must be a whole number from 0 to 11; got .*Pass"):
        GraphExplorer(step=step)


def test_the_page_has_the_examples_parts_amounts_and_steps_of_the_traits(in_node: InNode) -> None:
    script = """({ EXAMPLES, AMOUNTS, RANGE, nodesOf, edgesOf, lastStepOf }) => {
        const all = Object.values(EXAMPLES);
        const names = (of) => [...new Set(all.flatMap(of))].sort();
        return [Object.keys(EXAMPLES), names(nodesOf), names(edgesOf), AMOUNTS, RANGE,
            all.map(({ inputs }) => inputs.join("")), Math.max(...all.map(lastStepOf))];
    }"""
    examples = [list(EXAMPLES), sorted(NODES), sorted(EDGES), list(AMOUNTS), [-5, 5]]
    found = in_node(GraphExplorer, script)
    assert found == [*examples, list(INPUTS.values()), MOST_STEPS]


def test_a_link_may_set_only_what_the_traits_take() -> None:
    settings = GraphExplorer()._settings
    assert settings["nudge"] == {"of": list(AMOUNTS)}
    assert settings["paths"] == {"from": -5.0, "to": 5.0}
    assert settings["example"] == {"of": list(EXAMPLES)}


def test_what_a_link_names_of_another_example_counts_as_nothing(in_node: InNode) -> None:
    script = "({ stateOf }, values) => stateOf({ get: (name) => values[name] })"
    wanted = {**DEFAULTS, "step": 11, "selected": "w", "nudged": "x"}
    found = in_node(GraphExplorer, script, wanted)
    assert found == {**wanted, "step": 7, "selected": "", "nudged": "a"}
    wanted["example"] = "neuron"
    assert in_node(GraphExplorer, script, wanted) == wanted
