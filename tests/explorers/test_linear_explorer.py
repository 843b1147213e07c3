"""The explorer of the linear transformation: its traits, and what its JavaScript computes."""

from itertools import product

import numpy as np
import pytest
from traitlets import TraitError

import nnderiv
from nnderiv.explorers.linear import LinearExplorer
from tests.explorers.conftest import InNode

NUMBERS = {name: getattr(LinearExplorer(), name) for name in ("x", "W", "b", "dy")}
SIZES = [{"k": k, "m": m, "n": n} for k, m, n in product(range(1, 4), range(1, 4), range(1, 4))]
ALL_GRIDS = """({ gridOf }, all) => all.map((sizes) => Object.fromEntries(
  ["x", "W", "b", "dy", "y", "dx", "dW", "db"].map((grid) => [grid, gridOf(grid, sizes)])))"""
EVERY_PLACE = """({ gridOf, termsOf, feedsOf, keyOf }, state) => {
  const places = ["x", "W", "b", "dy", "y", "dx", "dW", "db"].flatMap((grid) =>
    gridOf(grid, state).flatMap((line, i) =>
      line.map((_, j) => ({ grid, row: i + 1, column: j + 1 }))));
  return places.map((place) => [keyOf(place), feedsOf(place, state).map(keyOf),
    termsOf(place, state).flat().map(keyOf)]);
}"""
TELL = """({ parseEntry, tell }, entry, state) => tell(parseEntry(entry), state)"""
PARSE = "({ parseNumber }, texts) => texts.map((text) => parseNumber(text) ?? null)"
TERMS = "({ parseEntry, termsOf }, entry, sizes) => termsOf(parseEntry(entry), sizes)"
ROUND_TRIP = "({ parseEntry, entryText }, entries) => entries.map((e) => entryText(parseEntry(e)))"
INSIDE = "({ parseEntry, entryText, inside }, e, sizes) => entryText(inside(parseEntry(e), sizes))"


def test_a_new_explorer_has_two_examples_three_inputs_and_two_outputs() -> None:
    explorer = LinearExplorer()
    assert (explorer.k, explorer.m, explorer.n, explorer.entry) == (2, 3, 2, "y:1,2")


def test_every_trait_can_be_observed() -> None:
    seen = []
    explorer = LinearExplorer()
    explorer.observe(lambda change: seen.append(change.new), names=["k", "m", "n", "entry"])
    explorer.k, explorer.m, explorer.n, explorer.entry = 3, 2, 3, "dx:3,2"
    assert seen == [3, 2, 3, "dx:3,2"]


@pytest.mark.parametrize("name", ["k", "m", "n"])
@pytest.mark.parametrize("size", [0, 4, 1.5, "2", True, None])
def test_a_size_that_is_not_one_two_or_three_is_refused(name: str, size: object) -> None:
    with pytest.raises(TraitError, match=rf"{name} must be a whole number from 1 to 3; got .*Pass"):
        LinearExplorer(**{name: size})


@pytest.mark.parametrize(
    "entry", ["z:1,1", "b:1,1", "y:1", "y:1,1,1", "db:1,1", "y 1,1", "", 3, None]
)
def test_what_is_not_the_name_of_an_entry_is_refused(entry: object) -> None:
    with pytest.raises(TraitError, match=r"must name an entry of x, W, y, .*; got .*Pass one"):
        LinearExplorer(entry=entry)


@pytest.mark.parametrize(
    "entry", ["y:3,1", "y:0,1", "dx:1,4", "dW:1,3", "db:3", "x:3,1", "W:4,1", "b:3", "dy:1,3"]
)
def test_an_entry_outside_its_array_is_refused_with_the_shape(entry: str) -> None:
    grid = entry.split(":")[0]
    with pytest.raises(TraitError, match=rf"got '{entry}', but {grid} is \(.*Pass one"):
        LinearExplorer(entry=entry)


def test_a_refused_entry_leaves_the_trait_as_it_was() -> None:
    explorer = LinearExplorer(entry="db:2")
    with pytest.raises(TraitError, match="got 'db:3'"):
        explorer.entry = "db:3"
    assert explorer.entry == "db:2"


def test_sizes_and_entry_can_be_given_together() -> None:
    explorer = LinearExplorer(entry="y:3,3", k=3, n=3)
    assert explorer.entry == "y:3,3"


def test_an_entry_moves_to_the_nearest_one_when_a_size_shrinks_under_it() -> None:
    explorer = LinearExplorer(k=3, entry="dx:3,3")
    explorer.k = 1
    assert explorer.entry == "dx:1,3"
    explorer.m = 2
    assert explorer.entry == "dx:1,2"
    explorer.n = 1
    assert explorer.entry == "dx:1,2"


