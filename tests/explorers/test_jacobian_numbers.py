"""The numbers of the explorer of Jacobians, against references that share no code with them."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import nnderiv
from nnderiv.explorers.jacobian import FUNCTIONS, JacobianExplorer
from tests.explorers.conftest import InNode
from tests.explorers.test_jacobian_explorer import state_of

Array = NDArray[Any]
NUMBERS = {name: getattr(JacobianExplorer(), name) for name in ("x", "W", "b", "dy")}
SIZES = [{"k": k, "m": m, "n": n} for k, m, n in product((1, 2), (1, 2, 3), (1, 2, 3))]
STATES = [
    {"function": function, "rows": "outputs"} | sizes | NUMBERS
    for function in FUNCTIONS
    for sizes in SIZES
]
COMPUTE = "({ compute }, states) => states.map(compute)"
COSTS = "({ costsOf }, states) => states.map(costsOf)"
MARKS = """({ placesOf, litBy, fedBy, keyOf }, state, grids) => grids.flatMap((grid) =>
  placesOf(grid, state).map((place) =>
    [keyOf(place), litBy(place, state).map(keyOf), fedBy(place, state).map(keyOf)]))"""


def forward_of(state: dict[str, Any]) -> tuple[Callable[[Array], Array], Array]:
    """Return the function that J is taken of, which takes complex numbers, and its input."""
    k, m, n = state["k"], state["m"], state["n"]
    x, W = np.array(state["x"])[:k, :m], np.array(state["W"])[:m, :n]
    b = np.array(state["b"])[:n]

    def softmax(x: Array) -> Array:
        powers = np.exp(x)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    functions: dict[str, tuple[Callable[[Array], Array], Array]] = {
        "softmax": (softmax, x),
        "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), x),
        "linear": (lambda x: x @ W + b, x),
        "weights": (lambda W: x @ W + b, W),
    }
    return functions[state["function"]]


def complex_jacobian(function: Callable[[Array], Array], at: Array) -> Array:
    """Return the Jacobian by complex steps: a row for each output, a column for each input."""
    columns = []
    for index in np.ndindex(at.shape):
        moved = at.astype(complex)
        moved[index] += 1e-30j
        columns.append(function(moved).ravel().imag / 1e-30)
    return np.array(columns).T


def gradient_of(function: str, dy: Array, x: Array, W: Array, b: Array) -> Array:
    """Return dL/dx, or dL/dW, as nnderiv computes it."""
    if function == "softmax":
        return np.asarray(nnderiv.softmax_backward(dy, x)[0])
    if function == "sigmoid":
        return np.asarray(nnderiv.sigmoid_backward(dy, x)[0])
    return np.asarray(nnderiv.linear_backward(dy, x, W, b[0])[function == "weights"])


def test_the_jacobian_is_that_of_complex_steps_at_all_sizes(in_node: InNode) -> None:
    for state, now in zip(STATES, in_node(JacobianExplorer, COMPUTE, STATES), strict=True):
        function, at = forward_of(state)
        np.testing.assert_allclose(now["y"], function(at), rtol=1e-12)
        np.testing.assert_allclose(now["J"], complex_jacobian(function, at), rtol=1e-12, atol=1e-15)


def test_both_ways_give_the_gradient_of_nnderiv_at_all_sizes(in_node: InNode) -> None:
    for state, now in zip(STATES, in_node(JacobianExplorer, COMPUTE, STATES), strict=True):
        right = gradient_of(state["function"], *(np.array(now[a]) for a in ("dy", "x", "W", "b")))
        np.testing.assert_allclose(now["vjp"], right, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(now["short"], right, rtol=1e-12, atol=1e-14)


class Counted:
    """A number that counts the multiplications made with it."""

    multiplications = 0

    def __init__(self, value: float) -> None:
        self.value = value

    def __mul__(self, other: Any) -> "Counted":
        Counted.multiplications += 1
        return Counted(self.value * getattr(other, "value", other))

    def __add__(self, other: Any) -> "Counted":
        return Counted(self.value + getattr(other, "value", other))

    def __sub__(self, other: Any) -> "Counted":
        return Counted(self.value - getattr(other, "value", other))

    __rmul__, __radd__ = __mul__, __add__

    def __rsub__(self, other: Any) -> "Counted":
        return Counted(other - self.value)


def build_and_multiply(function: str, y: Array, dy: Array, J: Array) -> None:
    """Multiply what the entries of J that are not 0 everywhere are made of, and dy by J."""
    for row in y:
        if function == "softmax":
            row[:, np.newaxis] * (np.eye(len(row)) - row)
        elif function == "sigmoid":
            row * (1 - row)
    dy.ravel() @ J


def go_without(function: str, y: Array, dy: Array, x: Array, W: Array) -> int:
    """Compute the gradient without J, and return how many numbers are kept on the way."""
    if function == "softmax":
        s = (dy * y).sum(axis=-1, keepdims=True)
        y * (dy - s)
        return int(s.size)
    if function == "sigmoid":
        dy * y * (1 - y)
    elif function == "linear":
        dy @ W.T
    else:
        x.T @ dy
    return 0


def test_the_costs_are_those_of_numpy_with_numbers_that_count(in_node: InNode) -> None:
    counted = np.vectorize(Counted, otypes=[object])
    answers = in_node(JacobianExplorer, COMPUTE, STATES)
    costs = in_node(JacobianExplorer, COSTS, STATES)
    for state, now, cost in zip(STATES, answers, costs, strict=True):
        J, y, x, W, dy = (counted(np.array(now[name])) for name in ("J", "y", "x", "W", "dy"))
        Counted.multiplications = 0
        build_and_multiply(state["function"], y, dy, J)
        assert cost["built"] == {"kept": J.size, "multiplied": Counted.multiplications}
        Counted.multiplications = 0
        kept = go_without(state["function"], y, dy, x, W)
        assert cost["short"] == {"kept": kept, "multiplied": Counted.multiplications}


def book_jacobian(function: str, y: Array, x: Array, W: Array) -> Array:
    """Return J by the formulas of the book, made of all arrays that they take."""
    if function == "weights":
        return np.vstack([np.kron(row, np.eye(W.shape[1])) for row in x])
    if function == "linear":
        return np.kron(np.eye(len(x)), W.T)
    rows = y.ravel()
    outer = np.outer(rows, rows) if function == "softmax" else np.diag(rows**2)
    same_example = np.kron(np.eye(len(y)), np.ones((y.shape[1], y.shape[1])))
    return np.asarray(np.diag(rows) - outer * same_example)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_entry_of_the_jacobian_takes_exactly_the_numbers_that_move_it(
    function: str, in_node: InNode
) -> None:
    state = state_of(function=function, k=2, m=3, n=2)
    (now,) = in_node(JacobianExplorer, COMPUTE, [state])
    y, x, W = (np.array(now[name]) for name in ("y", "x", "W"))

    before = book_jacobian(function, y, x, W)
    takes: dict[str, set[str]] = {f"J:{i + 1},{j + 1}": set() for i, j in np.ndindex(before.shape)}
    arrays = {"y": y, "x": x, "W": W}
    for name in arrays if function in ("linear", "weights") else ("y", "x"):
        for index in np.ndindex(arrays[name].shape):
            moved = {key: value.copy() for key, value in arrays.items()}
            moved[name][index] += 0.125
            for i, j in np.argwhere(book_jacobian(function, **moved) != before).tolist():
                takes[f"J:{i + 1},{j + 1}"].add(f"{name}:{index[0] + 1},{index[1] + 1}")
    marks = in_node(JacobianExplorer, MARKS, state, ["J"])
    assert {key: set(lit) for key, lit, _ in marks} == takes


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_heading_holds_what_moves_together_and_no_other_entry(
    function: str, in_node: InNode
) -> None:
    state = state_of(function=function, k=2)
    jacobian = complex_jacobian(*forward_of(state))
    marks = in_node(JacobianExplorer, MARKS, state, ["output", "input"])
    for key, lit, fed in marks:
        grid, at = key.split(":1,")
        line = jacobian[int(at) - 1] if grid == "output" else jacobian[:, int(at) - 1]
        marked = [key for key in (lit if grid == "output" else fed) if key.startswith("J:")]
        places = [i + 1 for i in np.flatnonzero(line).tolist()]
        right = [f"J:{at},{i}" if grid == "output" else f"J:{i},{at}" for i in places]
        assert marked == right
