"""A network of steps: its gradients against autograd and numbers, and what it refuses."""

import inspect
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from nnderiv import (
    InputError,
    add,
    dropout,
    embedding,
    gradcheck,
    layer_norm,
    linear,
    linear_backward,
    multi_head_attention,
    relu,
    softmax_cross_entropy,
    tanh,
)
from nnderiv.gradcheck.check import Mode
from nnderiv.network import Kept, Network, Step
from tests.catalogue import Array, Module, numbers
from tests.topics import MODULES

MODES: tuple[Mode, ...] = ("full", "projected")

RESIDUAL = Network(
    [
        Step("n", layer_norm, "x gamma beta"),
        Step("a", linear, "n W b"),
        Step("f", tanh, "a"),
        Step("y", add, "x f"),
        Step("h", linear, "y V c"),
        Step("L", softmax_cross_entropy, "h t", {"reduction": "sum"}),
    ]
)
# W and b twice: both layers share them.
SHARED = Network(
    [
        Step("a", linear, "x W b"),
        Step("z", tanh, "a"),
        Step("y", linear, "z W b"),
    ]
)
ATTENTION = Network(
    [
        Step("x", embedding, "tokens E"),
        Step("m", multi_head_attention, "x Wq Wk Wv Wo", {"heads": 2, "mask": np.tri(3) > 0}),
        Step("r", add, "x m"),
        Step("d", dropout, "r keep", {"p": 0.25}),
    ]
)


def residual_values() -> dict[str, Array]:
    shapes = {"x": (3, 4), "gamma": (4,), "beta": (4,), "W": (4, 4), "b": (4,)}
    shapes |= {"V": (4, 5), "c": (5,)}
    return named_numbers(shapes) | {"t": np.array([4, 0, 2])}


def shared_values() -> dict[str, Array]:
    return named_numbers({"x": (2, 3), "W": (3, 3), "b": (3,)})


def attention_values() -> dict[str, Array]:
    square = dict.fromkeys(["Wq", "Wk", "Wv", "Wo"], (4, 4))
    keep = numbers((2, 3, 4), 9) > -0.5
    return named_numbers({"E": (5, 4), **square}) | {
        "tokens": np.array([[0, 4, 0], [3, 3, 1]]),
        "keep": keep,
    }


def named_numbers(shapes: dict[str, tuple[int, ...]]) -> dict[str, Array]:
    return {name: numbers(shape, seed) for seed, (name, shape) in enumerate(shapes.items())}


Values = Callable[[], dict[str, Array]]
NETWORKS: dict[str, tuple[Network, Values]] = {
    "residual": (RESIDUAL, residual_values),
    "shared": (SHARED, shared_values),
    "attention": (ATTENTION, attention_values),
}


def residual_by_autograd(v: dict[str, Any]) -> Any:
    centred = v["x"] - anp.mean(v["x"], axis=1, keepdims=True)
    var = anp.mean(centred**2, axis=1, keepdims=True)
    n = v["gamma"] * centred / anp.sqrt(var + 1e-5) + v["beta"]
    y = v["x"] + anp.tanh(n @ v["W"] + v["b"])
    h = y @ v["V"] + v["c"]
    return anp.sum(anp.log(anp.sum(anp.exp(h), axis=1)) - h[np.arange(3), v["t"]])


def shared_by_autograd(v: dict[str, Any]) -> Any:
    return anp.tanh(v["x"] @ v["W"] + v["b"]) @ v["W"] + v["b"]


def attention_by_autograd(v: dict[str, Any]) -> Any:
    x = v["E"][v["tokens"]]
    heads = []
    for part in (slice(0, 2), slice(2, 4)):
        Q, K, V = ((x @ v[name])[..., part] for name in ("Wq", "Wk", "Wv"))
        e = anp.exp(Q @ anp.swapaxes(K, 1, 2) / np.sqrt(2)) * np.tri(3)
        heads.append(e / anp.sum(e, axis=-1, keepdims=True) @ V)
    r = x + anp.concatenate(heads, axis=-1) @ v["Wo"]
    return r * v["keep"] / 0.75


BY_AUTOGRAD = {
    "residual": residual_by_autograd,
    "shared": shared_by_autograd,
    "attention": attention_by_autograd,
}


@pytest.mark.parametrize("name", NETWORKS)
def test_output_and_gradients_are_those_of_autograd(name: str) -> None:
    (network, values_of), reference = NETWORKS[name], BY_AUTOGRAD[name]
    values = values_of()
    floats = {key: value for key, value in values.items() if value.dtype.kind == "f"}
    rest = {key: value for key, value in values.items() if key not in floats}
    y, kept = network.forward(values)
    dy = numbers(np.shape(y), 20)
    np.testing.assert_allclose(y, reference(values), rtol=1e-12)
    expected = grad(lambda v: anp.sum(dy * reference({**rest, **v})))(floats)
    found = network.backward(dy, kept)
    for key in floats:
        np.testing.assert_allclose(found[key], expected[key], rtol=1e-10, atol=1e-13)
    assert not found.keys() & rest.keys(), "what is held constant has no gradient"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NETWORKS)
