"""The built pages on paper, one by one, as Chromium prints them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from pypdf.generic import Destination

from tests.browser.tabs import AT_REST

TO_THE_END = """async () => {
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise((done) => setTimeout(done, 20)); // a page may be drawn without frames
    }
    await document.fonts.ready;
}"""
HEADINGS = r"""() => [...document.querySelectorAll("article :is(h1, h2, h3)")].map((heading) => [
    heading.closest("section")?.id ?? "",
    heading.textContent.replace(/#$/, "").replace(/\s+/g, " ").trim(),
])"""
# What a page printed by itself has in front of it, the book has at its beginning.
IN_THE_BOOK = """
#jb-print-docs-body { display: none !important; }
.bd-article h1 { display: block !important; }
"""
MARGIN = {"top": "16mm", "bottom": "20mm", "left": "16mm", "right": "16mm"}

Place = tuple[int, float]  # a sheet, and a height on it
Heading = tuple[str, int, Place]  # its text, its depth and its place


def as_sheets(page: Page, margin: bool = True) -> PdfReader:
    """Print what a browser shows."""
    none = dict.fromkeys(MARGIN, "0")
    content = page.pdf(
        format="A4",
        print_background=True,
        outline=True,
        tagged=True,
        margin=MARGIN if margin else none,  # type: ignore[arg-type]
    )
    return PdfReader(BytesIO(content))


@dataclass(frozen=True)
class Chapter:
    """A page of the book on paper; `headings` has the anchor and the text of each."""

    title: str
    sheets: PdfReader
    headings: list[tuple[str, str]]

    @cached_property
    def marks(self) -> list[Heading]:
        """The headings with their places, from the bookmarks that Chromium makes of them.

        In a bookmark a space is missing where the heading is broken into lines.
        """
        texts = {_squeezed(text): text for _, text in self.headings}
        return [
            (texts[_squeezed(title)], depth, place)
            for title, depth, place in self._bookmarks(self.sheets.outline, 0)
            if _squeezed(title) in texts
        ]

    def _bookmarks(self, outline: Sequence[object], depth: int) -> list[Heading]:
        found: list[Heading] = []
        for mark in outline:
            if isinstance(mark, list):
                found += self._bookmarks(mark, depth + 1)
            elif isinstance(mark, Destination):
                found.append((str(mark.title), depth, self._place(mark)))
        return found

    def _place(self, mark: Destination) -> Place:
        sheet = self.sheets.get_destination_page_number(mark)
        return (sheet or 0, float(mark.top or 0))

    def place(self, anchor: str) -> Place:
        """Return where an anchor is: that of a heading, or one that the chapter itself links to."""
        named = self.sheets.named_destinations.get(f"/{anchor}")
        if named is not None:
            return self._place(named)
        text = dict(self.headings).get(anchor)
        return next((place for title, _, place in self.marks if title == text), (0, 0.0))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def print_chapter(browser: Browser, address: str, title: str) -> Chapter:
    """Open a page of the book, let all of it be drawn, and print it."""
    page = browser.new_page(color_scheme="light")
    page.goto(address)
    page.evaluate(TO_THE_END)
    page.wait_for_function(AT_REST)
    page.add_style_tag(content=f"@media print {{ {IN_THE_BOOK} }}")
    headings = [(anchor, text) for anchor, text in page.evaluate(HEADINGS)]
    chapter = Chapter(title, as_sheets(page), headings)
    page.close()
    return chapter


def print_text(browser: Browser, html: str, margin: bool = True) -> PdfReader:
    """Print a text that is no page of the book."""
    page = browser.new_page()
    page.set_content(html)
    sheets = as_sheets(page, margin)
    page.close()
    return sheets
