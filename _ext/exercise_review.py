"""The page on which a reader reviews: places for the exercises that are drawn, and for progress.

Which exercises the book has is known when all pages are written. Then the page gets a script that
knows where each of them lies, what stands above it, and in which chapter.
"""

import json
from pathlib import Path
from typing import Any

from classic_script import classic_with
from content_names import named_after
from docutils import nodes
from exercise_list import Listed, exercises_of_book
from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata
from static_copies import copy_static

HERE = Path(__file__).parent
SCRIPT = HERE / "exercise_review.js"
STYLE = HERE / "exercise_review.css"
REVIEW = '<div class="review">'
PLACES = {
    "review": (
        f'{REVIEW}<p role="status"></p><button type="button" hidden>Draw ten exercises</button>'
        "<ol></ol><noscript><p>Drawing takes JavaScript. Without it, choose for yourself: the "
        "exercises stand at the end of each chapter.</p></noscript></div>"
    ),
    "keeping": (
        '<div class="keeping"><button type="button" data-press="export">Export</button>'
        '<button type="button" data-press="import">Import</button>'
        '<button type="button" data-press="forget">Forget my progress</button>'
        '<input type="file" accept=".json" aria-label="A file of progress" hidden>'
        '<p role="status"></p></div>'
    ),
}


class Place(SphinxDirective):
    """`exercise-review` and `exercise-keeping`: what the script fills."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        html = PLACES[self.name.removeprefix("exercise-")]
        return [nodes.raw("", html, format="html")]


def script_for(book: dict[str, list[Listed]], titles: dict[str, str]) -> str:
    """Return the script of the page, for the exercises and the titles of pages, in their order."""
    known = [
        vars(one) | {"title": title} for page, title in titles.items() for one in book.get(page, [])
    ]
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return classic_with(SCRIPT, "const EXERCISES = [];", f"const EXERCISES = {text};")


def copy_style(app: Sphinx) -> None:
    """Put the style sheet where the page looks for it."""
    copy_static(app, STYLE)


def add_exercises(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Add to the page what lets exercises answer."""
    if REVIEW in context.get("body", ""):
        app.add_js_file("exercises.js")
        app.add_css_file("exercises.css")
        app.add_css_file(STYLE.name)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, give the page of review its script."""
    out = Path(app.outdir)
    order = app.env.toctree_includes.get(app.config.root_doc, [])
    titles = {name.rpartition("/")[2]: app.env.titles[name].astext() for name in order}
    code = script_for(exercises_of_book(out), titles)
    file = named_after(code, "review")

    def changed(html: str, path: Path) -> str:
        root = "../" * (len(path.parts) - 1)
        tag = f'<script defer src="{root}_static/{file}"></script>'
        return html.replace("</body>", f"{tag}</body>") if REVIEW in html else html

    if change_pages(app, exception, changed):
        (out / "_static" / file).write_text(code, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    for name in PLACES:
        app.add_directive(f"exercise-{name}", Place)
    app.connect("builder-inited", copy_style)
    app.connect("html-page-context", add_exercises)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
