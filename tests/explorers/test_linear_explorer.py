"""The explorer of the linear transformation: its traits, and what its JavaScript computes."""

from itertools import product

import numpy as np
import pytest
from traitlets import TraitError

import nnderiv
from nnderiv.explorers.linear import LinearExplorer
from tests.explorers.conftest import InNode

SIZES = [{"k": k, "m": m, "n": n} for k, m, n in product(range(1, 4), range(1, 4), range(1, 4))]
ALL_GRIDS = """({ gridOf }, all) => all.map((sizes) => Object.fromEntries(
  ["x", "W", "b", "dy", "y", "dx", "dW", "db"].map((grid) => [grid, gridOf(grid, sizes)])))"""
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


@pytest.mark.parametrize("entry", ["x:1,1", "y:1", "y:1,1,1", "db:1,1", "y 1,1", "", 3, None])
def test_what_is_not_the_name_of_an_entry_is_refused(entry: object) -> None:
    with pytest.raises(TraitError, match=r"must name an entry of y, dx or dW .*; got .*Pass one"):
        LinearExplorer(entry=entry)


@pytest.mark.parametrize("entry", ["y:3,1", "y:0,1", "dx:1,4", "dW:1,3", "db:3"])
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
    assert repr(LinearExplorer(n=1)) == "LinearExplorer(entry='y:1,1', k=2, m=3, n=1)"


def test_the_page_computes_the_same_numbers_as_nnderiv_at_all_sizes(in_node: InNode) -> None:
    for sizes, grids in zip(SIZES, in_node(LinearExplorer, ALL_GRIDS, SIZES), strict=True):
        x, W, dy = (np.array(grids[name]) for name in ("x", "W", "dy"))
        b = np.array(grids["b"][0])
        assert x.shape == (sizes["k"], sizes["m"])
        assert W.shape == (sizes["m"], sizes["n"])
        dx, dW, db = nnderiv.linear_backward(dy, x, W, b)
        y = nnderiv.linear(x, W, b)
        for name, right in {"y": y, "dx": dx, "dW": dW, "db": db[np.newaxis]}.items():
            np.testing.assert_allclose(grids[name], right, rtol=1e-12, atol=1e-12)


def test_the_numbers_are_short_and_none_of_those_given_is_zero(in_node: InNode) -> None:
    (grids,) = in_node(LinearExplorer, ALL_GRIDS, [{"k": 3, "m": 3, "n": 3}])
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
    entries = ["y:1,2", "dx:3,1", "dW:2,3", "db:2"]
    assert in_node(LinearExplorer, ROUND_TRIP, entries) == entries


@pytest.mark.parametrize("entry", ["y:3,3", "dx:3,3", "dW:3,3", "db:3"])
def test_the_page_moves_an_entry_inside_as_python_does(entry: str, in_node: InNode) -> None:
    explorer = LinearExplorer(k=3, m=3, n=3, entry=entry)
    explorer.k, explorer.m, explorer.n = 2, 1, 2
    sizes = {"k": 2, "m": 1, "n": 2}
    assert in_node(LinearExplorer, INSIDE, entry, sizes) == explorer.entry
