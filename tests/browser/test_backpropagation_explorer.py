"""The explorer of backpropagation in the built chapter, as a reader uses it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import box_of, expect_to_fill_its_place, expect_to_fit_across
from .tabs import from_disk_too

PAGE = "chapters/activations.html"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]
GIVEN = {"x": 1.0, "t": 1.0, "w1": 0.5, "b1": 0.1, "w2": 2.0, "b2": 0.3}
LABELS = {"x": "x", "t": "t", "w1": "w₁", "b1": "b₁", "w2": "w₂", "b2": "b₂"}
NODES = ["w1", "b1", "w2", "b2", "t", "x", "a", "z", "y", "L"]  # as they stand in the page
LAST = 13


def computed(activation: str = "sigmoid", **changes: float) -> dict[str, float]:
    """Return what Python computes: values under their names, gradients with a d before."""
    g = GIVEN | changes
    a = np.array(g["w1"] * g["x"] + g["b1"])
    z = getattr(nnderiv, activation)(a)
    y = g["w2"] * z + g["b2"]
    dy = y - g["t"]
    (da,) = getattr(nnderiv, f"{activation}_backward")(dy * g["w2"], a)
    numbers = {"a": a, "z": z, "y": y, "L": dy**2 / 2, "dL": 1, "dy": dy, "dw2": dy * z}
    numbers |= {"db2": dy, "dz": dy * g["w2"], "da": da, "dw1": da * g["x"], "db1": da}
    return {name: float(n) for name, n in {**g, **numbers, "dx": da * g["w1"]}.items()}


def in_node(value: float) -> str:
    """Return a number as the graph writes it."""
    if 0 < abs(value) < 0.0005:
        digits, exponent = f"{value:.0e}".split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{digits}·10{raised}".replace("-", "\N{MINUS SIGN}")
    return f"{round(value, 3) + 0:g}".replace("-", "\N{MINUS SIGN}")


def explorer(page: Page) -> Locator:
    """Return the explorer, once it is drawn."""
    widget = page.locator(".nnd-backpropagation").first
    expect(widget.locator(".nnd-formula")).not_to_be_empty()
    return widget


def part(widget: Locator, name: str) -> Locator:
    """Return a node ("z = ") or an edge ("from a to z") of the graph, by how its name begins."""
    return widget.locator(f'.nnd-part[aria-label^="{name}"]')


def go(widget: Locator, steps: int) -> None:
    """Press Next as often."""
    for _ in range(steps):
        widget.get_by_role("button", name="Next").click()


def expect_graph(widget: Locator, step: int, **settings: Any) -> None:
    """Wait until each node shows its numbers, and those that are not reached yet show none."""
    numbers = computed(**settings)
    expect(widget.locator(".nnd-way")).to_contain_text(f"Step {step} of {LAST}")
    values = [*GIVEN, *["a", "z", "y", "L"][:step]]
    gradients = ["L", "y", "w2", "b2", "z", "a", "w1", "b1", "x"][: max(0, step - 4)]
    value = {node: in_node(numbers[node]) for node in NODES if node in values}
    gradient = {node: in_node(numbers[f"d{node}"]) for node in NODES if node in gradients}
    cards = [f"{LABELS.get(n, n)} {value.get(n, '')} {gradient.get(n, '')}".strip() for n in NODES]
    expect(widget.locator(".nnd-card")).to_have_text(cards)
    expect(widget.locator(".nnd-card-value")).to_have_text(list(value.values()))
    expect(widget.locator(".nnd-card-gradient")).to_have_text(list(gradient.values()))


def test_at_first_only_the_given_numbers_are_shown(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect_graph(widget, 0)
    expect(widget.get_by_role("button", name="Back")).to_be_disabled()


@from_disk_too
def test_next_goes_one_node_at_a_time_through_values_and_then_gradients(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for step in range(1, LAST + 1):
        go(widget, 1)
        expect_graph(widget, step)
    expect(widget.get_by_role("button", name="Next")).to_be_disabled()


def test_back_takes_back_the_last_number(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 6)
    expect_graph(widget, 6)
    press(widget.get_by_role("button", name="Back"))
    expect_graph(widget, 5)


def test_the_buttons_work_by_key_and_the_focus_is_not_lost_at_the_end(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    following = widget.get_by_role("button", name="Next")
    for step in range(1, LAST + 1):
        following.press("Enter")
        expect(widget.locator(".nnd-way")).to_contain_text(f"Step {step} of")
    back = widget.get_by_role("button", name="Back")
    expect(back).to_be_focused()
    back.press("Space")
    expect_graph(widget, LAST - 1)


def test_a_step_shows_the_product_of_the_chain_rule(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 1)
    expect(widget.locator(".nnd-formula")).to_have_text("a = w₁x + b₁")
    expect(widget.locator(".nnd-numbers")).to_have_text("= 0.5·1 + 0.1 = 0.6")
    go(widget, 9)
    n = computed()
    local = n["da"] / n["dz"]
    expect(widget.locator(".nnd-formula")).to_have_text("dL/da = dL/dz · σ\N{PRIME}(a)")
    product = f"= {n['dz']:.4g} · {local:.4g} = {n['da']:.4g}"
    expect(widget.locator(".nnd-numbers")).to_have_text(product)


@pytest.mark.parametrize("name", GIVEN)
def test_a_key_on_a_slider_changes_all_numbers_at_once(visit: Visit, name: str) -> None:
    widget = explorer(visit(PAGE))
    go(widget, LAST)
    slider = widget.get_by_role("slider", name=LABELS[name], exact=True)
    slider.press("ArrowRight")
    expect_graph(widget, LAST, **{name: round(GIVEN[name] + 0.1, 1)})
    slider.press("Home")
    expect_graph(widget, LAST, **{name: -3.0})


@pytest.mark.parametrize("name", GIVEN)
def test_the_mouse_moves_a_slider_and_the_numbers_follow(visit: Visit, name: str) -> None:
    widget = explorer(visit(PAGE))
    go(widget, LAST)
    slider = widget.get_by_role("slider", name=LABELS[name], exact=True)
    box = box_of(slider)
    slider.click(position={"x": box["width"] - 2, "y": box["height"] / 2})
    expect(widget.locator(f".nnd-given-{name}")).to_have_text("3.0")
    expect_graph(widget, LAST, **{name: 3.0})


def test_choosing_another_activation_changes_the_numbers(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, LAST)
    for label, activation in [("tanh", "tanh"), ("ReLU", "relu"), ("sigmoid", "sigmoid")]:
        widget.get_by_label(label, exact=True).check()
        expect_graph(widget, LAST, activation=activation)


def test_a_key_chooses_the_next_activation(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 4)
    widget.get_by_label("sigmoid", exact=True).press("ArrowRight")
    expect_graph(widget, 4, activation="tanh")


@from_disk_too
def test_reset_goes_back_to_the_start(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 3)
    widget.get_by_role("slider", name="w₁", exact=True).press("Home")
    expect_graph(widget, 3, w1=-3.0)
    press(widget.get_by_role("button", name="Reset"))
    expect_graph(widget, 0)


def test_the_graph_says_its_numbers_to_a_screen_reader(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 5)
    graph = widget.get_by_role("group", name="Graph of the network")
    spoken = "t = 1, x = 1, a = 0.6, z = 0.6457, y = 1.591, L = 0.1748, dL/dL = 1"
    expect(graph).to_have_attribute(
        "aria-label",
        f"Graph of the network: w₁ = 0.5, b₁ = 0.1, w₂ = 2, b₂ = 0.3, {spoken}",
    )
    expect(part(widget, "from a to z")).to_have_accessible_name("from a to z, slope 0.2288")
    expect(part(widget, "L = ")).to_have_accessible_name("L = 0.1748, dL/dL = 1")


def test_the_graph_is_legible_on_a_phone_and_nothing_scrolls_sideways(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    for name in GIVEN:
        widget.get_by_role("slider", name=LABELS[name], exact=True).press("Home")
    go(widget, LAST)
    expect_graph(widget, LAST, **dict.fromkeys(GIVEN, -3.0))
    graph = widget.locator(".nnd-stage").first
    expect_to_fit_across(360, widget, graph, widget.locator(".nnd-given"))
    sizes = """node => [...node.querySelectorAll('text')].map((text) =>
        parseFloat(getComputedStyle(text).fontSize))"""
    assert min(widget.evaluate(sizes)) >= 13
    overflows = """node => [...node.querySelectorAll('.nnd-card')].filter((card) =>
        [...card.querySelectorAll('text')].some((text) =>
            text.getBBox().width > card.querySelector('rect').getBBox().width)).length"""
    assert widget.evaluate(overflows) == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("step", [0, 3, 10])
def test_the_height_reserved_in_the_page_holds_the_widget(
    visit: Visit, width: int, step: int
) -> None:
    widget = explorer(visit(PAGE, width=width))
    for name in ["x", "b1", "b2"]:  # the longest numbers
        widget.get_by_role("slider", name=LABELS[name], exact=True).press("PageDown")
    go(widget, step)
    expect(widget.locator(".nnd-way")).to_contain_text(f"Step {step} of")
    expect_to_fill_its_place(widget, gap=8)
    for name in ["a = ", "t = ", "from w₁ to a"] if step else []:
        part(widget, name).focus()
        widget.page.keyboard.press("Enter")
        expect_to_fill_its_place(widget, gap=8)
