"""Every exercise of the book in its page: one wrong answer, then the right one, at every stage.

What Python judges is answered in test_live_exercises.py and test_backward_exercises.py.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.tabs import from_disk_too
from tests.chapters.conftest import CHAPTERS

Visit = Callable[..., Page]
Task = dict[str, Any]

WITH_EXERCISES = [
    path.stem for path in CHAPTERS if '"exercise"' in path.read_text(encoding="utf-8")
]
TEXT = """(html) => Object.assign(document.createElement("div"), { innerHTML: html }).textContent"""


def tasks_of(book_html: Path, page: str, name: str) -> list[Task]:
    """The tasks of an exercise, as its script brings them."""
    found = []
    for file in (book_html / "_static" / "exercises").glob(f"{page}-{name}-*.js"):
        text = file.read_text(encoding="utf-8").removeprefix("exerciseData(")
        data = json.loads(text.removesuffix(");\n"))
        if data["name"] == name:
            found.append(data["tasks"])
    (tasks,) = found
    return list(tasks)


def give(stage: Locator, value: str | float) -> None:
    """Answer, by what the controls are."""
    fields = stage.locator("[name=answer]")
    if stage.locator("input[type=radio]").count():
        stage.locator(f"input[value='{value}']").check()
    elif stage.locator("select").count():
        for field, part in zip(fields.all(), str(value).split(","), strict=True):
            field.select_option(part)
    else:
        fields.fill(str(value))


def answer(page: Page, form: Locator, task: Task) -> int:
    """Give a wrong answer and the right one; return how many answers were read."""
    count = 0
    stage = form.locator(".nnd-task").last
    for right in (False, True):
        given = next(one for one in task["answers"] if one["right"] is right)
        give(stage, given["value"])
        form.locator(".nnd-check").click()
        expect(form).to_contain_text(page.evaluate(TEXT, given["feedback"]))
        count += 1
    return count


@from_disk_too
@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_every_exercise_of_a_page_says_what_is_wrong_and_what_is_right(
    visit: Visit, book_html: Path, name: str
) -> None:
    page = visit(f"chapters/{name}.html", anew=True)
    places = page.locator("[data-exercise]")
    assert places.count() > 0
    read = 0
    for place in places.all():
        form = place.locator("form")
        task: Task | None = tasks_of(book_html, name, place.get_attribute("data-name") or "")[0]
        while task and "ask" not in task:
            read += answer(page, form, task)
            task = task.get("then")
            expect(form.locator(".nnd-check")).to_be_visible(visible=task is not None)
    assert read >= 2
