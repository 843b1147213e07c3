"""Parameters in dicts, lists, tuples and dataclasses, nested or not, and gradients by name."""

import inspect
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

from nnderiv import InputError, gradcheck, held_constant
from tests.catalogue import Array, numbers
from tests.gradcheck.conventions.pairs import (
    OF_FLOATS,
    PERCEPTRON,
    SEVERAL,
    Plain,
    both_modes,
    right_and_wrong,
)


@dataclass
class Parameters:
    """Parameters as a dataclass."""

    W1: Any
    b1: Any
    W2: Any


@dataclass(frozen=True)
class Frozen:
    """Parameters as a frozen dataclass, with an option."""

    W1: Any
    b1: Any
    W2: Any
    activation: str = "tanh"


class Named(NamedTuple):
    """Parameters as a named tuple."""

    W1: Any
    b1: Any
    W2: Any


def nested(W1: Any, b1: Any, W2: Any) -> Any:
    """Parameters as they are nested in networks."""
    return {"layers": [{"W": W1, "b": b1}, {"W": W2, "b": None}], "activation": "tanh"}


# How the three parameters are put into a container and taken out, and the name of the second.
KINDS: dict[str, tuple[Callable[..., Any], Callable[[Any], Any], str]] = {
    "dict": (
        lambda W1, b1, W2: {"W1": W1, "b1": b1, "W2": W2},
        lambda p: (p["W1"], p["b1"], p["W2"]),
        'p["b1"]',
    ),
    "ordered dict": (
        lambda W1, b1, W2: OrderedDict(W1=W1, b1=b1, W2=W2),
        lambda p: tuple(p.values()),
        'p["b1"]',
    ),
    "keys of numbers": (
        lambda W1, b1, W2: {0: W1, 1: b1, 2: W2},
        lambda p: (p[0], p[1], p[2]),
        "p[1]",
    ),
    "list": (lambda *three: list(three), tuple, "p[1]"),
    "tuple": (lambda *three: three, tuple, "p[1]"),
    "dataclass": (Parameters, lambda p: (p.W1, p.b1, p.W2), "p.b1"),
    "frozen dataclass": (Frozen, lambda p: (p.W1, p.b1, p.W2), "p.b1"),
    "named tuple": (Named, lambda p: (p.W1, p.b1, p.W2), "p.b1"),
    "nested": (
        nested,
        lambda p: (p["layers"][0]["W"], p["layers"][0]["b"], p["layers"][1]["W"]),
        'p["layers"][0]["b"]',
    ),
}
X, *WEIGHTS = PERCEPTRON.inputs


@both_modes
@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(("wrong", "verdict"), [(None, "pass"), (1, "fail"), (2, "fail")])
def test_gradients_come_in_a_container_like_that_of_the_parameters(
    kind: str, wrong: int | None, verdict: str, mode: Any
) -> None:
    made, taken, second = KINDS[kind]
    passed = PERCEPTRON.backward if wrong is None else PERCEPTRON.wrong(wrong)

    def forward(p: Any) -> Any:
        return PERCEPTRON.forward(X, *taken(p))

    def backward(dy: Any, p: Any) -> Any:
        return made(*passed(dy, X, *taken(p))[1:])

    report = gradcheck(forward, backward, made(*WEIGHTS), mode=mode)
    assert report.verdict == verdict, str(report)
    assert report.inputs[1].name == second
    if wrong is not None:
        assert report.inputs[wrong - 1].verdict == "fail"


@both_modes
@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(("wrong", "verdict"), [(None, "pass"), (0, "fail"), (3, "fail")])
@pytest.mark.parametrize("x_first", [True, False])
def test_a_container_stands_beside_an_array(
    kind: str, wrong: int | None, verdict: str, x_first: bool, mode: Any
) -> None:
    made, taken, _ = KINDS[kind]
    passed = PERCEPTRON.backward if wrong is None else PERCEPTRON.wrong(wrong)

    def forward(x: Any, p: Any) -> Any:
        return PERCEPTRON.forward(x, *taken(p))

    def backward(dy: Any, x: Any, p: Any) -> Any:
        dx, *dp = passed(dy, x, *taken(p))
        return dx, made(*dp)

    def turned(dy: Any, p: Any, x: Any) -> Any:
        return backward(dy, x, p)[::-1]

    weights = made(*WEIGHTS)
    if x_first:
        report = gradcheck(forward, backward, X, weights, mode=mode)
    else:
        report = gradcheck(lambda p, x: forward(x, p), turned, weights, X, mode=mode)
    assert report.verdict == verdict, str(report)


