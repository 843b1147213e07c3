"""Every page in a browser: quiet (the fixture `visit` sees to it), legible, and not too wide."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from nnderiv import proofread_file
from tests.browser.axe import violations
from tests.browser.tabs import from_disk_too

Visit = Callable[..., Page]

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
WIDER_THAN_THE_PAGE = """() => document.documentElement.scrollWidth > window.innerWidth"""
CUT_OFF = """() => [...document.querySelectorAll(".derivation-right, div.math, figure")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .filter((box) => getComputedStyle(box).overflowX !== "auto")
    .map((box) => box.textContent.slice(0, 80))"""

# Commands and dollar signs in what a reader sees as text; code may hold them.
RAW_LATEX = r"""() => {
    const found = [];
    const code = "code, pre, annotation, script, noscript, .derivation-numbers";
    const article = document.querySelector("article");
    const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        const raw = /\\[a-zA-Z]|\$[^$]+\$/.test(data) && !parentElement.closest(code);
        if (raw) found.push(data.slice(0, 80));
    }
    return found;
}"""
STATUS = """() => [...document.fonts]
    .filter(({ family }) => family === "Formulas").map(({ status }) => status)"""
COPIED = "addEventListener('copy', (e) => (window.copied = e.clipboardData.getData('text')))"


# Of the module, so that all tests of one page come together, and it is opened for all of them.
@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def page_of(chapter: Path) -> str:
    """Return where the page of a chapter lies in the book."""
    return f"chapters/{chapter.stem}.html"


@pytest.mark.parametrize(
    ("root", "width", "theme"),
    [("file", 1280, "light"), ("http", 1280, "dark"), ("http", 360, "light")],
    indirect=["root"],
)
def test_a_page_fits_the_window_cuts_off_no_formula_and_follows_the_theme(
    visit: Visit, chapter: Path, width: int, theme: str
) -> None:
    page = visit(page_of(chapter), width=width, theme=theme)
    expect(page.locator("article h1").first).to_be_visible()
    expect(page.locator(f'html[data-theme="{theme}"]')).to_have_count(1)
    assert not page.evaluate(WIDER_THAN_THE_PAGE)
    assert page.evaluate(CUT_OFF) == []


@from_disk_too
def test_every_formula_is_typeset(visit: Visit, chapter: Path) -> None:
    page = visit(page_of(chapter))
    expect(page.locator("article h1").first).to_be_visible()
    assert page.evaluate(RAW_LATEX) == []


def test_every_row_carries_the_mark_that_it_earned(visit: Visit, chapter: Path) -> None:
    page = visit(page_of(chapter))
    # the front page shows a row that fails, from a cell of its own
    marks = page.locator(".cell:not(.tag_on-purpose) .derivation-mark").evaluate_all(
        "marks => marks.map(m => (m.querySelector('summary') ?? m).textContent)"
    )
    report = proofread_file(chapter)
    words = ["declared", "defined", "✓ holds"]  # a row that says several things has the last
    rows: dict[tuple[int | None, int], int] = {}
    for claim in report.claims:
        rank = ["declared", "defined", "holds"].index(claim.verdict)
        rows[claim.cell, claim.row] = max(rank, rows.get((claim.cell, claim.row), 0))
    assert marks == [words[rank] for rank in rows.values()]


@from_disk_too
def test_every_derivation_of_several_checked_rows_can_be_stepped_through(
    visit: Visit, chapter: Path
) -> None:
    page = visit(page_of(chapter))
    cells = nbformat.read(chapter, as_version=4).cells
    several = [
        html
        for cell in cells
        for output in cell.get("outputs", [])
        if 'table class="derivation"' in (html := output.get("data", {}).get("text/html", ""))
        and html.count("✓ holds") > 1
    ]
    expect(page.locator(".nnd-derivation")).to_have_count(len(several))


def test_what_is_copied_of_a_formula_is_its_latex(visit: Visit) -> None:
    page = visit("chapters/linear.html", anew=True)
    formula = page.locator(".derivation-right math").first
    latex = formula.locator("annotation").text_content()
    assert latex
    assert "displaystyle" not in latex
    page.evaluate(COPIED)
    formula.evaluate("node => getSelection().selectAllChildren(node)")
    page.keyboard.press("Control+c")
    assert page.evaluate("window.copied") == f"${latex}$"


@from_disk_too
def test_formulas_are_drawn_with_the_font_that_the_pages_bring_along(
    visit: Visit, chapter: Path
) -> None:
    page = visit(page_of(chapter))
    if page.locator("math").count():
        assert page.evaluate(STATUS) == ["loaded"]


def test_a_dark_page_is_printed_light(visit: Visit) -> None:
    page = visit("chapters/activations.html", theme="dark", anew=True)
    html = page.locator("html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(html).to_have_attribute("data-theme", "light")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(html).to_have_attribute("data-theme", "dark")


# All rules that axe runs by default run on a desktop and on a phone; there the rule about the size
# of what a finger must meet, too. The theme changes colours alone: the rules about them run again.
AXE: list[tuple[int, str, dict[str, object]]] = [
    (1280, "light", {}),
    (360, "light", {"rules": {"target-size": {"enabled": True}}}),
    (1280, "dark", {"runOnly": ["color-contrast", "link-in-text-block"]}),
]


@pytest.mark.parametrize(("width", "theme", "options"), AXE, ids=["desktop", "phone", "dark"])
def test_axe_finds_nothing_that_keeps_people_from_using_a_page(
    visit: Visit, chapter: Path, width: int, theme: str, options: dict[str, object]
) -> None:
    page = visit(page_of(chapter), width=width, theme=theme)
    assert violations(page, **options) == []


@from_disk_too
def test_the_index_leads_to_the_first_page(visit: Visit) -> None:
    page = visit("search.html", anew=True)
    page.goto(page.url.replace("search.html", "index.html"))
    expect(page.locator("article h1").first).to_contain_text("Deriving the derivatives")
