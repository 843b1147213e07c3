"""Cells of code in a page, opened in its editors."""

import re
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.live import LivePlace
from tests.browser.pointing import click
from tests.live import chapters

SANITIZE = Path(__file__).parents[1] / "chapters" / "sanitize_other_processors.cfg"
VERDICT = re.compile("<div>\n<p><strong>[^<]*</strong>: ")
UNFOLD = """(node) => {
    for (let box = node.closest("details"); box; box = box.parentElement.closest("details"))
        box.open = true;
}"""
STILL = re.compile("^$|Bringing|Starting|Running")  # while Python is brought, or works


def code_cells(chapter: str) -> tuple[Any, ...]:
    """The code cells of a chapter as they are stored."""
    return chapters.code_cells(chapters.FOLDER / f"{chapter}.ipynb")


def index_of(chapter: str, part: str) -> int:
    """Which cell of code, from 0, is the first that has a text in it."""
    return next(i for i, cell in enumerate(code_cells(chapter)) if part in cell.source)


def stored(chapter: str, part: str) -> str:
    """The source of a cell that has a text in it."""
    source: str = code_cells(chapter)[index_of(chapter, part)].source
    return source


def as_elsewhere(text: str) -> str:
    """An output without what round-off decides: Python in a page is a processor of another kind."""
    rules = ConfigParser(interpolation=None)
    rules.read(SANITIZE, encoding="utf-8")
    for rule in rules.sections():
        text = re.sub(rules[rule]["regex"], rules[rule]["replace"], text)
    return text


def printed_in_the_book(cell: Any) -> str:
    """What is stored of a cell: what it prints, and its last value."""
    return "".join(_stored_text(output) for output in cell.outputs)


def _stored_text(output: Any) -> str:
    """What is stored of an output; of the report of a gradient check all but the verdict."""
    if output.output_type == "stream":
        return str(output.text)
    html = output.data.get("text/html", "")
    if VERDICT.match(html):
        return VERDICT.sub("<p>", html).removesuffix("</div>").replace("\n", "")
    return str(output.data.get("text/markdown", output.data["text/plain"]))


class CodePanel(LivePlace):
    """The place of a cell in a page, and its editor."""

    def __init__(self, page: Page, index: int) -> None:
        super().__init__(page, f"code.{index}")
        self.cell = self.button.locator("../..")  # or what unfolds it
        self.main = self.panel.locator(".live-main")

    def open(self) -> "CodePanel":
        """Open the editor, which runs the cell."""
        self.button.evaluate(UNFOLD)
        super().open()
        self.wait()
        return self

    def wait(self) -> None:
        """Wait until Python has answered."""
        expect(self.status).not_to_have_text(STILL)

    def run(self, text: str | None = None) -> None:
        """Run what stands in the editor, or a text in its place."""
        if text is not None:
            self.type(text)
        click(self.main)
        self.wait()

    def shown(self) -> str:
        """What the cell has printed, and its value; a report is shown as HTML."""
        texts = self.results.locator(".live-output, .live-value").all_text_contents()
        reports = self.results.locator(".live-report")
        return "".join([*texts, *reports.evaluate_all("all => all.map(one => one.innerHTML)")])


@contextmanager
def opened(page: Page, chapter: str, part: str) -> Iterator[CodePanel]:
    """The cell that has a text in it, open in an editor; afterwards as the book has it, closed."""
    panel = CodePanel(page, index_of(chapter, part)).open()
    yield panel
    panel.type(stored(chapter, part))
    panel.press("Close")
