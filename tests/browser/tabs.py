"""Tabs that stay open from one test to the next, each on a page that is left as it was found."""

from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

Theme = Literal["light", "dark"]
Width = Literal[1280, 360]  # a desktop's and a phone's
HEIGHTS: dict[Width, int] = {1280: 900, 360: 740}

# Tests run over http. What depends on how a page and its scripts are loaded runs from the disk too.
from_disk_too = pytest.mark.parametrize("root", ["http", "file"], indirect=True)

# Tests wait for states. Only a state that never comes ends here, after so many milliseconds.
LAST_RESORT = 120_000

# Every widget is drawn, and the fonts are there.
AT_REST = """() => document.fonts.status === "loaded" &&
    !document.querySelector('div[style^="min-height"] > :is(script, div:empty)')"""
# By then the observers have told the widgets their width.
TWO_FRAMES = """() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done())))"""
# What the explorers show, with the state of their fields, which is in no attribute. A panel that
# was opened and closed again stays in the page, hidden.
EXPLORERS = """() => {
  const explorers = document.querySelectorAll(".nnd-explorer:not(.nnd-exercise)");
  return [...explorers].map((explorer) => {
    const fields = [...explorer.querySelectorAll("input, select")];
    const state = fields.map(({ value, checked }) => `${value} ${checked}`);
    const copy = explorer.cloneNode(true);
    for (const part of copy.querySelectorAll("[hidden]")) part.remove();
    return [copy.outerHTML, ...state].join("\\n");
  });
}"""
RESET = """() => {
    document.activeElement.blur();
    const reset = ".nnd-explorer:not(.nnd-exercise) .nnd-foot button";
    for (const button of document.querySelectorAll(reset)) button.click();
    scrollTo({ top: 0, behavior: "instant" });
}"""


@dataclass(frozen=True)
class Window:
    """What a page is opened in; `root` is the book's address, on a server or on the disk."""

    root: str
    width: Width
    theme: Theme


class Tab:
    """A tab with storage and cache of its own, and the faults of the pages that it has shown."""

    def __init__(self, browser: Browser, window: Window) -> None:
        self._root = window.root
        self._faults: list[str] = []
        self._explorers: list[str] = []
        self._path: str | None = None
        self._context = browser.new_context(
            viewport={"width": window.width, "height": HEIGHTS[window.width]},
            color_scheme=window.theme,
        )
        self._context.set_default_timeout(LAST_RESORT)
        self.page: Page = self._context.new_page()
        self._context.on("request", lambda request: self._note_request(request.url))
        self._context.on("console", self._note_error)
        self._context.on("weberror", lambda error: self._note(str(error.error)))

    def open(self, path: str) -> Page:
        """Return the page at this path, at rest; it is loaded only if another was open."""
        if path != self._path:
            self._path = path
            self.page.goto(f"{self._root}/{path}")
            self.page.wait_for_function(AT_REST)
            self.page.evaluate(TWO_FRAMES)
            self._explorers = self.page.evaluate(EXPLORERS)
        return self.page

    def expect_quiet(self) -> None:
        """Assert that no page sent a request to elsewhere or wrote an error on the console."""
        self.page.evaluate("0")  # what came before is told before the answer
        assert self._faults == [], "\n".join(self._faults)

    def expect_as_found(self) -> None:
        """Press Reset on every explorer, and assert that all are as they were at first."""
        self.page.mouse.up()
        self.page.mouse.move(0, 0)
        self.page.evaluate(RESET)
        left = self.page.evaluate(EXPLORERS)
        changed = [pair for pair in zip(self._explorers, left, strict=True) if pair[0] != pair[1]]
        assert not changed, f"{self._path}: after Reset, an explorer is not as it was: {changed}"

    def close(self) -> None:
        """Close the tab and forget its cache."""
        self._context.close()

    def _note_request(self, url: str) -> None:
        if not url.startswith((self._root, "data:", "blob:")):
            self._note(f"request to {url}")

    def _note_error(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"{message.text} ({message.location['url']})")

    def _note(self, fault: str) -> None:
        self._faults.append(f"{self._path}: {fault}")


class Tabs:
    """The open tabs of a browser, one for each window."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: dict[Window, Tab] = {}

    def at(self, window: Window) -> Tab:
        """Return the tab of this window, which is opened if there is none."""
        if window not in self._open:
            self._open[window] = Tab(self._browser, window)
        return self._open[window]

    def give_back(self, window: Window) -> None:
        """Keep a tab for the next test, or close it if it was not left as it was found."""
        tab = self._open.pop(window)
        try:
            tab.expect_as_found()
            tab.expect_quiet()
        except BaseException:
            tab.close()
            raise
        self._open[window] = tab

    def close(self, window: Window) -> None:
        """Close the tab of this window, if it is open; the next test gets another."""
        if window in self._open:
            self._open.pop(window).close()
