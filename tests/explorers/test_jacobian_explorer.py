"""The explorer of Jacobians: its traits, what an entry says of itself, and where arrows lead."""

from typing import Any

import pytest
from traitlets import TraitError

from nnderiv.explorers.jacobian import FUNCTIONS, JacobianExplorer
from tests.explorers.conftest import InNode

TELL = """({ parseEntry, tell, compute }, entry, state) => {
  const { sum, text } = tell(parseEntry(entry), { state, now: compute(state) });
  return [sum ? [sum.name, sum.symbols.flat(), sum.products.flat(), sum.result] : null, text];
}"""
INSIDE = "({ parseEntry, entryText, inside }, e, state) => entryText(inside(parseEntry(e), state))"
SHAPES = """({ shapeOf }, state, grids) => grids.map((grid) => shapeOf(grid, state))"""
STEP = """({ parseEntry, stepInJacobian, entryText, DIRECTIONS }, entry, key, state) =>
  entryText(stepInJacobian(parseEntry(entry), DIRECTIONS[key], state))"""


def state_of(**traits: Any) -> dict[str, Any]:
    """Return what the page gets from an explorer with these traits."""
    explorer = JacobianExplorer(**traits)
    names = ("function", "rows", "k", "m", "n", "x", "W", "b", "dy")
    return {name: getattr(explorer, name) for name in names}


def test_a_new_explorer_shows_the_softmax_of_one_example() -> None:
    explorer = JacobianExplorer()
    assert (explorer.function, explorer.rows, explorer.entry) == ("softmax", "outputs", "J:2,1")
    assert (explorer.k, explorer.m, explorer.n) == (1, 3, 2)


@pytest.mark.parametrize(("name", "rule"), [
    ("function", "function must be 'softmax', 'sigmoid', 'linear' or 'weights'; got 'relu'"),
    ("rows", "rows must be 'outputs' or 'inputs'; got 'relu'"),
])  # fmt: skip
def test_an_unknown_function_or_layout_is_refused(name: str, rule: str) -> None:
    with pytest.raises(TraitError, match=rule):
        JacobianExplorer(**{name: "relu"})


@pytest.mark.parametrize(("name", "size"), [("k", 3), ("k", 0), ("m", 4), ("n", 0), ("n", "2")])
def test_a_size_beyond_its_range_is_refused(name: str, size: object) -> None:
    with pytest.raises(TraitError, match=rf"{name} must be a whole number from 1 to [23]; got"):
        JacobianExplorer(**{name: size})


@pytest.mark.parametrize("entry", ["dW:1,1", "J:1", "output:1,1", "b:1,1", "J 1,1", "", 3, None])
def test_what_is_not_the_name_of_an_entry_is_refused(entry: object) -> None:
    rule = r"must name an entry of x, W, y, dy, J, vjp or short .* b, output or input by its place"
    with pytest.raises(TraitError, match=rule):
        JacobianExplorer(entry=entry)


@pytest.mark.parametrize(
    "entry", ["J:4,1", "J:0,1", "W:1,1", "b:1", "y:2,1", "output:4", "input:0", "vjp:1,4"]
)
def test_an_entry_that_softmax_does_not_show_is_refused_with_the_shape(entry: str) -> None:
    with pytest.raises(TraitError, match=rf"got '{entry}', but {entry.split(':')[0]} is \("):
        JacobianExplorer(entry=entry)


def test_an_entry_moves_when_the_function_or_a_size_takes_its_place_away() -> None:
    explorer = JacobianExplorer(function="weights", k=2, n=3, entry="J:6,9")
    explorer.k = 1
    assert explorer.entry == "J:3,9"
    explorer.function = "linear"
    assert explorer.entry == "J:3,3"
    explorer.entry = "W:2,2"
    explorer.function = "softmax"
    assert explorer.entry == "J:1,1"


