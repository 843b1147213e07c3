"""The figures show what `nnderiv` computes, and their text can be read on a phone."""

from collections.abc import Callable, Iterator
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from nnderiv import (
    conv1d,
    embedding,
    embedding_backward,
    linear,
    linear_backward,
    softmax_backward,
)
from nnderiv.engine import Value
from nnderiv.figures import (
    all_paths,
    attention_paths,
    banded_matrices,
    circuit,
    decision_boundaries,
    errors_by_step,
    forward_and_back,
    gradient_per_layer,
    heads_of_attention,
    jacobian_of_batch,
    jacobian_patterns,
    learning_curve,
    loss_and_gradient,
    loss_curves,
    passes,
    residual_stream,
    row_times_column,
    rows_taken,
    two_forms,
    ways_of_a_state,
)

x = np.array([[1, 2, -1], [0.5, -1, 3]])
W = np.array([[2, 0.5], [-1, 1], [1, -2]])
b = np.array([0.5, -1])
dy = np.array([[1, -2], [0.5, 1]])
E = np.array([[1, 2], [0, -1], [3, 0.5], [-2, 1]])
dy_of_rows = np.array([[2, 1], [1, -2], [-1, 3], [3, 5]])
GRID = np.linspace(-1, 1, 3)
STEPS = np.logspace(-16, 0, 17)


def used_twice() -> Figure:
    """A circuit in which a reaches L over two gates."""
    a, b, c = Value(3), Value(-2), Value(1)
    p, m = a * b, a.max(c)
    L = p + m
    return circuit(
        L,
        {
            "b": (b, "$b$", (0, 0)),
            "a": (a, "$a$", (0, 1)),
            "c": (c, "$c$", (0, 2)),
            "p": (p, r"$\times$", (1, 0.5)),
            "m": (m, "max", (1, 1.5)),
            "L": (L, "$+$", (2, 1)),
        },
    )


FIGURES: dict[str, Callable[[], Figure]] = {
    "passes": lambda: passes(
        [("linear layer", ["W", "b"]), ("later layers", [])],
        [("x", "(k, m)"), ("y", "(k, n)"), ("L", "()")],
    ),
    "all_paths": lambda: all_paths([(3, 1), (2, 3)]),
    "attention_paths": attention_paths,
    "circuit": used_twice,
    "banded_matrices": lambda: banded_matrices(3, 6, [1, 2]),
    "row_times_column": lambda: row_times_column(x, W, 1, 2, ("x", "W", "xW")),
    "jacobian_of_batch": lambda: jacobian_of_batch(W, 2),
    "jacobian_patterns": lambda: jacobian_patterns(
        {"tanh": np.eye(6), "softmax": np.ones((6, 6)), "$xW$, for $x$": np.ones((4, 6))}
    ),
    "forward_and_back": lambda: forward_and_back(x, W, b, dy, 1, 2),
    "rows_taken": lambda: rows_taken(E, [3, 1, 4, 1], dy_of_rows, 1),
    "errors_by_step": lambda: errors_by_step(
        STEPS, {"one-sided": STEPS, "central": STEPS**2, "complex step": 0 * STEPS}, {}
    ),
    "decision_boundaries": lambda: decision_boundaries(
        x[:, :2], [0, 1], GRID, {"0 steps": np.eye(3), "100 steps": np.eye(3)}
    ),
    "loss_curves": lambda: loss_curves(
        {"forgotten transpose": np.geomspace(0.8, 0.04, 50), "db of one example": [0.8, 12]}
    ),
    "ways_of_a_state": lambda: ways_of_a_state(2),
    "two_forms": lambda: two_forms(GRID, {"exact form": GRID, "form with tanh": GRID}),
    "learning_curve": lambda: learning_curve(
        np.linspace(3.3, 1.9, 50), {0: 3.3, 50: 2.0}, {"all alike": 3.3, "bigrams": 2.4}
    ),
    "residual_stream": lambda: residual_stream(
        ["embedding"],
        [["layer_norm", "attention"], ["layer_norm", "linear"]],
        ["softmax_cross_entropy"],
        times=2,
    ),
    "heads_of_attention": lambda: heads_of_attention(
        np.array([np.eye(7), np.ones((7, 7)) / 7, np.eye(7)]), ".isabel"
    ),
}
PHONE = 312 / 96  # the width of a figure on a phone, in inches
SMALLEST = 8.5  # points


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    with plt.style.context("nnderiv.book"):
        yield
    plt.close("all")


@pytest.fixture(params=FIGURES)
def figure(request: pytest.FixtureRequest) -> Figure:
    drawn = FIGURES[request.param]()
    drawn.draw_without_rendering()
    return drawn


def texts(figure: Figure) -> list[Text]:
    """All text that is drawn; axes that are turned off have labels that are not."""
    found = [text for legend in figure.legends for text in legend.get_texts()]
    for ax in figure.axes:
        found += [*ax.texts, ax.title]
        if ax.axison:
            for axis in (ax.xaxis, ax.yaxis):
                low, high = sorted(axis.get_view_interval())
                ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
                found += [axis.label, *(tick.label1 for tick in ticks if tick.label1.get_visible())]
    return [text for text in found if text.get_text().strip()]


