"""The explorer of training: its traits, and what its JavaScript computes."""

from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

from nnderiv import gradcheck
from nnderiv.datasets import spirals
from nnderiv.explorers.training import INITS, MISTAKES, PER_CLASS, TrainingExplorer
from tests.explorers.conftest import InNode
from tests.explorers.training_reference import (
    ACTIVATIONS,
    PLANTED,
    batch,
    first_layers,
    layers_of,
    loss_and_gradients,
    losses_of,
)

START: dict[str, Any] = {
    "activation": "tanh",
    "classes": 2,
    "init": "right",
    "mistake": "none",
    "rate": 0.3,
}
POINTS = TrainingExplorer()._points
STEPS = 60
# The layers at first, as lists; and after so many steps the loss after each and what is found.
TRAIN = """({ batchOf, startRun, stepRun, accuracyNow }, points, state, steps) => {
  const run = startRun(batchOf(points[state.classes], state.classes), state);
  const lists = ({ m, n, W, b }) => ({ m, n, W: [...W], b: [...b] });
  const first = run.layers.map(lists);
  const gradients = run.now.gradients.map(({ W, b }) => ({ W: [...W], b: [...b] }));
  for (let i = 0; i < steps; i += 1) stepRun(run, state);
  const last = run.layers.map(lists);
  return { first, gradients, losses: run.losses, last, right: accuracyNow(run) };
}"""
CHECK = """({ batchOf, startRun, stepRun, checkParameter, tellCheck, PARAMETERS, isWrong },
    points, state, steps) => {
  const run = startRun(batchOf(points[state.classes], state.classes), state);
  for (let i = 0; i < steps; i += 1) stepRun(run, state);
  const found = PARAMETERS.map((one) => checkParameter(run.layers, run.data, state, one));
  return { told: tellCheck(found), wrong: found.map(isWrong), found,
    layers: run.layers.map(({ m, n, W, b }) => ({ m, n, W: [...W], b: [...b] })) };
}"""


def test_a_new_explorer_has_two_spirals_and_no_mistake() -> None:
    explorer = TrainingExplorer()
    assert {name: getattr(explorer, name) for name in START} == START
    assert repr(explorer) == (
        "TrainingExplorer(activation='tanh', classes=2, init='right', mistake='none', rate=0.3)"
    )


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("activation", "softplus", r"activation must be 'tanh', 'sigmoid' or 'relu'; got .*Choose"),
        ("init", 1.0, r"init must be 'zero', 'small', 'right' or 'large'; got 1.0. Choose"),
        ("mistake", "", r"mistake must be 'none', .* or 'no-mean'; got ''. Choose"),
        ("classes", 4, r"classes must be a whole number from 2 to 3; got 4. Pass"),
        ("rate", 0.0, r"rate must be a number from 0.1 to 5; got 0.0. Pass"),
        ("rate", float("nan"), r"rate must be a number from 0.1 to 5; got nan. Pass"),
    ],
)
def test_a_setting_that_does_not_exist_is_refused(name: str, value: object, rule: str) -> None:
    with pytest.raises(TraitError, match=rule):
        TrainingExplorer(**{name: value})


def test_a_link_may_set_what_the_reader_may_and_not_the_points() -> None:
    assert set(TrainingExplorer()._settings) == set(START)


@pytest.mark.parametrize("classes", [2, 3])
def test_the_points_are_the_spirals_of_the_chapter_to_two_decimals(classes: int) -> None:
    x, t = spirals(per_class=PER_CLASS, classes=classes)
    points, classes_of_points = batch(classes)
    np.testing.assert_allclose(points, x, rtol=0, atol=0.005 + 1e-12)
    np.testing.assert_array_equal(classes_of_points, t)


def test_the_page_has_the_batch_as_a_list_of_rows(in_node: InNode) -> None:
    script = """({ batchOf }, points) => [[...batchOf(points, 3).x], batchOf(points, 3).t]"""
    x, t = in_node(TrainingExplorer, script, POINTS["3"])
    points, classes = batch(3)
    np.testing.assert_array_equal(np.reshape(x, (-1, 2)), points)
    np.testing.assert_array_equal(t, classes)


def test_the_page_has_the_choices_of_the_traits(in_node: InNode) -> None:
    script = "({ MISTAKES, SCALES }) => [Object.keys(MISTAKES), Object.keys(SCALES)]"
    assert in_node(TrainingExplorer, script) == [list(MISTAKES), list(INITS)]
    assert list(PLANTED) == list(MISTAKES)


@pytest.mark.parametrize(
    ("init", "scale"), [("zero", 0.0), ("small", 0.01), ("right", None), ("large", None)]
)
def test_the_first_weights_have_the_size_that_is_named(
    init: str, scale: float | None, in_node: InNode
) -> None:
    first = in_node(TrainingExplorer, TRAIN, POINTS, START | {"init": init}, 0)["first"]
    layers = layers_of(first)
    assert [W.shape for W, _ in layers] == [(2, 8), (8, 8), (8, 2)]
    for W, b in layers:
        factor = 10 if init == "large" else 1
        deviation = factor / np.sqrt(len(W)) if scale is None else scale
        assert np.abs(W).max() <= np.sqrt(3) * deviation
        assert W.std() == pytest.approx(deviation, rel=0.35)  # of as few as 16
        assert not b.any()