@pytest.mark.parametrize("entry", ["J:6,9", "W:3,3", "b:3", "input:9", "vjp:3,3", "y:2,3"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_page_moves_an_entry_inside_as_python_does(
    function: str, entry: str, in_node: InNode
) -> None:
    explorer = JacobianExplorer(function="weights", k=2, n=3, entry=entry)
    explorer.function = function
    explorer.k, explorer.m = 1, 2
    state = state_of(function=function, k=1, m=2, n=3)
    assert in_node(JacobianExplorer, INSIDE, entry, state) == explorer.entry


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_page_knows_the_shapes_that_python_knows(function: str, in_node: InNode) -> None:
    explorer = JacobianExplorer(function=function, k=2, n=1)
    grids = ["x", "W", "y", "dy", "J", "vjp", "short"]
    shapes = in_node(JacobianExplorer, SHAPES, state_of(function=function, k=2, n=1), grids)
    assert [tuple(shape) for shape in shapes] == [explorer.shape_of(grid) for grid in grids]


@pytest.mark.parametrize(
    ("entry", "traits", "said"),
    [
        ("J:2,1", {},
         [["dy₂/dx₁", ["−y₂·y₁"], ["−0.7054·0.2595"], "−0.1830"],
          "How y₂ changes with x₁: row y₂, column x₁."]),
        ("J:2,2", {"rows": "inputs"},
         [["dy₂/dx₂", ["y₂·(1 − y₂)"], ["0.7054·(1 − 0.7054)"], "0.2078"],
          "How y₂ changes with x₂: row x₂, column y₂."]),
        ("J:2,1", {"function": "sigmoid"},
         [["dy₂/dx₁", [], [], "0"], "y₂ is made of x₂ alone: row y₂, column x₁."]),
        ("J:3,1", {"k": 2, "m": 2},
         [["dy₂₁/dx₁₁", [], [], "0"], "x₁₁ and y₂₁ are of two examples: row y₂₁, column x₁₁."]),
        ("J:2,1", {"function": "linear"},
         [["dy₂/dx₁", ["W₁₂"], [], "0.5"], "How y₂ changes with x₁: row y₂, column x₁."]),
        ("J:2,1", {"function": "weights"},
         [["dy₂/dW₁₁", [], [], "0"],
          "W₁₁ is in column 1 of W, and y₂ is made with column 2: row y₂, column W₁₁."]),
        ("output:2", {},
         [None, "Row y₂ of J holds all that y₂ depends on: x₁, x₂ and x₃."]),
        ("y:1,2", {"function": "weights", "rows": "inputs"},
         [None, "Column y₂ of Jᵀ holds all that y₂ depends on: W₁₂, W₂₂ and W₃₂. "
                "The other 3 entries are 0."]),
        ("input:3", {"function": "sigmoid"},
         [None, "Column x₃ of J holds all that depends on x₃: y₃. dL/dx₃ sums over it. "
                "The other 2 entries are 0."]),
        ("vjp:1,2", {"function": "linear"},
         [["dL/dx₂", ["dL/dy₁\u202fdy₁/dx₂", "dL/dy₂\u202fdy₂/dx₂"], ["1·(−1)", "(−2)·1"], "−3"],
          ""]),
        ("short:1,1", {},
         [["dL/dx₁", ["y₁·(dL/dy₁ − s)"], ["0.2595·(1 − (−1.1337))"], "0.5537"],
          "Here s = y₁\u202fdL/dy₁ + y₂\u202fdL/dy₂ + y₃\u202fdL/dy₃ = "
          "0.2595·1 + 0.7054·(−2) + 0.0351·0.5, one number for all entries."]),
        ("dy:1,2", {}, [None, "dL/dy₂ comes from what follows. It multiplies row y₂."]),
        ("W:2,1", {"function": "linear"}, [None, "W₂₁ stands in J as it is: W₂₁ = dy₁/dx₂."]),
        ("b:2", {"function": "linear"},
         [None, "b₂ is added to column 2 of y. No entry of J depends on it."]),
    ],
)  # fmt: skip
def test_an_entry_says_what_makes_it(
    entry: str, traits: dict[str, Any], said: list[Any], in_node: InNode
) -> None:
    assert in_node(JacobianExplorer, TELL, entry, state_of(**traits)) == said


@pytest.mark.parametrize(
    ("rows", "path"),
    [
        ("outputs", ["ArrowUp J:1,1", "ArrowUp input:1", "ArrowUp input:1", "ArrowLeft input:1",
                     "End input:3", "ArrowDown J:1,3", "PageDown J:3,3", "Home output:3",
                     "ArrowUp output:2", "ArrowRight J:2,1"]),
        ("inputs", ["ArrowUp output:2", "ArrowRight output:3", "ArrowDown J:3,1",
                    "ArrowRight J:3,1", "ArrowDown J:3,2", "Home input:2",
                    "PageUp input:1", "ArrowRight J:1,1"]),
    ],
)  # fmt: skip
def test_arrows_lead_through_the_entries_and_the_headings_as_they_are_shown(
    rows: str, path: list[str], in_node: InNode
) -> None:
    state = state_of(rows=rows)
    entry = "J:2,1"
    for key, wanted in (step.split() for step in path):
        entry = in_node(JacobianExplorer, STEP, entry, key, state)
        assert entry == wanted
