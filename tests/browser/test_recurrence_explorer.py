"""The explorer of recurrence in the built chapter, as a reader uses it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from nnderiv import lstm_backward, rnn, rnn_backward

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .pointing import drag
from .tabs import from_disk_too

PAGE = "chapters/recurrence.html"
INPUTS = np.reshape([1, -0.5, 0.8, -1, 0.3, 0.6, -0.8, 0.2, -0.4, 0.9, -0.6, 0.5], (-1, 1, 1))
SLIDERS = {"w_h": "wₕ", "w_x": "wₓ", "b": "b", "f": "f", "steps": "T"}
FIRST = {"w_h": 0.7, "w_x": 0.5, "b": 0.0, "f": 0.9, "steps": 12}
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-recurrence").first
    expect(widget.locator(".nnd-step-now")).not_to_be_empty()
    return widget


def slider(widget: Locator, name: str) -> Locator:
    """Return the slider of a trait."""
    return widget.get_by_role("slider", name=SLIDERS[name], exact=True)


def handle_of(widget: Locator) -> Locator:
    """Return the handle of the marked step."""
    return widget.get_by_role("slider", name="step t")


def weights_of(state: dict[str, Any], *, every: bool, cell: bool) -> np.ndarray:
    """What nnderiv says of the gradient of w_x, w_h and b."""
    x = INPUTS[: state["steps"]]
    dy = np.zeros_like(x)
    dy[0 if every else -1 :] = 1
    if not cell:
        inputs = (x, [[0.0]], [[state["w_x"]]], [[state["w_h"]]], [state["b"]])
        _, _, dWx, dWh, db = rnn_backward(dy, *inputs)
        return np.concatenate([dWx.ravel(), dWh.ravel(), db])
    logit = np.log(state["f"] / (1 - state["f"]))
    Wx, Wh = [[0, 0, state["w_x"], 0]], [[0, 0, state["w_h"], 0]]
    found = lstm_backward(dy, x, [[0.0]], [[0.0]], Wx, Wh, [0, logit, state["b"], 0])
    return np.array([found[3][0, 2], found[4][0, 2], found[5][2]])


def expect_numbers(
    widget: Locator,
    changed: dict[str, float] | None = None,
    *,
    every: bool = False,
    cell: bool = False,
) -> None:
    """Wait until the widget shows what nnderiv computes."""
    weights = weights_of(FIRST | (changed or {}), every=every, cell=cell)
    shown = ", ".join(f"{one:.3f}".replace("-", "\N{MINUS SIGN}") for one in weights)
    expect(widget.locator(".nnd-weights-now")).to_contain_text(f"({shown})")


@from_disk_too
def test_the_widget_starts_with_the_numbers_of_nnderiv(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect_numbers(widget)
    h1 = rnn(INPUTS, [[0.0]], [[0.5]], [[0.7]], [0.0])[0].item()
    said = f"h₁ = {h1:.3f}, factor wₕ (1 − h₁²) = {0.7 * (1 - h1**2):.3f}"
    expect(widget.locator(".nnd-step-now")).to_have_text(said)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("w_h", "ArrowRight", 0.8),
        ("w_x", "ArrowLeft", 0.4),
        ("b", "ArrowRight", 0.1),
        ("steps", "ArrowLeft", 11),
    ],
)
def test_a_key_on_a_slider_changes_the_numbers(
    visit: Visit, name: str, key: str, value: float
) -> None:
    widget = explorer(visit(PAGE))
    slider(widget, name).press(key)
    expect_numbers(widget, {name: value})


def test_the_mouse_moves_a_slider(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    slider(widget, "w_h").click(position={"x": 2, "y": 5})
    expect(widget.locator(".nnd-range-value.nnd-w_h")).to_have_text("−2.5")


def test_the_forget_gate_moves_the_cell_alone(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect(slider(widget, "f")).to_be_disabled()
    widget.get_by_label("LSTM cell").check()
    expect_numbers(widget, cell=True)
    slider(widget, "f").press("ArrowLeft")
    expect_numbers(widget, {"f": 0.8}, cell=True)
    expect(widget.locator(".nnd-gradient-title")).to_have_text("size of dL/dcₜ")


def test_keys_choose_what_the_loss_sees(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("last step").press("ArrowRight")
    expect_numbers(widget, every=True)


@pytest.mark.parametrize(
    ("keys", "t"), [(["End"], 12), (["ArrowRight"], 2), (["PageUp", "ArrowLeft"], 3), (["Home"], 1)]
)
def test_keys_mark_a_step(visit: Visit, keys: list[str], t: int) -> None:
    widget = explorer(visit(PAGE))
    for key in keys:
        handle_of(widget).press(key)
    expect(handle_of(widget)).to_have_attribute("aria-valuenow", str(t))
    said = handle_of(widget).get_attribute("aria-valuetext") or ""
    assert said.startswith(f"step {t}: h")
    assert (widget.locator(".nnd-gradient-now").text_content() or "?") in said


def test_the_mouse_marks_a_step(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    drag(handle_of(widget), 100, -60)
    page.mouse.up()
    now = int(handle_of(widget).get_attribute("aria-valuenow") or "0")
    assert now in (2, 3)
    expect(widget.locator(".nnd-gradient-now")).to_contain_text("dL/dh")


def test_of_fewer_steps_than_the_marked_one_the_last_is_marked(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    handle_of(widget).press("End")
    slider(widget, "steps").press("Home")
    expect(handle_of(widget)).to_have_attribute("aria-valuenow", "2")
    expect(handle_of(widget)).to_have_attribute("aria-valuemax", "2")
    expect(widget.locator(".nnd-state")).to_have_count(2)


def test_the_bars_grow_from_step_to_step_where_a_gradient_explodes(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    slider(widget, "w_x").fill("0")
    slider(widget, "w_h").fill("2")
    expect(widget.locator(".nnd-gradient-now")).to_contain_text("= 2.0·10³")
    heights = [
        float(bar.get_attribute("height") or 0) for bar in widget.locator(".nnd-gradient").all()
    ]
    assert heights == sorted(heights, reverse=True)


@from_disk_too
def test_reset_brings_back_the_first_numbers(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("every step").check()
    slider(widget, "b").press("End")
    expect_numbers(widget, {"b": 2.0}, every=True)
    press(widget.get_by_role("button", name="Reset"))
    expect_numbers(widget)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("cell", ["RNN", "LSTM cell"])
def test_the_widget_takes_the_height_that_the_page_reserves(
    visit: Visit, width: int, cell: str
) -> None:
    widget = explorer(visit(PAGE, width=width))
    widget.get_by_label(cell).check()
    handle_of(widget).press("End")
    handle_of(widget).press("ArrowLeft")
    expect_to_fill_its_place(widget, gap=8)
    expect_to_fit_across(
        width, widget, widget.locator(".nnd-stage"), widget.locator(".nnd-sliders")
    )
