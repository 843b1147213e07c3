"""A reader writes a backward pass, or mends one, and the Python of the page checks it."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nnderiv.exercises.write_backward import Broken, MendBackward, WriteBackward
from tests.browser.axe import violations
from tests.browser.conftest import QuietHandler
from tests.browser.exercise_site import PAGE, build_site
from tests.browser.pointing import click
from tests.browser.tabs import Tab, Window
from tests.judging.backward_passes import LINEAR

TANH = "dy * (1 - np.tanh(x) ** 2)"


class Code:
    """An exercise in which one writes Python."""

    def __init__(self, page: Page, name: str) -> None:
        self.form = page.locator(f"#exercise-{name} form")
        self.field = self.form.get_by_role("textbox", name="Your backward pass")
        self.feedback = self.form.locator(".nnd-feedback")
        self.tries = self.form.locator(".nnd-tries")

    def check(self, source: str) -> Locator:
        """Write code, check it, and return the feedback."""
        self.field.fill(source)
        click(self.form.get_by_role("button", name="Check"))
        return self.feedback


@pytest.fixture(scope="module")
def site(book_html: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chapter with a pass to be written, a time for each test, and two to be mended."""
    folder = tmp_path_factory.mktemp("site") / "html"
    broken = {"np.tanh(x)": f"-{TANH}", "x**2": "dy * x"}
    write = partial(WriteBackward, forward=LINEAR.ask["forward"], inputs=LINEAR.inputs)
    written = [write(name) for name in ("stages", "endless", "markup", "phone")]
    passes = [Broken(y, {"x": wrong}, {"x": (4, 3)}) for y, wrong in broken.items()]
    build_site(book_html, folder, [*written, MendBackward("mend", passes)])
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = partial(QuietHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


@pytest.fixture(scope="module", params=["http", "file"])
def tab(
    request: pytest.FixtureRequest, browser: Browser, site: Path, address: str
) -> Iterator[Tab]:
    root = address if request.param == "http" else site.resolve().as_uri()
    tab = Tab(browser, Window(root, 1280, "light"))
    yield tab
    try:
        tab.expect_quiet()
    finally:
        tab.close()


def test_a_backward_pass_is_written_gradient_after_gradient(tab: Tab) -> None:
    code = Code(tab.open(PAGE), "stages")
    expect(code.field).to_have_value(re.compile("def backward.*dW = \\.\\.\\.", re.DOTALL))
    expect(code.check(LINEAR.backward(W="...", b="..."))).to_contain_text(
        "dx passes, at other sizes too. Next is dW, then db."
    )
    expect(code.check("def backward(dy, x, W, b)")).to_contain_text("line 1, column 26")
    expect(code.check(LINEAR.backward(x="dy @ W"))).to_contain_text("2 and 3, do not meet")
    expect(code.tries).to_be_empty()  # what does not run yet counts as no try

    expect(code.check(LINEAR.backward(W="-x.T @ dy"))).to_contain_text("the wrong sign")
    expect(code.tries).to_have_text("first try")
    click(code.feedback.get_by_text("The report of gradcheck"))
    expect(code.feedback.get_by_role("row")).to_have_count(4)
    lucky = LINEAR.backward(x="dy @ (W if len(W) == len(W.T) else W.T)")
    expect(code.check(lucky)).to_contain_text("right at the shapes shown, but not with equal sizes")
    expect(code.check(f"print('here')\n{LINEAR.backward()}")).to_contain_text(
        "Right: dx, dW and db"
    )
    expect(code.feedback.locator("pre")).to_have_text("here\n")
    expect(code.tries).to_have_text("Done, at the third try.")
    expect(code.field).not_to_be_editable()


def test_broken_passes_are_mended_one_after_the_other(tab: Tab) -> None:
    code = Code(tab.open(PAGE), "mend")
    expect(code.check(code.field.input_value())).to_contain_text("the wrong sign")
    expect(code.check(f"def backward(dy, x):\n    return {TANH}")).to_contain_text("Right")
    click(code.form.get_by_role("button", name="Another one"))
    expect(code.field).to_have_value("def backward(dy, x):\n    dx = dy * x\n    return dx")
    expect(code.field).to_be_focused()
    expect(code.check(code.field.input_value())).to_contain_text("a factor of 1/2")


def test_code_that_never_ends_can_be_stopped(tab: Tab) -> None:
    code = Code(tab.open(PAGE), "endless")
    expect(code.check("while True: pass")).to_contain_text("Python is looking at it")
    click(code.feedback.get_by_role("button", name="Stop"))
    expect(code.feedback).not_to_contain_text("Python is looking at it")
    expect(code.check(LINEAR.backward())).to_contain_text("Right: dx, dW and db")
    expect(code.tries).to_have_text("Done, at the first try.")


def test_what_code_prints_is_no_markup(tab: Tab) -> None:
    page = tab.open(PAGE)
    code = Code(page, "markup")
    markup = "<img src=x onerror=alert(1)>"
    expect(
        code.check(f"print({markup!r})\n{LINEAR.backward(b='2 * dy.sum(axis=0)')}")
    ).to_contain_text(markup)
    expect(page.locator('img[src="x"]')).to_have_count(0)
    assert violations(page) == []


def test_on_a_phone_nothing_is_wider_than_the_page(browser: Browser, address: str) -> None:
    tab = Tab(browser, Window(address, 360, "dark"))
    code = Code(tab.open(PAGE), "phone")
    expect(code.check(LINEAR.backward(b="dy[0]" + " + 0" * 20))).to_contain_text("db fails")
    click(code.feedback.get_by_text("The report of gradcheck"))
    assert not tab.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    tab.expect_quiet()
    tab.close()
