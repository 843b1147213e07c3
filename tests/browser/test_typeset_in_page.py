"""Formulas and rows that the page typesets itself: as the build does, and nothing but formulas."""

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from derivation_rows import typeset_html
from math_font import complete_font
from node_packages import NODE, install
from playwright.sync_api import Page, expect

from tests.browser.axe import violations

Visit = Callable[..., Page]

ROOT = Path(__file__).parents[2]
LIVE = ROOT / "live"
CHAPTER = "chapters/softmax_cross_entropy.html"
# Puts rows into the place of the first derivation of the page.
SHOW = """html => {
    const output = document.querySelector(".text_html:has(.derivation)");
    output.replaceChildren(rows.typesetRows(html));
    return output.innerHTML;
}"""
# What the build made of the same rows, but for links of rows to themselves.
BUILT = """html => {
    const place = document.createElement("div");
    place.innerHTML = html;
    for (const link of place.querySelectorAll("a.headerlink")) link.remove();
    return place.innerHTML;
}"""
ADD_FONT = """async text => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    document.fonts.add(await new FontFace("Formulas", bytes).load());
}"""
NAMES = "table => [...table.querySelectorAll('*')].flatMap((node) => node.getAttributeNames())"
HOSTILE = [
    r"\href{https://example.org}{x}",
    r"\url{https://example.org}",
    r"\includegraphics{https://example.org/x.png}",
    r"\href{javascript:window.caught=1}{x}",
    r"\text{<img src=x onerror=window.caught=1>}",
    r"</math><img src=x onerror=window.caught=1>",
    r"\class{a\" onmouseover=\"window.caught=1}{x}",
    r"\style{background:url(https://example.org)}{x}",
    r"\ref{row-a}",
]
SIZES = """() => [...document.querySelectorAll(".derivation-row math")]
    .map((math) => math.getBoundingClientRect()).map(({ width, height }) => [width, height])"""


def formula(latex: str) -> str:
    return f'<span class="derivation-tex">${escape(latex)}$</span>'


def row(left: str, right: str, rule: str = "", anchor: str = "row-a") -> str:
    return (
        f'<tr class="derivation-row"><td class="derivation-left">{formula(left)}</td>'
        f'<td><div class="derivation-line"><span class="derivation-right" id="{anchor}">'
        f'{formula(right)}</span> <span class="derivation-rule">{rule}</span></div></td></tr>'
    )


def table(*rows: str) -> str:
    return f'<table class="derivation" role="presentation">{"".join(rows)}</table>'


