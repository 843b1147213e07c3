"""The pictures of the explorers of the first chapters."""

import numpy as np

from nnderiv.datasets import spirals
from nnderiv.explorers.pictures.picture import ALIVE, Picture
from nnderiv.extras import extra
from nnderiv.figures import row_times_column
from nnderiv.gradcheck.differences import central_difference, complex_step, one_sided_difference
from nnderiv.modules.activations.elu import elu
from nnderiv.modules.activations.gelu import gelu
from nnderiv.modules.activations.leaky_relu import leaky_relu
from nnderiv.modules.activations.relu import relu
from nnderiv.modules.activations.sigmoid import sigmoid
from nnderiv.modules.softmax import softmax

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure


def _activation() -> Figure:
    figure, (one, others) = plt.subplots(2, 1, figsize=(4.6, 5.0), sharex=True)
    x = np.linspace(-6, 6, 241)
    slope = sigmoid(1.0) * (1 - sigmoid(1.0))
    one.plot(x, sigmoid(x))
    one.plot(x, sigmoid(1.0) + slope * (x - 1), linestyle="--")
    one.plot(1, sigmoid(1.0), "o", color="C0")
    one.set(title="sigmoid, and its tangent at x = 1", ylim=(-0.2, 1.2))
    left = x[x <= 2]
    for name, y, style in (
        ("ReLU", relu(left), "-"),
        ("leaky ReLU, slope 0.1", leaky_relu(left, alpha=0.1), "--"),
        ("ELU", elu(left), "-."),
        ("GELU", gelu(left), ":"),
    ):
        others.plot(left, y, style, label=name)
    others.set(xlabel="x", title="four others, which differ left of 0")
    others.legend()
    return figure


def _backpropagation() -> Figure:
    figure, ax = plt.subplots(figsize=(6.8, 1.8))
    names = ["x", "a = w₁x + b₁", "z = σ(a)", "y = w₂z + b₂", "L = ½(y − t)²"]
    for i, name in enumerate(names):
        ax.text(i, 0, name, ha="center", va="center", bbox={"boxstyle": "round", "fc": "white"})
        if i:
            ax.annotate("", (i - 0.42, 0.3), (i - 0.58, 0.3), arrowprops={"arrowstyle": "->"})
            ax.annotate("", (i - 0.58, -0.3), (i - 0.42, -0.3), arrowprops={"arrowstyle": "->"})
    ax.text(2, 0.75, "forward: values", ha="center")
    ax.text(2, -0.75, "backward: gradients", ha="center", va="top")
    ax.set(xlim=(-0.6, 4.6), ylim=(-1.2, 1.2))
    ax.axis("off")
    return figure


def _graph() -> Figure:
    figure, ax = plt.subplots(figsize=(6.8, 2.6))
    places = {
        "a = 2": (0, 2),
        "b = −1": (0, 1),
        "c = 3": (0, 0),
        "s = 1": (1.6, 1.5),
        "L = 3": (3.2, 1),
    }
    for name, (x, y) in places.items():
        ax.text(x, y, name, ha="center", va="center", bbox={"boxstyle": "round", "fc": "white"})
    edges = {("a = 2", "s = 1"): "1", ("b = −1", "s = 1"): "1", ("s = 1", "L = 3"): "3"}
    for (start, end), slope in {**edges, ("c = 3", "L = 3"): "1"}.items():
        (x1, y1), (x2, y2) = places[start], places[end]
        ax.annotate(
            "", (x2, y2), (x1, y1), arrowprops={"arrowstyle": "->", "shrinkA": 26, "shrinkB": 26}
        )
        box = {"fc": "white", "ec": "none", "pad": 1}
        ax.text((x1 + x2) / 2, (y1 + y2) / 2, slope, ha="center", va="center", bbox=box)
    ax.text(4.2, 1, "s = a + b\nL = s · c", va="center")
    ax.set(xlim=(-0.5, 5.2), ylim=(-0.4, 2.4))
    ax.axis("off")
    return figure


def _linear() -> Figure:
    x = np.array([[1.0, 2.0, -1.0], [0.5, -1.0, 3.0]])
    W = np.array([[2.0, 0.5], [-1.0, 1.0], [1.0, -2.0]])
    return row_times_column(x, W, 1, 2, ("x", "W", "xW"))


