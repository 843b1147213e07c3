"""The explorer of convolution and pooling: its traits, and what its JavaScript computes."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

import nnderiv
from nnderiv.explorers import ConvolutionExplorer
from tests.explorers.conftest import InNode

NUMBERS = {name: getattr(ConvolutionExplorer(), name) for name in ("x", "w", "b", "dy")}
SIZES = [
    {"m": m, "k": k, "stride": stride, "padding": padding}
    for m, k, stride, padding in product(range(4, 8), range(2, 5), range(1, 4), range(2))
]
ALL_GRIDS = """({ gridOf }, all) => all.map((state) => Object.fromEntries(
  ["x", "w", "b", "dy", "y", "dx", "dw", "db", "A"].map((grid) => [grid, gridOf(grid, state)])))"""
EVERY_PLACE = """({ placesOf, fedBy, litBy, entryText }, state) =>
  ["x", "w", "b", "dy", "y", "dx", "dw", "db"].flatMap((grid) => placesOf(grid, state))
    .map((place) => [place, fedBy(place, state), litBy(place, state)].map((found) =>
      [found].flat().filter(({ grid }) => !["A", "share"].includes(grid)).map(entryText)))"""
TELL = "({ entryAt, tell }, entry, state) => tell(entryAt(entry), state)"
TEXT = "({ entryAt, textOf }, entry, state) => textOf(entryAt(entry), state)"
ROUND_TRIP = "({ entryAt, entryText }, entries) => entries.map((e) => entryText(entryAt(e)))"
INSIDE = "({ entryAt, entryText, inside }, e, state) => entryText(inside(entryAt(e), state))"
DEFAULTS = {"operation": "convolution", "m": 6, "k": 3, "stride": 1, "padding": 0, **NUMBERS}

Arrays = dict[str, np.ndarray]


def results(state: dict[str, Any], arrays: Arrays) -> Arrays:
    """What nnderiv computes of the numbers of a state."""
    x, dy = arrays["x"][np.newaxis, np.newaxis], arrays["dy"][np.newaxis, np.newaxis]
    if state["operation"] == "convolution":
        w, options = arrays["w"][np.newaxis, np.newaxis], (state["stride"], state["padding"])
        y = nnderiv.conv1d(x, w, arrays["b"], *options)
        dx, dw, db = nnderiv.conv1d_backward(dy, x, w, arrays["b"], *options)
        return {"y": y[0, 0], "dx": dx[0, 0], "dw": dw[0, 0], "db": db}
    # A sequence is pooled as an image whose rows are all the same, so that a window of k x k has
    # the maximum and the mean of a window of k.
    name = {"max": "max_pool2d", "average": "avg_pool2d"}[state["operation"]]
    k, stride = state["k"], state["stride"]
    image = np.repeat(x[..., np.newaxis, :], k, axis=2)
    y = getattr(nnderiv, name)(image, k, stride)
    (dx,) = getattr(nnderiv, f"{name}_backward")(dy[..., np.newaxis, :], image, k, stride)
    return {"y": y[0, 0, 0], "dx": dx[0, 0].sum(axis=0)}


def test_a_new_explorer_has_six_inputs_three_weights_and_four_windows() -> None:
    explorer = ConvolutionExplorer()
    assert (explorer.operation, explorer.entry) == ("convolution", "y:1")
    assert explorer.shape_of("A") == (4, 6)


@pytest.mark.parametrize(
    ("name", "bad"),
    [("m", 3), ("m", 8), ("k", 1), ("k", 5), ("stride", 0), ("stride", 1.5), ("padding", 2),
     ("padding", True)],
)  # fmt: skip
def test_a_size_outside_of_its_range_is_refused(name: str, bad: object) -> None:
    with pytest.raises(TraitError, match=rf"{name} must be a whole number from . to .; got .*Pass"):
        ConvolutionExplorer(**{name: bad})


def test_another_operation_is_refused() -> None:
    with pytest.raises(
        TraitError, match="operation must be 'convolution', 'max' or 'average'; got"
    ):
        ConvolutionExplorer(operation="mean")


@pytest.mark.parametrize("entry", ["z:1", "y:1,1", "A:1", "dA:1,1", "y", "y:-1", "", 3, None])
def test_what_is_not_the_name_of_an_entry_is_refused(entry: object) -> None:
    rule = r"entry must name an entry of A by row and column from 0, or of x, .*; got .*Pass one"
    with pytest.raises(TraitError, match=rule):
        ConvolutionExplorer(entry=entry)


@pytest.mark.parametrize("entry", ["y:4", "x:6", "w:3", "b:1", "A:4,0", "A:0,6", "dy:4"])
def test_an_entry_outside_its_array_is_refused_with_the_shape(entry: str) -> None:
    grid = entry.split(":")[0]
    with pytest.raises(TraitError, match=rf"got '{entry}', but {grid} is \(.*Pass one"):
        ConvolutionExplorer(entry=entry)


@pytest.mark.parametrize("grid", ["w", "b", "dw", "db"])
def test_pooling_has_no_kernel_to_point_at(grid: str) -> None:
    with pytest.raises(TraitError, match=rf"but {grid} is \(0,\)"):
        ConvolutionExplorer(operation="max", entry=f"{grid}:0")


def test_an_entry_moves_to_a_neighbour_when_it_disappears() -> None:
    explorer = ConvolutionExplorer(entry="A:3,5")
    explorer.stride = 2
    assert explorer.entry == "A:1,5"
    explorer.entry = "w:1"
    explorer.operation = "average"
    assert explorer.entry == "y:0"


@pytest.mark.parametrize(("name", "most"), [("x", 7), ("w", 4), ("dy", 8)])
def test_an_array_of_too_many_or_of_other_numbers_is_refused(name: str, most: int) -> None:
    for bad in ([0] * (most + 1), [], [10], [0.25], ["1"], [[1]], 3):
        rule = rf"{name} must be 1 to {most} numbers from -9.9 to 9.9 .*; got .*Pass such"
        with pytest.raises(TraitError, match=rule):
            ConvolutionExplorer(**{name: bad})


def test_a_bias_of_two_numbers_is_refused() -> None:
    with pytest.raises(TraitError, match=r"b must be a list of 1 number .*; got \[1, 2\]"):
        ConvolutionExplorer(b=[1, 2])


def test_more_windows_reserve_more_height_and_pooling_needs_no_row_for_the_kernel() -> None:
    heights = [
        int(str(explorer.layout.min_height).split("px")[0].removeprefix("clamp("))
        for explorer in (
            ConvolutionExplorer(),
            ConvolutionExplorer(k=2),
            ConvolutionExplorer(operation="max"),
        )
    ]
    assert heights[1] - heights[0] == ConvolutionExplorer.ROW_HEIGHT
    assert heights[2] < heights[0]


@pytest.mark.parametrize("operation", ["convolution", "max", "average"])
def test_the_page_computes_the_same_numbers_as_nnderiv_at_all_sizes(
    operation: str, in_node: InNode
) -> None:
    states = [{"operation": operation, **sizes, **NUMBERS} for sizes in SIZES]
    for state, grids in zip(states, in_node(ConvolutionExplorer, ALL_GRIDS, states), strict=True):
        arrays = {name: np.array(grids[name]) for name in NUMBERS}
        assert arrays["x"].shape == (state["m"],)
        for name, right in results(state, arrays).items():
            np.testing.assert_allclose(grids[name], right, rtol=0, atol=1e-8)


def test_the_matrix_of_the_page_times_x_gives_y_and_its_transpose_times_dy_gives_dx(
    in_node: InNode,
) -> None:
    states = [DEFAULTS | sizes for sizes in SIZES]
    for state, grids in zip(states, in_node(ConvolutionExplorer, ALL_GRIDS, states), strict=True):
        padding = state["padding"]
        matrix = np.reshape(grids["A"], (len(grids["y"]), state["m"] + 2 * padding))
        inside = slice(padding, padding + state["m"])
        y = matrix[:, inside] @ grids["x"] + grids["b"]
        np.testing.assert_allclose(grids["y"], y, atol=1e-8)
        np.testing.assert_allclose(grids["dx"], (matrix.T @ grids["dy"])[inside], atol=1e-8)


def test_no_sum_of_the_defaults_is_zero(in_node: InNode) -> None:
    (grids,) = in_node(ConvolutionExplorer, ALL_GRIDS, [DEFAULTS])
    for name in ("y", "dx", "dw", "db"):
        assert np.all(grids[name])


@pytest.mark.parametrize(
    "state",
    [
        DEFAULTS,
        DEFAULTS | {"stride": 2},
        DEFAULTS | {"padding": 1, "k": 2, "stride": 3},
        DEFAULTS | {"operation": "average", "stride": 2},
    ],
)
def test_an_entry_feeds_exactly_the_results_that_move_with_it(
    state: dict[str, Any], in_node: InNode
) -> None:
    (grids,) = in_node(ConvolutionExplorer, ALL_GRIDS, [state])
    rng = np.random.default_rng(0)
    drawn = {name: rng.normal(size=len(grids[name])) for name in NUMBERS}
    before = results(state, drawn)
    for (entry,), feeds, made_of in in_node(ConvolutionExplorer, EVERY_PLACE, state):
        grid, place = entry.split(":")
        if grid not in drawn:
            assert feeds == []
            continue
        assert made_of == []
        moved = {name: array.copy() for name, array in drawn.items()}
        moved[grid][int(place)] += 1
        after = results(state, moved)
        changed = [
            f"{name}:{i}"
            for name in after
            for (i,) in np.argwhere(after[name] != before[name]).tolist()
        ]
        assert sorted(feeds) == sorted(changed)


def test_of_equal_entries_the_first_is_the_largest(in_node: InNode) -> None:
    state = DEFAULTS | {"operation": "max", "x": [0.0] * 7, "stride": 3}
    (grids,) = in_node(ConvolutionExplorer, ALL_GRIDS, [state])
    assert grids["dx"] == [1, 0, 0, -2, 0, 0]


@pytest.mark.parametrize(
    ("entry", "change", "sentence"),
    [
        ("x:3", {}, "x₃ goes into y₁ with w₂, y₂ with w₁ and y₃ with w₀: the kernel, backwards. "
                    "Its gradient sums over the same:"),
        ("x:5", {"stride": 2}, "No window reaches x₅, so its gradient is 0:"),
        ("w:0", {"padding": 1}, "w₀ is used for every y, with x₀, x₁, x₂, x₃ and x₄, and the "
                                "padding. Its gradient adds up all of these places:"),
        ("y:0", {"padding": 1}, "y₀ looks at x₀ and x₁, and the padding. How L changes with it is "
                                "dL/dy₀ = 1."),
        ("dy:0", {"k": 2}, "dL/dy₀ comes from what follows. It goes back to where y₀ came from: "
                           "dL/dx₀, dL/dx₁, dL/dw₀, dL/dw₁ and dL/db."),
        ("A:1,5", {}, "The window of y₁ does not reach here: its weight is 0."),
        ("A:1,3", {}, "Here w₂ meets x₃. Forward, w₂\u202fx₃ is added to y₁; backward, "
                      "dL/dy₁\u202fw₂ to dL/dx₃ and dL/dy₁\u202fx₃ to dL/dw₂."),
        ("x:4", {"operation": "max"}, "y₂ and y₃ look at x₄, which is the largest for y₂ and y₃. "
                                      "Its gradient:"),
        ("x:0", {"operation": "max"}, "y₀ looks at x₀, which is never the largest. Its gradient:"),
        ("x:1", {"operation": "average"}, "x₁ goes into y₀ and y₁, with ⅓. Its gradient sums over "
                                          "the same:"),
    ],
)  # fmt: skip
def test_an_entry_says_where_it_is_used(
    entry: str, change: dict[str, Any], sentence: str, in_node: InNode
) -> None:
    assert in_node(ConvolutionExplorer, TELL, entry, DEFAULTS | change) == sentence


def test_a_mean_that_has_no_short_decimals_is_written_as_a_fraction(in_node: InNode) -> None:
    state = DEFAULTS | {"operation": "average"}
    assert in_node(ConvolutionExplorer, TEXT, "y:0", state) == "2/3"
    assert in_node(ConvolutionExplorer, TEXT, "y:3", state) == "5/3"
    assert in_node(ConvolutionExplorer, TEXT, "y:2", state) == "2"


def test_the_page_reads_and_writes_entries_as_python_does(in_node: InNode) -> None:
    entries = ["y:0", "dx:5", "dw:2", "db:0", "x:0", "w:1", "b:0", "dy:3", "A:3,5"]
    assert in_node(ConvolutionExplorer, ROUND_TRIP, entries) == entries


@pytest.mark.parametrize("entry", ["y:3", "dx:5", "A:3,5", "w:2", "db:0", "dy:3"])
@pytest.mark.parametrize("change", [{"stride": 3}, {"m": 4}, {"k": 2}, {"operation": "max"}])
def test_the_page_moves_an_entry_inside_as_python_does(
    entry: str, change: dict[str, Any], in_node: InNode
) -> None:
    explorer = ConvolutionExplorer(entry=entry)
    for name, value in change.items():
        setattr(explorer, name, value)
    assert in_node(ConvolutionExplorer, INSIDE, entry, DEFAULTS | change) == explorer.entry
