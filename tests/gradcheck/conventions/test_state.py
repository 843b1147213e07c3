"""The state of layers after a check: what it was before, and not complex."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck
from tests.catalogue import Array, numbers
from tests.gradcheck.conventions.pairs import both_modes


class Centred:
    """A layer with a running mean, kept in each of the ways that people keep one."""

    def __init__(self) -> None:
        self.mean = np.zeros(3)
        self.in_place = np.zeros(3)
        self.by_parts = np.zeros(3)
        self.stats: dict[str, Any] = {"mean": np.zeros(3)}
        self.history: list[Any] = []
        self.calls = 0

    def forward(self, x: Any) -> Any:
        mean = x.mean(axis=0)
        self.mean = 0.9 * self.mean + 0.1 * mean
        self.in_place[...] = 0.9 * self.in_place + 0.1 * mean.real
        self.by_parts *= 0.9
        self.by_parts += 0.1 * mean.real
        self.stats["mean"] = self.mean
        self.stats["new"] = self.mean
        self.history.append(mean)
        self.calls += 1
        return x - mean

    def backward(self, dy: Any) -> Any:
        self.calls += 1
        return dy - dy.mean(axis=0)

    def wrong(self, dy: Any) -> Any:
        return self.backward(dy) * 1.5

    def raising(self, dy: Any) -> Any:
        raise ZeroDivisionError("planted")


def is_untouched(layer: Centred) -> bool:
    """Whether a layer is as it was made."""
    zeros = [layer.mean, layer.in_place, layer.by_parts, layer.stats["mean"]]
    return (
        all(one.dtype == np.float64 and not one.any() for one in zeros)
        and list(layer.stats) == ["mean"]
        and layer.history == []
        and layer.calls == 0
    )


GLOBAL = Centred()
GLOBALS = [GLOBAL]


def through_a_global(x: Any) -> Any:
    return GLOBAL.forward(x)


def through_a_list(x: Any) -> Any:
    return next(layer.forward(x) for layer in GLOBALS)


def through_another_function(x: Any) -> Any:
    return through_a_list(x)


FORWARDS: dict[str, Callable[[Centred], Callable[..., Any]]] = {
    "a method": lambda layer: layer.forward,
    "a lambda": lambda layer: lambda x: layer.forward(x),
    "a partial": lambda layer: partial(lambda one, x: one.forward(x), layer),
    "a list of layers": lambda layer: (lambda layers: lambda x: layers[0].forward(x))([layer]),
    "a dict of layers": lambda layer: (lambda layers: lambda x: layers[0].forward(x))({0: layer}),
    "a function inside": lambda layer: lambda x: next(layer.forward(x) for _ in "x"),
    "a global": lambda layer: through_a_global,
    "a global list": lambda layer: through_a_list,
    "another function": lambda layer: through_another_function,
}


@both_modes
@pytest.mark.parametrize("kind", list(FORWARDS))
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (1.1, "fail")])
def test_a_layer_is_after_a_check_as_it_was_before(
    kind: str, factor: float, verdict: str, mode: Any
) -> None:
    layer = GLOBAL if "global" in kind or "another" in kind else Centred()

    def backward(dy: Array, x: Array) -> Any:
        return factor * (dy - dy.mean(axis=0))

    report = gradcheck(FORWARDS[kind](layer), backward, numbers((4, 3)), mode=mode)
    assert report.verdict == verdict, str(report)
    assert is_untouched(layer)


@both_modes
@pytest.mark.parametrize(("name", "verdict"), [("backward", "pass"), ("wrong", "fail")])
def test_what_the_backward_pass_of_a_layer_changes_is_put_back_too(
    name: str, verdict: str, mode: Any
) -> None:
    layer = Centred()
    report = gradcheck(layer.forward, getattr(layer, name), numbers((4, 3)), mode=mode)
    assert report.verdict == verdict
    assert is_untouched(layer)


def test_a_layer_is_put_back_although_a_pass_raised() -> None:
    layer = Centred()
    with pytest.raises(ZeroDivisionError, match="planted"):
        gradcheck(layer.forward, layer.raising, numbers((4, 3)))
    assert is_untouched(layer)


def test_layers_in_a_layer_are_put_back_as_well() -> None:
    class Network:
        def __init__(self) -> None:
            self.layers = (Centred(), Centred())

        def forward(self, x: Any) -> Any:
            for layer in self.layers:
                x = layer.forward(x)
            return x

        def backward(self, dy: Any) -> Any:
            for layer in self.layers[::-1]:
                dy = layer.backward(dy)
            return dy

    network = Network()
    assert gradcheck(network.forward, network.backward, numbers((4, 3)))
    assert all(map(is_untouched, network.layers))


def test_the_arrays_of_a_layer_are_the_same_objects_afterwards() -> None:
    layer = Centred()
    mean, in_place = layer.mean, layer.in_place
    gradcheck(layer.forward, layer.backward, numbers((4, 3)))
    assert layer.mean is mean
    assert layer.in_place is in_place


def test_what_is_no_layer_is_left_alone() -> None:
    calls: list[Array] = []

    def forward(x: Array) -> Any:
        calls.append(x)
        return x**2

    gradcheck(forward, lambda dy, x: dy * 2 * x, numbers((3,)))
    assert len(calls) > 3


def test_an_output_that_depends_on_the_state_is_refused() -> None:
    class Drifting:
        def __init__(self) -> None:
            self.shift = 0.0

        def forward(self, x: Any) -> Any:
            self.shift += 1.0
            return x * self.shift

    layer = Drifting()
    with pytest.raises(InputError, match="two calls differ"):
        gradcheck(layer.forward, lambda dy, x: dy, numbers((3,)))
    assert layer.shift == 0.0
