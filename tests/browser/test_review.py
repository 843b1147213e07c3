"""The page of review: what was missed comes first, and is answered as in its chapter."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exercise_list import Listed
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.exercises import DONE, MISSED, REFUSES, book, keep, kept, tasks
from tests.browser.pointing import click
from tests.browser.tabs import from_disk_too

Visit = Callable[..., Page]

PAGE = "chapters/review.html"
DRAWN = """links => links.map((link) => link.getAttribute("href"))"""
TEXT = """html => {
    const box = document.createElement("div");
    box.innerHTML = html;
    return box.textContent;
}"""


@pytest.fixture(scope="module")
def every(book_html: Path) -> list[Listed]:
    """All exercises of the book."""
    return [one for some in book(book_html).values() for one in some]


@pytest.fixture(scope="module")
def chapter(book_html: Path) -> list[Listed]:
    """The exercises of the first chapter that has several."""
    return next(some for some in book(book_html).values() if len(some) > 2)


@pytest.fixture(scope="module")
def several(every: list[Listed], book_html: Path) -> Listed:
    """An exercise of several tasks, each answered by a number or a choice."""
    return next(one for one in every if is_plain(book_html, one))


def is_plain(html: Path, one: Listed) -> bool:
    found = tasks(html, one)
    return len(found) > 1 and not {"ask", "then"} & set(found[1]) and "<select" not in str(found)


@pytest.fixture(scope="module")
def choice(every: list[Listed], book_html: Path) -> Listed:
    """An exercise in which one chooses."""
    return next(one for one in every if 'type="radio"' in tasks(book_html, one)[0]["html"])


def answer_right(form: Locator, task: dict[str, Any]) -> None:
    (right,) = [answer["value"] for answer in task["answers"] if answer.get("right")]
    if form.get_by_role("radio").count():
        click(form.locator(f'input[value="{right}"]'))
    else:
        form.locator("[name=answer]").fill(str(right))
    click(form.locator(".nnd-check"))


def address(one: Listed) -> str:
    return f"{one.page}.html#exercise-{one.name}"


def drawn(page: Page) -> list[str]:
    """Draw, and return where the exercises come from."""
    click(page.locator(".review > button"))
    expect(page.locator(".review > ol")).not_to_contain_text("Bringing the exercises")
    found: list[str] = page.locator(".review-from a").evaluate_all(DRAWN)
    return found


def status(page: Page) -> Locator:
    return page.locator(".review > [role=status]")


@from_disk_too
def test_who_has_done_nothing_yet_is_told_where_to_begin(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    expect(status(page)).to_contain_text("There is nothing to review yet")
    expect(page.get_by_role("button", name="Draw")).to_have_count(0)
    click(status(page).get_by_role("link"))
    expect(page.locator("h2#exercises, #exercises > h2")).to_be_in_viewport()


@from_disk_too
def test_what_was_missed_comes_first_then_what_was_done_longest_ago(
    visit: Visit, chapter: list[Listed]
) -> None:
    page = visit(PAGE, anew=True)
    first, second, third, *others = chapter
    keep(page, {first: DONE | {"at": 9_000}, second: DONE, third: MISSED | {"at": 10_000}})
    expect(status(page)).to_have_text(
        "You have tried 3 exercises in 1 chapter; 1 of them is worth another look."
    )
    assert drawn(page) == [address(one) for one in [third, second, first, *others]][:10]


def test_drawing_anew_brings_others_first(visit: Visit, every: list[Listed]) -> None:
    page = visit(PAGE, anew=True)
    keep(page, {one: DONE | {"at": i + 1} for i, one in enumerate(every)})
    addresses = [address(one) for one in every]
    assert drawn(page) == addresses[:10]
    rest = addresses[10:20]
    assert drawn(page)[: len(rest)] == rest


def test_an_exercise_stands_below_its_text_and_links_to_its_place(
    visit: Visit, every: list[Listed]
) -> None:
    page = visit(PAGE, anew=True)
    one = next(one for one in every if one.number)
    keep(page, {one: MISSED})
    drawn(page)
    item = page.locator(".review li").first
    expect(item.locator(".review-from")).to_contain_text(f"exercise {one.number} (missed ")
    assert (item.locator("> p").nth(1).text_content() or "") == page.evaluate(TEXT, one.above)
    click(item.locator(".review-from a"))
    expect(page.locator(f"#exercise-{one.name} form")).to_be_in_viewport()


@from_disk_too
def test_an_exercise_is_answered_as_in_its_chapter_with_another_task(
    visit: Visit, several: Listed, book_html: Path
) -> None:
    page = visit(PAGE, anew=True)
    keep(page, {several: MISSED | {"tries": 1}})
    count = len(drawn(page))
    task = tasks(book_html, several)[1]
    form = page.locator(".review li form").first
    assert (form.locator(".nnd-task").text_content() or "") == page.evaluate(TEXT, task["html"])
    answer_right(form, task)
    expect(form.locator(".nnd-another")).to_be_visible()
    expect(status(page)).to_have_text(f"{count - 1} exercise{'s' * (count != 2)} left.")
    entry = kept(page)[f"{several.page}:{several.name}"]
    assert (entry["done"], entry["missed"], entry["tries"]) == (True, False, 2)
    assert isinstance(entry["at"], int)
    assert entry["at"] > 1_700_000_000_000
    expect(page.locator(".exercise-mark").first).to_be_attached()


def test_when_all_are_answered_the_page_says_when_to_come_back(
    visit: Visit, several: Listed, book_html: Path
) -> None:
    page = visit(PAGE, anew=True)
    keep(page, {several: MISSED | {"tries": 1}})
    drawn(page)
    page.evaluate("""() => {
        const [first, ...others] = document.querySelectorAll(".review li");
        for (const other of others) {
            const form = other.querySelector("form");
            form.querySelector(".nnd-check").hidden = true;
            form.dispatchEvent(new CustomEvent("exerciseanswered", { bubbles: true }));
        }
    }""")
    form = page.locator(".review li form").first
    answer_right(form, tasks(book_html, several)[1])
    expect(status(page)).to_contain_text("All of them are answered. Come back in a few days")


def test_by_keyboard_drawing_leaves_the_focus_on_its_button(visit: Visit, choice: Listed) -> None:
    page = visit(PAGE, anew=True)
    keep(page, {choice: DONE | {"tries": 0}})
    button = page.get_by_role("button", name="Draw")
    button.press("Enter")
    expect(page.locator(".review li form").last).to_be_visible()
    expect(page.get_by_role("button", name="Draw anew")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".review-from a").first).to_be_focused()
    option = page.locator(".review li").first.get_by_role("radio").first
    option.press("Space")
    expect(option).to_be_checked()
    option.press("Enter")
    expect(page.locator(".review li .nnd-tries").first).not_to_be_empty()


def test_answers_that_cannot_be_loaded_are_said_to_be_so(
    browser: Browser, server: str, choice: Listed
) -> None:
    page = browser.new_page()
    page.goto(f"{server}/{PAGE}")
    keep(page, {choice: DONE})
    page.route("**/_static/exercises/*.js", lambda route: route.abort())
    click(page.locator(".review > button"))
    expect(page.get_by_role("alert").first).to_contain_text("The answers could not be loaded.")
    page.unroute_all()
    drawn(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.close()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_a_page_of_drawn_exercises_fits_and_axe_finds_nothing(
    visit: Visit, every: list[Listed], width: int, theme: str
) -> None:
    page = visit(PAGE, width=width, theme=theme, anew=True)
    keep(page, dict.fromkeys(every, MISSED))
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    options = {"rules": {"target-size": {"enabled": True}}} if width == 360 else {}
    assert violations(page, **options) == []


def test_paper_shows_the_tasks_and_no_buttons(visit: Visit, chapter: list[Listed]) -> None:
    page = visit(PAGE, anew=True)
    keep(page, dict.fromkeys(chapter, DONE))
    drawn(page)
    page.emulate_media(media="print")
    for task in page.locator(".review .nnd-task").all():
        expect(task).to_be_visible()
    expect(page.locator(".review > button, .keeping")).to_have_count(2)
    for hidden in page.locator(".review > button, .keeping").all():
        expect(hidden).to_be_hidden()


def test_without_its_storage_the_page_says_that_nothing_is_kept(
    browser: Browser, server: str
) -> None:
    page = browser.new_page()
    page.add_init_script(REFUSES)
    page.goto(f"{server}/{PAGE}")
    said = "This browser refuses its storage, so nothing is kept"
    expect(page.locator(".keeping [role=status]")).to_contain_text(said)
    expect(status(page)).to_contain_text("There is nothing to review yet")
    page.close()


@from_disk_too
def test_python_judges_in_the_review_too(
    visit: Visit, every: list[Listed], book_html: Path
) -> None:
    page = visit(PAGE, anew=True)
    one = next(
        one for one in every if (ask := tasks(book_html, one)[0].get("ask")) and ask["do"] == "step"
    )
    keep(page, {one: MISSED | {"tries": 0}})
    drawn(page)
    form = page.locator(".review li form").first
    form.get_by_role("textbox").fill("17")
    click(form.locator(".nnd-check"))
    feedback = form.locator(".nnd-feedback").first
    expect(feedback).to_have_text(re.compile(r"^(?!Python|Bringing).+"))
    expect(feedback).not_to_contain_text("could not")
