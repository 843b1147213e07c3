"""A reader's own text is proof-read in the page: it comes in, is checked, and is mended there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_document import EXAMPLES
from playwright.sync_api import Browser, Locator, Page, expect

from nnderiv import proofread
from nnderiv.proofread.api import proofread_passages
from nnderiv.proofread.report.report import NOTHING
from nnderiv.proofread.source.files import LARGEST_FILE, read_named
from tests.browser.axe import violations
from tests.browser.live import LivePlace
from tests.browser.tabs import Tab, Theme, Width, Window

PAGE = "chapters/try_it.html"
SUMMARIES = {
    label: proofread(path.read_text(encoding="utf-8")).summary for label, path in EXAMPLES.items()
}
MISTAKE = "A text with a mistake"
MATRICES = r"""$$
\begin{aligned}
Y &= XW + b \\
\frac{dL}{dX} &= \frac{dL}{dY} W^T
\end{aligned}
$$
"""
NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "source": ["import nnderiv\n", "%load_ext nnderiv"]},
        {"cell_type": "markdown", "source": ["Let $x > 0$.\n", "\n", "$$ 2x = x $$\n"]},
        {
            "cell_type": "code",
            "source": "%%derivation\nx &\\in \\mathbb{R} \\\\\nx + x &= 2x \\\\\n&= x",
        },
    ]
}
PICTURE = [["a.png", "\0\0"]]
PASTE = """(editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""
DROP = """(editor, files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
    for (const kind of ["dragover", "drop"])
        editor.dispatchEvent(
            new DragEvent(kind, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
}"""

BROUGHT = """() => performance.getEntriesByType("resource")
    .filter(({ name }) => name.includes("/_static/live/"))
    .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)"""


class Desk(LivePlace):
    """The editor of the page, open, with where its text comes from."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "document.0")
        self.format = page.get_by_role("combobox", name="Format")
        self.open()

    def tool(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    def paste(self, text: str) -> None:
        """Put a text in the place of what is there."""
        self.press("Clear")
        self.editor.evaluate(PASTE, text)

    def finds(self, summary: str) -> None:
        """Wait for a report on the text as it stands, with these counts."""
        self.wait_for_marks()
        expect(self.status).to_have_text(re.compile(rf"^([✓✗?] )?{re.escape(summary)}$"))

    def check_finds(self, summary: str) -> None:
        self.press("Check")
        self.finds(summary)


def open_desk(
    browser: Browser, root: str, width: Width = 1280, theme: Theme = "light"
) -> Iterator[Desk]:
    tab = Tab(browser, Window(root, width, theme))
    yield Desk(tab.open(PAGE))
    try:
        tab.expect_quiet()
    finally:
        tab.close()


@pytest.fixture(scope="module", params=["http", "file"])
def desk(
    request: pytest.FixtureRequest, browser: Browser, server: str, book_html: Path
) -> Iterator[Desk]:
    """One page for all tests, each of which begins with a text of its own."""
    root = server if request.param == "http" else book_html.resolve().as_uri()
    yield from open_desk(browser, root)


over_http = pytest.mark.parametrize("desk", ["http"], indirect=True)


@pytest.mark.parametrize("label", EXAMPLES)
def test_an_example_has_the_verdicts_of_the_command(desk: Desk, label: str) -> None:
    desk.press(label)
    desk.finds(SUMMARIES[label])
    assert desk.text() == EXAMPLES[label].read_text(encoding="utf-8")


def test_the_thirteen_mistakes_of_the_post_are_listed_with_their_lines(desk: Desk) -> None:
    post = EXAMPLES["The post, as printed"].read_text(encoding="utf-8")
    desk.paste(post)
    desk.check_finds(proofread(post).summary)
    wrong = [claim for claim in proofread(post).claims if claim.verdict in ("fails", "unread")]
    assert len(wrong) == 14  # the chapter names the one that is right
    places = desk.results.get_by_role("button").all_inner_texts()
    assert sorted(places) == sorted(f"Line {claim.line}" for claim in wrong)


def test_a_row_that_fails_shows_its_formula_its_numbers_and_its_line(desk: Desk) -> None:
    desk.paste("# Twice\n\n$$ x + x = 3x $$\n")
    desk.check_finds("0 holds, 1 fails")
    (row,) = desk.results.get_by_role("listitem").all()
    expect(row).to_contain_text("the left side is")
    expect(row.locator("math")).to_have_count(1)
    expect(row.locator("code")).to_have_text("x + x = 3x")
    assert desk.marks() == ["✗"]
    row.get_by_role("button", name="Line 3").click()
    expect(desk.editor).to_be_focused()
    expect(desk.editor.locator(".cm-activeLine")).to_have_text("$$ x + x = 3x $$")


def test_a_row_that_was_not_read_shows_why_and_how_many_rest_on_it(desk: Desk) -> None:
    desk.paste("$$\nu = \\int x dx \\\\\nv = 2u \\\\\nv = u + u\n$$\n")
    found = proofread(desk.text())
    desk.check_finds(found.summary)
    first, *_ = (claim for claim in found.claims if claim.verdict == "unread")
    row = desk.results.get_by_role("listitem").first
    expect(row).to_contain_text(first.reason)
    expect(row.locator("pre")).to_contain_text("^")
    expect(row).to_contain_text("rest on it")


def test_a_line_that_declares_a_name_is_put_in_by_a_click_and_its_row_is_read(desk: Desk) -> None:
    desk.paste(MATRICES)
    desk.check_finds("0 holds, 2 not read")
    desk.press(r"X \in \mathbb{R}^{n \times m}")
    desk.finds("1 declared, 1 defined, 1 holds")
    assert desk.text() == r"<!-- $$ X \in \mathbb{R}^{n \times m} $$ -->" + "\n" + MATRICES
    desk.press("Undo")
    assert desk.text() == MATRICES


@over_http
@pytest.mark.parametrize(
    ("format_", "before", "behind", "line"),
    [
        ("Markdown", "---\ntitle: A\n---\n", "", "<!-- $$ {} $$ -->\n"),
        (
            "LaTeX",
            "\\documentclass{article}\n\\begin{document}\n",
            "\\end{document}\n",
            "% given: {}\n",
        ),
        ("HTML", "<html><body>\n", "</body></html>\n", "<!-- $$ {} $$ -->\n"),
        ("reStructuredText", "", "", ".. given: {}\n\n"),
        ("Notebook", "# %% cell 2\n", "", "<!-- $$ {} $$ -->\n"),
    ],
)
def test_a_line_is_declared_in_the_way_of_the_format(
    desk: Desk, format_: str, before: str, behind: str, line: str
) -> None:
    desk.paste(before + MATRICES + behind)
    desk.format.select_option(format_)
    desk.check_finds("0 holds, 2 not read")
    declared = r"X \in \mathbb{R}^{n \times m}"
    desk.press(declared)
    desk.finds("1 declared, 1 defined, 1 holds")
    assert desk.text() == before + line.format(declared) + MATRICES + behind


def test_a_dropped_file_takes_the_place_of_the_text_and_undo_brings_it_back(desk: Desk) -> None:
    desk.paste("What I typed.")
    desk.editor.evaluate(DROP, [["notes.tex", "\\[ x + x = 3x \\]\n"]])
    desk.finds("0 holds, 1 fails")
    expect(desk.format).to_have_value("tex")
    assert desk.text() == "\\[ x + x = 3x \\]\n"
    desk.press("Undo")
    assert desk.text() == "What I typed."
    expect(desk.format).to_have_value("md")


def test_a_file_is_chosen(desk: Desk) -> None:
    with desk.page.expect_file_chooser() as chooser:
        desk.press("Open a file")
    chooser.value.set_files(
        {"name": "sums.rst", "mimeType": "text/plain", "buffer": b".. math::\n\n   x + x = 2x\n"}
    )
    desk.finds("1 holds")
    expect(desk.format).to_have_value("rst")


@over_http
@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([["a.md", "x" * (LARGEST_FILE + 1)]], "a.md has 5.0 MB; at most 5.0 MB are read."),
        (PICTURE, "Text in UTF-8 is read, and a.png is none."),
        ([["a.md", ""], ["b.md", ""]], "One file is read at a time, and 2 arrived."),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_text_as_it_is(
    desk: Desk, files: list[list[str]], message: str
) -> None:
    desk.paste("What I typed.")
    desk.editor.evaluate(DROP, files)
    expect(desk.status).to_contain_text(message)
    expect(desk.status).to_contain_text("Your text is as it was.")
    assert desk.text() == "What I typed."


@over_http
def test_why_a_file_is_not_read_stays_when_a_check_ends_meanwhile(desk: Desk) -> None:
    desk.paste(MATRICES * 30)
    desk.press("Check")
    desk.editor.evaluate(DROP, PICTURE)
    desk.wait_for_marks()
    expect(desk.status).to_contain_text("Your text is as it was.")


def test_a_notebook_is_shown_by_its_cells_and_its_lines_are_counted_in_them(desk: Desk) -> None:
    notebook = json.dumps(NOTEBOOK)
    desk.paste(notebook)
    desk.check_finds(proofread_passages(read_named("text.ipynb", notebook)).summary)
    assert desk.text() == (
        "# %% cell 2\nLet $x > 0$.\n\n$$ 2x = x $$\n\n"
        "# %% cell 3\n%%derivation\nx &\\in \\mathbb{R} \\\\\nx + x &= 2x \\\\\n&= x\n"
    )
    expect(desk.format).to_have_value("ipynb")
    expect(desk.results).to_contain_text("1 other cell is left out")
    desk.press("Cell 3, line 4")
    expect(desk.editor.locator(".cm-activeLine")).to_have_text("&= x")
    desk.press("Cell 2, line 3")
    expect(desk.editor.locator(".cm-activeLine")).to_have_text("$$ 2x = x $$")


@over_http
def test_what_is_no_notebook_is_called_so(desk: Desk) -> None:
    desk.paste("$$ x = x $$")
    desk.format.select_option("Notebook")
    expect(desk.status).to_have_text("text.ipynb is not a notebook: it should be JSON with cells")


@over_http
def test_a_text_without_a_row_is_not_called_right(desk: Desk) -> None:
    desk.paste("Words alone.")
    desk.check_finds(NOTHING)
    assert desk.marks() == []


@over_http
def test_what_is_typed_is_checked_after_a_pause(desk: Desk) -> None:
    desk.paste("$$ x + x = 2x $$")
    desk.check_finds("1 holds")
    desk.editor.press("Control+End")
    desk.page.keyboard.type("\n$$ x + x = 3x $$")
    desk.finds("1 holds, 1 fails")


@over_http
def test_a_long_check_is_stopped_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.paste("$$ x + x = 2x $$")
    desk.check_finds("1 holds")
    long = "\n\n".join(
        f"$$ \\frac{{d}}{{dx}} \\sin({n} x) = {n} \\cos({n} x) $$" for n in range(1, 2000)
    )
    desk.paste(long)
    desk.press("Check")
    desk.press("Stop")
    expect(desk.status).to_contain_text("Stopped. Your text is as it was.")
    assert desk.text() == long
    desk.paste("$$ x + x = 2x $$")
    desk.check_finds("1 holds")


@over_http
def test_what_was_typed_is_there_after_a_reload_until_it_is_forgotten(desk: Desk) -> None:
    desk.paste("$$ 2x + 2x = 4x $$")
    desk.page.reload()
    again = Desk(desk.page)
    again.finds("1 holds")
    assert again.text() == "$$ 2x + 2x = 4x $$"
    again.press("Forget")
    assert again.text() == ""
    desk.page.reload()
    assert Desk(desk.page).text() == ""


@over_http
def test_the_keyboard_alone_does_from_the_first_click_to_the_mended_row(desk: Desk) -> None:
    desk.paste("")
    page = desk.page
    page.reload()
    page.get_by_role("button", name="Open the editor").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".live-document")).to_be_visible()
    desk = Desk(page)
    expect(desk.editor).to_be_focused()
    page.keyboard.type("$$ x + x = 3x $$")
    page.keyboard.press("Control+Enter")
    desk.finds("0 holds, 1 fails")
    page.keyboard.press("Escape")
    reach(page, desk.tool("Line 1"))
    page.keyboard.press("Enter")
    expect(desk.editor).to_be_focused()
    page.keyboard.press("End")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    page.keyboard.type("2")
    page.keyboard.press("Control+Enter")
    desk.finds("1 holds")


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail("Tab does not lead there")


@over_http
def test_the_page_says_how_much_is_brought(desk: Desk) -> None:
    desk.paste("$$ x + x = 2x $$")
    desk.check_finds("1 holds")
    (said,) = re.findall(r"about (\d+) MB", desk.page.locator("article").inner_text())
    assert abs(desk.page.evaluate(BROUGHT) / 1e6 - int(said)) < 0.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_report_keeps_nobody_from_using_the_page(
    browser: Browser, server: str, width: Width, theme: Theme
) -> None:
    for desk in open_desk(browser, server, width, theme):
        desk.press(MISTAKE)
        desk.finds(SUMMARIES[MISTAKE])
        assert violations(desk.page) == []
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
        editor, report = desk.panel.locator(".live-editor"), desk.results
        text, found = editor.bounding_box(), report.bounding_box()
        assert text is not None
        assert found is not None
        if width == 1280:
            assert found["x"] >= text["x"] + text["width"]
        else:
            assert found["y"] >= text["y"] + text["height"]