@both_modes
@pytest.mark.parametrize("form", ["{}", "d{}", "d_{}", "grad_{}", "{}_grad"])
@right_and_wrong(SEVERAL)
def test_gradients_in_a_dict_are_found_by_the_names_of_the_inputs(
    pair: Plain, backward: Any, verdict: str, form: str, mode: Any
) -> None:
    names = list(inspect.signature(pair.forward).parameters)[: len(pair.inputs)]

    def by_name(dy: Any, *inputs: Any) -> Any:
        found = zip(names, backward(dy, *inputs), strict=True)
        return {form.format(name): dx for name, dx in list(found)[::-1]}

    assert gradcheck(pair.forward, by_name, *pair.inputs, mode=mode).verdict == verdict


@both_modes
@pytest.mark.parametrize("form", ["{}", "d{}", "d_{}", "grad_{}", "{}_grad"])
@right_and_wrong(OF_FLOATS)
def test_gradients_of_a_dict_may_be_called_as_gradients(
    pair: Plain, backward: Any, verdict: str, form: str, mode: Any
) -> None:
    given = {f"p{k}": one for k, one in enumerate(pair.inputs)}

    def of_dict(dy: Any, params: Any) -> Any:
        found = zip(params, backward(dy, *params.values()), strict=True)
        return {form.format(key): dx for key, dx in found}

    report = gradcheck(lambda params: pair.forward(*params.values()), of_dict, given, mode=mode)
    assert report.verdict == verdict
    assert report.inputs[0].name == 'params["p0"]'


@pytest.mark.parametrize(
    "returned",
    [lambda p: tuple(p.values()), lambda p: list(p.values()), lambda p: (p,), lambda p: [p]],
)
def test_gradients_of_a_dict_may_come_in_its_order_or_in_a_tuple(returned: Any) -> None:
    given = {"W": numbers((3, 2)), "b": numbers((2,), 1)}

    def backward(dy: Any, p: Any) -> Any:
        return returned({"W": X.T @ dy, "b": dy.sum(axis=0)})

    assert gradcheck(lambda p: X @ p["W"] + p["b"], backward, given)


def product(p: Any) -> Any:
    """Return a product of what a dict holds."""
    return X @ p["W"] * p["s"]


def product_backward(dy: Any, p: Any) -> Any:
    return {"W": X.T @ dy * p["s"], "s": (dy * (X @ p["W"])).sum()}


GIVEN = {"W": numbers((3, 2)), "s": 2.0}


def test_a_missing_key_is_named_with_the_keys_that_came() -> None:
    report = gradcheck(product, lambda dy, p: {"W": product_backward(dy, p)["W"]}, GIVEN)
    assert report.verdict == "fail"
    assert report.reason.startswith(
        "the gradient of p[\"s\"] must be an array of real numbers, but it is None: it has 'W'."
    )


@pytest.mark.parametrize(
    ("returned", "reason"),
    [
        (np.ones(3), "the gradient of p must be a dict like p, with a gradient for each of its"),
        ((np.ones(3),), "the gradient of p must hold one gradient for each part of p, but it h"),
        (None, "the backward pass returned None. It must return one gradient per input"),
        (
            {"W": np.ones(3), "s": 1.0},
            'the gradient of p["W"] must have the shape of p["W"], (3, 2',
        ),
        ({"W": None, "s": 1.0}, 'the gradient of p["W"] must be an array of real numbers, but'),
    ],
)
def test_what_is_not_built_like_the_container_fails_with_a_sentence(
    returned: Any, reason: str
) -> None:
    report = gradcheck(product, lambda dy, p: returned, GIVEN)
    assert report.verdict == "fail"
    assert report.reason.startswith(reason)


