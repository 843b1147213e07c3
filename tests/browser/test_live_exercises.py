"""A reader writes a row, or a derivation, and the Python of the page says what it is worth."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nnderiv import magic
from nnderiv.exercises.exercise import Exercise
from nnderiv.exercises.write_derivation import WriteDerivation
from nnderiv.exercises.write_step import WriteStep
from tests.browser.axe import violations
from tests.browser.conftest import QuietHandler
from tests.browser.exercise_site import PAGE, build_site
from tests.browser.live import LivePlace
from tests.browser.pointing import click
from tests.browser.tabs import Tab, Window
from tests.judging.conftest import CHAIN, GIVEN, SLOPE

ROW = r"\sum_{i=1}^{k} x_{i,a} \frac{dL}{dy_{i,c}}"
ABOVE = r"\sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{i,j}} x_{i,a} \delta_{j,c}"
HOLDS = "✓ This holds. Press Check to be told more."


class Written:
    """An exercise in which one writes."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.form = page.locator(f"#exercise-{name} form")
        self.field = self.form.get_by_role("textbox")
        self.typed = self.form.locator(".nnd-typed")
        self.so_far = self.form.locator(".nnd-so-far")
        self.feedback = self.form.locator(".nnd-feedback")
        self.tries = self.form.locator(".nnd-tries")

    def check(self, text: str) -> Locator:
        """Type a text, check it, and return the feedback."""
        self.field.fill(text)
        click(self.form.get_by_role("button", name="Check"))
        return self.feedback


@pytest.fixture(scope="module")
def exercises() -> list[Exercise]:
    """A row to be written, and a derivation."""
    notebook = magic.DerivationMagic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(magic, "_NOTEBOOKS", [notebook])
        for cell in (GIVEN, SLOPE, CHAIN):
            notebook.read(cell)
        step = partial(WriteStep, of=r"\frac{dL}{dW_{a,c}}", row=3)
        derivation = partial(WriteDerivation, rows=GIVEN, target=r"\frac{dL}{dW_{a,c}}")
        solution = CHAIN.partition(r"&= \left(")[0].rstrip("\\\n ")
        return [
            *(step(name) for name in ("first", "keyboard", "phone", "stopped")),
            derivation("derived", solution=solution),
        ]


@pytest.fixture(scope="module")
def site(
    book_html: Path, tmp_path_factory: pytest.TempPathFactory, exercises: list[Exercise]
) -> Path:
    folder = tmp_path_factory.mktemp("site") / "html"
    build_site(book_html, folder, exercises)
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


def test_an_exercise_answers_over_http_and_from_the_disk_and_brings_python_at_the_first_word(
    tab: Tab,
) -> None:
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    page = tab.open(PAGE)
    written = Written(page, "first")
    written.field.focus()
    live = re.compile(r"/_static/live/")
    assert [url for url in asked if live.search(url)] == []
    assert page.workers == []

    written.field.press_sequentially("x^T", delay=1)
    expect(written.typed.locator("math")).to_contain_text("xT")
    expect(written.so_far).to_have_text(re.compile("Bringing Python|Starting Python|looking at it"))
    expect(written.so_far).to_contain_text("only the derivatives are known")
    assert any(live.search(url) for url in asked)
    expect(written.tries).to_be_empty()

    written.field.fill(f"-{ROW}")
    expect(written.so_far).to_contain_text("✗ This row does not hold: at a = ")
    expect(written.so_far).to_contain_text("the right side is minus the left")
    written.field.fill(ROW)
    expect(written.so_far).to_have_text(HOLDS)
    expect(written.tries).to_be_empty()

    expect(written.check(f"2 {ROW}")).to_contain_text("the right side is 2 times the left")
    expect(written.feedback).to_contain_text("The rule of this step: only the terms with")
    assert written.feedback.locator("math").count() == 1
    expect(written.tries).to_have_text("first try")
    expect(written.check(ABOVE)).to_contain_text("That is the row above")
    expect(written.check(r"\foo{x}")).to_contain_text(r"\foo is not known here")
    expect(written.feedback.locator("pre")).to_have_text(re.compile(r"= \\foo\{x\}\n +\^"))
    expect(written.tries).to_have_text("first try")  # what is no answer counts as none

    expect(written.check(ROW)).to_contain_text("Right, and the book has the same")
    expect(written.tries).to_have_text("Done, at the second try.")
    expect(written.field).not_to_be_editable()
    expect(written.so_far).to_be_empty()


