"""forward -> (out, cache) and backward(dout, cache), as in CS231n."""

from functools import wraps
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck
from tests.catalogue import Array, numbers
from tests.gradcheck.conventions.pairs import PAIRS, SEVERAL, Plain, both_modes, right_and_wrong

X, W, B = numbers((4, 3)), numbers((3, 2), 1), numbers((2,), 2)
READ_AS = "what the forward pass returns last is the cache that the backward pass takes"


@both_modes
@right_and_wrong(PAIRS)
@pytest.mark.parametrize("kind", [tuple, list, lambda inputs: dict(enumerate(inputs))])
def test_a_cache_that_is_no_array_is_handed_to_the_backward_pass(
    pair: Plain, backward: Any, verdict: str, kind: Any, mode: Any
) -> None:
    def with_cache(*inputs: Any) -> tuple[Any, Any]:
        return pair.forward(*inputs), kind([*inputs, "a cache"])

    def from_cache(dout: Any, cache: Any) -> Any:
        inputs = list(cache.values() if isinstance(cache, dict) else cache)[:-1]
        return backward(dout, *inputs)

    report = gradcheck(wraps(pair.forward)(with_cache), from_cache, *pair.inputs, mode=mode)
    assert report.verdict == verdict, str(report)
    assert READ_AS in " ".join(str(report).split())


def relu(x: Array) -> tuple[Any, Array]:
    """Return the output, and x, an array, as the cache."""
    return np.maximum(0, x), x


@both_modes
@pytest.mark.parametrize(("slope", "verdict"), [(1.0, "pass"), (1.1, "fail")])
def test_a_cache_that_is_an_array_is_one_if_the_backward_pass_names_it_so(
    slope: float, verdict: str, mode: Any
) -> None:
    report = gradcheck(relu, lambda dout, cache: slope * dout * (cache > 0), X, mode=mode)
    assert report.verdict == verdict
    assert READ_AS in report.read_as


def test_an_array_that_is_not_named_as_a_cache_is_an_output_and_the_failure_names_the_line() -> (
    None
):
    def doubled(x: Any) -> tuple[Any, Any]:
        return x**2, 2 * x

    report = gradcheck(doubled, lambda dout, slope: dout * slope, X)
    assert report.verdict == "fail"
    assert report.reason.endswith(
        "it passes as gradcheck(lambda x: forward(x)[0], "
        "lambda dy, x: backward(dy, forward(x)[1]), x)"
    )


def test_two_outputs_with_a_plain_backward_pass_stay_two_outputs() -> None:
    report = gradcheck(lambda x: (x**2, x.copy()), lambda dys, x: dys[0] * 2 * x + dys[1], X)
    assert report
    assert report.read_as == ""


@both_modes
@pytest.mark.parametrize("pair", SEVERAL, ids=lambda pair: pair.name)
def test_an_array_is_a_cache_if_the_backward_pass_cannot_take_the_inputs(
    pair: Plain, mode: Any
) -> None:
    def joined(*inputs: Array) -> Any:
        return pair.forward(*inputs), np.concatenate([one.ravel() for one in inputs])

    def backward(upstream: Array, everything: Array) -> Any:
        parts = np.split(everything, np.cumsum([one.size for one in pair.inputs])[:-1])
        there = zip(parts, pair.inputs, strict=True)
        return pair.backward(upstream, *(part.reshape(one.shape) for part, one in there))

    report = gradcheck(joined, backward, *pair.inputs, mode=mode)
    assert report.verdict == "pass", str(report)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def lstm_step(x: Any, prev_h: Any, prev_c: Any, Wx: Any, Wh: Any, b: Any) -> tuple[Any, ...]:
    """One step of an LSTM: two outputs and a cache."""
    i, f, o, g = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(g)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c)


def lstm_step_backward(dnext_h: Any, dnext_c: Any, cache: Any) -> tuple[Any, ...]:
    """Return the gradients of all six inputs."""
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c = cache
    t = np.tanh(next_c)
    dc = dnext_c + dnext_h * o * (1 - t**2)
    da = np.hstack(
        [
            dc * g * i * (1 - i),
            dc * prev_c * f * (1 - f),
            dnext_h * t * o * (1 - o),
            dc * i * (1 - g**2),
        ]
    )
    return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, prev_h.T @ da, da.sum(axis=0)