@both_modes
def test_a_container_that_is_marked_is_held_constant_as_a_whole(mode: Any) -> None:
    @held_constant("p")
    def forward(x: Any, p: Any) -> Any:
        return x @ p["W"] * p["s"]

    report = gradcheck(forward, lambda dy, x, p: dy @ p["W"].T * p["s"], X, GIVEN, mode=mode)
    assert report.verdict == "pass", str(report)
    assert report.constants == ('p["W"]', 'p["s"]')


def test_to_forget_the_gradient_of_a_container_is_no_way_to_hold_it_constant() -> None:
    report = gradcheck(
        lambda x, p: x @ p["W"] * p["s"], lambda dy, x, p: dy @ p["W"].T * p["s"], X, GIVEN
    )
    assert report.verdict == "fail"
    assert "returned 1 gradient(s) for 2 input(s)" in report.reason


def test_integers_in_a_container_need_no_gradient() -> None:
    report = gradcheck(
        lambda p: p["W"] ** p["n"],
        lambda dy, p: {"W": dy * p["n"] * p["W"] ** (p["n"] - 1)},
        {"W": numbers((3,)), "n": 2},
    )
    assert report
    assert report.constants == ('p["n"]',)


def test_a_list_that_numpy_takes_as_one_array_is_one() -> None:
    seen = set()

    def forward(x: Any) -> Any:
        seen.add(type(x))
        return x**2

    for given in ([np.ones(2), np.ones(2)], [[1.0], [2.0]], (1.0, 2.0)):
        assert gradcheck(forward, lambda dy, x: dy * 2 * x, given)
    assert seen == {np.ndarray}


def test_rows_of_numbers_that_differ_in_length_are_no_container() -> None:
    with pytest.raises(InputError, match="x must be rectangular, but its rows differ in length"):
        gradcheck(lambda x: x**2, lambda dy, x: dy, [[1.0], [1.0, 2.0]])


def test_the_containers_of_the_caller_are_not_changed() -> None:
    def forward(p: Any) -> Any:
        p["cache"] = p["layers"].pop()
        return p["W"] ** 2

    given = {"W": numbers((3,)), "layers": ["one", "two"]}
    assert gradcheck(forward, lambda dy, p: {"W": dy * 2 * p["W"]}, given)
    assert list(given) == ["W", "layers"]
    assert given["layers"] == ["one", "two"]


@both_modes
def test_a_loss_and_its_gradient_take_containers_too(mode: Any) -> None:
    def f(p: Any) -> Any:
        y = product(p)
        return (y**2).sum() / 2, product_backward(y, p)

    assert gradcheck(f, f, GIVEN, mode=mode)
    assert gradcheck(lambda p: f(p)[0], lambda p: f(p)[1], GIVEN, mode=mode)
    assert not gradcheck(
        lambda p: f(p)[0], lambda p: f({**p, "s": p["s"] + 1})[1], GIVEN, mode=mode
    )


@both_modes
def test_a_cache_and_buffers_take_containers_too(mode: Any) -> None:
    def filling(dy: Any, p: Any, dp: Any) -> None:
        found = product_backward(dy, p)
        dp["W"] += found["W"]
        dp["s"] += found["s"]

    assert gradcheck(lambda p: (product(p), {"p": p}), _from_cache, GIVEN, mode=mode)
    assert gradcheck(product, filling, GIVEN, mode=mode)


def _from_cache(dout: Array, cache: Any) -> Any:
    return product_backward(dout, cache["p"])


def test_a_wrong_entry_of_a_parameter_is_named_by_its_key() -> None:
    def wrong(dy: Any, p: Any) -> Any:
        found = product_backward(dy, p)
        found["W"][2, 1] += 1.0
        return found

    report = gradcheck(product, wrong, GIVEN)
    assert 'the gradient of p["W"] disagrees' in report.reason
    assert report.inputs[0].index == (2, 1)
