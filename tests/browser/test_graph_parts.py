"""Nodes and edges of the explorer of graphs explain themselves, in the built chapter."""

from playwright.sync_api import Page, expect

from tests.explorers.test_graph_explorer import STARTS

from .test_graph_explorer import (
    PAGE,
    Visit,
    edge,
    expect_graph,
    explorer,
    go,
    node,
)


def test_a_click_on_a_node_shows_the_product_along_each_path_and_their_sum(visit: Visit) -> None:
    widget = explorer(visit(PAGE), "paths")
    node(widget, "a").click()
    expect(widget.locator(".nnd-line")).to_have_text(
        [
            "Path L → p → a: dL/dp · dp/da = 1 · (−2) = −2",
            "Path L → m → a: dL/dm · dm/da = 1 · 1 = 1",
            "dL/da = −2 + 1 = −1",
        ]
    )
    expect(node(widget, "a")).to_have_attribute("aria-pressed", "true")
    for path, slopes in [(1, ["−2", "1"]), (2, ["1", "1"])]:
        shown = widget.locator(f".nnd-path-{path}.nnd-edge-backward .nnd-slope")
        expect(shown).to_have_text(slopes)
    edge(widget, "a", "m").locator(".nnd-edge-box").click()
    expect(widget.locator(".nnd-formula").first).to_have_text("dm/da = 1 if a > c, else 0")
    go(widget, 1)
    expect(widget.locator('[aria-pressed="true"]')).to_have_count(0)


def test_the_arrow_keys_go_through_nodes_and_edges(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    node(widget, "a").focus()
    formula = widget.locator(".nnd-line .nnd-formula").first
    for key, text in [
        ("Enter", "Path L → s → a:"),
        ("ArrowRight", "Path L → s → b:"),
        ("PageDown", "Path L → s → a:"),
        ("End", "L = s · c"),
        ("ArrowUp", "dL/dc = s"),
        ("ArrowLeft", "dL/ds = c"),
        ("Home", "Path L → s → a:"),
    ]:
        widget.page.keyboard.press(key)
        expect(formula).to_have_text(text)
        expect(widget.locator('[aria-pressed="true"]')).to_be_focused()
        expect(widget.locator('.nnd-part[tabindex="0"]')).to_have_count(1)


def test_left_and_right_on_the_buttons_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("button", name="Play").focus()
    for key, step in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)]:
        widget.page.keyboard.press(key)
        expect_graph(widget, "product", STARTS["product"], step)


def test_a_finger_on_a_node_or_on_an_edge_explains_it(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    widget = explorer(phone, "neuron")
    node(widget, "x").tap()
    expect(widget.locator(".nnd-formula").first).to_have_text("Path L → y → z → p → x:")
    edge(widget, "z", "y").locator(".nnd-edge-box").tap()
    expect(widget.locator(".nnd-formula").first).to_have_text("dy/dz = σ(z)(1 − σ(z))")


def test_where_both_operands_of_max_are_equal_the_convention_is_told(visit: Visit) -> None:
    widget = explorer(visit(PAGE), "paths")
    widget.get_by_role("spinbutton", name="a", exact=True).fill("1")
    go(widget, 9)
    expect_graph(widget, "paths", [1.0, -2.0, 1.0], 9)
    expect(widget.locator(".nnd-line-tie")).to_contain_text("the second, c, gets the slope")
    expect(widget.locator(".nnd-panel .nnd-caption")).to_contain_text("there is no derivative")


def test_the_target_is_held_constant_and_no_gradient_comes_back_to_it(visit: Visit) -> None:
    widget = explorer(visit(PAGE), "neuron")
    go(widget, 11)
    expect(node(widget, "t")).to_have_accessible_name("t constant = 0")
    expect(edge(widget, "t", "L").locator(".nnd-slope")).to_have_count(0)
    node(widget, "t").click()
    expect(widget.locator(".nnd-line")).to_contain_text("is held constant")
    expect(widget.get_by_label("Input to nudge").locator("option")).to_have_text(["w", "x", "b"])


def test_the_graph_says_its_numbers_to_a_screen_reader(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 2)
    expect(widget.get_by_role("group", name="Graph of L")).to_have_attribute(
        "aria-label",
        "Graph of L: a = 2, +0.1 by the nudge; b = −1; c = 3; s add = 1, +0.1 by the nudge; "
        "L multiply = 3, +0.3 by the nudge",
    )
    expect(edge(widget, "s", "L")).to_have_accessible_name("from s to L, slope 3")
    go(widget, 1)
    expect(node(widget, "L")).to_have_accessible_name("L multiply = 3, 1 is dL/dL")
