"""What the explorer of training says and draws of a run."""

from typing import Any

import numpy as np
import pytest

from nnderiv.explorers.training import TrainingExplorer
from tests.explorers.conftest import InNode
from tests.explorers.test_training import CHECK, POINTS, START
from tests.explorers.training_reference import layers_of

TELL = """({ batchOf, startRun, stepRun, tellRun, isOver, isLost }, points, state, steps) => {
  const run = startRun(batchOf(points[state.classes], state.classes), state);
  for (let i = 0; i < steps && !isOver(run); i += 1) stepRun(run, state);
  const losses = run.losses.map(String);
  return { told: tellRun(run), over: isOver(run), lost: isLost(run), losses };
}"""
TELL_CHECK = "({ tellCheck }, found) => tellCheck(found)"
PIXELS = """({ batchOf, startRun, stepRun, pixelsOf }, points, state, steps) => {
  const run = startRun(batchOf(points[state.classes], state.classes), state);
  for (let i = 0; i < steps; i += 1) stepRun(run, state);
  return { pixels: [...pixelsOf(run.layers, state.activation, state.classes)],
    layers: run.layers.map(({ m, n, W, b }) => ({ m, n, W: [...W], b: [...b] })) };
}"""
COLORS = [(0, 114, 178), (213, 94, 0), (0, 158, 115)]


def found(difference: float, size: float, layer: int = 0, name: str = "W") -> dict[str, Any]:
    """Return what a check found of one parameter."""
    return {"l": layer, "name": name, "difference": difference, "size": size}


@pytest.mark.parametrize(("steps", "told"), [(0, "After 0 steps"), (1, "After 1 step ")])
def test_the_loss_and_the_share_that_is_right_are_said(
    steps: int, told: str, in_node: InNode
) -> None:
    answer = in_node(TrainingExplorer, TELL, POINTS, START, steps)
    loss = float(f"{float(answer['losses'][-1]):.3g}")
    assert answer["told"].startswith(told)
    assert f"the loss is {loss} and 6" in answer["told"]
    assert answer["told"].endswith("% of the points are classified right.")


def test_a_run_ends_and_says_so(in_node: InNode) -> None:
    answer = in_node(TrainingExplorer, TELL, POINTS, START, 3000)
    assert len(answer["losses"]) == 2001
    assert answer["over"]
    assert answer["told"].startswith("After 2000 steps the loss is 0.0")
    assert answer["told"].endswith("This is where a run ends.")


def test_a_run_ends_where_the_loss_is_no_finite_number(in_node: InNode) -> None:
    state = START | {"activation": "relu", "rate": 1e200}
    answer = in_node(TrainingExplorer, TELL, POINTS, state, 50)
    assert answer["lost"]
    assert answer["over"]
    assert answer["losses"][-1] in ("NaN", "Infinity")
    assert "the loss is not a finite number: the steps were too large" in answer["told"]


def test_one_wrong_gradient_is_named_and_several_are_listed(in_node: InNode) -> None:
    right = found(1e-11, 0.1, 2)
    one = in_node(TrainingExplorer, TELL_CHECK, [right, found(0.02, 0.1, 1, "b")])
    assert one["text"] == "Wrong: dL/db₂ differs from central differences, by up to 2.0·10⁻²."
    all_three = [found(0.02, 0.1, layer, "b") for layer in range(3)]
    several = in_node(TrainingExplorer, TELL_CHECK, [right, *all_three])
    assert "dL/db₁, dL/db₂ and dL/db₃ differ from" in several["text"]


def test_where_all_gradients_are_wrong_none_is_named(in_node: InNode) -> None:
    answer = in_node(TrainingExplorer, TELL_CHECK, [found(50.0, 50.0, 2), found(40.0, 40.0, 1)])
    assert answer["text"].startswith("Wrong: all gradients differ from central differences")


def test_right_gradients_come_with_the_largest_difference_and_its_place(in_node: InNode) -> None:
    answer = in_node(TrainingExplorer, TELL_CHECK, [found(1e-11, 0.1), found(3e-11, 0.1, 2)])
    assert answer["verdict"] == "right"
    assert answer["text"].endswith("is 3.0·10⁻¹¹, in dL/dW₃.")


def test_a_kink_of_relu_is_no_mistake(in_node: InNode) -> None:
    # the only point lies at 0, and so does what goes into each ReLU
    script = """({ checkParameter, initialLayers, isWrong }) => {
      const [layers, data] = [initialLayers("right", 2), { x: new Float64Array([0, 0]), t: [0] }];
      const settings = { activation: "relu", mistake: "none" };
      const one = checkParameter(layers, data, settings, { l: 0, name: "b" });
      return { wrong: isWrong(one), ...one };
    }"""
    answer = in_node(TrainingExplorer, script)
    assert not answer["wrong"]
    assert answer["size"] > 0.01  # the central differences are half of the slope above the kink


def test_a_relu_whose_units_die_is_checked_as_any_other(in_node: InNode) -> None:
    state = START | {"activation": "relu", "mistake": "no-transpose", "rate": 1.0}
    answer = in_node(TrainingExplorer, CHECK, POINTS, state, 2000)
    assert answer["wrong"] == [True, True, False, False, False, False]


def test_the_axis_of_the_loss_holds_all_losses_between_powers_of_ten(in_node: InNode) -> None:
    script = "({ powersOf }, all) => all.map((losses) => powersOf(losses))"
    losses = [[0.7, 0.02], [0.7, 0.002], [0.7, 390, 80], [1.0], [0.7, 1e-9], [0.7, 1e9]]
    expected = [[-2, 0], [-3, 0], [-2, 3], [-2, 0], [-6, 0], [-2, 4]]
    assert in_node(TrainingExplorer, script, losses) == expected


@pytest.mark.parametrize(("classes", "steps"), [(2, 0), (2, 300), (3, 300)])
def test_each_place_has_the_color_of_the_class_that_the_network_takes_it_for(
    classes: int, steps: int, in_node: InNode
) -> None:
    state = START | {"classes": classes}
    answer = in_node(TrainingExplorer, PIXELS, POINTS, state, steps)
    pixels = np.reshape(answer["pixels"], (56, 56, 4))
    side = 1.15 * (np.arange(56) * 2 + 1 - 56) / 56
    across, up = np.meshgrid(side, -side)
    z = np.stack([across, up], axis=-1)
    *hidden, (W, b) = layers_of(answer["layers"])
    for V, c in hidden:
        z = np.tanh(z @ V + c)
    e = np.exp(z @ W + b)
    o = e / e.sum(axis=-1, keepdims=True)
    np.testing.assert_array_equal(pixels[..., :3], np.array(COLORS)[o.argmax(axis=-1)])
    sure = (o.max(axis=-1) * classes - 1) / (classes - 1)
    np.testing.assert_allclose(pixels[..., 3], 110 * (0.25 + 0.75 * sure), rtol=0, atol=0.51)
