"""The whole book as one PDF, from the built pages: `make pdf`.

Chromium prints the pages in the order of the contents, and pypdf joins the sheets: a title and
contents before them, a number on each, bookmarks, and links that lead to sheets of the same file.
The built pages then offer the file for download.
"""

import json
import sys
from html import escape
from pathlib import Path
from urllib.parse import unquote, urldefrag

from colophon import authors, citation, day_of, written
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NullObject

from tools.chromium import NO_CHROMIUM, launch_chromium
from tools.paper import Chapter, print_chapter, print_text

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build" / "html"
NAME = "deriving_the_derivatives.pdf"

FRONT = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 11pt/1.5 serif; }}
header {{ height: 200mm; padding-top: 50mm; text-align: center; break-after: page; }}
header h1 {{ font-size: 30pt; font-weight: normal; }}
a {{ display: flex; gap: 0.5em; color: inherit; text-decoration: none; }}
a span {{ flex: 1; border-bottom: 1px dotted #999; margin-bottom: 0.5em; }}
</style><header><h1>{title}</h1><p>{authors}</p><p>{version}</p></header>
<h2>Contents</h2>{contents}</html>"""
ENTRY = '<a href="{address}">{title}<span></span>{sheet}</a>'
NUMBERS = """<!DOCTYPE html><html lang="en"><style>body {{ margin: 0; }}
div {{ height: 285mm; display: flex; align-items: end; justify-content: center; font: 9pt serif; }}
div + div {{ break-before: page; }}</style>{sheets}</html>"""
DOWNLOAD = """<li><a href="{href}" class="btn btn-sm btn-download-book dropdown-item" download>
<span class="btn__icon-container"><i class="fas fa-file-pdf"></i></span>
<span class="btn__text-container">.pdf of the book</span></a></li>
"""
LAST_DOWNLOAD = '<li>\n<button data-print\n  class="btn btn-sm btn-download-pdf-button'


def print_book(browser: Browser, html: Path, root: Path) -> PdfWriter:
    """Print the book that is built in `html`, whose source is in `root`."""
    index = (html / "searchindex.js").read_text(encoding="utf-8")
    known = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    chapters = {
        (html / f"{name}.html").resolve().as_uri(): title
        for name, title in zip(known["docnames"], known["titles"], strict=True)
    }
    return join(
        browser,
        {address: print_chapter(browser, address, title) for address, title in chapters.items()},
        root,
    )


def join(browser: Browser, chapters: dict[str, Chapter], root: Path) -> PdfWriter:
    """Join printed chapters, by their addresses, into a book."""
    front = print_text(browser, front_matter(chapters, dict.fromkeys(chapters, 0), root))
    first, sheet = {}, len(front.pages)
    for address, chapter in chapters.items():
        first[address] = sheet
        sheet += len(chapter.sheets.pages)
    book = PdfWriter()
    book.append(print_text(browser, front_matter(chapters, first, root)), import_outline=False)
    for chapter in chapters.values():
        book.append(chapter.sheets, import_outline=False)
    add_numbers(browser, book, len(front.pages))
    for address in chapters:
        add_bookmarks(book, chapters[address], first[address])
    starts = sorted((start, address) for address, start in first.items())
    for number, page in enumerate(book.pages):
        own = next((address for start, address in reversed(starts) if start <= number), "")
        for note in page.get("/Annots", ArrayObject()):
            lead_inside(book, note.get_object(), own, chapters, first)
    for names in ("/Dests", "/Names"):  # of each chapter by itself, so that they are not unique
        book.root_object.pop(NameObject(names), None)
    content, day = citation(root), day_of(root)
    book.metadata = {"/Title": content["title"], "/Author": authors(content)}
    if day:
        book.add_metadata({"/CreationDate": f"D:{day:%Y%m%d%H%M%S}Z"})
    return book


def front_matter(chapters: dict[str, Chapter], first: dict[str, int], root: Path) -> str:
    """Return the title and the contents; sheets are counted from 1."""
    content, day = citation(root), day_of(root)
    entries = [
        ENTRY.format(address=address, title=escape(chapter.title), sheet=first[address] + 1)
        for address, chapter in chapters.items()
    ]
    return FRONT.format(
        title=escape(content["title"]),
        authors=escape(authors(content)),
        version=f"Version {content['version']}" + (f", {written(day)}" if day else ""),
        contents="".join(entries),
    )


def add_numbers(browser: Browser, book: PdfWriter, front: int) -> None:
    """Write its number at the foot of each sheet but the title and the contents."""
    count = len(book.pages)
    divs = "".join(f"<div>{sheet + 1}</div>" for sheet in range(front, count))
    numbers = print_text(browser, NUMBERS.format(sheets=divs), margin=False)
    assert len(numbers.pages) == count - front
    for page, number in zip(book.pages[front:], numbers.pages, strict=True):
        page.merge_page(number)
        page.compress_content_streams()


def add_bookmarks(book: PdfWriter, chapter: Chapter, first: int) -> None:
    """Add a bookmark for a chapter, with its number, and below it one for each heading."""
    parents = [book.add_outline_item(title=chapter.title, page_number=first)]
    for text, depth, (sheet, _) in chapter.marks[1:]:
        depth = min(max(depth, 1), len(parents))
        mark = book.add_outline_item(
            title=text, page_number=first + sheet, parent=parents[depth - 1]
        )
        parents[depth:] = [mark]


def lead_inside(
    book: PdfWriter,
    note: DictionaryObject,
    own: str,
    chapters: dict[str, Chapter],
    first: dict[str, int],
) -> None:
    """Let a link to a page of the book, or to an anchor, lead to a sheet of this file."""
    target = str(note.get("/Dest", "")).removeprefix("/")
    address = f"{own}#{target}" if target else str(note.get("/A", {}).get("/URI", ""))
    page, anchor = urldefrag(unquote(address))
    if page not in chapters:
        return
    sheet, top = chapters[page].place(anchor) if anchor else (0, 0.0)
    place = [FloatObject(top) if top else NullObject()]
    note.pop("/A", None)
    note[NameObject("/Dest")] = ArrayObject([
        book.pages[first[page] + sheet].indirect_reference, NameObject("/XYZ"),
        NullObject(), *place, NullObject(),
    ])  # fmt: skip


def offer(html: Path) -> None:
    """Add the file to the downloads of every page."""
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        href = "../" * (len(page.relative_to(html).parts) - 1) + NAME
        if LAST_DOWNLOAD in text and href not in text:
            item = DOWNLOAD.format(href=href) + LAST_DOWNLOAD
            page.write_text(text.replace(LAST_DOWNLOAD, item), encoding="utf-8")


def main() -> None:
    """Write the book into the folder of the built pages."""
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright) or sys.exit(NO_CHROMIUM)
        print_book(browser, HTML, ROOT).write(HTML / NAME)
        browser.close()
    offer(HTML)


if __name__ == "__main__":
    main()
