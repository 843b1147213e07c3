"""The explorer below each derivation: its rows one by one, and numbers that can be drawn again."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv
from tests.browser.pointing import click
from tests.browser.tabs import from_disk_too

Visit = Callable[..., Page]
Press = Callable[[Locator], None]

BELOW = """(explorers, rule) => explorers.findIndex((explorer) =>
    explorer.closest(".cell_output").querySelector("table.derivation").textContent.includes(rule))"""
SOFTMAX = "chapters/softmax_cross_entropy.html"


def below(page: Page, rule: str) -> Locator:
    """The explorer of the derivation in which a row has this rule."""
    explorers = page.locator(".nnd-derivation")
    return explorers.nth(explorers.evaluate_all(BELOW, rule))


def opened(explorer: Locator) -> Locator:
    toggle = explorer.locator(".nnd-toggle")
    click(toggle)
    expect(toggle).to_have_attribute("aria-expanded", "true")
    return explorer


def step_to(explorer: Locator, row: int) -> None:
    where = explorer.locator(".nnd-where")
    while not where.inner_text().startswith(f"row {row} "):
        explorer.get_by_role("button", name="Next").click()


def number_in(text: str) -> float:
    return float(text.replace("−", "-"))


def sides(explorer: Locator) -> list[tuple[float, float]]:
    """Both sides, row by row of the table of numbers."""
    texts = explorer.locator(".nnd-sides td").all_inner_texts()
    return [
        (number_in(left), number_in(right))
        for left, right in zip(texts[1::3], texts[2::3], strict=True)
    ]


def drawn(explorer: Locator, name: str) -> list[float]:
    """The numbers of an input that is a vector."""
    pattern = re.compile(rf"^{name}.*\(")
    text = explorer.locator(".nnd-input", has_text=pattern).inner_text()
    return [number_in(part) for part in text[text.index("(") + 1 : text.index(")")].split(",")]


@from_disk_too
@pytest.mark.parametrize("by_keyboard", [False, True])
def test_the_rows_come_one_by_one_and_both_sides_agree_on_each(
    visit: Visit, by_keyboard: bool
) -> None:
    page = visit(SOFTMAX)
    explorer = below(page, "factor out")
    toggle = explorer.get_by_role("button")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    if by_keyboard:
        toggle.focus()
        page.keyboard.press("Enter")
    else:
        click(toggle)
    following = explorer.get_by_role("button", name="Next")
    for row in range(1, 5):
        expect(explorer.locator(".nnd-where")).to_have_text(f"row {row} of 4")
        for left, right in sides(explorer):
            assert left == pytest.approx(right, abs=2e-6)
        if row == 4:
            break
        if by_keyboard:
            following.focus()
            page.keyboard.press("Space")
        else:
            click(following)
    expect(following).to_have_attribute("aria-disabled", "true")
    explorer.get_by_role("button", name="Back").click()
    expect(explorer.locator(".nnd-where")).to_have_text("row 3 of 4")


def test_the_numbers_are_those_that_nnderiv_computes_for_the_inputs_shown(
    visit: Visit, press: Press
) -> None:
    explorer = opened(below(visit(SOFTMAX), "factor out"))
    step_to(explorer, 4)
    seen = set()
    for _ in range(6):
        h = drawn(explorer, "h")
        seen.add(tuple(h))
        o = nnderiv.softmax(np.array(h))
        for (left, right), entry in zip(sides(explorer), o * (1 - o), strict=True):
            assert left == pytest.approx(entry, abs=1e-4)  # h is shown with four decimals
            assert right == pytest.approx(entry, abs=1e-4)
        press(explorer.get_by_role("button", name="Draw again"))
    assert len(seen) == 6


def test_what_goes_and_what_comes_is_marked(visit: Visit) -> None:
    explorer = opened(below(visit(SOFTMAX), "factor out"))
    expect(explorer.locator(".nnd-before")).to_have_count(0)
    step_to(explorer, 4)
    for marked in (".nnd-before math .mjx-gone", ".nnd-after math .mjx-new"):
        part = explorer.locator(marked).first
        expect(part).to_be_visible()
        expect(part).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_a_row_without_one_before_it_has_no_legend(visit: Visit) -> None:
    explorer = opened(below(visit(SOFTMAX), "factor out"))
    legend = explorer.locator(".nnd-caption")
    expect(legend).to_be_hidden()
    step_to(explorer, 2)
    expect(legend).to_be_visible()


def test_what_the_right_side_takes_is_shown_with_where_it_comes_from(visit: Visit) -> None:
    explorer = opened(below(visit("chapters/activations.html"), "along one path"))
    step_to(explorer, 4)
    given = explorer.locator(".nnd-kind", has_text="leaves a function open")
    expect(given.locator(".nnd-input")).not_to_have_count(0)
    shown = given.locator("annotation").all_text_contents()
    assert any(r"\frac{dL}{dy}" in latex for latex in shown)


def test_reset_closes_it_and_a_second_one_stays_as_it_is(visit: Visit, press: Press) -> None:
    page = visit(SOFTMAX)
    explorer, other = opened(below(page, "factor out")), page.locator(".nnd-derivation").first
    step_to(explorer, 2)
    expect(other.locator(".nnd-where")).to_have_count(0)
    press(explorer.get_by_role("button", name="Reset"))
    expect(explorer.locator(".nnd-panel")).to_be_hidden()
    expect(explorer.get_by_role("button")).to_be_focused()
    expect(explorer.get_by_role("button")).to_have_text(re.compile("Step through these 4 rows"))


def test_what_it_shows_is_told_to_screen_readers(visit: Visit) -> None:
    explorer = opened(below(visit(SOFTMAX), "factor out"))
    step_to(explorer, 2)
    told = explorer.locator("output[aria-live=polite]")
    expect(told).to_have_text(re.compile(r"^Row 2 of 4: ✓ holds; left side .*, right side "))
    assert explorer.locator(".nnd-rows math").count() >= 2


def test_on_a_phone_it_does_not_widen_the_page(visit: Visit) -> None:
    page = visit(SOFTMAX, width=360)
    explorer = opened(below(page, "factor out"))
    for row in range(1, 5):
        step_to(explorer, row)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
