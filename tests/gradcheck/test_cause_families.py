"""Mistakes planted by rule: what is named is what was planted, in both modes, or nothing is."""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any

import numpy as np
import pytest

from nnderiv import batch_norm, gradcheck, layer_norm
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.gradcheck.reports.report import sigmoid, softmax

in_both_modes = pytest.mark.parametrize("mode", ["full", "projected"])

X, C = numbers((5, 4), 1), numbers((5, 4), 2)
W, V = numbers((4, 6), 3), numbers((6, 3), 4)
LARGE = numbers((40, 30), 5)  # more entries than a failed check in projected mode steps


def causes(
    forward: Callable[..., Any], backward: Callable[..., Any], *inputs: Any, mode: Mode
) -> dict[str, str]:
    """Return the causes of the gradients that fail, by the names of their inputs."""
    report = gradcheck(forward, backward, *inputs, mode=mode)
    assert report.verdict == "fail"
    return {one.name: one.cause for one in report.inputs if one.verdict == "fail"}


@in_both_modes
@pytest.mark.parametrize("ignored", [0, 1, 2])
def test_it_names_the_output_whose_gradient_is_ignored(mode: Mode, ignored: int) -> None:
    def backward(dy: tuple[Array, ...], x: Array, c: Array) -> Any:
        d = [0 * one if j == ignored else one for j, one in enumerate(dy)]
        return d[0] * np.cos(x) + d[1] * c + d[2] * 2 * x, d[1] * x

    found = causes(lambda x, c: (np.sin(x), x * c, x**2), backward, X, C, mode=mode)
    assert found["x"].startswith(f"the gradient of output {ignored} ignored")


@in_both_modes
@pytest.mark.parametrize("only", [0, 1, 2])
def test_it_names_the_output_whose_gradient_alone_counts(mode: Mode, only: int) -> None:
    def backward(dy: tuple[Array, ...], x: Array) -> Any:
        return (dy[0] * np.cos(x), dy[1] * np.exp(x), dy[2] * 2 * x)[only]

    found = causes(lambda x: (np.sin(x), np.exp(x), x**2), backward, X, mode=mode)
    assert found["x"].startswith(f"all outputs ignored but output {only}")


@in_both_modes
@pytest.mark.parametrize("n", [2, 3])
def test_it_names_a_backward_pass_that_takes_dy_last(mode: Mode, n: int) -> None:
    square = [numbers((3, 3), seed) for seed in range(n)]

    def forward(*factors: Array) -> Array:
        return np.linalg.multi_dot(factors) if n > 2 else factors[0] @ factors[1]

    def backward(*arguments: Array) -> tuple[Array, ...]:
        *factors, dy = arguments
        before = [np.eye(3), factors[0], factors[0] @ factors[1]]
        after = [np.linalg.multi_dot([*factors[k + 1 :], np.eye(3), np.eye(3)]) for k in range(n)]
        return tuple(before[k].T @ dy @ after[k].T for k in range(n))

    found = causes(forward, backward, *square, mode=mode)
    assert {cause.split(":")[0] for cause in found.values()} == {"dy in the last place"}


@in_both_modes
def test_a_gradient_that_alone_is_right_with_dy_last_is_no_case_of_it(mode: Mode) -> None:
    found = causes(lambda x, z: x * z, lambda dy, x, z: (dy * x, dy * z), X, C, mode=mode)
    assert {cause.split(":")[0] for cause in found.values()} == {"gradients in the wrong order"}


@in_both_modes
@pytest.mark.parametrize("eps", [1e-3, 1e-5, 1e-8])
@pytest.mark.parametrize("real_only", [False, True])
def test_it_names_the_eps_that_is_forgotten(mode: Mode, eps: float, real_only: bool) -> None:
    def norm(x: Array) -> Any:
        v = np.var(x, axis=1) if real_only else ((x - x.mean(axis=1)[:, None]) ** 2).mean(axis=1)
        return (x - x.mean(axis=1)[:, None]) / np.sqrt(v + eps)[:, None]

    def backward(dy: Array, x: Array) -> Any:
        s = x.std(axis=1)[:, None]
        h = (x - x.mean(axis=1)[:, None]) / s
        return (dy - dy.mean(axis=1)[:, None] - h * (dy * h).mean(axis=1)[:, None]) / s

    x = numbers((3, 8), 6) * (1e-2 if eps == 1e-8 else 1)
    assert causes(norm, backward, x, mode=mode)["x"].startswith(
        "eps forgotten: it is right without the"
    )
    assert f"{eps:g}" in causes(norm, backward, x, mode=mode)["x"]