def test_the_repr_holds_the_traits() -> None:
    shown = repr(LinearExplorer(n=1, b=[0.5, 2]))
    assert shown.startswith("LinearExplorer(W=[[2.0, 0.5, -1.0], ")
    assert "b=[0.5, 2.0, 1.0]" in shown
    assert "entry='y:1,1', k=2, m=3, n=1" in shown


def test_the_page_computes_the_same_numbers_as_nnderiv_at_all_sizes(in_node: InNode) -> None:
    states = [sizes | NUMBERS for sizes in SIZES]
    for sizes, grids in zip(SIZES, in_node(LinearExplorer, ALL_GRIDS, states), strict=True):
        x, W, dy = (np.array(grids[name]) for name in ("x", "W", "dy"))
        b = np.array(grids["b"][0])
        assert x.shape == (sizes["k"], sizes["m"])
        assert W.shape == (sizes["m"], sizes["n"])
        dx, dW, db = nnderiv.linear_backward(dy, x, W, b)
        y = nnderiv.linear(x, W, b)
        for name, right in {"y": y, "dx": dx, "dW": dW, "db": db[np.newaxis]}.items():
            np.testing.assert_allclose(grids[name], right, rtol=1e-12, atol=1e-12)


def test_the_numbers_are_short_and_none_of_those_given_is_zero(in_node: InNode) -> None:
    (grids,) = in_node(LinearExplorer, ALL_GRIDS, [{"k": 3, "m": 3, "n": 3} | NUMBERS])
    for name in ("x", "W", "b", "dy"):
        twice = 2 * np.array(grids[name])
        assert (twice == np.round(twice)).all()
        assert (twice != 0).all()


@pytest.mark.parametrize(
    ("entry", "factors"),
    [
        ("y:1,2", ["x 1,1 W 1,2", "x 1,2 W 2,2", "x 1,3 W 3,2", "b 1,2"]),
        ("dx:2,1", ["dy 2,1 W 1,1", "dy 2,2 W 1,2"]),
        ("dW:3,1", ["x 1,3 dy 1,1", "x 2,3 dy 2,1"]),
        ("db:2", ["dy 1,2", "dy 2,2"]),
    ],
)
def test_an_entry_is_made_of_the_row_and_the_column_of_the_book(
    entry: str, factors: list[str], in_node: InNode
) -> None:
    terms = in_node(LinearExplorer, TERMS, entry, {"k": 2, "m": 3, "n": 2})
    names = [" ".join(f"{f['grid']} {f['row']},{f['column']}" for f in term) for term in terms]
    assert names == factors


def test_the_page_reads_and_writes_entries_as_python_does(in_node: InNode) -> None:
    entries = ["y:1,2", "dx:3,1", "dW:2,3", "db:2", "x:1,1", "W:3,2", "b:1", "dy:2,2"]
    assert in_node(LinearExplorer, ROUND_TRIP, entries) == entries


@pytest.mark.parametrize("entry", ["y:3,3", "dx:3,3", "dW:3,3", "db:3", "W:3,3", "b:3"])
def test_the_page_moves_an_entry_inside_as_python_does(entry: str, in_node: InNode) -> None:
    explorer = LinearExplorer(k=3, m=3, n=3, entry=entry)
    explorer.k, explorer.m, explorer.n = 2, 1, 2
    sizes = {"k": 2, "m": 1, "n": 2}
    assert in_node(LinearExplorer, INSIDE, entry, sizes) == explorer.entry


def test_an_array_may_be_given_in_part_and_the_rest_is_the_default() -> None:
    explorer = LinearExplorer(k=1, m=2, n=2, x=np.array([[4, 0.5]]), W=((1, 0), (2, -3)), b=[7])
    assert explorer.x == [[4.0, 0.5, -1.0], *NUMBERS["x"][1:]]
    weights = explorer.W
    assert weights == [[1.0, 0.0, -1.0], [2.0, -3.0, 2.0], NUMBERS["W"][2]]
    assert explorer.b == [7.0, *NUMBERS["b"][1:]]
    assert NUMBERS["x"][0] == [1.0, 2.0, -1.0]
    assert explorer.dy == NUMBERS["dy"]


