"""The explorer of attention: its traits, and what its JavaScript computes, against nnderiv."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from traitlets import TraitError

import nnderiv
from nnderiv.explorers.modules.attention import MASKS, AttentionExplorer
from tests.explorers.conftest import InNode

Array = NDArray[Any]
NUMBERS = {name: getattr(AttentionExplorer(), name) for name in ("Q", "K", "V", "dy")}
STATES: list[dict[str, Any]] = [
    {"mask": mask, "bias": bias} | NUMBERS for mask, bias in product(MASKS, (0.0, 1.5, -3.0))
]
ALLOWED = {
    "none": np.ones((3, 3), dtype=bool),
    "causal": np.tri(3, dtype=bool),
    "earlier": np.tri(3, k=-1, dtype=bool),
    "padding": np.array([[True, True, False]] * 3),
}
COMPUTE = """({ compute }, states) => states.map((state) => {
  const { S, ...now } = compute(state);
  return { ...now, S: S.map((row) => row.map((score) => (Number.isFinite(score) ? score : null))) };
})"""
MARKS = """({ placesOf, termsOf, feedsOf, keyOf }, state, grids) => grids.flatMap(placesOf)
  .map((place) => [keyOf(place), termsOf(place, state).flat().map(keyOf),
    feedsOf(place, state).map(keyOf)])"""
TELL = """({ compute, parseEntry, tell }, entry, state) =>
  tell(parseEntry(entry), { state, now: compute(state) })"""
GRIDS = ["Q", "K", "V", "S", "A", "Y", "dQ", "dK", "dV", "dS", "dA", "dy"]


def state_of(**traits: Any) -> dict[str, Any]:
    """Return what the page gets from an explorer with these traits."""
    explorer = AttentionExplorer(**traits)
    return {name: getattr(explorer, name) for name in ("mask", "bias", "Q", "K", "V", "dy")}


def right(state: dict[str, Any]) -> dict[str, Array]:
    """Return the arrays that nnderiv computes; those of S and A by keys and values that show them.

    With the unit vectors as keys, the scores are the queries over √3; with them as values, the
    output is A.
    """
    Q, V, dY = (np.array(state[name]) for name in ("Q", "V", "dy"))
    K, mask = np.array(state["K"]) + state["bias"], ALLOWED[state["mask"]]
    S, units = Q @ K.T / np.sqrt(2), np.eye(3)
    dQ, dK, dV = nnderiv.attention_backward(dY, Q, K, V, mask)
    by_scores = nnderiv.attention_backward(dY, np.sqrt(3) * S, units, V, mask)[0]
    results = {"S": S, "A": nnderiv.attention(Q, K, units, mask), "dS": np.sqrt(3) * by_scores}
    results |= {"Y": nnderiv.attention(Q, K, V, mask), "dA": dY @ V.T}
    return results | {"dQ": dQ, "dK": dK, "dV": dV}


def test_a_new_explorer_has_no_mask_and_no_bias() -> None:
    explorer = AttentionExplorer()
    assert (explorer.mask, explorer.bias, explorer.entry) == ("none", 0.0, "A:1,2")


def test_every_trait_can_be_observed() -> None:
    seen = []
    explorer = AttentionExplorer()
    explorer.observe(lambda change: seen.append(change.new), names=["mask", "bias", "entry", "dy"])
    explorer.mask, explorer.bias, explorer.entry = "causal", -1, "dS:3,2"
    explorer.dy = [[5]]
    assert seen == ["causal", -1.0, "dS:3,2", [[5.0, -2.0], *NUMBERS["dy"][1:]]]


@pytest.mark.parametrize(
    "entry", ["z:1,1", "A:1", "A:1,1,1", ":1", "dL:1,1", "b:1", "A 1,1", "", 3, None]
)
def test_what_is_not_the_name_of_an_entry_is_refused(entry: object) -> None:
    rule = r"entry must name an entry of Q, K, .* by row and column from 1; got .*entry='A:1,2'"
    with pytest.raises(TraitError, match=rule):
        AttentionExplorer(entry=entry)


@pytest.mark.parametrize("entry", ["Q:1,3", "A:4,1", "dS:1,0", "dy:2,3"])
def test_an_entry_outside_its_array_is_refused_with_the_shape(entry: str) -> None:
    with pytest.raises(TraitError, match=rf"got '{entry}', but {entry[:-4]} is \(3, [23]\)"):
        AttentionExplorer(entry=entry)


def test_another_mask_is_refused() -> None:
    rule = "mask must be 'none', 'causal', 'earlier' or 'padding'; got 'all'"
    with pytest.raises(TraitError, match=rule):
        AttentionExplorer(mask="all")


@pytest.mark.parametrize("bias", [3.1, -4, float("nan"), "1", True])
def test_a_bias_beyond_its_range_is_refused(bias: object) -> None:
    with pytest.raises(TraitError, match="bias must be a number from -3 to 3; got"):
        AttentionExplorer(bias=bias)


@pytest.mark.parametrize("rows", [[[1, 2, 3]], [[1]] * 4, [[10]], [[0.25]], [], [1, 2], None])
@pytest.mark.parametrize("name", ["Q", "K", "V", "dy"])
def test_rows_that_no_array_has_are_refused(name: str, rows: object) -> None:
    rule = rf"{name} must be 1 to 3 rows of 1 to 2 numbers from -9.9 to 9.9 .*; got .*Pass such"
    with pytest.raises(TraitError, match=rule):
        AttentionExplorer(**{name: rows})


def test_the_page_computes_the_numbers_of_nnderiv_with_every_mask(in_node: InNode) -> None:
    for state, now in zip(STATES, in_node(AttentionExplorer, COMPUTE, STATES), strict=True):
        for name, expected in right(state).items():
            shown = np.array(now[name], dtype=float)  # None, which is left out, becomes nan
            if name == "S":
                np.testing.assert_array_equal(np.isfinite(shown), ALLOWED[state["mask"]])
                expected = np.where(ALLOWED[state["mask"]], expected, np.nan)
            np.testing.assert_allclose(shown, expected, rtol=1e-12, atol=1e-14)


def test_a_bias_of_the_keys_moves_the_scores_and_nothing_else(in_node: InNode) -> None:
    before, after = in_node(
        AttentionExplorer, COMPUTE, [state_of(mask="causal", bias=bias) for bias in (0, 2.5)]
    )
    scores = [np.array(now.pop("S"), dtype=float) for now in (before, after)]
    assert (scores[0] != scores[1])[ALLOWED["causal"]].all()
    for name, array in before.items():
        np.testing.assert_allclose(after[name], array, rtol=1e-12, atol=1e-14, err_msg=name)


def results_of(arrays: dict[str, Array], mask: Array) -> dict[str, Array]:
    """Return each result from the arrays that it is made of directly, as drawn."""
    Q, K, V, S, A, _, _, _, _, dS, dA, dY = arrays.values()
    powers, kept = np.exp(S) * mask, A * mask
    mean = (kept * dA).sum(axis=1, keepdims=True)
    return {
        "S": (Q @ K.T) * mask,
        "A": powers / np.maximum(powers.sum(axis=1, keepdims=True), 1e-300),
        "Y": kept @ V,
        "dV": kept.T @ dY,
        "dA": dY @ V.T,
        "dS": kept * (dA - mean),
        "dQ": (dS * mask) @ K,
        "dK": (dS * mask).T @ Q,
    }


@pytest.mark.parametrize("mask", MASKS)
def test_an_entry_feeds_exactly_the_results_that_move_with_it(mask: str, in_node: InNode) -> None:
    rng = np.random.default_rng(0)
    explorer = AttentionExplorer()
    drawn = {name: rng.normal(size=explorer.shape_of(name)) for name in GRIDS}
    before = results_of(drawn, ALLOWED[mask])
    made: dict[str, list[str]] = {}
    for key, made_of, feeds in in_node(AttentionExplorer, MARKS, state_of(mask=mask), GRIDS):
        grid, place = key.split(":")
        row, column = (int(at) - 1 for at in place.split(","))
        moved = {name: array.copy() for name, array in drawn.items()}
        moved[grid][row, column] += 1
        after = results_of(moved, ALLOWED[mask])
        changed = [
            f"{name}:{i + 1},{j + 1}"
            for name in after
            for i, j in np.argwhere(after[name] != before[name]).tolist()
        ]
        # the only weight of its row is 1, whatever its score is, but it is made of that score
        alone = {
            f"A:{i + 1},{j + 1}"
            for i, j in np.argwhere(ALLOWED[mask])
            if ALLOWED[mask][i].sum() == 1
        }
        assert set(feeds) - alone == set(changed) - alone, key
        made[key] = made_of
        for fed in feeds:
            made.setdefault(f"from {fed}", []).append(key)
    for key in [key for key in made if not key.startswith("from ")]:
        assert sorted(made[key]) == sorted(made.get(f"from {key}", []))


@pytest.mark.parametrize(
    ("entry", "traits", "sentence"),
    [
        ("A:1,2", {}, "Row 1 of A sums to 1: 0.7317 + 0.0150 + 0.2533 = 1.0000."),
        ("A:1,2", {"mask": "causal"}, "Key 2 takes no part for query 1. Row 1 of A sums to 1: "
                                      "1.0000 + 0.0000 + 0.0000 = 1.0000."),
        ("A:1,1", {"mask": "earlier"},
         "No key is left for query 1: its weights and its output are 0."),
        ("S:1,2", {}, "How well key 2 fits query 1."),
        ("S:1,2", {"mask": "causal"}, "Key 2 takes no part for query 1: its score counts as −∞."),
        ("dS:1,2", {"mask": "causal"},
         "The mask holds A₁₂ at 0, whatever the score is: no gradient passes."),
        ("dA:1,2", {"mask": "causal"},
         "How L changes with the weight A₁₂, which the mask holds at 0: it goes no further."),
        ("dQ:1,1", {"bias": 1}, "The bias b falls out, for row 1 of dL/dS sums to 0."),
        ("dK:1,2", {}, "Column 2 of dL/dK sums to dL/db₂ = 0.0000: what is added to all keys "
                       "changes nothing."),
        ("V:2,1", {}, "V₂₁ goes into column 1 of Y. Its gradient comes back through the values:"),
        ("dy:3,1", {}, "dL/dY₃₁ comes from what follows. It goes into row 3 of dL/dA, and into "
                       "column 1 of dL/dV."),
    ],
)  # fmt: skip
def test_an_entry_says_what_there_is_to_see(
    entry: str, traits: dict[str, Any], sentence: str, in_node: InNode
) -> None:
    assert in_node(AttentionExplorer, TELL, entry, state_of(**traits)) == sentence