@in_both_modes
@pytest.mark.parametrize("x", [X, LARGE], ids=["small", "large"])
@pytest.mark.parametrize(
    ("share", "named"),
    [
        (0.0, "one path forgotten: it is right without what x gives to"),
        (0.5, "one path at half its size"),
        (2.0, "one path counted twice"),
        (-1.0, "one path with the wrong sign"),
    ],
)
def test_it_names_what_is_wrong_with_one_path_of_several(
    mode: Mode, x: Array, share: float, named: str
) -> None:
    found = causes(
        lambda x: np.sin(x) + np.exp(x) + x**2,
        lambda dy, x: dy * (np.cos(x) + share * np.exp(x) + 2 * x),
        x,
        mode=mode,
    )
    assert found["x"].startswith(named)
    assert "exp, operation 2 of the forward pass" in found["x"]


@in_both_modes
@pytest.mark.parametrize("x", [X, LARGE], ids=["small", "large"])
def test_it_names_statistics_that_are_taken_for_constants(mode: Mode, x: Array) -> None:
    def norm(x: Array) -> Any:
        m = x.mean(axis=0)
        return (x - m) / np.sqrt(((x - m) ** 2).mean(axis=0) + 1e-5)

    found = causes(norm, lambda dy, x: dy / np.sqrt(x.var(axis=0) + 1e-5), x, mode=mode)
    assert found["x"].startswith("all paths forgotten but one")


@in_both_modes
@pytest.mark.parametrize(
    ("norm", "x", "axes", "named"),
    [
        (layer_norm, X, 1, "along axis 1"),
        (batch_norm, X, 0, "along axis 0"),
        (batch_norm, numbers((2, 3, 3, 4), 6), (0, 1, 2), "along axes 0 and 1 and 2"),
    ],
)
def test_it_names_the_path_through_a_mean_in_a_forward_pass_that_it_cannot_take_apart(
    mode: Mode, norm: Callable[..., Array], x: Array, axes: Any, named: str
) -> None:
    def backward(dy: Array, x: Array, gamma: Array, beta: Array) -> Any:
        r = 1 / np.sqrt(x.var(axes, keepdims=True) + 1e-5)
        h, dh = r * (x - x.mean(axes, keepdims=True)), dy * gamma
        dx = r * (dh - h * (dh * h).mean(axes, keepdims=True))
        batch = tuple(range(x.ndim - 1))
        return dx, (dy * h).sum(batch), dy.sum(batch)

    found = causes(norm, backward, x, C[0], C[1], mode=mode)
    why = "a mean left in: it is right less its own mean"
    assert found == {"x": f"{why} {named}"}


@in_both_modes
@pytest.mark.parametrize(
    ("slope", "named"),
    [
        (lambda a, z: 1, "a derivative forgotten"),
        (lambda a, z: (a * (1 - a)) ** 2, "a derivative multiplied in twice"),
        (lambda a, z: z * (1 - z), "a derivative in the output that is given the input"),
        (
            lambda a, z: sigmoid(a) * (1 - sigmoid(a)),
            "a derivative in the input that is given the output",
        ),
    ],
)
def test_it_names_a_wrong_derivative_between_two_layers(
    mode: Mode, slope: Callable[..., Any], named: str
) -> None:
    def backward(dy: Array, x: Array, W: Array, V: Array) -> Any:
        a = sigmoid(x @ W)
        da = dy @ V.T * slope(a, x @ W)
        return da @ W.T, x.T @ da, a.T @ dy

    found = causes(lambda x, W, V: sigmoid(x @ W) @ V, backward, X, W, V, mode=mode)
    assert sorted(found) == ["W", "x"]
    assert all(cause.startswith(named) for cause in found.values())


@in_both_modes
def test_it_names_a_transpose_that_misses_on_what_was_computed(mode: Mode) -> None:
    def attention(q: Array, v: Array) -> Array:
        return softmax(q @ q.T) @ v

    q, v = numbers((4, 4), 7), numbers((4, 4), 8)
    found = causes(lambda v: attention(q, v), lambda dy, v: softmax(q @ q.T) @ dy, v, mode=mode)
    assert found["v"].startswith("a transpose missing, or one too many, on what is multiplied")


@in_both_modes
@pytest.mark.parametrize("x", [X, LARGE], ids=["small", "large"])
@pytest.mark.parametrize(("axis", "called"), [(0, "rows"), (1, "columns")])
def test_it_names_how_many_rows_or_columns_are_wrong_and_which(
    mode: Mode, x: Array, axis: int, called: str
) -> None:
    wrong = np.isin(np.arange(x.shape[axis]), (1, 3))
    mask = wrong[:, None] if axis == 0 else wrong
    scale = 1 + mask * numbers(x.shape, 9)
    found = causes(np.sin, lambda dy, x: dy * np.cos(x) * scale, x, mode=mode)
    assert found["x"] == f"{called} that are wrong: 2 of {x.shape[axis]} (1, 3), and no others"


