"""The exercises of the built book: what their scripts say, and what a browser keeps of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from exercise_list import Listed, exercises_of_book
from playwright.sync_api import Page

from tests.browser.tabs import AT_REST

Entry = dict[str, object]

DONE: Entry = {"done": True, "tries": 1, "hints": 0, "missed": False, "at": 1_000}
MISSED: Entry = {**DONE, "done": False, "missed": True}
KEEP = """entries => Object.entries(entries).forEach(
    ([key, entry]) => localStorage.setItem(key, JSON.stringify(entry)))"""
KEPT = """() => Object.fromEntries(Object.keys(localStorage)
    .filter((key) => key.startsWith("exercise:"))
    .map((key) => [key.slice(9), JSON.parse(localStorage.getItem(key))]))"""
REFUSES = """for (const name of ["getItem", "setItem"]) {
    Object.defineProperty(Storage.prototype, name, { value() { throw new DOMException(); } });
}"""


@cache
def book(html: Path) -> dict[str, list[Listed]]:
    """Return the exercises of a built book, by page."""
    return exercises_of_book(html)


def tasks(html: Path, one: Listed) -> list[dict[str, Any]]:
    """Return the tasks in the script of an exercise."""
    code = (html / "chapters" / one.source).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(code[code.index("(") + 1 : code.rindex(")")])["tasks"]
    return found


def keep(page: Page, entries: dict[Listed, Entry]) -> None:
    """Keep what was done in some exercises, and load the page again."""
    page.evaluate(KEEP, {f"exercise:{one.page}:{one.name}": e for one, e in entries.items()})
    page.reload()
    page.wait_for_function(AT_REST)


def kept(page: Page) -> dict[str, Entry]:
    """Return what the browser keeps, by page and name."""
    found: dict[str, Entry] = page.evaluate(KEPT)
    return found
