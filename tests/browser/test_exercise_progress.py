"""The map of the book shows what is done, moves nothing for it, and shows nothing before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from exercise_list import Listed
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.exercises import DONE, KEEP, MISSED, REFUSES, Entry, book, keep, kept
from tests.browser.pointing import click
from tests.browser.tabs import from_disk_too

Visit = Callable[..., Page]

FIRST = "chapters/introduction.html"
# Where everything stands, as text: links in the maps, headings and paragraphs.
PLACES = """() => [...document.querySelectorAll(".bd-links a, article :is(a, h1, h2, p, table)")]
    .map((node) => JSON.stringify(node.getBoundingClientRect()))"""
# The marks that lie on the name of their chapter.
ON_TEXT = """() => [...document.querySelectorAll(".exercise-mark")].filter((mark) => {
    const box = mark.getBoundingClientRect();
    const range = new Range();
    range.setStart(mark.parentElement, 0);
    range.setEndBefore(mark);
    return [...range.getClientRects()].some(({ left, right, top, bottom }) =>
        left < box.right && box.left < right && top < box.bottom && box.top < bottom);
}).length"""


@pytest.fixture(scope="module")
def chapter(book_html: Path) -> list[Listed]:
    """The exercises of the first chapter that has several."""
    return next(some for some in book(book_html).values() if len(some) > 1)


def marks(page: Page) -> Locator:
    return page.locator(".exercise-mark")


@from_disk_too
def test_nothing_is_shown_before_anything_was_tried(visit: Visit) -> None:
    page = visit(FIRST)
    assert page.locator("a[data-exercises]").count() > 1
    expect(marks(page)).to_have_count(0)


@from_disk_too
def test_what_is_done_is_counted_beside_its_chapter_and_no_other(
    visit: Visit, chapter: list[Listed]
) -> None:
    page = visit(FIRST, anew=True)
    keep(page, {chapter[0]: DONE})
    expect(marks(page)).to_have_count(2)  # in the sidebar and in the map of the first page
    said = f"1 of {len(chapter)}"
    for mark in marks(page).all():
        expect(mark).to_be_visible()
        expect(mark.locator("[aria-hidden]")).to_have_text(said)
        expect(mark.locator(".visually-hidden")).to_have_text(f"({said} exercises done)")
        link = mark.locator("xpath=..")
        assert str(link.get_attribute("href")).endswith(f"{chapter[0].page}.html")


def test_what_was_tried_and_is_not_done_counts_as_none(visit: Visit, chapter: list[Listed]) -> None:
    page = visit(FIRST, anew=True)
    keep(page, {chapter[0]: MISSED})
    expect(marks(page).first.locator("[aria-hidden]")).to_have_text(f"0 of {len(chapter)}")


def test_a_chapter_whose_exercises_are_all_done_has_a_sign_and_words_for_it(
    visit: Visit, chapter: list[Listed]
) -> None:
    page = visit(FIRST, anew=True)
    keep(page, dict.fromkeys(chapter, DONE))
    expect(marks(page)).to_have_count(2)
    for mark in marks(page).all():
        expect(mark.locator("[aria-hidden]")).to_have_text("✓")
        expect(mark.locator(".visually-hidden")).to_have_text("(all exercises done)")


def test_what_an_exercise_of_an_older_book_had_counts_for_nothing(
    visit: Visit, chapter: list[Listed]
) -> None:
    page = visit(FIRST, anew=True)
    keep(page, {Listed(chapter[0].page, "of-another-time", "", 0, ""): DONE})
    expect(marks(page)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("entry", [DONE, MISSED], ids=["ticks", "counts"])
def test_nothing_moves_when_marks_come(
    visit: Visit, book_html: Path, width: int, entry: Entry
) -> None:
    page = visit(FIRST, width=width, anew=True)
    before = page.evaluate(PLACES)
    every = [one for some in book(book_html).values() for one in some]
    page.evaluate(KEEP, {f"exercise:{one.page}:{one.name}": entry for one in every})
    page.evaluate("document.dispatchEvent(new Event('progresschanged'))")
    assert marks(page).count() > 2
    assert page.evaluate(PLACES) == before
    assert page.evaluate(ON_TEXT) == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width


@from_disk_too
def test_an_answer_is_counted_at_once(visit: Visit, chapter: list[Listed]) -> None:
    page = visit(f"chapters/{chapter[0].page}.html", anew=True)
    form = page.locator("form.nnd-exercise:has(input[type=radio])").first
    click(form.locator("input[type=radio]").first)
    click(form.locator(".nnd-check"))
    expect(form.locator(".nnd-tries")).not_to_be_empty()
    (entry,) = kept(page).values()
    said = f"{int(bool(entry['done']))} of {len(chapter)}"
    expect(marks(page).first.locator("[aria-hidden]")).to_have_text(said)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing_in_maps_with_marks(
    visit: Visit, chapter: list[Listed], width: int, theme: str
) -> None:
    page = visit(FIRST, width=width, theme=theme, anew=True)
    keep(page, dict.fromkeys(chapter, DONE))
    expect(marks(page)).to_have_count(2)
    assert violations(page) == []


def test_the_sidebar_of_a_phone_shows_marks(visit: Visit, chapter: list[Listed]) -> None:
    page = visit("chapters/references.html", width=360, anew=True)
    keep(page, {chapter[0]: DONE})
    click(page.locator(".primary-toggle"))
    link = page.get_by_role("link", name=f"(1 of {len(chapter)} exercises done)")
    expect(link).to_be_visible()
    expect(link.locator(".exercise-mark")).to_be_visible()


def test_paper_shows_no_marks(visit: Visit, chapter: list[Listed]) -> None:
    page = visit(FIRST, anew=True)
    keep(page, dict.fromkeys(chapter, DONE))
    expect(marks(page).first).to_be_attached()
    page.emulate_media(media="print")
    for mark in marks(page).all():
        expect(mark).to_be_hidden()


def test_a_browser_that_refuses_its_storage_shows_no_marks_and_exercises_work(
    browser: Browser, server: str, chapter: list[Listed]
) -> None:
    page = browser.new_page()
    page.add_init_script(REFUSES)
    page.goto(f"{server}/chapters/{chapter[0].page}.html")
    form = page.locator("form.nnd-exercise:has(input[type=radio])").first
    click(form.locator("input[type=radio]").first)
    click(form.locator(".nnd-check"))
    expect(form.locator(".nnd-tries")).not_to_be_empty()
    expect(marks(page)).to_have_count(0)
    page.close()
