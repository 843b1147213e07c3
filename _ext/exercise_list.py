"""The exercises of the built pages, as the pages themselves have them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

PLACE = re.compile(r"<div [^>]*\bdata-exercise\b[^>]*>")
DATA = re.compile(r'\bdata-(page|name|source)="([^"]*)"')
# What an author writes above it, as **3.** and the question.
ABOVE = re.compile(r"<p><strong>(\d+)\.</strong>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class Listed:
    """An exercise: its page and name, where its script lies, and the number and the text above."""

    page: str
    name: str
    source: str
    number: int
    above: str


def exercises_in(html: str) -> Iterator[Listed]:
    """Yield the exercises of a page in their order."""
    for place in PLACE.finditer(html):
        data = {key: unescape(value) for key, value in DATA.findall(place[0])}
        written = [(int(m[1]), m[2].strip()) for m in ABOVE.finditer(html, 0, place.start())]
        number, above = written[-1] if written else (0, "")
        # what leads to a place of its page has to lead there from another page
        above = above.replace('href="#', f'href="{data["page"]}.html#')
        yield Listed(data["page"], data["name"], data["source"], number, above)


def exercises_of_book(out: Path) -> dict[str, list[Listed]]:
    """Return the exercises of the pages in a folder, by page; pages without any are left out."""
    found = [
        one
        for path in sorted(out.rglob("*.html"))
        for one in exercises_in(path.read_text(encoding="utf-8"))
    ]
    pages = sorted({one.page for one in found})
    return {page: [one for one in found if one.page == page] for page in pages}