def numbers(ax: Axes, name: str, count: int) -> list[float]:
    """The numbers of the grid with this name, row by row."""
    written = [text.get_text() for text in ax.texts]
    start = written.index(name) + 1
    return [float(one.replace("−", "-")) for one in written[start : start + count]]


def test_its_text_is_large_enough_when_it_is_scaled_to_the_width_of_a_phone(
    figure: Figure,
) -> None:
    scale = min(1, PHONE / figure.get_figwidth())
    sizes = [float(text.get_fontsize()) * scale for text in texts(figure)]
    assert sizes
    assert min(sizes) >= SMALLEST


def test_no_text_lies_on_another_or_leaves_the_figure(figure: Figure) -> None:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    for (one, box), (other, its_box) in combinations(boxes, 2):
        assert not box.overlaps(its_box), (one, other)
    for text, box in boxes:
        inside = figure.bbox.padded(2)
        assert inside.contains(box.x0, box.y0), text
        assert inside.contains(box.x1, box.y1), text


@pytest.mark.parametrize(("row", "column"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_a_product_stands_where_its_row_and_its_column_cross(row: int, column: int) -> None:
    (ax,) = row_times_column(x, W, row, column, ("x", "W", "xW")).axes
    assert numbers(ax, "xW", 4) == (x @ W).ravel().tolist()
    assert f"= {(x @ W)[row - 1, column - 1]:g}".replace("-", "−") in ax.texts[-1].get_text()


@pytest.mark.parametrize(("size", "length", "stride"), [(3, 6, 1), (3, 6, 2), (2, 5, 3)])
def test_a_banded_matrix_times_an_input_is_a_convolution(
    size: int, length: int, stride: int
) -> None:
    (ax,) = banded_matrices(size, length, [stride]).axes
    weights = np.random.default_rng(0).normal(size=size)
    names = {f"$w_{i}$": weight for i, weight in enumerate(weights)} | {"0": 0.0}
    entries = [names[t] for text in ax.texts if (t := text.get_text()) in names]
    signal = np.arange(1.0, length + 1)
    y = conv1d(signal[None, None], weights[None, None], [0.0], stride)[0, 0]
    np.testing.assert_allclose(np.reshape(entries, (-1, length)) @ signal, y)


def test_the_layer_is_that_of_nnderiv() -> None:
    forward, _ = forward_and_back(x, W, b, dy, 1, 2).axes
    assert numbers(forward, "= y", 4) == linear(x, W, b).ravel().tolist()


def test_what_the_entries_of_y_add_makes_the_gradients() -> None:
    panels = [
        forward_and_back(x, W, b, dy, row, column).axes[1] for row in (1, 2) for column in (1, 2)
    ]
    for name, gradient in zip(["dx", "dW", "db"], linear_backward(dy, x, W, b), strict=True):
        grid = f"to dL/{name}"
        added = np.sum([numbers(ax, grid, gradient.size) for ax in panels], axis=0)
        assert added.tolist() == gradient.ravel().tolist()


def test_the_jacobian_of_a_mini_batch_has_the_rows_that_the_backward_pass_returns() -> None:
    (ax,) = jacobian_of_batch(W, 2).axes
    upstream = np.eye(4).reshape(4, 2, 2)
    rows = [linear_backward(one, x, W, b)[0].ravel() for one in upstream]
    assert numbers(ax, "", 24) == np.concatenate(rows).tolist()


def test_what_is_filled_in_a_pattern_is_what_is_not_zero() -> None:
    rows = [softmax_backward(one.reshape(x.shape), x)[0].ravel() for one in np.eye(x.size)]
    (ax,) = [ax for ax in jacobian_patterns({"softmax": np.array(rows)}).axes if ax.patches]
    white = [patch.get_facecolor()[:3] == (1.0, 1.0, 1.0) for patch in ax.patches]
    assert white == [entry == 0 for entry in np.ravel(rows)]
    assert ax.texts[-1].get_text() == "18 of 36 are not 0"


def test_the_rows_that_are_taken_and_what_adds_up_are_those_of_nnderiv() -> None:
    indices = [3, 1, 4, 1]
    taken = np.array(indices) - 1
    forward, backward = rows_taken(E, indices, dy_of_rows, 1).axes
    assert numbers(forward, "y", 8) == embedding(taken, E).ravel().tolist()
    (dE,) = embedding_backward(dy_of_rows, taken, E)
    assert numbers(backward, "dL/dE", 8) == dE.ravel().tolist()
    assert backward.texts[-1].get_text() == "row 1: (1, −2) + (3, 5) = (4, 3)"


def test_an_arrow_leads_to_the_row_that_an_index_takes_and_back() -> None:
    for ax, there in zip(
        rows_taken(E, [3, 1, 4, 1], dy_of_rows, 1).axes, (True, False), strict=True
    ):
        arrows = [text for text in ax.texts if isinstance(text, Annotation)]
        heights = [(arrow.xyann[1] - 1.45, arrow.xy[1] - 1.45) for arrow in arrows]
        rows = [pair if there else pair[::-1] for pair in heights]
        assert np.allclose(rows, [(2, 0), (0, 1), (3, 2), (0, 3)])


@pytest.mark.parametrize(("layers", "ticks"), [(3, [1, 2, 3]), (24, [*range(2, 25, 2)])])
def test_the_numbers_of_many_layers_are_thinned_out(layers: int, ticks: list[int]) -> None:
    (ax,) = gradient_per_layer({"tanh": np.ones(layers).tolist()}).axes
    assert ax.get_xticks().tolist() == ticks


def test_the_paths_add_up() -> None:
    (ax,) = all_paths([(3, 1), (2, 3), (-1, 0.5)]).axes
    assert ax.texts[-1].get_text() == r"$dL/ds = 3 \cdot 1 + 2 \cdot 3 + (−1) \cdot 0.5 = 8.5$"


def test_a_circuit_shows_values_slopes_and_local_slopes() -> None:
    written = [text.get_text().replace("−", "-") for text in used_twice().axes[0].texts]
    for name, value, slope in [("a", 3, -1), ("b", -2, 3), ("c", 1, 0), ("p", -6, 1), ("m", 3, 1)]:
        assert f"${name} = {value}$" in written
        assert f"$dL/d{name} = {slope}$" in written
    local = sorted(text for text in written if text.lstrip("-").isdigit())
    assert local == ["-2", "0", "1", "1", "1", "3"]


def test_an_array_that_is_missing_between_two_modules_is_an_error() -> None:
    with pytest.raises(ValueError, match="is longer than"):
        passes([("linear layer", []), ("loss", [])], [("x", "(k, m)"), ("y", "(k, n)")])


def test_an_error_of_zero_is_drawn_at_the_lower_edge() -> None:
    (ax,) = errors_by_step(STEPS, {"exact": np.zeros_like(STEPS)}, {"exact": 1e-8}).axes
    curve, dashed = ax.lines
    assert np.unique(curve.get_ydata()).tolist() == [1e-17]
    assert np.unique(dashed.get_xdata()).tolist() == [1e-8]


def test_below_two_forms_stands_the_second_one_minus_the_first() -> None:
    _, below = two_forms(GRID, {"one": GRID, "other": GRID + 3e-4 * GRID**2}).axes
    np.testing.assert_allclose(np.asarray(below.lines[0].get_ydata()), [3, 0, 3], atol=1e-9)
    assert "units of 0.0001" in below.get_title("left")


def test_a_training_that_ends_early_has_a_cross_at_its_end() -> None:
    (ax,) = loss_curves({"right": [0.7, 0.5, 0.4], "wrong": [0.7, 10]}).axes
    (end,) = [line for line in ax.lines if line.get_marker() == "x"]
    assert np.asarray(end.get_xydata()).tolist() == [[1, 10]]


def test_losses_stand_above_their_gradients_with_respect_to_the_logit_that_is_named() -> None:
    above, below = loss_and_gradient(GRID, {"square": (GRID**2, 2 * GRID)}, "z", "logit z").axes
    assert np.asarray(above.lines[0].get_ydata()).tolist() == (GRID**2).tolist()
    assert np.asarray(below.lines[0].get_ydata()).tolist() == (2 * GRID).tolist()
    assert below.get_title("left") == "gradient with respect to z"
    assert below.get_xlabel() == "logit z"


def test_a_curve_and_a_boundary_do_not_show_rounding() -> None:
    (ax,) = loss_curves({"loss": [0.5, 0.25 + 1e-9]}).axes
    assert np.asarray(ax.lines[0].get_ydata()).tolist() == [0.5, 0.25]
    figures = [
        decision_boundaries(x[:, :2], [0, 1], GRID, {"": np.eye(3) + off}) for off in (0, 1e-9)
    ]
    first, second = (
        [np.asarray(path.vertices).tolist() for path in figure.axes[0].collections[0].get_paths()]
        for figure in figures
    )
    assert first == second


def test_the_points_of_each_class_are_drawn_where_they_are() -> None:
    (ax,) = decision_boundaries(x[:, :2], [0, 1], GRID, {"start": np.eye(3)}).axes[:1]
    drawn = [np.asarray(collection.get_offsets()).tolist() for collection in ax.collections[1:]]
    assert drawn == [[[1, 2]], [[0.5, -1]]]


@pytest.mark.parametrize(("t", "outputs"), [(0, 3), (1, 3), (2, 2), (3, 1)])
def test_a_state_reaches_the_outputs_of_its_own_time_and_of_all_later_ones(
    t: int, outputs: int
) -> None:
    ax = ways_of_a_state(t).axes[0]
    edges = {
        text.get_text(): patch.get_edgecolor()
        for text in ax.texts
        if (patch := text.get_bbox_patch()) is not None
    }
    marked = [name for name, color in edges.items() if color == edges["$L$"]]
    assert sum("y" in name for name in marked) == outputs
    assert not any("x" in name for name in marked)
