"""The front page: the way in for each reader, and every mark that a row may have."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

PAGE = "chapters/introduction.html"
Visit = Callable[..., Page]

MARKS = ["declared", "defined", "✓ holds", "✗ fails", "? not read"]
MARK = "marks => marks.map(mark => (mark.querySelector('summary') ?? mark).textContent)"


def test_every_mark_is_shown_once_on_a_row_that_earned_it(visit: Visit) -> None:
    marks = visit(PAGE).locator(".derivation-mark").evaluate_all(MARK)
    assert [mark for mark in MARKS if mark not in marks] == []


def test_a_row_that_fails_shows_its_numbers_without_a_click(visit: Visit) -> None:
    row = visit(PAGE).locator(".derivation-row", has_text="as it was printed")
    expect(row.locator(".derivation-fails")).to_have_attribute("open", "")
    expect(row.locator(".derivation-numbers")).to_contain_text("the left side is")
    expect(row.locator(".derivation-numbers")).to_be_visible()


def test_a_row_that_was_not_read_says_why(visit: Visit) -> None:
    row = visit(PAGE).locator(".derivation-row", has_text="for small")
    expect(row.locator(".derivation-numbers")).to_contain_text("approximately")


def test_the_map_leads_to_every_page_of_the_book(visit: Visit) -> None:
    page = visit(PAGE)
    links = "links => links.map(link => link.getAttribute('href').split('#')[0])"
    mapped = page.locator("#the-map a").evaluate_all(links)
    listed = page.locator(".bd-sidebar-primary .bd-links a").evaluate_all(links)
    others = {link for link in listed if link not in ("#", "")}
    assert others
    assert others <= set(mapped)