@pytest.mark.parametrize(
    "rows",
    [[], [[]], [[1, 2, 3, 4]], [[1]] * 4, [[1, 2], [3]], [[10]], [[0.25]], [[True]], [["1"]],
     [[float("nan")]], [1, 2], "12", 3, None],
)  # fmt: skip
@pytest.mark.parametrize("name", ["x", "W", "dy"])
def test_rows_that_no_array_has_are_refused(name: str, rows: object) -> None:
    rule = rf"{name} must be 1 to 3 rows of 1 to 3 numbers from -9.9 to 9.9 .*; got .*Pass such"
    with pytest.raises(TraitError, match=rule):
        LinearExplorer(**{name: rows})


@pytest.mark.parametrize("b", [[], [1, 2, 3, 4], [[1]], [0.25], [-10], ["1"], 1, None])
def test_a_bias_that_is_no_list_of_such_numbers_is_refused(b: object) -> None:
    with pytest.raises(TraitError, match=r"b must be 1 to 3 numbers from -9.9 .*; got .*Pass such"):
        LinearExplorer(b=b)


def test_a_larger_array_reserves_more_height() -> None:
    defaults, larger = LinearExplorer(), LinearExplorer(k=3)
    assert defaults.layout.min_height == "clamp(782px, (560px - 100vw) * 9999, 824px)"
    assert larger.layout.min_height == "clamp(838px, (560px - 100vw) * 9999, 880px)"


@pytest.mark.parametrize("sizes", [{"k": 2, "m": 3, "n": 2}, {"k": 1, "m": 1, "n": 3}])
def test_an_entry_feeds_exactly_the_results_that_move_with_it(
    sizes: dict[str, int], in_node: InNode
) -> None:
    k, m, n = sizes.values()
    arrays = {"x": (k, m), "W": (m, n), "b": (1, n), "dy": (k, n)}
    drawn = {name: np.random.default_rng(0).normal(size=shape) for name, shape in arrays.items()}

    def results(numbers: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        x, W, b, dy = numbers.values()
        dx, dW, db = nnderiv.linear_backward(dy, x, W, b[0])
        return {"y": nnderiv.linear(x, W, b[0]), "dx": dx, "dW": dW, "db": db[np.newaxis]}

    before = results(drawn)
    for key, feeds, made_of in in_node(LinearExplorer, EVERY_PLACE, sizes | NUMBERS):
        grid, place = key.split(":")
        row, column = (int(at) - 1 for at in place.split(","))
        if grid not in drawn:
            assert feeds == []
            assert made_of
            continue
        assert made_of == []
        moved = {name: array.copy() for name, array in drawn.items()}
        moved[grid][row, column] += 1
        after = results(moved)
        changed = [
            f"{name}:{i + 1},{j + 1}"
            for name in after
            for i, j in np.argwhere(after[name] != before[name]).tolist()
        ]
        assert sorted(feeds) == sorted(changed)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("W:2,1", "W₂₁ goes into y₁₁ and y₂₁, and into dL/dx₁₂ and dL/dx₂₂. "
                  "Its gradient sums over all of y that it reaches:"),
        ("b:1", "b₁ goes into y₁₁ and y₂₁. Its gradient sums over all of y that it reaches:"),
        ("y:1,2", "y₁₂ goes into L. How L changes with it is dL/dy₁₂ = −2."),
        ("dx:1,2", "dL/dx₁₂ goes on to the layer before, which made x₁₂."),
        ("dy:2,1", "dL/dy₂₁ comes from what follows the layer. It goes into dL/dx₂₁, dL/dx₂₂ and "
                   "dL/dx₂₃, into dL/dW₁₁, dL/dW₂₁ and dL/dW₃₁, and into dL/db₁."),
    ],
)  # fmt: skip
def test_an_entry_says_where_it_goes(entry: str, sentence: str, in_node: InNode) -> None:
    assert in_node(LinearExplorer, TELL, entry, {"k": 2, "m": 3, "n": 2} | NUMBERS) == sentence


def test_a_cell_takes_the_numbers_that_the_traits_take(in_node: InNode) -> None:
    texts = ["2", "-9.9", "\N{MINUS SIGN}0.5", " .5 ", "+3.", "-0"]
    assert in_node(LinearExplorer, PARSE, texts) == [2, -9.9, -0.5, 0.5, 3, 0]
    bad = ["", "10", "-9.91", "0.25", "1e1", "a", "1,5", "--1", "."]
    assert in_node(LinearExplorer, PARSE, bad) == [None] * len(bad)


def test_sums_of_decimals_show_no_trace_of_binary_arithmetic(in_node: InNode) -> None:
    state = {"k": 1, "m": 2, "n": 1, **NUMBERS, "x": [[0.1, 0.7]], "W": [[0.3], [0.1]], "b": [0.2]}
    script = "({ gridOf }, state) => gridOf('y', state)"
    assert in_node(LinearExplorer, script, state) == [[0.3]]
