"""The explorer of graphs in its place: links to it, its height, a phone, and what axe finds."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.explorers.test_graph_explorer import INPUTS, STARTS

from .axe import violations
from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .test_graph_explorer import (
    LABELS,
    PAGE,
    Visit,
    expect_graph,
    explorer,
    go,
    node,
    steps_of,
)

FOLLOW = """(hash) => new Promise((done) => {
    addEventListener("hashchange", done, { once: true });
    location.hash = hash;
})"""


@pytest.fixture
def linked(visit: Visit) -> Callable[[str], Locator]:
    """Open the page with a fragment that sets the explorer."""
    page = visit(PAGE, anew=True)

    def opened(settings: str) -> Locator:
        page.evaluate(FOLLOW, f"#graph-explorer?{settings}")
        return page.locator(".nnd-graph")

    return opened


def test_a_link_sets_the_explorer_and_a_change_is_written_to_the_address(
    linked: Callable[[str], Locator],
) -> None:
    widget = linked("example=paths&paths=[4,1,2]&step=9&selected=b&nudge=0.5")
    expect_graph(widget, "paths", [4.0, 1.0, 2.0], 9)
    expect(widget.locator(".nnd-formula").first).to_have_text("Path L → p → b:")
    expect(widget.locator(".nnd-line-predicted")).to_have_text("dL/da · 0.5 = 1")
    widget.get_by_role("button", name="Back").click()
    wanted = "#graph-explorer?example=paths&nudge=0.5&paths=%5B4,1,2%5D&step=8"
    widget.page.wait_for_function("wanted => location.hash === wanted", arg=wanted)


@pytest.mark.parametrize(
    "settings",
    ["example=net", "product=[9,0,0]", "product=[1,2]", "nudge=7", "nudged=t", "step=12", "step=x"],
)
def test_a_link_to_what_is_not_there_changes_nothing(
    linked: Callable[[str], Locator], settings: str
) -> None:
    widget = linked("step=2")
    expect_graph(widget, "product", STARTS["product"], 2)
    first = widget.text_content()
    linked(settings)
    assert widget.text_content() == first


@pytest.mark.parametrize("example", LABELS)
def test_the_graph_is_legible_on_a_phone_and_nothing_overlaps(visit: Visit, example: str) -> None:
    widget = explorer(visit(PAGE, width=360), example)
    for name in INPUTS[example]:
        widget.get_by_role("spinbutton", name=name, exact=True).fill("-1.234")
    go(widget, sum(map(len, steps_of(example))))
    expect_to_fit_across(360, widget, widget.locator(".nnd-stage"), widget.locator(".nnd-panel"))
    sizes = """node => [...node.querySelectorAll('text, tspan')].map((text) =>
        parseFloat(getComputedStyle(text).fontSize))"""
    assert min(widget.evaluate(sizes)) >= 13
    overflows = """node => [...node.querySelectorAll('.nnd-card')].filter((card) =>
        [...card.querySelectorAll('text')].some((text) =>
            text.getBBox().width > card.querySelector('rect').getBBox().width - 6)).length"""
    assert widget.evaluate(overflows) == 0
    overlaps = """node => {
        const all = [...node.querySelectorAll('.nnd-slope, .nnd-card-box')];
        const boxes = all.map((part) => part.getBoundingClientRect());
        return boxes.flatMap((one, i) => boxes.slice(i + 1).filter((other) =>
            one.left < other.right && other.left < one.right &&
            one.top < other.bottom && other.top < one.bottom)).length;
    }"""
    assert widget.evaluate(overlaps) == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("example", LABELS)
def test_the_height_reserved_in_the_page_holds_the_widget(
    visit: Visit, width: Any, example: str
) -> None:
    widget = explorer(visit(PAGE, width=width), example)
    for name in INPUTS[example]:  # long numbers, and a tie
        widget.get_by_role("spinbutton", name=name, exact=True).fill("-4.321")
    for _ in range(sum(map(len, steps_of(example)))):
        go(widget, 1)
        expect_to_fill_its_place(widget, gap=8)
    for part in widget.locator(".nnd-part").all():
        part.focus()
        widget.page.keyboard.press("Enter")
        expect(part).to_have_attribute("aria-pressed", "true")
        expect_to_fill_its_place(widget, gap=8)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "light"), (1280, "dark")])
@pytest.mark.parametrize("example", LABELS)
def test_axe_finds_nothing_in_any_example_on_the_way(
    visit: Visit, width: Any, theme: Any, example: str
) -> None:
    page = visit(PAGE, width=width, theme=theme)
    widget = explorer(page, example)
    go(widget, 3)
    options = {"rules": {"target-size": {"enabled": True}}}
    assert violations(page, **options) == []
    node(widget, INPUTS[example][0]).click()
    assert violations(page, **options) == []
