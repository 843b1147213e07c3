"""A real browser on the built book: nothing fetched from elsewhere, nothing on the console."""

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.browser.pointing import click
from tests.browser.tabs import LAST_RESORT, Tab, Tabs, Theme, Width, Window
from tools.chromium import NO_CHROMIUM, launch_chromium

Visit = Callable[..., Page]

HTML = Path(os.environ.get("BOOK_HTML", Path(__file__).parents[2] / "_build" / "html"))
# The README names the exceptions: formulas set sizes in style attributes, the host runs the modules
# of widgets, which lie in the page as data, from blobs, and the browser compiles Python when asked.
POLICY = (
    "default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval'; style-src-attr 'unsafe-inline'"
)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files under a strict policy, without writing a line for each."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def new_browser() -> Iterator[Callable[[], Browser]]:
    """Starts a browser."""
    with sync_playwright() as playwright:

        def start() -> Browser:
            browser = launch_chromium(playwright)
            if browser is None:
                # on CI a skip would hide that the pages were never opened
                (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
            return browser

        yield start


@pytest.fixture(scope="session")
def browser(new_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """One browser for all tests."""
    browser = new_browser()
    expect.set_options(timeout=LAST_RESORT)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def book_html() -> Path:
    """The directory of the built book."""
    if not (HTML / "index.html").exists():
        pytest.fail(
            f"The book is not built: {HTML / 'index.html'} is missing. Run `make book` first."
        )
    return HTML


@pytest.fixture(scope="session")
def server(book_html: Path) -> Iterator[str]:
    """The address of a server of the built book, on a free port."""
    handler = partial(QuietHandler, directory=str(book_html))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


@pytest.fixture
def root(request: pytest.FixtureRequest, book_html: Path, server: str) -> str:
    """The book's root: over http, or from the disk in tests that are marked so."""
    return book_html.resolve().as_uri() if getattr(request, "param", "http") == "file" else server


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs that stay open from test to test."""
    return Tabs(browser)


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, browser: Browser, tabs: Tabs, root: str
) -> Iterator[Visit]:
    """Open a page of the book; when the test ends, assert that the page was quiet.

    The page may be open since an earlier test: a test only reads it and uses its explorers, which
    are reset when it ends. One that changes anything else asks for a page `anew`.
    """
    shared: set[Window] = set()
    own: list[Tab] = []
    failed_before = request.session.testsfailed

    def open_page(
        path: str, width: Width = 1280, theme: Theme = "light", anew: bool = False
    ) -> Page:
        assert (HTML / path).exists(), f"The page {path} is missing. Run `make book` first."
        window = Window(root, width, theme)
        if anew:
            own.append(Tab(browser, window))
            return own[-1].open(path)
        shared.add(window)
        return tabs.at(window).open(path)

    yield open_page
    broke_off = request.session.testsfailed > failed_before
    for window in shared:
        if broke_off:
            tabs.close(window)  # what is left there is no other test's
        else:
            tabs.give_back(window)
    for tab in own:
        try:
            tab.expect_quiet()
        finally:
            tab.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone whose reader has fingers and no mouse."""
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 740})
    context.set_default_timeout(LAST_RESORT)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["mouse", "keyboard"])
def press(request: pytest.FixtureRequest) -> Callable[[Locator], None]:
    """Press a button, once by mouse and once by keyboard."""
    return click if request.param == "mouse" else lambda button: button.press("Enter")


@pytest.fixture(scope="module", params=["http", "file"])
def live_tab(
    request: pytest.FixtureRequest, browser: Browser, book_html: Path, server: str
) -> Iterator[Tab]:
    """A tab on the book, over http and from the disk, in which Python goes on from test to test."""
    root = book_html.resolve().as_uri() if request.param == "file" else server
    tab = Tab(browser, Window(root, 1280, "light"))
    yield tab
    try:
        tab.expect_quiet()
    finally:
        tab.close()
