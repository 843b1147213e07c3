"""The whole book on paper: all chapters in order, text to search, and links that stay inside."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser
from pypdf import PdfReader
from pypdf.generic import Destination

from tests.pages.test_built_pages import names
from tools.pdf import NAME, ROOT, offer, print_book

FRONT = 2  # sheets: the title and the contents


@pytest.fixture(scope="module")
def book(
    new_browser: Callable[[], Browser], book_html: Path, tmp_path_factory: pytest.TempPathFactory
) -> PdfReader:
    path = tmp_path_factory.mktemp("pdf") / NAME
    with new_browser() as browser:  # as `make pdf` does it, with no other page open
        print_book(browser, book_html, ROOT).write(path)
    return PdfReader(path)


@pytest.fixture(scope="module")
def chapters(book: PdfReader) -> list[Destination]:
    """The bookmarks of the chapters."""
    return [mark for mark in book.outline if isinstance(mark, Destination)]


def title_of(name: str) -> str:
    """The title of a page with its number, as the browser's tab has it."""
    html = (ROOT / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")
    (title,) = re.findall("<title>([^<]*)</title>", html)
    return str(title).partition(" &#8212; ")[0]


def test_the_book_has_all_pages_in_the_order_of_the_contents(
    book: PdfReader, chapters: list[Destination]
) -> None:
    assert [mark.title for mark in chapters] == [title_of(name) for name in names()]
    first = [book.get_destination_page_number(mark) for mark in chapters]
    assert first[0] == FRONT
    assert first == sorted(set(first), key=lambda sheet: sheet or 0)


def test_a_chapter_begins_with_its_number_and_title(
    book: PdfReader, chapters: list[Destination]
) -> None:
    for mark in chapters:
        sheet = book.get_destination_page_number(mark)
        assert sheet is not None
        text = " ".join(book.pages[sheet].extract_text().split())
        assert text.startswith(str(mark.title))
        assert text.endswith(f" {sheet + 1}")


def test_the_contents_name_every_chapter_with_its_sheet(
    book: PdfReader, chapters: list[Destination]
) -> None:
    title, contents = (book.pages[sheet].extract_text() for sheet in range(FRONT))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert title.startswith(citation["title"])
    assert citation["version"] in title
    lines = [" ".join(line.split()) for line in contents.splitlines()]
    for mark in chapters:
        assert f"{mark.title} {(book.get_destination_page_number(mark) or 0) + 1}" in lines


def test_its_text_can_be_searched(book: PdfReader) -> None:
    text = " ".join(page.extract_text() for page in book.pages)
    for words in ("gradcheck", "softmax", "Exercises", "MIT License"):
        assert words in text


def test_a_link_between_chapters_leads_to_a_sheet_of_the_book(book: PdfReader) -> None:
    notes = [note.get_object() for page in book.pages for note in page.get("/Annots", [])]
    inside = [note for note in notes if "/Dest" in note]
    outside = [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    assert len(inside) > len(names())
    sheets = {page.indirect_reference for page in book.pages}
    assert all(note["/Dest"][0] in sheets for note in inside)
    assert all(address.startswith("https://") for address in outside), outside


def test_the_pages_offer_the_book_for_download(book_html: Path, tmp_path: Path) -> None:
    page = book_html / "chapters" / "linear.html"
    (tmp_path / "chapters").mkdir()
    copy = Path(shutil.copy(page, tmp_path / "chapters"))
    offer(tmp_path)
    once = copy.read_text(encoding="utf-8")
    assert once.count(f'href="../{NAME}"') == 1
    offer(tmp_path)
    assert copy.read_text(encoding="utf-8") == once
