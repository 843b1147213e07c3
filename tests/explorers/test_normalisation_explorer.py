"""The explorer of normalisations: its traits, and its numbers and paths against nnderiv."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from traitlets import TraitError

import nnderiv
from nnderiv.explorers.modules.normalisation import NORMALISATIONS, NormalisationExplorer
from tests.explorers.conftest import InNode

Array = NDArray[np.float64]
ONES, ZEROS = np.ones(3), np.zeros(3)
# In general position: no number is 0, so that what depends on an entry moves with it.
X = [[1.5, 2.5, -2.0], [-0.5, 4.0, 3.0], [0.5, -1.5, 7.0]]
DH = [[1.0, -2.0, 0.5], [3.0, 1.5, -1.0], [-0.5, 2.0, 4.0]]
GRIDS = "({ numbersOf }, state) => ['h', 'dx'].map((grid) => numbersOf(grid, state))"
GATHERED = "({ GATHERED }) => [GATHERED.mean, GATHERED.variance]"
TABLE = "({ parseEntry, pathTable }, entry, state) => pathTable(parseEntry(entry), state)"
MADE = """({ keyOf, madeOf, madeWith, upTo }, state) => ["x", "h", "dh", "dx"].flatMap((grid) =>
  upTo(3).flatMap((row) => upTo(3).map((column) => ({ grid, row, column })))).map((place) =>
  [keyOf(place), madeOf(place, state).map(keyOf), madeWith(place, state).map(keyOf)])"""
TELL = """({ parseEntry, tell }, entry, state) => {
  const { sum, text } = tell(parseEntry(entry), state);
  return [sum ? [sum.name, sum.symbols.flat(), sum.products.flat(), sum.result] : null, text];
}"""
STATISTICS = "({ parseEntry, statisticsText }, e, state) => statisticsText(parseEntry(e), state)"
MOVED = "({ moved }, x, by) => moved(x, (value) => by * value + 1) ?? null"


def state_of(**traits: Any) -> dict[str, Any]:
    """Return what the page gets from an explorer with these traits."""
    explorer = NormalisationExplorer(**traits)
    return {name: getattr(explorer, name) for name in ("normalisation", "eps", "x", "dh")}


def normalised(
    kind: str, x: Array, dh: Array, eps: float, given: list[Array]
) -> tuple[Array, Array]:
    """Return h and dL/dx as nnderiv computes them; `given` are a mean and a variance."""
    if kind == "rms":
        h, dx = (
            nnderiv.rms_norm(x, ONES, eps),
            nnderiv.rms_norm_backward(dh, x, ONES, eps)[0],
        )
    elif kind == "inference":
        mean, var = given
        h = nnderiv.batch_norm_inference(x, ONES, ZEROS, mean, var, eps)
        dx = nnderiv.batch_norm_inference_backward(dh, x, ONES, ZEROS, mean, var, eps)[0]
    else:
        forward = getattr(nnderiv, f"{kind}_norm")
        backward = getattr(nnderiv, f"{kind}_norm_backward")
        h, dx = forward(x, ONES, ZEROS, eps), backward(dh, x, ONES, ZEROS, eps)[0]
    return np.asarray(h), np.asarray(dx)


def test_a_new_explorer_shows_the_row_that_the_chapter_does_by_hand() -> None:
    explorer = NormalisationExplorer()
    assert (explorer.normalisation, explorer.eps, explorer.entry) == ("layer", 0.5, "dx:1,3")
    assert explorer.x[0] == [1.0, 2.5, -2.0]
    assert explorer.dh[0] == [0.0, 6.0, 0.0]


@pytest.mark.parametrize(("name", "value", "rule"), [
    ("normalisation", "group", "normalisation must be 'layer', 'rms', 'batch' or 'inference'; got"),
    ("eps", 1e-6, "eps must be 1e-05 or 0.5; got 1e-06"),
    ("entry", "y:1,1", "entry must name an entry of x, h, dh or dx by row and column from 1; got"),
    ("entry", "dx:1,4", r"got 'dx:1,4', but dx is \(3, 3\)"),
    ("entry", "dx:1", "Pass one that exists, as in NormalisationExplorer.entry='dx:1,3'"),
    ("x", [[0.25]], "x must be 1 to 3 rows of 1 to 3 numbers from -9.9 to 9.9"),
])  # fmt: skip
def test_what_no_trait_takes_is_refused_with_the_rule(name: str, value: object, rule: str) -> None:
    with pytest.raises(TraitError, match=rule):
        NormalisationExplorer(**{name: value})


@pytest.mark.parametrize("eps", [0.5, 1e-5])
@pytest.mark.parametrize("kind", NORMALISATIONS)
def test_the_page_computes_h_and_the_gradient_of_nnderiv(
    kind: str, eps: float, in_node: InNode
) -> None:
    given = [np.array(one) for one in in_node(NormalisationExplorer, GATHERED)]
    for x, dh in ((X, DH), (NormalisationExplorer().x, NormalisationExplorer().dh)):
        state = state_of(normalisation=kind, eps=eps, x=x, dh=dh)
        h, dx = in_node(NormalisationExplorer, GRIDS, state)
        right_h, right_dx = normalised(kind, np.array(x), np.array(dh), eps, given)
        np.testing.assert_allclose(h, right_h, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(dx, right_dx, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("kind", NORMALISATIONS)
def test_an_entry_is_made_of_exactly_the_numbers_that_move_it(kind: str, in_node: InNode) -> None:
    given = [np.array(one) for one in in_node(NormalisationExplorer, GATHERED)]
    start = {"x": np.array(X), "dh": np.array(DH)}
    before = dict(zip(("h", "dx"), normalised(kind, **start, eps=0.5, given=given), strict=True))
    moves: dict[str, set[str]] = {}
    for name in start:
        for i, j in np.ndindex(3, 3):
            moved = {key: value.copy() for key, value in start.items()}
            moved[name][i, j] += 0.125
            after = normalised(kind, **moved, eps=0.5, given=given)
            for grid, now in zip(("h", "dx"), after, strict=True):
                for a, b in np.argwhere(abs(now - before[grid]) > 1e-12).tolist():
                    made = moves.setdefault(f"{grid}:{a + 1},{b + 1}", set())
                    made.add(f"{name}:{i + 1},{j + 1}")
    shown = in_node(NormalisationExplorer, MADE, state_of(normalisation=kind, x=X, dh=DH))
    assert {key: set(made) for key, made, _ in shown if made} == moves
    for key, _, goes in shown:
        assert set(goes) == {result for result, made in moves.items() if key in made}


@pytest.mark.parametrize("kind", NORMALISATIONS)
def test_the_paths_add_up_to_the_gradient_and_behind_them_stand_their_sums(
    kind: str, in_node: InNode
) -> None:
    state = state_of(normalisation=kind, x=X, dh=DH)
    h, dx = (np.array(grid) for grid in in_node(NormalisationExplorer, GRIDS, state))
    *paths, whole = in_node(NormalisationExplorer, TABLE, "dh:2,3", state)
    none = {"rms": [1], "inference": [1, 2]}.get(kind, [])
    assert [i for i, path in enumerate(paths) if path is None] == none
    line = np.s_[:, 2] if kind == "batch" else np.s_[1]
    np.testing.assert_allclose(whole[:3], dx[line], rtol=1e-12)
    there = np.array([path for path in paths if path is not None])
    np.testing.assert_allclose(there.sum(axis=0), whole, rtol=1e-12, atol=1e-13)
    for path in [*there, whole]:
        np.testing.assert_allclose(path[3:], [sum(path[:3]), path[:3] @ h[line]], atol=1e-13)


@pytest.mark.parametrize("eps", [0.5, 1e-5])
@pytest.mark.parametrize("kind", ["layer", "batch"])
def test_the_gradient_sums_to_zero_and_is_orthogonal_to_h_up_to_eps(
    kind: str, eps: float, in_node: InNode
) -> None:
    state = state_of(normalisation=kind, eps=eps, x=X, dh=DH)
    *_, (_, _, _, total, along) = in_node(NormalisationExplorer, TABLE, "dx:1,1", state)
    line = np.s_[:, 0] if kind == "batch" else np.s_[0]
    x, dh = np.array(X)[line], np.array(DH)[line]
    r = (x.var() + eps) ** -0.5
    assert abs(total) < 1e-13
    # the last row of the chapter's section on what the gradient cannot do
    np.testing.assert_allclose(along, eps * r**3 * dh @ (r * (x - x.mean())), atol=1e-13)


@pytest.mark.parametrize(("entry", "traits", "said"), [
    ("dx:1,2", {},
     [["dL/dx₁₂", ["directly", "through the mean", "through the variance"],
       ["3.000", "(−1.000)", "(−1.000)"], "1.000"],
      "How L changes with x₁₂, which moves h₁₁, h₁₂ and h₁₃."]),
    ("dx:1,2", {"normalisation": "rms"},
     [["dL/dx₁₂", ["directly", "through the mean square"], ["2.910", "(−1.427)"], "1.484"],
      "How L changes with x₁₂, which moves h₁₁, h₁₂ and h₁₃."]),
    ("dx:1,2", {"normalisation": "inference"},
     [["dL/dx₁₂", ["directly"], ["4.243"], "4.243"],
      "How L changes with x₁₂, which moves h₁₂ alone."]),
    ("h:1,1", {},
     [["h₁₁", ["(x₁₁ − mean) · r"], ["(1 − 0.500) · 0.500"], "0.250"],
      "h₁₁ is made of x₁₁, x₁₂ and x₁₃."]),
    ("h:1,1", {"normalisation": "rms"},
     [["h₁₁", ["x₁₁ · r"], ["1 · 0.485"], "0.485"], "h₁₁ is made of x₁₁, x₁₂ and x₁₃."]),
    ("x:2,1", {"normalisation": "batch"},
     [None, "x₂₁ goes into h₁₁, h₂₁ and h₃₁, as all of them share a mean and a variance."]),
    ("x:2,1", {"normalisation": "inference"},
     [None, "x₂₁ goes into h₂₁ alone. No gradient depends on it."]),
    ("dh:3,3", {},
     [None, "dL/dh₃₃ comes from what follows. It goes into dL/dx₃₁, dL/dx₃₂ and dL/dx₃₃."]),
])  # fmt: skip
def test_an_entry_says_what_makes_it_and_where_it_goes(
    entry: str, traits: dict[str, Any], said: list[Any], in_node: InNode
) -> None:
    assert in_node(NormalisationExplorer, TELL, entry, state_of(**traits)) == said


@pytest.mark.parametrize(("kind", "said"), [
    ("layer", "Row 1: mean 0.500, variance 3.500, r = 1/√(variance + ε) = 0.500"),
    ("rms", "Row 1: mean square 3.750, r = 1/√(mean square + ε) = 0.485"),
    ("batch", "Column 2: mean 0.667, variance 2.056, r = 1/√(variance + ε) = 0.626"),
    ("inference", "Column 2, given: mean 1.000, variance 1.500, r = 1/√(variance + ε) = 0.707"),
])  # fmt: skip
def test_the_statistics_of_the_line_are_told(kind: str, said: str, in_node: InNode) -> None:
    assert in_node(NormalisationExplorer, STATISTICS, "x:1,2", state_of(normalisation=kind)) == said


def test_all_of_x_moves_together_or_not_at_all(in_node: InNode) -> None:
    x = [[1.0, 2.5, -2.0], [0.1, 0.2, 4.0]]
    moved = in_node(NormalisationExplorer, MOVED, x, 2)
    assert moved == [[3.0, 6.0, -3.0], [1.2, 1.4, 9.0]]
    assert in_node(NormalisationExplorer, MOVED, [[1.0, 4.5]], 2) is None