@in_both_modes
def test_it_names_terms_that_are_written_over_each_other(mode: Mode) -> None:
    index = np.array([0, 2, 2, 1, 0])

    def backward(dy: Array, x: Array) -> Any:
        dx = np.zeros_like(x)
        dx[index] = dy
        return dx

    found = causes(lambda x: x[index], backward, X[:, :3], mode=mode)
    assert found["x"] == (
        "terms written over each other and not added up: only the last counts, at 6 of 15 entries"
    )


@in_both_modes
@pytest.mark.parametrize("k", [2, 3, 4, 6])
@pytest.mark.parametrize("shape", [(3, 1), (3, 3), (5, 2), (40, 20)])
def test_it_names_repeats_that_are_lost_wherever_they_stand(
    mode: Mode, shape: tuple[int, int], k: int
) -> None:
    rng = np.random.default_rng(k)
    drawn = [rng.permutation([0, 0, *range(1, k - 1)]) % shape[0] for _ in range(3)]
    for index in [np.zeros(k, int), *drawn]:
        for order, which in ((1, "last"), (-1, "first")):
            backward = partial(_written, index[::order], order)
            found = causes(itemgetter(index), backward, numbers(shape, 1), mode=mode)
            said = f"terms written over each other and not added up: only the {which} counts"
            assert [cause.startswith(said) for cause in found.values()] == [True], index


def _written(index: Array, order: int, dy: Array, E: Array) -> Any:
    """Write one row after the other, in the order of dy or from its end."""
    dE = np.zeros_like(E)
    dE[index] += dy[::order]
    return dE


@in_both_modes
@pytest.mark.parametrize("k", [2, 3, 5])
def test_a_sum_over_the_batch_that_is_forgotten_is_not_called_a_lost_repeat(
    mode: Mode, k: int
) -> None:
    x, b = numbers((k, 4), 6), numbers((4,), 7)
    found = causes(lambda x, b: x + b, lambda dy, x, b: (dy, dy[-1]), x, b, mode=mode)
    assert found["b"].startswith("a sum over the batch")


@in_both_modes
def test_an_example_left_out_is_not_called_a_lost_repeat_where_it_takes_a_row_of_its_own(
    mode: Mode,
) -> None:
    index = np.array([2, 0, 1, 0])

    def backward(dy: Array, E: Array) -> Any:
        dE = np.zeros_like(E)
        np.add.at(dE, index[1:], dy[1:])
        return dE

    found = causes(lambda E: E[index], backward, X, mode=mode)
    assert found["E"] == "a sum over the batch that leaves out the first example"


@in_both_modes
def test_terms_of_a_product_are_not_called_lost_repeats(mode: Mode) -> None:
    found = causes(
        lambda x, W: x @ W, lambda dy, x, W: (dy @ W.T, x[1:].T @ dy[1:]), X[:2], W, mode=mode
    )
    assert found["W"].startswith("a sum over the batch")


@in_both_modes
@pytest.mark.parametrize("kept", [lambda x: np.abs(x) < 0.7, lambda x: x > -0.5])
def test_it_names_a_mask_that_is_missing(mode: Mode, kept: Callable[[Array], Array]) -> None:
    found = causes(
        lambda x: np.where(kept(x.real), x**2, 0), lambda dy, x: dy * 2 * x, X, mode=mode
    )
    assert found["x"].startswith("a mask missing")


@in_both_modes
def test_it_names_the_number_beyond_which_a_case_is_forgotten(mode: Mode) -> None:
    found = causes(
        lambda x: np.where(np.abs(x.real) < 1, x**2 / 2, np.sign(x.real) * x - 0.5),
        lambda dy, x: dy * np.where(np.abs(x) < 1, x, 1.3 * np.sign(x)),
        numbers((6, 6), 10),
        mode=mode,
    )
    assert found["x"].startswith("a case forgotten: it is wrong only where |x| is 1.0")


@in_both_modes
def test_it_calls_no_case_forgotten_where_a_function_is_saturated(mode: Mode) -> None:
    x = np.r_[numbers((8,), 11).clip(-2, -0.1), 6.0, 7.0, 8.0]
    found = causes(np.tanh, lambda dy, x: dy * (1 - np.tanh(x) ** 2) * (x < 5), x, mode=mode)
    assert "case" not in found["x"]


