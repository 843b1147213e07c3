"""A page of exercises on the disk, as the build makes it."""

import json
from pathlib import Path
from typing import Any

from classic_script import classic
from exercises import HERE, STYLE, place
from playwright.sync_api import Locator, Page

from nnderiv.exercises.exercise import Exercise
from nnderiv.page_code import joined

KEPT = "(name) => JSON.parse(localStorage.getItem(`exercise:page:${name}`))"


def write(folder: Path, *exercises: Exercise, head: str = "") -> str:
    """Write a page that shows exercises; return its address."""
    static = folder / "_static"
    (static / "exercises").mkdir(parents=True, exist_ok=True)
    (static / "exercises.js").write_text(classic(HERE / "exercises.js"), encoding="utf-8")
    (static / "exercises.css").write_text(joined(STYLE), encoding="utf-8")
    names = ("name", "html", "tasks")
    places = "".join(
        place({name: getattr(each, name) for name in names}, "page", "", static)
        for each in exercises
    )
    page = folder / "page.html"
    page.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Exercises</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="_static/exercises.css">'
        f"{head}<main><h1>Exercises</h1>{places}</main>"
        '<script src="_static/exercises.js"></script></html>',
        encoding="utf-8",
    )
    return page.as_uri()


def exercise(page: Page, name: str) -> Locator:
    """An exercise of a page."""
    return page.locator(f"#exercise-{name} form")


def told(form: Locator) -> Locator:
    """What is said of the last answer."""
    return form.locator(".nnd-feedback").last


def check(form: Locator, value: str) -> None:
    """Choose one of some options, and have it checked."""
    form.locator(f"input[value='{value}']").last.check()
    form.locator(".nnd-check").click()


def kept(page: Page, name: str) -> dict[str, Any]:
    """What the browser keeps of an exercise."""
    found: dict[str, Any] = json.loads(json.dumps(page.evaluate(KEPT, name)))
    found.pop("at")
    return found
