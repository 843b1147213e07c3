"""The derivation with one wrong row on the front page, as a reader plays it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .boxes import box_of, expect_to_fit_across
from .tabs import Width, from_disk_too

PAGE = "chapters/introduction.html"
WRONG = 3
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def exercise(page: Page) -> Locator:
    """Return the exercise."""
    form = page.locator("#exercise-sigmoid form")
    expect(form.locator(".nnd-rows .nnd-option")).to_have_count(5)
    return form


def choose(form: Locator, value: str, press: Press) -> None:
    """Choose one of the options of the last question, and have it checked."""
    form.locator(f"input[value='{value}']").check()
    press(form.locator(".nnd-check"))


def unfolded(form: Locator, number: int) -> Locator:
    """Return what is said of a row, below it."""
    return form.locator(f".nnd-unfolded[data-for='{number}']")


@from_disk_too
def test_a_sound_row_shows_one_number_and_the_wrong_one_two_and_then_what_went_wrong(
    visit: Visit, press: Press
) -> None:
    form = exercise(visit(PAGE, anew=True))
    choose(form, "2", press)
    expect(unfolded(form, 2)).to_contain_text(re.compile("This row holds: at .* both sides are"))
    expect(form.locator(".nnd-tries")).to_have_text("first try")
    choose(form, str(WRONG), press)
    expect(unfolded(form, WRONG)).to_contain_text(re.compile("left side is .* the right side −"))
    expect(form.locator("legend").last).to_have_text("What went wrong in row 3?")
    choose(form, "transpose", press)
    expect(form.locator(".nnd-feedback").last).to_contain_text("No transpose is missing.")
    choose(form, "sign", press)
    expect(form.locator(".nnd-feedback").last).to_contain_text("the right side is minus the left")
    expect(form.locator(".nnd-end")).to_contain_text("This row really stood in print.")
    expect(form.locator(".nnd-end math")).not_to_have_count(0)
    expect(form.locator(".nnd-tries")).to_have_text("Done, at the fourth try.")


def test_it_is_played_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    form = exercise(page)
    form.locator("input").first.focus()
    page.keyboard.press("Space")
    for _ in range(WRONG - 1):
        page.keyboard.press("ArrowDown")
    expect(form.locator(".nnd-check")).to_have_text("Check row 3")
    page.keyboard.press("Enter")
    expect(form.locator("legend").last).to_have_text("What went wrong in row 3?")
    expect(form.locator(".nnd-task").last.locator("input").first).to_be_focused()


def test_the_hint_rules_out_rows_that_hold(visit: Visit, press: Press) -> None:
    form = exercise(visit(PAGE, anew=True))
    hint = form.locator(".nnd-hint")
    for left in (3, 2):
        press(hint)
        expect(form.locator(".nnd-rows input:not(:disabled)")).to_have_count(left)
    expect(form.locator(f"input[value='{WRONG}']")).to_be_enabled()
    expect(hint).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 360])
def test_all_rows_fit_across_and_the_numbers_move_none_above_them(
    visit: Visit, press: Press, width: Width
) -> None:
    form = exercise(visit(PAGE, width=width, anew=True))
    rows = form.locator(".nnd-rows .nnd-option")
    expect_to_fit_across(width, form, *rows.all())
    before = [box_of(row)["y"] for row in rows.all()[:WRONG]]
    top = box_of(form)["y"]
    choose(form, str(WRONG), press)
    expect(unfolded(form, WRONG)).not_to_be_empty()
    moved = box_of(form)["y"] - top
    assert [box_of(row)["y"] - moved for row in rows.all()[:WRONG]] == pytest.approx(before, abs=1)
    expect_to_fit_across(width, form, *rows.all())


def test_without_scripts_the_rows_are_there_to_read(browser: Browser, server: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{server}/{PAGE}")
    form = exercise(page)
    expect(form).to_contain_text("One row is wrong")
    assert form.locator("math").count() >= 6
    expect(form.locator(".nnd-foot")).to_be_hidden()
    page.close()
