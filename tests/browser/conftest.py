"""A real browser on the built book: nothing fetched from elsewhere, nothing on the console."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, Route, sync_playwright

from tests.browser.pointing import click

Visit = Callable[..., Page]
Theme = Literal["light", "dark"]

HTML = Path(os.environ.get("BOOK_HTML", Path(__file__).parents[2] / "_build" / "html"))
NO_CHROMIUM = (
    "No Chromium was found. Install one with `playwright install chromium` or with the system's "
    "package manager, or name one in the environment variable CHROMIUM."
)


# The README names the two exceptions: KaTeX sets sizes in style attributes, and the host runs the
# modules of widgets, which lie in the page as data, from blobs.
POLICY = "default-src 'self'; script-src 'self' blob:; style-src-attr 'unsafe-inline'"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files under a strict policy, without writing a line for each."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def find_chromium(playwright: Playwright) -> str | None:
    """Return the path of a Chromium, the one that the reader names first."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = [path for name in names if name and (path := shutil.which(name))]
    own = playwright.chromium.executable_path
    return next(iter([*found, *([own] if Path(own).exists() else [])]), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            # on CI a skip would hide that the pages were never opened
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
        options = ["--no-sandbox", "--disable-gpu"]
        options += ["--disable-background-networking", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=path, args=options)
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


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, book_html: Path, server: str) -> str:
    """The book's root, once over http and once from the disk."""
    return server if request.param == "http" else book_html.resolve().as_uri()


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Visit]:
    """Open a page of the book; when the test ends, assert that the page was quiet.

    Every request that leaves the book is refused and recorded, and so is every error.
    """
    context = browser.new_context()
    off_host: list[str] = []
    errors: list[str] = []

    def refuse_elsewhere(route: Route) -> None:
        if route.request.url.startswith((root, "data:", "blob:")):
            route.continue_()
        else:
            off_host.append(route.request.url)
            route.abort()

    def open_page(path: str, width: int = 1280, height: int = 900, theme: Theme = "light") -> Page:
        assert (HTML / path).exists(), f"The page {path} is missing. Run `make book` first."
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{root}/{path}")
        return page

    context.route("**/*", refuse_elsewhere)
    yield open_page
    context.close()
    assert off_host == []
    assert errors == []


@pytest.fixture(params=["mouse", "keyboard"])
def press(request: pytest.FixtureRequest) -> Callable[[Locator], None]:
    """Press a button, once by mouse and once by keyboard."""
    return click if request.param == "mouse" else lambda button: button.press("Enter")
