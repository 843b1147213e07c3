"""Every page in a browser: quiet (the fixture `visit` sees to it), legible, and not too wide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
WIDER_THAN_THE_PAGE = """() => document.documentElement.scrollWidth > window.innerWidth"""
CUT_OFF = """() => [...document.querySelectorAll(".derivation-right, .katex-display, figure")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .filter((box) => getComputedStyle(box).overflowX !== "auto")
    .map((box) => box.textContent.slice(0, 80))"""

# Commands and dollar signs in what a reader sees as text; code may hold them.
RAW_LATEX = r"""() => {
    const found = [];
    const code = "code, pre, annotation, script, .derivation-numbers";
    const article = document.querySelector("article");
    const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        const raw = /\\[a-zA-Z]|\$[^$]+\$/.test(data) && !parentElement.closest(code);
        if (raw) found.push(data.slice(0, 80));
    }
    return found;
}"""
# A section that is laid out when it comes near cuts off what is wider than itself.
READ_THROUGH = """async () => {
    const wide = [];
    for (const part of document.querySelectorAll("section, table.derivation")) {
        part.scrollIntoView({ behavior: "instant" });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        if (part.scrollWidth > part.clientWidth + 1) wide.push(part.textContent.slice(0, 80));
    }
    return wide;
}"""
COPIED = "addEventListener('copy', (e) => (window.copied = e.clipboardData.getData('text')))"


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> str:
    return f"chapters/{request.param.stem}.html"


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_a_page_fits_the_window_cuts_off_no_formula_and_follows_the_theme(
    visit: Visit, chapter: str, width: int, theme: str
) -> None:
    page = visit(chapter, width=width, theme=theme)
    expect(page.locator("article h1").first).to_be_visible()
    expect(page.locator(f'html[data-theme="{theme}"]')).to_have_count(1)
    assert page.evaluate(READ_THROUGH) == []
    assert not page.evaluate(WIDER_THAN_THE_PAGE)
    assert page.evaluate(CUT_OFF) == []


def test_every_formula_is_typeset(visit: Visit, chapter: str) -> None:
    page = visit(chapter)
    expect(page.locator("article h1").first).to_be_visible()
    assert page.locator(".katex-error").count() == 0
    assert page.evaluate(RAW_LATEX) == []


def test_what_is_copied_of_a_formula_is_its_latex(visit: Visit) -> None:
    page = visit("chapters/linear.html")
    formula = page.locator(".derivation-right .katex").first
    latex = formula.locator("annotation").text_content()
    assert latex
    assert "displaystyle" not in latex
    page.evaluate(COPIED)
    formula.evaluate("node => getSelection().selectAllChildren(node)")
    page.keyboard.press("Control+c")
    assert page.evaluate("window.copied") == f"${latex}$"


def test_a_page_at_rest_is_laid_out_to_its_end_with_the_fonts_of_all_formulas(
    visit: Visit, chapter: str
) -> None:
    page = visit(chapter)
    tables = page.locator("table.derivation")
    expect(page.locator("table.derivation.laid-out")).to_have_count(tables.count())
    hidden = "table => getComputedStyle(table).contentVisibility !== 'visible'"
    assert not any(table.evaluate(hidden) for table in tables.all())
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    for size in range(1, 5):
        if page.locator(f".delimsizing.size{size}").count():
            # what is laid out asks for its fonts in the next frame only
            page.wait_for_function(f"() => document.fonts.check('1em KaTeX_Size{size}')")


def test_a_dark_page_is_printed_light(visit: Visit) -> None:
    page = visit("chapters/activations.html", theme="dark")
    html = page.locator("html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(html).to_have_attribute("data-theme", "light")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(html).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("root", ["http"], indirect=True)
def test_search_shows_the_words_around_what_it_finds_and_no_latex(visit: Visit) -> None:
    page = visit("search.html")
    page.goto(f"{page.url}?q=softmax")
    expect(page.locator("#search-results .context").first).to_be_visible()
    for text in page.locator("#search-results .context").all_inner_texts():
        assert "\\" not in text
        assert "holds" not in text


@pytest.mark.parametrize("root", ["http"], indirect=True)
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing_that_keeps_people_from_using_a_page(
    visit: Visit, chapter: str, width: int, theme: str
) -> None:
    page = visit(chapter, width=width, theme=theme)
    expect(page.locator("article h1").first).to_be_visible()
    page.evaluate(READ_THROUGH)  # what is out of sight is not laid out
    # without its own copies of the style sheets, which only some rules of layout would need
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_the_index_leads_to_the_first_page(visit: Visit) -> None:
    page = visit("index.html")
    expect(page.locator("article h1").first).to_contain_text("Deriving the derivatives")