@in_both_modes
def test_it_names_the_diagonal_of_a_jacobian(mode: Mode) -> None:
    found = causes(softmax, lambda dy, x: dy * softmax(x) * (1 - softmax(x)), X, mode=mode)
    assert found["x"].startswith("the diagonal of the Jacobian alone")


@in_both_modes
@pytest.mark.parametrize("n", [6, 9])
def test_it_names_a_mean_over_the_wrong_count(mode: Mode, n: int) -> None:
    found = causes(
        lambda x: ((x - x.mean()) ** 2).sum() / (len(x) - 1),
        lambda dy, x: dy * 2 * (x - x.mean()) / len(x),
        numbers((n,), 12),
        mode=mode,
    )
    assert found["x"].startswith(f"a factor of {n - 1}/{n}, with {n} the length of an axis")


@in_both_modes
def test_a_factor_that_happens_to_be_a_ratio_of_counts_is_no_wrong_count(mode: Mode) -> None:
    x = numbers((6,), 13)
    found = causes(np.sin, lambda dy, x: 5 / 6 * dy * np.cos(x), x, mode=mode)
    assert found["x"] == "a constant factor of 0.833333"


@in_both_modes
@pytest.mark.parametrize("off", [1e-7, 1e-8, -1e-8])
def test_it_names_no_factor_of_1(mode: Mode, off: float) -> None:
    found = causes(np.sin, lambda dy, x: (1 + off) * dy * np.cos(x), X, mode=mode)
    assert found["x"] in (f"a constant factor of {1 + off:.12g}", "")


@in_both_modes
@pytest.mark.parametrize("factor", [1.2, 2.0, -0.9])
def test_a_factor_at_kinks_is_told_against_the_nearer_side(mode: Mode, factor: float) -> None:
    def leaky(x: Array) -> Array:
        return np.maximum(x, 0.3 * x)

    found = causes(leaky, lambda dy, x: dy * factor, np.zeros((4, 5)), mode=mode)
    nearer = factor if factor > 0 else factor / 0.3
    assert found["x"].startswith(("a factor of", "a constant factor of"))
    assert f"factor of {nearer:g}, against the nearer of the slopes" in found["x"]


@in_both_modes
@pytest.mark.parametrize("seed", range(4))
def test_it_says_nothing_of_a_gradient_of_random_numbers(mode: Mode, seed: int) -> None:
    noise = numbers((5, 4), 20 + seed)
    found = causes(lambda x: np.sin(x) + x * x.mean(axis=0), lambda dy, x: dy * noise, X, mode=mode)
    assert found["x"] == ""


def steps_alone(dy: Array, x: Array, h0: Array, W: Array) -> tuple[Array, Array]:
    """The gradients of x and h0 in `through_time`, without what comes back by the next step."""
    h = through_time(x, h0, W)
    dz = dy * (1 - h**2)
    return dz, dz[0] @ W.T


def through_time(x: Array, h0: Array, W: Array) -> Array:
    """A recurrent layer whose input needs no weights."""
    h = [h0]
    for step in x:
        h.append(np.tanh(step + h[-1] @ W))
    return np.stack(h[1:])


@in_both_modes
@pytest.mark.parametrize("steps", [2, 5])
def test_it_names_the_way_back_through_time_that_is_left_out(mode: Mode, steps: int) -> None:
    x, h0, square = numbers((steps, 3, 4), 6), numbers((3, 4), 7), numbers((4, 4), 8)
    found = causes(
        lambda x, h0: through_time(x, h0, square),
        lambda dy, x, h0: steps_alone(dy, x, h0, square),
        x,
        h0,
        mode=mode,
    )
    assert found["x"].startswith("the way back through time left out: each step has")
    assert found["h0"].startswith(
        "the way back through time left out: only the output of the first"
    )


@in_both_modes
def test_what_counts_of_a_gradient_through_time_is_a_step_and_no_example(mode: Mode) -> None:
    x, b = numbers((5, 3, 4), 6), numbers((4,), 7)
    found = causes(
        lambda x, b: np.cumsum(x, axis=0) + b,
        lambda dy, x, b: (np.cumsum(dy[::-1], axis=0)[::-1], dy[-1].sum(axis=0)),
        x,
        b,
        mode=mode,
    )
    assert found["b"] == "a sum over the steps forgotten: only the last step counts"


def test_rows_that_all_move_with_a_square_weight_are_examples_and_no_steps() -> None:
    x, square = numbers((4, 4), 6), numbers((4, 4), 7)
    found = causes(
        lambda x, W: x @ W,
        lambda dy, x, W: (dy @ W.T, np.outer(x[0], dy[0])),
        x,
        square,
        mode="full",
    )
    assert found["W"] == "a sum over the batch forgotten: only the first example counts"