LSTM = [numbers(s, k) for k, s in enumerate([(2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,)])]


@both_modes
def test_several_outputs_before_the_cache_have_an_upstream_gradient_each(mode: Any) -> None:
    assert gradcheck(lstm_step, lstm_step_backward, *LSTM, mode=mode)


@both_modes
@pytest.mark.parametrize("k", range(6))
def test_a_wrong_gradient_of_a_step_of_an_lstm_fails(k: int, mode: Any) -> None:
    def wrong(dh: Any, dc: Any, cache: Any) -> list[Any]:
        found = list(lstm_step_backward(dh, dc, cache))
        found[k] = found[k] * 1.01
        return found

    report = gradcheck(lstm_step, wrong, *LSTM, mode=mode)
    assert [one.verdict == "fail" for one in report.inputs] == [j == k for j in range(6)]


def batchnorm_forward(x: Any, gamma: Any, beta: Any, bn_param: Any) -> tuple[Any, Any]:
    """Normalise, as CS231n does: the running mean is kept in the dict of options."""
    mean = x.mean(axis=0)
    running = bn_param.get("running_mean", np.zeros(x.shape[1]))
    bn_param["running_mean"] = 0.9 * running + 0.1 * mean
    spread = np.sqrt(((x - mean) ** 2).mean(axis=0) + bn_param.get("eps", 1e-5))
    h = (x - mean) / spread
    assert bn_param["mode"] == "train"
    return gamma * h + beta, (h, gamma, spread)


def batchnorm_backward(dout: Any, cache: Any) -> tuple[Any, ...]:
    h, gamma, spread = cache
    dbeta, dgamma = dout.sum(axis=0), (dout * h).sum(axis=0)
    return gamma / spread / len(h) * (len(h) * dout - dbeta - h * dgamma), dgamma, dbeta


@both_modes
@pytest.mark.parametrize("options", [{"mode": "train"}, {"mode": "train", "eps": 1e-3, "n": 2}])
def test_a_dict_of_options_is_held_constant_and_not_changed(options: Any, mode: Any) -> None:
    given = dict(options)
    inputs = numbers((5, 3)), numbers((3,), 1), numbers((3,), 2)
    report = gradcheck(batchnorm_forward, batchnorm_backward, *inputs, given, mode=mode)
    assert report.verdict == "pass", str(report)
    assert [one.name for one in report.inputs] == ["x", "gamma", "beta"]
    assert given == options


@both_modes
def test_integers_among_the_options_still_count_and_index(mode: Any) -> None:
    def pooled(x: Any, pool_param: Any) -> tuple[Any, Any]:
        n = pool_param["size"]
        assert type(n) is int
        return x.reshape(-1, n).sum(axis=1), (x, pool_param)

    def backward(dout: Any, cache: Any) -> Any:
        x, pool_param = cache
        return np.repeat(dout, pool_param["size"]).reshape(x.shape)

    assert gradcheck(pooled, backward, numbers((4, 6)), {"size": 3}, mode=mode)


@both_modes
def test_the_cache_may_come_first_in_the_backward_pass(mode: Any) -> None:
    report = gradcheck(relu, lambda cache, dout: dout * (cache > 0), X, mode=mode)
    assert report.verdict == "pass", str(report)


def test_a_cache_that_the_backward_pass_does_not_take_is_named() -> None:
    with pytest.raises(
        InputError,
        match=r"the last of 2 is tuple\. A cache is read as such in the convention forward -> "
        r"\(out, cache\), backward\(dout, cache\); else leave it out: "
        r"gradcheck\(lambda x, W, b: forward\(x, W, b\)\[0\], backward, x, W, b\)",
    ):
        gradcheck(
            lambda x, W, b: (x @ W + b, (x, W)),
            lambda dy, x, W, b: (dy @ W.T, x.T @ dy, dy.sum(axis=0)),
            X,
            W,
            B,
        )
