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
def test_a_picture_and_a_sentence_stand_for_each_explorer(
    page: Page, server: str, chapter: Path
) -> None:
    page.goto(f"{server}/chapters/{chapter.stem}.html")
    for place in page.locator("[data-explorer]").all():
        shown = place.locator("img").first
        expect(shown).to_be_visible()
        picture, whole = box_of(shown), box_of(place)
        assert picture["width"] > 100
        assert picture["height"] > 60
        assert whole["height"] < picture["height"] + 200  # no hole where it would be drawn
        told = place.locator("figcaption").last  # what is asked of noscript itself has no text
        expect(told).to_contain_text("With JavaScript this is alive")
