"""The search as a reader uses it: it finds sections by words and by formulas, and shows them."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.boxes import box_of
from tests.browser.tabs import from_disk_too

Visit = Callable[..., Page]

LABELS = ("LaTeX", "Step through", "holds", "declared", "defined", "code cell", "Solution", "\\")


def searched(visit: Visit, query: str, width: int = 1280) -> Page:
    """Open the search page with a query, and wait for its answer."""
    page = visit("search.html", width=width, anew=True)
    page.goto(f"{page.url}?q={quote(query)}")
    expect(page.get_by_role("status")).not_to_be_empty()
    return page


def results(page: Page) -> Locator:
    return page.locator("#search-results li")


@from_disk_too
@pytest.mark.parametrize(
    ("query", "chapter", "shown"),
    [
        ("dL/dx", "linear", "dL/dx"),
        ("o - t", "softmax_cross_entropy", "o − t"),
        ("overflow", "softmax_cross_entropy", "overflow"),
        ("σ(x)", "notation", "σ(x)"),
        ("sigma(x)", "notation", "σ(x)"),
    ],
)
def test_the_first_results_show_what_was_looked_for_and_lead_to_it(
    visit: Visit, query: str, chapter: str, shown: str
) -> None:
    found = results(searched(visit, query))
    expect(found.first.locator("mark").first).to_have_text(shown)
    links = [found.nth(i).get_by_role("link").get_attribute("href") for i in range(3)]
    assert any(str(link).startswith(f"chapters/{chapter}.html") for link in links), links


@pytest.mark.parametrize("query", ["jacobian", "Derivatives of softmax", "gradcheck", "W_{l,j}"])
def test_what_the_book_has_is_found(visit: Visit, query: str) -> None:
    page = searched(visit, query)
    expect(results(page).first.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("query", ["gradient", "dL/dx", "o - t"])
def test_an_excerpt_has_formulas_and_no_labels_of_the_interface(visit: Visit, query: str) -> None:
    excerpts = results(searched(visit, query)).locator(".context").all_inner_texts()
    assert len(excerpts) > 3
    for text in excerpts:
        assert not [label for label in LABELS if label in text], text


@from_disk_too
def test_a_result_leads_to_its_heading(visit: Visit) -> None:
    page = searched(visit, "The gradient with respect to W")
    link = results(page).first.get_by_role("link")
    title = link.inner_text().partition(" › ")[2]
    link.click()
    expect(page.locator("article :is(h2, h3)").filter(has_text=title).first).to_be_in_viewport()
    assert page.evaluate("document.querySelector(location.hash) !== null")


def test_a_formula_marks_no_letters_all_over_the_page_that_it_leads_to(visit: Visit) -> None:
    page = searched(visit, "o - t")
    results(page).first.get_by_role("link").click()
    expect(page.locator("article h1").first).to_be_visible()
    expect(page.locator("article .highlighted")).to_have_count(0)


def test_what_is_in_no_section_is_said_to_be_so(visit: Visit) -> None:
    page = searched(visit, "zzyzx")
    expect(page.get_by_role("status")).to_contain_text("No section has it.")
    expect(results(page)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_magnifier_does_not_lie_on_the_query(visit: Visit, width: int) -> None:
    page = searched(visit, "overflow", width)
    form = page.locator(".bd-search-container form")
    icon, field = box_of(form.locator(".fa-magnifying-glass")), box_of(form.locator("input"))
    assert icon["x"] + icon["width"] <= field["x"]
    assert page.evaluate("document.documentElement.scrollWidth") == width
