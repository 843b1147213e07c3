"""A chapter of the built book with exercises of the test's own at its end."""

from collections.abc import Sequence
from pathlib import Path

from exercises import place

from nnderiv.exercises.exercise import Exercise

PAGE = "chapters/linear.html"
FOLDER = "exercises"


def build_site(html: Path, folder: Path, exercises: Sequence[Exercise]) -> None:
    """Write a folder that looks like the built book, but has these exercises in one page."""
    static = folder / "_static"
    (static / FOLDER).mkdir(parents=True)
    (folder / PAGE).parent.mkdir()
    for source in [*html.iterdir(), *(html / "_static").iterdir()]:
        target = folder / source.relative_to(html)
        if not target.exists():
            target.symlink_to(source)
    for source in (html / "_static" / FOLDER).glob("*"):
        (static / FOLDER / source.name).symlink_to(source)
    states = [{"name": one.name, "html": one.html, "tasks": one.tasks} for one in exercises]
    shown = "".join(place(state, "linear", "../", static) for state in states)
    page = (html / PAGE).read_text(encoding="utf-8")
    (folder / PAGE).write_text(page.replace("</article>", f"{shown}</article>"), encoding="utf-8")
