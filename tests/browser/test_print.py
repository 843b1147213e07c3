"""A printed page: light, with its solutions, and without what is only for the screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

CHAPTERS = ["linear", "softmax_cross_entropy", "activations"]
SOLUTION = (
    "article .tag_hide-cell > details, article details:not(.derivation-mark, .hide, .nnd-source)"
)
SHEET = 673  # pixels between the margins of A4: less than a screen has that gets a phone's layout
STYLE = "(node, name) => getComputedStyle(node)[name]"


@contextmanager
def printing(page: Page) -> Iterator[None]:
    """The page as it is while the browser prints it."""
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    yield
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_solutions_are_unfolded_on_paper_and_folded_again_afterwards(
    visit: Visit, chapter: str
) -> None:
    page = visit(f"chapters/{chapter}.html", anew=True)
    solutions = page.locator(SOLUTION)
    assert solutions.count() >= 3
    solutions.first.locator("> summary").click()  # what the reader has opened stays open
    with printing(page):
        for solution in solutions.all():
            expect(solution).to_have_attribute("open", "")
            for part in solution.locator("> :not(summary, .derivation-latex, .live-bar)").all():
                expect(part).to_be_visible()
                assert part.evaluate(STYLE, "animationName") == "none"
    assert page.locator(f":is({SOLUTION})[open]").count() == 1


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_latex_of_derivations_and_what_else_is_folded_is_left_out(
    visit: Visit, chapter: str
) -> None:
    page = visit(f"chapters/{chapter}.html", anew=True)
    with printing(page):
        for latex in page.locator(".derivation-latex").all():
            expect(latex).to_be_hidden()
        for folded in page.locator(".tag_hide-input > details").all():
            expect(folded).to_be_hidden()
        for summary in page.locator(".derivation-mark > summary").all():
            assert summary.evaluate(STYLE, "listStyleType") == "none"
        expect(page.locator(".derivation-right > .headerlink:visible")).to_have_count(0)


def test_headings_are_whole_and_stand_with_what_follows(visit: Visit) -> None:
    page = visit("chapters/linear.html", anew=True)
    with printing(page):
        for heading in page.locator("article :is(h2, h3)").all():
            assert heading.evaluate(STYLE, "breakInside") == "avoid"
            assert heading.evaluate(STYLE, "breakAfter") == "avoid"
        explorer = page.locator(".cell:has(.nnd-linear)")
        assert explorer.evaluate(STYLE, "breakInside") == "avoid"


@pytest.mark.parametrize("chapter", ["linear", "proofread_post", "measured", "training"])
def test_a_sheet_shows_tables_and_rows_as_a_wide_screen_and_as_a_whole(
    visit: Visit, chapter: str
) -> None:
    page = visit(f"chapters/{chapter}.html", anew=True)
    page.set_viewport_size({"width": SHEET, "height": 1000})
    with printing(page):
        tables = page.locator("article table.table")
        assert tables.count() > 0
        for table in tables.all():
            assert table.evaluate(STYLE, "display") == "table"
            assert (box := table.bounding_box())
            assert box["x"] + box["width"] <= SHEET
        for row in page.locator("article .derivation-line").all():
            assert row.evaluate(STYLE, "display") != "contents"  # the rule stands beside its line


def test_the_printed_title_has_the_number_of_the_chapter(visit: Visit) -> None:
    page = visit("chapters/linear.html", anew=True)
    number = page.locator("article h1 .section-number").inner_text().strip()
    with printing(page):
        title = page.locator("#jb-print-docs-body h1")
        expect(title).to_be_visible()
        expect(title).to_have_text(f"{number} Linear transformation")
