"""Three ways to run Python in a page, and how a reader drives each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from benchmarks.live_peers import jupyterlite_site, thebe_site
from benchmarks.live_work import GRADIENT, PAGES, ROW, row_cell
from tests.browser.conftest import HTML, POLICY

PRESS = "(selector) => document.querySelector(selector).click()"
DERIVATION, CELL = '[data-live="derivation.0"]', '[data-live="code.0"]'
TWO_HOLD, THIRD_FAILS, PASSES = "2 holds", "fails", "pass:"


@dataclass(frozen=True)
class Step:
    """Something that the reader does, and where its result is to be seen.

    Attributes:
        deed: does it; the clock starts before.
        place: a selector of elements.
        text: what one of them says when the result is there.
    """

    deed: Callable[[], None]
    place: str
    text: str


@dataclass(frozen=True)
class Way:
    """A way to run Python in a page: its site, and what the reader does on it.

    Attributes:
        name: what the table calls it.
        site: returns the folder of its pages, which it builds if need be.
        folder: where on the site the pages are.
        start: starts Python, and proof-reads the two rows of the page.
        row: proof-reads a third row.
        check: checks a gradient.
        policy: the content security policy of its pages, or nothing.
    """

    name: str
    site: Callable[[], Path]
    folder: str
    start: Callable[[Page], Step]
    row: Callable[[Page], Step]
    check: Callable[[Page], Step]
    policy: str = ""


def click(button: str, place: str, text: str) -> Callable[[Page], Step]:
    """A click on a button, found by its selector."""
    return lambda page: Step(lambda: page.evaluate(PRESS, button), place, text)


def editor(page: Page, place: str) -> Locator:
    """The editor that a button of the book opened."""
    return page.locator(f"{place} + .live-panel .cm-content")


def row_in_book(page: Page) -> Step:
    """Write a row below the others."""
    editor(page, DERIVATION).press("Control+End")
    return Step(lambda: page.keyboard.insert_text(ROW), ".live-results", THIRD_FAILS)


def check_in_book(page: Page) -> Step:
    """Write the code in the place of that of the first cell, and run it."""
    page.evaluate(PRESS, f"{CELL} > button")
    editor(page, CELL).press("Control+A")
    page.keyboard.insert_text(GRADIENT)
    return Step(lambda: page.keyboard.press("Control+Enter"), ".live-results", PASSES)


def entered(code: str, text: str) -> Callable[[Page], Step]:
    """Enter code in JupyterLite's console."""

    def step(page: Page) -> Step:
        page.locator(".jp-CodeConsole-promptCell .cm-content").click()
        page.keyboard.insert_text(code)
        return Step(lambda: page.keyboard.press("Shift+Enter"), ".jp-OutputArea-output", text)

    return step


OURS = Way(
    "ours",
    HTML.resolve,
    "chapters/",
    start=click(f"{DERIVATION} > button", ".live-results", "holds"),
    row=row_in_book,
    check=check_in_book,
    policy=POLICY,
)
# The first cell of a page runs at once, and each has a button to run it.
THEBE_LITE = Way(
    "thebe-lite",
    thebe_site,
    "",
    start=click("#start", ".thebe-output", TWO_HOLD),
    row=click(".thebe-cell:nth-of-type(2) .thebe-run-button", ".thebe-output", THIRD_FAILS),
    check=click(".thebe-cell:nth-of-type(3) .thebe-run-button", ".thebe-output", PASSES),
)
# A page has a link to the console, with the code in its address, which runs at once.
JUPYTERLITE = Way(
    "JupyterLite",
    jupyterlite_site,
    "",
    start=click("#start", ".jp-OutputArea-output", TWO_HOLD),
    row=entered(row_cell(PAGES[0]), THIRD_FAILS),
    check=entered(GRADIENT, PASSES),
)