def test_the_check_passes_on_a_network(name: str, mode: Mode) -> None:
    network, values_of = NETWORKS[name]
    report = gradcheck(network.forward, network.backward, values_of(), mode=mode)
    assert report.verdict == "pass", str(report)
    assert len(report.inputs) == sum(one.dtype.kind == "f" for one in values_of().values())


def overwritten(network: Network, dy: Array, kept: Kept) -> dict[str, Array]:
    """The gradient of the step that is computed first, as if nothing else took the name."""
    return _walked(network, dy, kept, lambda gradients, name, dx: dx)


def first_come(network: Network, dy: Array, kept: Kept) -> dict[str, Array]:
    """The gradient of the step that is computed last."""
    return _walked(network, dy, kept, lambda gradients, name, dx: gradients.get(name, dx))


def mean(network: Network, dy: Array, kept: Kept) -> dict[str, Array]:
    """Half of the sum."""
    return _walked(
        network,
        dy,
        kept,
        lambda gradients, name, dx: (gradients[name] + dx) / 2 if name in gradients else dx,
    )


def _walked(
    network: Network, dy: Array, kept: Kept, put: Callable[[dict[str, Array], str, Array], Array]
) -> dict[str, Array]:
    gradients = {network.steps[-1].output: np.asarray(dy)}
    for k in reversed(range(len(network.steps))):
        step = network.steps[k]
        alone = Network([step])
        found = alone.backward(gradients[step.output], Kept(gradients[step.output], [kept[1][k]]))
        for name in dict.fromkeys(step.inputs.split()):
            if name in found:
                gradients[name] = put(gradients, name, found[name])
    return gradients


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("wrong", [overwritten, first_come, mean], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", NETWORKS)
def test_the_check_finds(name: str, wrong: Callable[..., Any], mode: Mode) -> None:
    network, values_of = NETWORKS[name]

    def backward(dy: Array, kept: Kept) -> dict[str, Array]:
        return wrong(network, dy, kept)  # type: ignore[no-any-return]

    assert gradcheck(network.forward, backward, values_of(), mode=mode).verdict == "fail"


@pytest.mark.parametrize("name", NETWORKS)
def test_the_plants_are_right_where_they_add(name: str) -> None:
    network, values_of = NETWORKS[name]
    y, kept = network.forward(values_of())
    dy, expected = np.ones_like(y), network.backward(np.ones_like(y), kept)
    added = _walked(network, dy, kept, lambda gradients, name, dx: gradients.get(name, 0) + dx)
    for key, gradient in expected.items():
        np.testing.assert_allclose(added[key], gradient, rtol=1e-12, atol=1e-15)


def test_a_name_that_one_step_takes_twice_gets_both_gradients() -> None:
    network = Network([Step("y", add, "x x")])
    y, kept = network.forward({"x": [1.0, 2.0]})
    assert y.tolist() == [2, 4]
    assert network.backward([1.0, 10.0], kept)["x"].tolist() == [2, 20]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_network_of_one_step_is_its_module(module: Module) -> None:
    function: Any = module.forward
    options: dict[str, Any] = {}
    if isinstance(function, partial):
        function, options = function.func, function.keywords
    names = list(inspect.signature(function).parameters)[: len(module.inputs)]
    values = dict(zip(names, module.inputs, strict=True))
    network = Network([Step("output", function, " ".join(names), options)])
    y, kept = network.forward(values)
    np.testing.assert_array_equal(y, module.forward(*module.inputs))
    found = network.backward(module.dy, kept)
    expected = module.backward(module.dy, *module.inputs)
    assert [f"d{name}" for name in names if name in found] == list(module.gradients)
    for gradient, dx in zip(module.gradients, expected, strict=True):
        np.testing.assert_array_equal(found[gradient.removeprefix("d")], dx)


def test_what_the_output_does_not_depend_on_has_no_gradient() -> None:
    network = Network([Step("aside", linear, "x U c"), Step("y", relu, "x")])
    _, kept = network.forward({"x": [[1.0]], "U": [[2.0]], "c": [3.0]})
    assert network.backward([[1.0]], kept).keys() == {"y", "x"}


def test_float32_stays_float32() -> None:
    values = {
        key: one.astype(np.float32) if one.dtype.kind == "f" else one
        for key, one in residual_values().items()
    }
    y, kept = RESIDUAL.forward(values)
    assert y.dtype == np.float32
    assert {one.dtype for one in RESIDUAL.backward(1.0, kept).values()} == {np.dtype(np.float32)}


def test_values_that_no_step_takes_are_left_alone() -> None:
    y, _ = SHARED.forward(shared_values() | {"title": "no number"})
    np.testing.assert_array_equal(y, SHARED.forward(shared_values())[0])


def test_neither_pass_writes_to_what_it_is_given() -> None:
    values = residual_values()
    before = {name: one.tobytes() for name, one in values.items()}
    for one in values.values():
        one.flags.writeable = False
    _, kept = RESIDUAL.forward(values)
    first = RESIDUAL.backward(1.0, kept)
    second = RESIDUAL.backward(1.0, kept)
    assert {name: one.tobytes() for name, one in values.items()} == before
    for name, gradient in first.items():
        np.testing.assert_array_equal(gradient, second[name])


def test_the_two_terms_of_a_sum_have_gradients_that_share_no_memory() -> None:
    network = Network([Step("y", add, "a b")])
    _, kept = network.forward({"a": [1.0], "b": [2.0]})
    found = network.backward([1.0], kept)
    assert not np.shares_memory(found["a"], found["b"])


def test_modules_look_at_what_they_take_where_shapes_are_new_and_only_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(Network, "_require_fit", lambda self, values: calls.append(1))
    network = Network([Step("y", relu, "x")])
    for shape in [(2,), (2,), (3,), (2,)]:
        network.forward({"x": np.ones(shape)})
    assert len(calls) == 2
    network.forward({"x": np.ones(2, np.float32)})
    assert len(calls) == 3


BAD_STEPS: list[tuple[list[Step], str]] = [
    ([], "a network must have a step, but there is none. Pass one."),
    (
        [Step("y", relu, "x"), Step("y", tanh, "x")],
        "an output must have a name of its own, but that of y = tanh(x) already stands for",
    ),
    (
        [Step("z", relu, "x"), Step("x", tanh, "z")],
        "an output must have a name of its own, but that of x = tanh(z) already stands for",
    ),
    ([Step("y", relu, "y")], "an output must have a name of its own, but that of y = relu(y)"),
    (
        [Step("y", np.tanh, "x")],
        "a step must call the forward pass of a module of nnderiv, but it is y = tanh(x). Pass",
    ),
    (
        [Step("dx", linear_backward, "dy x W b")],
        "a step must call the forward pass of a module of nnderiv, but it is dx = linear_backward",
    ),
    (
        [Step("y", "relu", "x")],  # type: ignore[arg-type]
        "a step must call the forward pass of a module of nnderiv, but it is y = 'relu'(x). Pass",
    ),
]


@pytest.mark.parametrize(("steps", "message"), BAD_STEPS)
def test_steps_that_are_no_network_are_refused(steps: list[Step], message: str) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        Network(steps)


BAD_VALUES: list[tuple[list[Step], dict[str, Any], str]] = [
    (
        [Step("y", linear, "x W b")],
        {"x": [[1.0]], "w": [[1.0]], "b": [1.0]},
        "every input must be the output of an earlier step or have a value, but W in "
        "y = linear(x, W, b) is neither. Pass it, or correct the name.",
    ),
    (
        [Step("y", linear, "x W b")],
        {"x": [[1.0, 2.0]], "W": [[1.0]], "b": [1.0]},
        "in y = linear(x, W, b): the last axis of x must be as long as W has rows, 1, but the",
    ),
    (
        [Step("y", linear, "x W")],
        {"x": [[1.0]], "W": [[1.0]]},
        "in y = linear(x, W): linear() missing 1 required positional argument: 'b'",
    ),
    (
        [Step("y", relu, "x b")],
        {"x": [[1.0]], "b": [1.0]},
        "in y = relu(x, b): relu() takes 1 positional argument but 2 were given",
    ),
    (
        [Step("y", relu, "x", {"alpha": 2})],
        {"x": [[1.0]]},
        "in y = relu(x): relu() got an unexpected keyword argument 'alpha'",
    ),
    (
        [Step("x", embedding, "i E"), Step("y", relu, "x")],
        {"i": [0, 3], "E": [[1.0]]},
        "in x = embedding(i, E): indices must lie in 0 … 0, but one is 3.",
    ),
    ([Step("y", relu, "x")], {"x": [np.nan]}, "x must be finite, but x[0] is nan."),
    ([Step("y", relu, "x")], {"x": ["a"]}, "x must hold real numbers, but its dtype is <U1."),
]


@pytest.mark.parametrize(("steps", "values", "message"), BAD_VALUES)
def test_values_that_do_not_fit_are_refused(
    steps: list[Step], values: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        Network(steps).forward(values)


@pytest.mark.parametrize("dy", [1.0, np.ones(3), np.ones((3, 2))])
def test_dy_must_have_the_shape_of_the_output(dy: Any) -> None:
    _, kept = SHARED.forward(shared_values())
    message = f"dy must have the shape of the output, (2, 3), but its shape is {np.shape(dy)}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        SHARED.backward(dy, kept)
