"""The explorer of activations: its traits, its repr, and the numbers its JavaScript computes."""

import statistics
from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

import nnderiv
from nnderiv.explorers import ActivationExplorer
from nnderiv.explorers.activation import ACTIVATIONS
from tests.explorers.conftest import InNode

GRID = [*np.linspace(-6, 6, 121).tolist(), -1000.0, -40.0, 1e-9, 40.0, 1000.0]
TABLE = """({ activations }, grid) => Object.fromEntries(
  Object.entries(activations).map(([name, { f, df, saturated, formula, derivative }]) =>
    [name, { f: grid.map(f), df: grid.map(df), saturated, formula, derivative }]))"""
# A formula as a reader sees it, in NumPy's words; "A or B" is A where x > 0.
WORDS = {
    "e⁻ˣ": "np.exp(-x)", "eˣ": "np.exp(x)", "σ(−x)": "sigmoid(-x)", "σ(x)": "sigmoid(x)",
    "log": "np.log", "max": "np.maximum", "−": "-", "²": "**2", "y (": "y * (", "x s": "x * s",
    "y s": "y * s", "0.1 x": "0.1 * x", "x Φ(x)": "x * areas", "x φ(x)": "x * bell",
    "Φ(x)": "areas", "\N{THIN SPACE}": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def table(in_node: InNode) -> dict[str, dict[str, list[Any]]]:
    """What the module's functions give on the grid, as Node computes it."""
    computed: dict[str, dict[str, list[Any]]] = in_node(ActivationExplorer, TABLE, GRID)
    return computed


def test_a_new_explorer_shows_the_sigmoid_at_one() -> None:
    explorer = ActivationExplorer()
    assert (explorer.activation, explorer.x) == ("sigmoid", 1.0)
    assert (explorer.compare, explorer.h, explorer.dy) == ([], 1.0, 1.0)


def test_all_traits_can_be_observed() -> None:
    seen = []
    explorer = ActivationExplorer()
    names = ["activation", "compare", "dy", "h", "offered", "x"]
    explorer.observe(lambda change: seen.append(change.new), names)
    explorer.activation = "relu"
    explorer.compare = ["softplus", "relu"]
    explorer.dy = -3
    explorer.h = -0.5
    explorer.offered = ["relu", "gelu"]
    explorer.x = -2
    assert seen == ["relu", ["softplus", "relu"], -3.0, -0.5, ["relu", "gelu"], -2.0]


@pytest.mark.parametrize("name", ["Sigmoid", "softmax", "", None, 3])
def test_an_unknown_activation_is_refused(name: object) -> None:
    with pytest.raises(TraitError, match=r"must be 'sigmoid', .*, 'gelu' or 'silu'; got .*Choose"):
        ActivationExplorer(activation=name)


@pytest.mark.parametrize("x", [6.01, -7, float("nan"), float("inf"), "1", None, 10**400])
def test_an_x_that_is_not_a_number_of_the_range_is_refused(x: object) -> None:
    with pytest.raises(TraitError, match=r"a number from -6 to 6; got .*Pass a number"):
        ActivationExplorer(x=x)


@pytest.mark.parametrize("h", [-2.01, 2.01, float("nan"), float("inf"), "1", None, True])
def test_a_step_that_is_not_a_number_from_minus_2_to_2_is_refused(h: object) -> None:
    with pytest.raises(TraitError, match=r"h must be a number from -2 to 2; got .*Pass a number"):
        ActivationExplorer(h=h)


@pytest.mark.parametrize("dy", [-10.1, 11, float("nan"), "1", None, True])
def test_an_upstream_gradient_out_of_the_range_is_refused(dy: object) -> None:
    with pytest.raises(TraitError, match=r"dy must be a number from -10 to 10; got .*Pass a numb"):
        ActivationExplorer(dy=dy)


@pytest.mark.parametrize(
    "names",
    ["tanh", None, 3, {"tanh"}, ["softmax"], ["tanh", "tanh"], ["tanh", 1], [["tanh"]], [None]],
)
def test_anything_but_a_list_of_known_names_to_compare_with_is_refused(names: object) -> None:
    with pytest.raises(TraitError) as refusal:
        ActivationExplorer(compare=names)
    assert str(refusal.value) == (
        "compare must be a list of names among 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'elu', "
        f"'softplus', 'gelu', 'silu', each at most once; got {names!r}. "
        "Pass such a list, as in ActivationExplorer(compare=['silu']), or [] for none."
    )


def test_a_tuple_of_names_becomes_a_list_of_its_own() -> None:
    names = ["silu", "tanh"]
    assert ActivationExplorer(compare=tuple(names)).compare == names
    explorer = ActivationExplorer(compare=names)
    names.append("relu")
    assert explorer.compare == ["silu", "tanh"]


def test_a_new_explorer_offers_the_functions_of_the_first_chapter_on_activations() -> None:
    offered = ["sigmoid", "tanh", "relu", "softplus", "silu"]
    assert ActivationExplorer().offered == offered
    assert ActivationExplorer(offered=["gelu", "relu"]).offered == ["gelu", "relu"]
    with pytest.raises(TraitError, match=r"offered must be a list of names among .*got 'gelu'"):
        ActivationExplorer(offered="gelu")


def test_explorers_do_not_share_the_names_they_compare_with() -> None:
    first, second = ActivationExplorer(), ActivationExplorer()
    first.compare = ["relu"]
    first.offered.append("gelu")
    assert second.compare == []
    assert "gelu" not in second.offered


def test_a_refused_value_leaves_the_trait_as_it_was() -> None:
    explorer = ActivationExplorer(x=2.5, compare=["tanh"])
    with pytest.raises(TraitError, match="got 9"):
        explorer.x = 9
    with pytest.raises(TraitError, match=r"got \['mish'\]"):
        explorer.compare = ["mish"]
    assert (explorer.x, explorer.compare) == (2.5, ["tanh"])


@pytest.mark.parametrize("x", [-6, 6, np.float32(0.5), np.int64(-3)])
def test_any_real_number_of_the_range_becomes_a_float(x: float) -> None:
    explorer = ActivationExplorer(x=x)
    assert type(explorer.x) is float
    assert explorer.x == x


def test_the_repr_holds_the_traits_and_no_memory_address() -> None:
    explorer = ActivationExplorer(activation="tanh", x=-2, compare=["silu"], dy=3, h=-0.5)
    expected = (
        "ActivationExplorer(activation='tanh', compare=['silu'], dy=3.0, h=-0.5, "
        "offered=['sigmoid', 'tanh', 'relu', 'softplus', 'silu'], x=-2.0)"
    )
    assert repr(explorer) == expected
    bundle = explorer._repr_mimebundle_()
    assert bundle is not None
    assert bundle[0]["text/plain"] == repr(explorer)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_page_computes_the_same_numbers_as_nnderiv(
    name: str, table: dict[str, dict[str, list[Any]]]
) -> None:
    x = np.array(GRID)
    forward, backward = getattr(nnderiv, name), getattr(nnderiv, f"{name}_backward")
    alpha = {"alpha": 0.1} if name == "leaky_relu" else {}
    (slope,) = backward(np.ones_like(x), x, **alpha)
    np.testing.assert_allclose(table[name]["f"], forward(x, **alpha), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(table[name]["df"], slope, rtol=1e-9, atol=1e-15)


def test_the_page_computes_the_textbook_formulas(table: dict[str, dict[str, list[Any]]]) -> None:
    x = np.array(GRID)
    half_tanh = (1 + np.tanh(x / 2)) / 2  # the sigmoid by another route
    np.testing.assert_allclose(table["sigmoid"]["f"], half_tanh, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(table["sigmoid"]["df"], half_tanh * (1 - half_tanh), atol=1e-15)
    np.testing.assert_allclose(table["tanh"]["f"], np.tanh(x), rtol=1e-12)
    np.testing.assert_allclose(table["tanh"]["df"], 1 - np.tanh(x) ** 2, atol=1e-15)
    np.testing.assert_array_equal(table["relu"]["f"], np.where(x > 0, x, 0))
    np.testing.assert_array_equal(table["relu"]["df"], np.where(x > 0, 1, 0))


def test_the_page_computes_the_formulas_of_the_functions_to_compare_with(
    table: dict[str, dict[str, list[Any]]],
) -> None:
    x = np.array(GRID)
    sigmoid = nnderiv.sigmoid(x)
    silu_slope = sigmoid + x * sigmoid * nnderiv.sigmoid(-x)
    softplus, silu = table["softplus"], table["silu"]
    np.testing.assert_allclose(softplus["f"], np.logaddexp(0, x), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(softplus["df"], sigmoid, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(silu["f"], x * sigmoid, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(silu["df"], silu_slope, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_formulas_that_the_page_writes_out_are_those_of_its_curves(
    name: str, table: dict[str, dict[str, list[Any]]]
) -> None:
    x = np.array(GRID[:121])
    bell = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    area = np.array([statistics.NormalDist().cdf(at) for at in x])
    known = {"np": np, "sigmoid": nnderiv.sigmoid, "x": x, "areas": area, "bell": bell}
    for key, part in [("formula", "f"), ("derivative", "df")]:
        written = str(table[name][key])
        for word, code in WORDS.items():
            written = written.replace(word, code)
        known["y"] = np.array(table[name]["f"][:121])
        positive, _, elsewhere = written.partition(" or ")
        found = np.where(x > 0, eval(positive, known), eval(elsewhere or positive, known))
        np.testing.assert_allclose(found, table[name][part][:121], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_that_of_a_short_secant(
    name: str, table: dict[str, dict[str, list[Any]]]
) -> None:
    f, slope, h = np.array(table[name]["f"]), np.array(table[name]["df"]), 0.1
    central = (f[2:121] - f[:119]) / (2 * h)
    kinked = name in {"relu", "leaky_relu", "elu"}  # or bent so that the secant is off
    smooth = np.arange(119) != 59 if kinked else np.arange(119) >= 0
    np.testing.assert_allclose(slope[1:120][smooth], central[smooth], atol=4e-3)


def test_the_page_knows_the_functions_that_python_knows(
    table: dict[str, dict[str, list[Any]]],
) -> None:
    assert tuple(table) == ACTIVATIONS


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_the_saturated_ranges_begin_where_the_slope_is_a_twentieth(
    name: str, table: dict[str, dict[str, list[Any]]]
) -> None:
    (low, left), (right, high) = table[name]["saturated"]
    (slope,) = getattr(nnderiv, f"{name}_backward")(np.ones(2), np.array([left, right]))
    np.testing.assert_allclose(slope, 0.05, rtol=1e-12)
    assert (low, high) == (-8, 8)  # the plot's ends, with room for x + h


@pytest.mark.parametrize(
    ("name", "slope"), [("softplus", 0.05), ("elu", 0.05), ("silu", -0.05), ("gelu", -0.05)]
)
def test_a_smooth_relative_of_relu_is_saturated_far_to_the_left(
    name: str, slope: float, table: dict[str, dict[str, list[Any]]]
) -> None:
    ((low, edge),) = table[name]["saturated"]
    backward = getattr(nnderiv, f"{name}_backward")
    np.testing.assert_allclose(backward(1.0, edge)[0], slope, rtol=1e-12)
    assert low == -8
    further = np.linspace(-8, edge - 0.01, 50)
    assert np.all(np.abs(backward(np.ones(50), further)[0]) < 0.05)


def test_the_leaky_relu_is_saturated_nowhere(table: dict[str, dict[str, list[Any]]]) -> None:
    assert table["leaky_relu"]["saturated"] == []


def test_relu_is_saturated_left_of_zero(table: dict[str, dict[str, list[Any]]]) -> None:
    assert table["relu"]["saturated"] == [[-8, 0]]
