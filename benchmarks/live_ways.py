"""Three ways to run Python in a page, and how a reader drives each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page

from benchmarks.live_peers import jupyterlite_site, thebe_site
from benchmarks.live_work import GRADIENT, PAGES, ROW, row_cell
from tests.browser.conftest import HTML, POLICY

PRESS = "(selector) => document.querySelector(selector).click()"


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


def click(page: Page, button: str, place: str, text: str) -> Step:
    """A click on a button, found by its selector."""
    return Step(lambda: page.evaluate(PRESS, button), place, text)


class Way(Protocol):
    """A way to run Python in a page: its site, and what its reader does on it.

    Attributes:
        name: what the table calls it.
        policy: the content security policy of its pages, or nothing.
    """

    name: str
    policy: str

    def site(self) -> Path:
        """Return the folder of its pages, which are built if need be."""
        ...

    def address(self, page: str) -> str:
        """Return where a page is on the site."""
        ...

    def start(self, page: Page) -> Step:
        """Start Python, and proof-read the two rows of the page."""
        ...

    def row(self, page: Page) -> Step:
        """Proof-read a third row."""
        ...

    def check(self, page: Page) -> Step:
        """Check a gradient."""
        ...


class Ours:
    """The book: buttons at derivations and at cells of code."""

    name, policy = "ours", POLICY
    derivation, cell = '[data-live="derivation.0"]', '[data-live="code.0"]'

    def site(self) -> Path:
        return HTML.resolve()

    def address(self, page: str) -> str:
        return f"chapters/{page}.html"

    def start(self, page: Page) -> Step:
        return click(page, f"{self.derivation} > button", ".live-results", "holds")

    def row(self, page: Page) -> Step:
        self._editor(page, self.derivation).press("Control+End")
        return Step(lambda: page.keyboard.insert_text(ROW), ".live-results", "fails")

    def check(self, page: Page) -> Step:
        page.evaluate(PRESS, f"{self.cell} > button")
        editor = self._editor(page, self.cell)
        editor.press("Control+A")
        page.keyboard.insert_text(GRADIENT)
        return Step(lambda: editor.press("Control+Enter"), ".live-results", "pass:")

    def _editor(self, page: Page, place: str) -> Locator:
        return page.locator(f"{place} + .live-panel .cm-content")


class ThebeLite:
    """Cells of code in a page; the first runs at once, the others have buttons."""

    name, policy = "thebe-lite", ""

    def site(self) -> Path:
        return thebe_site()

    def address(self, page: str) -> str:
        return f"{page}.html"

    def start(self, page: Page) -> Step:
        return click(page, "#start", ".thebe-output", "2 holds")

    def row(self, page: Page) -> Step:
        return click(page, ".thebe-cell:nth-of-type(2) .thebe-run-button", ".thebe-output", "fails")

    def check(self, page: Page) -> Step:
        return click(page, ".thebe-cell:nth-of-type(3) .thebe-run-button", ".thebe-output", "pass:")


class JupyterLite:
    """A console, which opens with code in its address."""

    name, policy = "JupyterLite", ""
    outputs = ".jp-OutputArea-output"

    def site(self) -> Path:
        return jupyterlite_site()

    def address(self, page: str) -> str:
        return f"{page}.html"

    def start(self, page: Page) -> Step:
        return click(page, "#start", self.outputs, "2 holds")

    def row(self, page: Page) -> Step:
        return self._entered(page, row_cell(PAGES[0]), "fails")

    def check(self, page: Page) -> Step:
        return self._entered(page, GRADIENT, "pass:")

    def _entered(self, page: Page, code: str, text: str) -> Step:
        page.locator(".jp-CodeConsole-promptCell .cm-content").click()
        page.keyboard.insert_text(code)
        return Step(lambda: page.keyboard.press("Shift+Enter"), self.outputs, text)