def _jacobian() -> Figure:
    figure, ax = plt.subplots(figsize=(4.4, 3.2))
    y = softmax(np.array([1.0, 2.0, -1.0]))
    entries = np.diag(y) - np.outer(y, y)
    ax.imshow(entries, cmap="RdBu_r", vmin=-0.5, vmax=0.5)
    for (row, column), entry in np.ndenumerate(entries):
        ax.text(column, row, f"{entry:.3f}".replace("-", "−"), ha="center", va="center")
    ax.set(xticks=range(3), yticks=range(3), title="dy/dx of y = softmax(x), x = (1, 2, −1)")
    ax.set(xticklabels=["x₁", "x₂", "x₃"], yticklabels=["y₁", "y₂", "y₃"])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    return figure


def _softmax() -> Figure:
    figure, ax = plt.subplots()
    h = np.array([2.0, 1.0, -1.0, 0.5])
    places = np.arange(1, 5)
    ax.bar(places - 0.2, h, width=0.4, label="logits h")
    ax.bar(places + 0.2, softmax(h), width=0.4, label="probabilities o")
    ax.set(xlabel="class", xticks=places)
    ax.legend()
    return figure


def _step_size() -> Figure:
    figure, ax = plt.subplots()
    steps = 10.0 ** np.arange(-16, 0.5, 0.5)
    x = np.array(1.0)
    exact = np.exp(1.0)
    for name, estimate in (
        ("one-sided", one_sided_difference),
        ("central", central_difference),
        ("complex step", complex_step),
    ):
        errors = [abs(estimate(np.exp, x, h) / exact - 1) for h in steps]
        ax.loglog(steps, np.maximum(errors, 1e-17), label=name)
    ax.set(xlabel="h", ylabel="relative error", title="derivative of exp at 1")
    ax.legend()
    return figure


def _training() -> Figure:
    figure, ax = plt.subplots(figsize=(4, 4))
    x, t = spirals(per_class=50)
    for c, marker in enumerate("os"):
        ax.plot(*x[t == c].T, marker, markersize=4, label=f"class {c + 1}")
    ax.set(aspect="equal", xlabel="first input", ylabel="second input")
    ax.legend()
    return figure


FOUNDATIONS = {
    "ActivationExplorer": Picture(
        _activation,
        "The sigmoid, a curve that rises from 0 to 1, with a dashed line that touches it at x = 1. "
        "Below it ReLU, leaky ReLU, ELU and GELU: left of 0, ReLU is 0, leaky ReLU a line that "
        "falls slowly to the left, ELU bends towards -1, and GELU dips to -0.17 and returns to 0.",
        f"{ALIVE}move the point along the curve, and see the tangent and the slope.",
    ),
    "BackpropagationExplorer": Picture(
        _backpropagation,
        "Five nodes in a row, x, a, z, y and the loss L. Arrows lead to the right above them and "
        "to the left below them.",
        f"{ALIVE}go through the network node by node, forward and then backward.",
    ),
    "GraphExplorer": Picture(
        _graph,
        "The graph of L = (a + b) · c. Arrows lead from a = 2 and b = −1 to their sum s = 1, with "
        "slope 1 each, and from s and c = 3 to L = 3, with the slopes 3 and 1.",
        f"{ALIVE}nudge an input, and see the change travel forward and the gradient come back.",
    ),
    "JacobianExplorer": Picture(
        _jacobian,
        "The Jacobian of softmax, three rows of three numbers. Those on the diagonal are positive, "
        "all others are negative.",
        f"{ALIVE}point at an entry, and see which numbers it takes, and the gradient with the "
        "Jacobian and without it.",
    ),
    "LinearExplorer": Picture(
        _linear,
        "Three grids of numbers. A row of x and a column of W are marked, and the entry of xW "
        "that they make.",
        f"{ALIVE}point at an entry, and see what it is made of, forward and backward.",
    ),
    "SoftmaxExplorer": Picture(
        _softmax,
        "Four logits and their probabilities as bars. The largest logit, 2, has most of the "
        "probability.",
        f"{ALIVE}drag the logits, and see probabilities, loss and gradient follow.",
    ),
    "StepSizeExplorer": Picture(
        _step_size,
        "The error of three numerical derivatives against the step h. One-sided and central "
        "differences have a best step between too large and too small; complex steps do not.",
        f"{ALIVE}change the step h, and see which digits of the derivative are right.",
    ),
    "TrainingExplorer": Picture(
        _training,
        "The points of two classes, each on a spiral of its own, which wind around each other.",
        f"{ALIVE}let a network learn which point is of which class, plant a mistake in its "
        "gradients, and see what that costs.",
    ),
}
