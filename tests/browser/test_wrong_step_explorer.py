"""The derivation with one wrong row on the front page, as a reader plays it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .boxes import box_of, expect_to_fill_its_place, expect_to_fit_across
from .pointing import click
from .tabs import HEIGHTS, Width, from_disk_too

PAGE = "chapters/introduction.html"
WRONG = 3
Visit = Callable[..., Page]
Press = Callable[[Locator], None]

MOTION = "node => getComputedStyle(node).animationName"
SLID_IN = """async (root) => {
    await Promise.all(root.getAnimations({ subtree: true }).map((one) => one.finished));
}"""
LUMINANCE = """node => getComputedStyle(node).color.match(/[\\d.]+/g).map(Number)"""


def explorer(page: Page) -> Locator:
    """Return the explorer, once it is drawn."""
    widget = page.locator(".nnd-wrong-step")
    expect(rows(widget)).to_have_count(5)
    return widget


def rows(widget: Locator) -> Locator:
    """Return the rows to pick."""
    return widget.locator("button.nnd-row")


def row(widget: Locator, number: int) -> Locator:
    """Return a row to pick, counted from 1."""
    return rows(widget).nth(number - 1)


def both_sides(line: Locator) -> tuple[float, float]:
    """Return the two numbers beside a row."""
    texts = re.split("[=≠]", line.locator(".nnd-both").inner_text())
    left, right = (float(text.replace("−", "-")) for text in texts)
    return left, right


@from_disk_too
def test_each_row_that_holds_says_so_with_the_same_number_on_both_sides(
    visit: Visit, press: Press
) -> None:
    widget = explorer(visit(PAGE))
    for number in (1, 2, 4, 5):
        line = row(widget, number)
        expect(line.locator(".nnd-found")).to_have_text("?")
        press(line)
        expect(line.locator(".nnd-mark")).to_have_text("✓ holds")
        left, right = both_sides(line)
        assert left == right
        expect(widget.locator("output")).to_contain_text(f"This row holds: both sides are {left}")
    expect(row(widget, WRONG).locator(".nnd-found")).to_have_text("?")
    expect(widget.locator(".nnd-mended")).to_be_hidden()


@from_disk_too
def test_the_wrong_row_shows_its_two_numbers_and_the_right_row_comes_below_it(
    visit: Visit, press: Press
) -> None:
    widget = explorer(visit(PAGE))
    wrong, mended = row(widget, WRONG), widget.locator(".nnd-mended")
    press(wrong)
    expect(wrong.locator(".nnd-mark")).to_have_text("✗ fails")
    left, right = both_sides(wrong)
    assert left != right
    red, green, _ = wrong.locator(".nnd-both").evaluate(LUMINANCE)[:3]
    assert red > 2 * green
    expect(mended).to_be_visible()
    assert both_sides(mended) == (left, left)
    widget.evaluate(SLID_IN)
    wrong_box, mended_box, next_box = map(box_of, (wrong, mended, row(widget, WRONG + 1)))
    assert wrong_box["y"] < mended_box["y"] < next_box["y"]
    expect(wrong.locator(".mjx-gone")).not_to_have_count(0)
    expect(widget.locator("output")).to_contain_text("the left side is")
    expect(widget.locator("output")).to_contain_text("The right side is minus the left.")


def test_arrows_move_along_the_rows_and_enter_picks(visit: Visit) -> None:
    page = visit(PAGE)
    widget = explorer(page)
    row(widget, 1).focus()
    for _ in range(WRONG - 1):
        page.keyboard.press("ArrowDown")
    expect(row(widget, WRONG)).to_be_focused()
    page.keyboard.press("Enter")
    expect(widget.locator(".nnd-wrong")).to_have_count(1)
    page.keyboard.press("End")
    expect(row(widget, 5)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(row(widget, 5)).to_be_focused()
    page.keyboard.press("Home")
    expect(row(widget, 1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(row(widget, 1)).to_be_focused()


def test_start_again_forgets_what_was_tried(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    again = widget.get_by_role("button", name="Start again")
    expect(again).to_be_hidden()
    for number in (1, WRONG):
        press(row(widget, number))
    press(again)
    expect(widget.locator(".nnd-found", has_text="?")).to_have_count(5)
    expect(widget.locator(".nnd-mended")).to_be_hidden()
    expect(again).to_be_hidden()
    expect(row(widget, 1)).to_be_focused()


def test_each_row_is_named_by_its_formula_and_its_rule_and_the_result_is_told(
    visit: Visit,
) -> None:
    widget = explorer(visit(PAGE))
    expect(widget.get_by_role("group", name="One of these five rows is wrong.")).to_be_visible()
    names = rows(widget).locator(".nnd-spoken").all_inner_texts()
    assert names[1].strip() == (
        "equals ( 1 plus e to the power minus x ) to the power minus 2 e to the power minus x "
        "(two minus signs cancel)"
    )
    assert names[4].strip() == "equals σ ( x ) ( 1 minus σ ( x ) ) (definition of σ)"
    click(row(widget, 5))
    heard = re.compile(rf"{re.escape(names[4].strip())} .*✓ holds$")
    expect(row(widget, 5)).to_have_accessible_name(heard)
    assert widget.locator("output").get_attribute("aria-live") == "polite"


@pytest.fixture
def still(browser: Browser, root: str) -> Iterator[Page]:
    """The page, for a reader who asked for no motion."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{root}/{PAGE}")
    yield page
    page.close()


def test_nothing_moves_for_those_who_asked_for_no_motion(visit: Visit, still: Page) -> None:
    for page, animation in ((visit(PAGE), "nnd-slide-in"), (still, "none")):
        widget = explorer(page)
        click(row(widget, WRONG))
        assert widget.locator(".nnd-mended").evaluate(MOTION) == animation


@pytest.mark.parametrize("width", [1280, 360])
def test_all_rows_are_above_the_fold_and_leave_no_hole_below(visit: Visit, width: Width) -> None:
    page = visit(PAGE, width=width)
    widget = explorer(page)
    expect_to_fit_across(width, widget, *rows(widget).all())
    last = box_of(row(widget, 5))
    fold = {1280: 800, 360: 740}
    assert last["y"] + last["height"] <= fold[width] <= HEIGHTS[width]
    page.evaluate("document.fonts.ready")
    expect_to_fill_its_place(widget, gap=8)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_pick_moves_no_row_above_it(visit: Visit, width: Width) -> None:
    widget = explorer(visit(PAGE, width=width))
    for number in (2, WRONG):
        before = [box_of(row(widget, above))["y"] for above in range(1, number + 1)]
        click(row(widget, number))
        assert [box_of(row(widget, above))["y"] for above in range(1, number + 1)] == before
    mended = widget.locator(".nnd-mended")
    expect(mended).to_be_visible()
    expect_to_fit_across(width, widget, *rows(widget).all(), mended)