@pytest.mark.parametrize("classes", [2, 3])
def test_the_first_weights_are_drawn_as_in_the_reference(classes: int, in_node: InNode) -> None:
    found = in_node(TrainingExplorer, TRAIN, POINTS, START | {"classes": classes}, 0)["first"]
    for (W, _), (drawn, _) in zip(layers_of(found), first_layers(classes), strict=True):
        np.testing.assert_allclose(W, drawn, rtol=1e-15)


def test_other_scales_have_the_same_draws(in_node: InNode) -> None:
    right, large = (
        layers_of(in_node(TrainingExplorer, TRAIN, POINTS, START | {"init": init}, 0)["first"])
        for init in ("right", "large")
    )
    for (W, _), (wide, _) in zip(right, large, strict=True):
        np.testing.assert_allclose(wide, 10 * W, rtol=1e-14)


@pytest.mark.parametrize(
    ("activation", "classes", "mistake"), list(product(ACTIVATIONS, [2, 3], MISTAKES))
)
def test_the_page_computes_the_gradients_of_nnderiv_and_the_planted_ones(
    activation: str, classes: int, mistake: str, in_node: InNode
) -> None:
    state = START | {"activation": activation, "classes": classes, "mistake": mistake}
    found = in_node(TrainingExplorer, TRAIN, POINTS, state, 0)
    loss, gradients = loss_and_gradients(
        layers_of(found["first"]), *batch(classes), activation, **PLANTED[mistake]
    )
    assert found["losses"] == [pytest.approx(loss, rel=1e-13)]
    for one, (dW, db) in zip(found["gradients"], gradients, strict=True):
        np.testing.assert_allclose(np.reshape(one["W"], dW.shape), dW, rtol=0, atol=1e-13)
        np.testing.assert_allclose(one["b"], db, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("activation", "classes", "mistake"), list(product(ACTIVATIONS, [2, 3], MISTAKES))
)
def test_the_losses_of_many_steps_are_those_of_nnderiv(
    activation: str, classes: int, mistake: str, in_node: InNode
) -> None:
    state = START | {"activation": activation, "classes": classes, "mistake": mistake}
    if mistake == "no-mean":  # with the rate of a mean it leaps about, and round-off with it
        state["rate"] = 0.003
    found = in_node(TrainingExplorer, TRAIN, POINTS, state, STEPS)
    expected = losses_of(state, layers_of(found["first"]), STEPS)
    np.testing.assert_allclose(found["losses"], expected, rtol=0, atol=1e-9)
    assert expected[-1] != pytest.approx(expected[0], rel=0.01)


@pytest.mark.parametrize("init", ["small", "large", "zero"])
def test_the_losses_from_other_first_weights_are_those_of_nnderiv(
    init: str, in_node: InNode
) -> None:
    state = START | {"init": init}
    found = in_node(TrainingExplorer, TRAIN, POINTS, state, STEPS)
    expected = losses_of(state, layers_of(found["first"]), STEPS)
    np.testing.assert_allclose(found["losses"], expected, rtol=0, atol=1e-9)


def test_the_share_that_is_classified_right_is_that_of_the_network(in_node: InNode) -> None:
    found = in_node(TrainingExplorer, TRAIN, POINTS, START, 400)
    x, t = batch(2)
    (W, b), (W2, b2), (W3, b3) = layers_of(found["last"])
    logits = np.tanh(np.tanh(x @ W + b) @ W2 + b2) @ W3 + b3
    assert found["right"] == (logits.argmax(axis=1) == t).mean()
    assert found["right"] > 0.9


@pytest.mark.parametrize("steps", [0, 100])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_check_of_the_page_and_gradcheck_find_the_same_gradients_wrong(
    mistake: str, steps: int, in_node: InNode
) -> None:
    answer = in_node(TrainingExplorer, CHECK, POINTS, START | {"mistake": mistake}, steps)
    x, t = batch(2)
    both = partial(loss_and_gradients, x=x, t=t, activation="tanh", **PLANTED[mistake])
    report = gradcheck(both, both, layers_of(answer["layers"]))
    wrong = [one.verdict == "fail" for one in report.inputs]
    assert answer["wrong"] == wrong
    assert any(wrong) == (mistake != "none")
    assert answer["told"]["verdict"] == ("wrong" if any(wrong) else "right")


def test_the_largest_difference_of_a_wrong_gradient_is_what_is_wrong_of_it(
    in_node: InNode,
) -> None:
    state = START | {"mistake": "one-db"}
    answer = in_node(TrainingExplorer, CHECK, POINTS, state, 0)
    layers = layers_of(answer["layers"])
    _, right = loss_and_gradients(layers, *batch(2), "tanh")
    _, wrong = loss_and_gradients(layers, *batch(2), "tanh", **PLANTED["one-db"])
    pairs = zip(right, wrong, strict=True)
    expected = [
        np.abs(a - b).max() for one, other in pairs for a, b in zip(one, other, strict=True)
    ]
    found = [one["difference"] for one in answer["found"]]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-8)


# The bias that follows one example moves from the start.
@pytest.mark.parametrize("mistake", sorted(set(MISTAKES) - {"one-db"}))
def test_where_all_gradients_are_0_the_check_says_that_it_says_nothing(
    mistake: str, in_node: InNode
) -> None:
    state = START | {"init": "zero", "mistake": mistake}
    assert in_node(TrainingExplorer, CHECK, POINTS, state, 3)["told"]["verdict"] == "vacuous"
