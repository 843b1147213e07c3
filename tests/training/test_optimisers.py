"""The steps of optimisers: by hand, in closed form, and against PyTorch."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError
from nnderiv.training.adam import adam, adam_start
from nnderiv.training.sgd import sgd
from tests.catalogue import Array, numbers


def point() -> dict[str, Array]:
    return {"W": numbers((3, 4), 1), "b": numbers((4,), 2)}


def gradients(step: int) -> dict[str, Array]:
    return {"W": numbers((3, 4), 10 + step), "b": numbers((4,), 20 + step)}


def test_sgd_goes_against_the_gradient() -> None:
    stepped = sgd(point(), gradients(0), rate=0.1)
    for name, p in point().items():
        np.testing.assert_allclose(stepped[name], p - 0.1 * gradients(0)[name], rtol=1e-15)


def test_the_first_step_of_adam_is_as_long_as_the_rate_whatever_the_gradient() -> None:
    p = {"p": np.zeros(3)}
    stepped, state = adam(p, {"p": np.array([1e-3, -1.0, 1e3])}, adam_start(p), rate=0.1)
    np.testing.assert_allclose(stepped["p"], [-0.1, 0.1, -0.1], rtol=1e-4)
    assert state.t == 1


def test_equal_gradients_have_corrected_means_that_are_themselves() -> None:
    p, g = {"p": np.zeros(2)}, {"p": np.array([0.3, -2.0])}
    state = adam_start(p)
    for t in range(1, 20):
        _, state = adam(p, g, state, beta1=0.8, beta2=0.95)
        np.testing.assert_allclose(state.m["p"] / (1 - 0.8**t), g["p"], rtol=1e-13)
        np.testing.assert_allclose(state.v["p"] / (1 - 0.95**t), g["p"] ** 2, rtol=1e-13)


def test_running_means_are_the_weighted_sums_that_they_unroll_to() -> None:
    p, state, beta = point(), adam_start(point()), 0.7
    for k in range(5):
        _, state = adam(p, gradients(k), state, beta1=beta)
    expected = sum((1 - beta) * beta ** (4 - k) * gradients(k)["W"] for k in range(5))
    np.testing.assert_allclose(state.m["W"], expected, rtol=1e-13)


def test_epsilon_is_added_to_the_root() -> None:
    p, tiny = {"p": np.zeros(1)}, {"p": np.array([1e-6])}
    stepped, _ = adam(p, tiny, adam_start(p), rate=1.0, eps=1e-8)
    np.testing.assert_allclose(stepped["p"], -1e-6 / (1e-6 + 1e-8), rtol=1e-12)


@pytest.mark.parametrize("settings", [{}, {"rate": 0.1, "beta1": 0.5, "beta2": 0.6, "eps": 0.01}])
def test_steps_of_adam_are_those_of_pytorch(settings: dict[str, float]) -> None:
    torch: Any = pytest.importorskip("torch")
    own, state = point(), adam_start(point())
    theirs = {name: torch.tensor(p.copy(), requires_grad=True) for name, p in own.items()}
    named: dict[str, Any] = {"lr": settings.get("rate", 1e-3), "eps": settings.get("eps", 1e-8)}
    named["betas"] = (settings.get("beta1", 0.9), settings.get("beta2", 0.999))
    optimiser = torch.optim.Adam(theirs.values(), **named)
    for k in range(5):
        own, state = adam(own, gradients(k), state, **settings)
        for name, p in theirs.items():
            p.grad = torch.tensor(gradients(k)[name])
        optimiser.step()
    for name, p in theirs.items():
        np.testing.assert_allclose(own[name], p.detach().numpy(), rtol=1e-12)


def test_float32_stays_float32_and_nothing_that_was_given_is_changed() -> None:
    p = {name: one.astype(np.float32) for name, one in point().items()}
    g = {name: one.astype(np.float32) for name, one in gradients(0).items()}
    state = adam_start(p)
    before = [one.tobytes() for one in (*p.values(), *g.values(), *state.m.values())]
    first, after = adam(p, g, state)
    again, _ = adam(first, g, after)
    for one in (*sgd(p, g, rate=0.1).values(), *first.values(), *again.values()):
        assert one.dtype == np.float32
    assert [one.tobytes() for one in (*p.values(), *g.values(), *state.m.values())] == before
    assert state.t == 0


def test_gradients_of_what_is_no_parameter_are_ignored() -> None:
    p = {"b": np.ones(4)}
    assert sgd(p, gradients(0), rate=0.1).keys() == {"b"}
    assert adam(p, gradients(0), adam_start(p))[0].keys() == {"b"}


BAD_GRADIENTS: list[tuple[dict[str, Array], str]] = [
    ({"W": np.ones((3, 4))}, "each parameter must have a gradient, but b has none. Leave out"),
    (
        {"W": np.ones((3, 4)), "b": np.ones((1, 4))},
        "the gradient of b must have the shape of b, (4,), but its shape is (1, 4). Sum it",
    ),
]


@pytest.mark.parametrize(("g", "message"), BAD_GRADIENTS)
def test_gradients_that_do_not_fit_are_refused(g: dict[str, Array], message: str) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        sgd(point(), g, rate=0.1)
    with pytest.raises(InputError, match="^" + re.escape(message)):
        adam(point(), g, adam_start(point()))


@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
@pytest.mark.parametrize("name", ["rate", "eps"])
def test_a_rate_and_an_epsilon_are_positive(name: str, value: float) -> None:
    with pytest.raises(InputError, match=f"^{name} must be positive, but it is {value}"):
        adam(point(), gradients(0), adam_start(point()), **{name: value})
    if name == "rate":
        with pytest.raises(InputError, match=f"^rate must be positive, but it is {value}"):
            sgd(point(), gradients(0), rate=value)


@pytest.mark.parametrize("value", [1.0, -0.1, np.nan])
@pytest.mark.parametrize("name", ["beta1", "beta2"])
def test_a_running_mean_keeps_less_than_all(name: str, value: float) -> None:
    with pytest.raises(InputError, match=f"^{name} must lie in 0 ≤ {name} < 1, but it is {value}"):
        adam(point(), gradients(0), adam_start(point()), **{name: value})
