"""Pages for a reader without JavaScript: a picture and a sentence in the place of an explorer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chapters.conftest import CHAPTERS

from .boxes import box_of


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(java_script_enabled=False)
    yield page
    page.close()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_picture_or_the_rows_and_a_sentence_stand_for_each_explorer(
    page: Page, server: str, chapter: Path
) -> None:
    page.goto(f"{server}/chapters/{chapter.stem}.html")
    for place in page.locator("[data-explorer]").all():
        shown = place.locator("img, table").first
        expect(shown).to_be_visible()
        picture, whole = box_of(shown), box_of(place)
        assert picture["width"] > 100
        assert picture["height"] > 60
        assert whole["height"] < picture["height"] + 200  # no hole where it would be drawn
        told = place.locator("figcaption, p").last  # what is asked of noscript itself has no text
        expect(told).to_contain_text("With JavaScript this is alive")


def test_the_front_page_has_such_a_place(page: Page, server: str) -> None:
    page.goto(f"{server}/chapters/introduction.html")
    place = page.locator("#wrong-step-explorer")
    expect(place.locator("tr")).to_have_count(5)
    expect(place.locator("p").last).to_contain_text("It is row 3: its left side is")
    assert place.locator("math").count() >= 6