def test_the_exercises_of_a_page_share_the_python_of_its_editors(tab: Tab) -> None:
    page = tab.open(PAGE)
    expect(Written(page, "derived").check("0 = 0")).to_contain_text("nothing was checked")
    LivePlace(page, "derivation.3").open().wait_for_marks()
    assert len(page.workers) == 1


def test_a_derivation_is_judged_row_by_row(tab: Tab) -> None:
    written = Written(tab.open(PAGE), "derived")
    rows = [row.partition(r"\tag")[0].strip() for row in CHAIN.split("\\\\\n")]
    expect(written.check(rows[0])).to_contain_text("Your row holds.")
    expect(written.feedback).to_contain_text("still stands in it")
    assert written.feedback.locator("math").count() == 2
    expect(written.typed.locator("mtr")).to_have_count(1)
    wrong = "\\\\\n".join([*rows[:2], rows[2].replace("&=", "&= -")])
    expect(written.check(wrong)).to_contain_text("Rows 1 and 2 hold. Row 3 of 3 is the first")
    expect(written.typed.locator("mtr")).to_have_count(3)
    expect(written.check("\\\\\n".join(rows[:3]))).to_contain_text("And you have found it.")


def test_what_python_says_is_no_markup_of_its_own(tab: Tab) -> None:
    page = tab.open(PAGE)
    ask = "asked => exercisePython.judged(asked)"
    step = {"do": "step", "cells": [GIVEN, SLOPE, CHAIN], "row": 2}
    said = page.evaluate(ask, {"ask": step, "answer": "<img src=x onerror=alert(1)> = 1"})
    assert "<img" not in said["refusal"]
    expect(page.locator('img[src="x"]')).to_have_count(0)


def test_all_of_it_works_by_keyboard(tab: Tab) -> None:
    page = tab.open(PAGE)
    written = Written(page, "keyboard")
    written.field.focus()
    page.keyboard.insert_text(f"-{ROW}")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(written.feedback).to_contain_text("minus the left")
    expect(written.field).to_be_focused()
    page.keyboard.press("Tab")
    expect(written.form.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(ROW)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(written.feedback).to_contain_text("Right")


def test_nothing_keeps_anybody_from_it(tab: Tab) -> None:
    page = tab.open(PAGE)
    Written(page, "stopped").check(f"3 {ROW}")
    assert violations(page) == []


def test_on_a_phone_nothing_is_wider_than_the_page(browser: Browser, address: str) -> None:
    tab = Tab(browser, Window(address, 360, "dark"))
    written = Written(tab.open(PAGE), "phone")
    written.field.fill(ABOVE + "+" + ABOVE)
    expect(written.so_far).to_contain_text("2 times the left")
    assert not tab.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    tab.expect_quiet()
    tab.close()


def test_a_book_without_python_says_where_the_exercise_answers(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    page = (site / PAGE).read_text(encoding="utf-8")
    without = re.sub(r"<script[^>]*live_boot[^>]*></script>", "", page)
    assert without != page
    path = site / "chapters" / "without.html"
    path.write_text(without, encoding="utf-8")
    tab = Tab(browser, Window(site.resolve().as_uri(), 1280, "light"))
    written = Written(tab.open("chapters/without.html"), "first")
    expect(written.check(ROW)).to_contain_text("Open the chapter's notebook")
    expect(written.tries).to_be_empty()
    tab.expect_quiet()
    tab.close()
