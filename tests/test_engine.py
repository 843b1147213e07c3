"""The scalar engine: right slopes for every gate and graph, no state, no limit of depth."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import nnderiv.engine
from nnderiv import central_difference, relu_backward, tanh_backward
from nnderiv.engine import GATES, Value
from nnderiv.errors import InputError

EXAMPLES: dict[str, tuple[Callable[..., Any], list[float], float, list[float]]] = {
    "add and multiply": (lambda a, b, c: (a + b) * c, [2, -1, 3], 3, [3, 3, 1]),
    "used twice, and max": (lambda a, b, c: a * b + a.max(c), [3, -2, 1], -3, [-1, 3, 0]),
}
# A gate in a formula of two numbers, both from 0.5 to 2, so that each gate has its slopes.
FORMULAS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b + 2,
    "-": lambda a, b: 3 - (a - b) - a,
    "*": lambda a, b: 2 * (a * b),
    "/": lambda a, b: 1 / (a / b) + a / 3,
    "**": lambda a, b: a**3 + b**-0.5 + (a - 3) ** 2,
    "exp": lambda a, b: (a - b).exp(),
    "log": lambda a, b: (a * b + 1).log(),
    "tanh": lambda a, b: (a - 2 * b).tanh(),
    "max": lambda a, b: (a * a).max(3 * b + 0.01),
}
between = st.floats(0.5, 2)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_circuits_of_the_chapter_have_the_slopes_found_on_paper(name: str) -> None:
    formula, at, result, expected = EXAMPLES[name]
    inputs = [Value(one) for one in at]
    L = formula(*inputs)
    dL = L.backward()
    assert L.data == result
    assert [dL[one] for one in inputs] == expected


def test_a_neuron_has_the_slopes_of_the_formula() -> None:
    w, x, b = Value(2), Value(-1), Value(3)
    dL = ((1 / (1 + (-(w * x + b)).exp())) ** 2).backward()
    y = float(nnderiv.sigmoid(1))
    assert [dL[w], dL[x], dL[b]] == pytest.approx(
        [2 * y * y * (1 - y) * by for by in (-1, 2, 1)], rel=1e-14
    )


def test_every_gate_has_a_formula_below() -> None:
    assert FORMULAS.keys() == GATES.keys()


@pytest.mark.parametrize("gate", FORMULAS)
@given(between, between)
def test_the_slopes_of_every_gate_are_those_of_a_small_step(gate: str, a: float, b: float) -> None:
    formula = FORMULAS[gate]
    assume(gate != "max" or abs(a * a - 3 * b - 0.01) > 1e-3)  # a step must not cross the tie
    x, y = Value(a), Value(b)
    dL = formula(x, y).backward()
    by_a = central_difference(lambda u: formula(Value(float(u)), Value(b)).data, a, 1e-5)
    by_b = central_difference(lambda u: formula(Value(a), Value(float(u))).data, b, 1e-5)
    assert [dL[x], dL.get(y, 0.0)] == pytest.approx([by_a, by_b], rel=1e-6, abs=1e-8)


def test_a_value_used_twice_sums_its_paths() -> None:
    s = Value(1)
    assert (3 * s * s**2).backward()[s] == 9
    assert (s + s).backward()[s] == 2
    assert (s - s).backward()[s] == 0
    assert (s * s).backward()[s] == 2


def test_a_part_that_is_reused_is_gone_through_once() -> None:
    s = part = Value(1)
    for _ in range(60):
        part = part + part
    assert len(part.graph()) == 61
    assert part.backward()[s] == 2**60


def test_a_value_between_has_a_slope_as_well() -> None:
    a, b = Value(2), Value(-1)
    total = a + b
    dL = (total * 3 + total * total).backward()
    assert dL[total] == 5


def test_a_second_pass_returns_the_same_and_a_second_loss_its_own() -> None:
    a, b = Value(2), Value(5)
    product = a * b
    L, other = product + a, product * 10
    first = L.backward()
    assert other.backward() == {other: 1, product: 10, a: 50, b: 20, other.operands[1]: 10}
    assert L.backward() == first == {L: 1, product: 1, a: 6, b: 2}


def test_a_value_that_is_no_part_of_the_graph_has_no_slope() -> None:
    with pytest.raises(KeyError, match=r"Value\(7\.0\)"):
        Value(1).backward()[Value(7)]


def test_a_graph_may_be_deeper_than_python_can_call() -> None:
    s = L = Value(1)
    for _ in range(100_000):
        L = L * 1.0
    assert L.backward()[s] == 1


def test_the_way_back_takes_each_edge_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counted(float):
        """A slope that counts how often it is multiplied with."""

        times = 0

        def __rmul__(self, other: float) -> float:
            Counted.times += 1
            return float(self) * other

    monkeypatch.setitem(GATES, "*", lambda a, b: (a * b, (Counted(b), Counted(a))))
    s = part = Value(1)
    for _ in range(50):
        part = part * part
    part.backward()
    assert Counted.times == 100
    assert sum(len(value.operands) for value in part.graph()) == 100
    assert s in part.graph()


def test_of_two_equal_numbers_max_takes_the_second_as_relu_does() -> None:
    a, b = Value(1), Value(1)
    assert (a.max(b).backward()[a], a.max(b).backward()[b]) == (0, 1)
    zero = Value(0)
    assert zero.max(0).backward()[zero] == relu_backward(1.0, 0.0)[0]


@pytest.mark.parametrize("x", [-1000.0, -20.0, 20.0, 1000.0])
def test_tanh_keeps_its_digits_where_it_is_flat(x: float) -> None:
    a = Value(x)
    found = a.tanh().backward()[a]
    assert found == pytest.approx(float(tanh_backward(1.0, x)[0]), rel=1e-13, abs=0)


@pytest.mark.parametrize(
    ("wrong", "arrived"),
    [
        ("2", "'2'"),
        (None, "None"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (1 + 0j, r"\(1\+0j\)"),
        (np.ones(2), r"array\(\[1\., 1\.\]\)"),
    ],
)
def test_a_value_is_made_of_a_finite_real_number(wrong: Any, arrived: str) -> None:
    with pytest.raises(InputError, match=f"must be a finite real number, but it is {arrived}"):
        Value(wrong)
    with pytest.raises(InputError, match=f"must be a finite real number, but it is {arrived}"):
        Value(1) + wrong


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (lambda: Value(0).log(), r"gate log needs .* but it was given \[0\.0\]"),
        (lambda: Value(1) / 0, r"gate / needs .* but it was given \[1\.0, 0\.0\]"),
        (lambda: Value(0) ** 0.5, r"gate \*\* needs .* but it was given \[0\.0, 0\.5\]"),
        (lambda: Value(-8) ** (1 / 3), r"gate \*\* needs .* but it was given \[-8\.0"),
        (lambda: Value(1000).exp(), r"gate exp needs .* but it was given \[1000\.0\]"),
        (lambda: Value(1e308) * 10, r"gate \* needs .* but it was given \[1e\+308, 10\.0\]"),
        (lambda: Value(1e-320).log(), "gate log needs .* Keep away from these"),
    ],
)
def test_a_gate_is_taken_where_its_result_and_its_slopes_are_finite(
    formula: Callable[[], Value], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        formula()


def test_an_exponent_that_moves_has_a_slope_where_the_base_is_positive() -> None:
    a, p = Value(2), Value(3)
    dL = (a**p).backward()
    assert [dL[a], dL[p]] == pytest.approx([12, 8 * math.log(2)], rel=1e-13)
    with pytest.raises(InputError, match=r"gate log needs .* but it was given \[-2\.0\]"):
        Value(-2) ** Value(3)


def test_it_is_short_enough_to_be_read_in_one_sitting() -> None:
    assert len(Path(nnderiv.engine.__file__).read_text(encoding="utf-8").splitlines()) <= 100