def derivations_of_the_book() -> Iterator[str]:
    """The HTML of every derivation, as the notebooks store it."""
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                html = "".join(output.get("data", {}).get("text/html", []))
                if '<table class="derivation"' in html:
                    yield html


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of the page that typesets rows."""
    script = tmp_path_factory.mktemp("bundle") / "rows.js"
    esbuild = install(LIVE, "The editor of the pages") / "esbuild" / "bin" / "esbuild"
    command: list[str | Path] = [NODE, esbuild, LIVE / "page" / "derivation_rows.js"]
    options = ["--bundle", "--format=iife", "--global-name=rows", "--log-level=error"]
    subprocess.run([*command, *options, f"--outfile={script}"], check=True)
    return script.read_text(encoding="utf-8")


@pytest.fixture(params=[1280, 360])
def page(request: pytest.FixtureRequest, visit: Visit, bundle: str) -> Page:
    """A chapter with the script, on a desktop and on a phone."""
    return with_script(visit(CHAPTER, width=request.param, anew=True), bundle)


@pytest.fixture
def desktop(visit: Visit, bundle: str) -> Page:
    """A chapter with the script."""
    return with_script(visit(CHAPTER, anew=True), bundle)


def with_script(page: Page, bundle: str) -> Page:
    page.evaluate(bundle)  # by the debugger, which the policy of the page does not bind
    return page


def test_every_derivation_of_the_book_comes_out_as_the_build_sets_it(desktop: Page) -> None:
    stored = list(derivations_of_the_book())
    assert len(stored) > 20
    for html in stored:
        shown = desktop.evaluate(SHOW, html).replace("edited-", "")
        assert shown == desktop.evaluate(BUILT, typeset_html(html))


def test_punctuation_stays_on_the_line_of_its_formula(desktop: Page) -> None:
    shown = desktop.evaluate(SHOW, table(row("x", "= 1", f"(where {formula('y')}, as above)")))
    rule = desktop.locator(".derivation-rule").first
    assert ">,</span> as above)" in shown
    expect(rule.locator(".unbroken > math")).to_have_count(1)
    expect(rule.locator(".unbroken")).to_contain_text(",")


def test_a_row_that_temml_cannot_read_is_shown_as_typed_with_the_reason(page: Page) -> None:
    page.evaluate(SHOW, table(row("y", r"\displaystyle {} = \frac{1"), row("z", "= 2")))
    unread = page.locator(".derivation-right").first
    expect(unread).to_contain_text(r"= \frac{1")
    expect(unread).to_contain_text("not typeset: ")
    assert "displaystyle" not in unread.inner_text()
    expect(page.locator(".derivation-right").nth(1).locator("math")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_a_link_to_a_row_above_leads_to_the_edited_one(desktop: Page) -> None:
    above = '(<a href="#row-a">from above</a>, <a href="#row-elsewhere">and</a>)'
    desktop.evaluate(SHOW, table(row("x", "= 1"), row("x", "= 2", above, anchor="row-b")))
    links = desktop.locator(".derivation-rule a")
    expect(links.first).to_have_attribute("href", "#edited-row-a")
    expect(links.nth(1)).to_have_attribute("href", "#row-elsewhere")
    expect(desktop.locator(".derivation-right").first).to_have_attribute("id", "edited-row-a")


def test_what_a_reader_types_becomes_no_link_no_picture_and_no_script(desktop: Page) -> None:
    derivation = desktop.locator("table.derivation").first
    for latex in HOSTILE:
        desktop.evaluate(SHOW, table(row("x", latex)))
        expect(derivation.locator(".derivation-right > *").first).to_be_visible()
        expect(derivation.locator("a, img, script, style, iframe")).to_have_count(0)
        names = set(derivation.evaluate(NAMES))
        assert not {name for name in names if name.startswith("on")} | names & {"href", "src"}
    assert desktop.evaluate("window.caught === undefined")


# From the disk, where no policy holds back what code in the worker may answer with.
@pytest.mark.parametrize("root", ["file"], indirect=True)
def test_html_that_is_no_row_does_not_get_into_the_page(desktop: Page) -> None:
    hostile = (
        '<img src="x" onerror="window.caught=1"><script>window.caught=1</script>'
        "<style>body { display: none }</style><svg><a href='#a'><style>p{}</style></a></svg>"
        '<iframe srcdoc="x"></iframe><form action="https://example.org"><button>x</button></form>'
        '<a href="javascript:window.caught=1" onclick="window.caught=1">away</a>'
        '<span style="position: fixed" data-live="x" tabindex="1">kept</span>'
    )
    shown = desktop.evaluate(SHOW, hostile)
    assert shown == "<a>away</a><span>kept</span>"
    assert desktop.evaluate("window.caught === undefined")


def test_the_complete_font_draws_what_the_book_has_not_and_the_rest_alike(desktop: Page) -> None:
    desktop.evaluate(SHOW, table(row(r"\displaystyle \oint_a^b", r"\mathfrak{A}")))
    (_, low), _, *before = desktop.evaluate(SIZES)
    desktop.evaluate(ADD_FONT, base64.b64encode(complete_font()).decode())
    (_, high), _, *after = desktop.evaluate(SIZES)
    assert high > 1.3 * low  # the font has a large sign, a fallback of the system has none
    assert len(before) > 20
    for (width, height), (new_width, new_height) in zip(before, after, strict=True):
        assert new_width == width
        # FreeType hints by the letters of the whole font, and may round one up
        assert new_height == pytest.approx(height, abs=1)
