"""Progress is exported to a file, imported without loss, and forgotten when the reader says so."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exercise_list import Listed
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.exercises import DONE, MISSED, REFUSES, Entry, book, keep, kept
from tests.browser.pointing import click
from tests.browser.tabs import from_disk_too

Visit = Callable[..., Page]
Press = Callable[..., None]

PAGE = "chapters/review.html"
RULE = "A file of progress is one that “Export” on this page has written"
LATER: Entry = {"done": False, "tries": 5, "hints": 2, "missed": True, "at": 9_000}
BETTER: Entry = {**LATER, "done": True}  # than DONE and LATER


@pytest.fixture(scope="module")
def chapter(book_html: Path) -> list[Listed]:
    """The exercises of the first chapter that has several."""
    return next(some for some in book(book_html).values() if len(some) > 2)


def key(one: Listed) -> str:
    return f"{one.page}:{one.name}"


def said(page: Page, text: str) -> None:
    expect(page.locator(".keeping [role=status]")).to_contain_text(text)


def export(page: Page, folder: Path) -> Path:
    """Export, and return the file."""
    with page.expect_download() as download:
        click(page.get_by_role("button", name="Export"))
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def import_(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        click(page.get_by_role("button", name="Import"))
    chooser.value.set_files(path)


def written(folder: Path, entries: dict[Listed, Entry]) -> Path:
    """Write a file of progress, and return it."""
    exercises: dict[str, Any] = {}
    for one, entry in entries.items():
        exercises.setdefault(one.page, {})[one.name] = entry
    told = {"format": "progress in the exercises", "version": 1, "exercises": exercises}
    path = folder / "other.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


@from_disk_too
def test_what_is_exported_is_imported_by_another_browser(
    visit: Visit, chapter: list[Listed], tmp_path: Path, root: str
) -> None:
    page = visit(PAGE, anew=True)
    keep(page, {chapter[0]: DONE, chapter[1]: MISSED})
    before = kept(page)
    file = export(page, tmp_path)
    said(page, f"What you did in 2 exercises is in {file.name}, among your downloads.")
    other = visit(PAGE, anew=True)
    assert kept(other) == {}
    import_(other, file)
    said(other, f"{file.name} tells of 2 exercises: 2 new here, 0 with something to add")
    assert kept(other) == before
    expect(other.locator(".review > [role=status]")).to_contain_text("You have tried 2 exercises")
    expect(other.locator(".exercise-mark")).not_to_have_count(0)


def test_an_import_loses_nothing_and_keeps_the_better_of_both(
    visit: Visit, chapter: list[Listed], tmp_path: Path
) -> None:
    page = visit(PAGE, anew=True)
    first, second, third, *_ = chapter
    keep(page, {first: DONE, second: DONE})
    file = written(tmp_path, {first: LATER, third: DONE, second: DONE})
    for adds, same in [((1, 1), 1), ((0, 0), 3)]:
        import_(page, file)
        said(
            page, f"{adds[0]} new here, {adds[1]} with something to add to what was kept, {same} as"
        )
        assert kept(page) == {key(first): BETTER, key(second): DONE, key(third): DONE}


@pytest.mark.parametrize(
    ("text", "arrived"),
    [
        ("no progress", "is no JSON"),
        ('{"cells": []}', "holds something else"),
        ('{"format": "progress in the exercises", "version": 7}', "has version 7"),
        (
            '{"format": "progress in the exercises", "version": 1, "exercises": {"a": {"b": 1}}}',
            "the entry “b” of “a” has other fields",
        ),
    ],
)
def test_another_file_is_refused_with_the_rule_and_changes_nothing(
    visit: Visit, chapter: list[Listed], tmp_path: Path, text: str, arrived: str
) -> None:
    page = visit(PAGE, anew=True)
    keep(page, {chapter[0]: DONE})
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    import_(page, file)
    said(page, RULE)
    said(page, arrived)
    assert kept(page) == {key(chapter[0]): DONE}


def test_a_file_that_is_too_large_is_not_read(visit: Visit, tmp_path: Path) -> None:
    page = visit(PAGE, anew=True)
    file = tmp_path / "large.json"
    file.write_text(" " * 1_000_001, encoding="utf-8")
    import_(page, file)
    said(page, "A file of progress has less than 1 MB; large.json has more.")


@from_disk_too
def test_forgetting_asks_once_and_says_what_is_forgotten(
    visit: Visit, chapter: list[Listed], press: Press
) -> None:
    page = visit(PAGE, anew=True)
    page.evaluate("localStorage.setItem('live:of:another', 'stays')")
    keep(page, {chapter[0]: DONE, chapter[1]: MISSED})
    questions: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.message)
        dialog.accept() if len(questions) == 2 else dialog.dismiss()

    page.on("dialog", answer)
    button = page.get_by_role("button", name="Forget my progress")
    press(button)
    said(page, "Nothing was forgotten.")
    assert len(kept(page)) == 2
    press(button)
    said(page, "Forgotten: what you did in 2 exercises.")
    assert kept(page) == {}
    assert page.evaluate("localStorage.getItem('live:of:another')") == "stays"
    expect(page.locator(".exercise-mark")).to_have_count(0)
    expect(page.locator(".review > [role=status]")).to_contain_text("nothing to review yet")
    assert (
        questions
        == ["Forget what you did in 2 exercises? Only a file that you exported brings it back."] * 2
    )


@pytest.mark.parametrize(("name", "word"), [("Export", "export yet"), ("Forget", "forget")])
def test_who_has_done_nothing_is_told_that_there_is_nothing(
    visit: Visit, name: str, word: str
) -> None:
    page = visit(PAGE, anew=True)
    click(page.get_by_role("button", name=name))
    said(page, f"There is nothing to {word}: no exercise was tried in this browser.")


def test_what_a_browser_refuses_to_keep_is_not_said_to_be_imported(
    browser: Browser, server: str, chapter: list[Listed], tmp_path: Path
) -> None:
    page = browser.new_page()
    page.add_init_script(REFUSES)
    page.goto(f"{server}/{PAGE}")
    import_(page, written(tmp_path, {chapter[0]: DONE}))
    said(page, "This browser refuses its storage, so nothing is kept")
    page.close()
