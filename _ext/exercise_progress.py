"""Tell in the map of the book which exercises are done: beside each chapter that has some.

How many a chapter has is known when all pages are written. Then the links to it, in the sidebar and
in the map of the first page, get its name, and all pages one small script that knows the names of
all exercises. What a reader has done stays in their browser, where the script finds it.
"""

import json
import re
from pathlib import Path

from classic_script import classic_with
from content_names import named_after
from exercise_list import exercises_of_book
from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from static_copies import copy_static

HERE = Path(__file__).parent
SCRIPT = HERE / "exercise_progress.js"
STYLE = SCRIPT.with_suffix(".css")
MAPS = re.compile(r'<nav class="bd-links.*?</nav>|<section id="the-map">.*?</section>', re.DOTALL)
LINK = re.compile(
    r'<a class="(?:current )?reference internal" href="(?:[\w/]*?(?P<page>\w+)\.html|#)"'
)


def script_for(names: dict[str, list[str]]) -> str:
    """Return the script that marks chapters, for the names of their exercises by page."""
    known = json.dumps(names, separators=(",", ":"))
    return classic_with(SCRIPT, "const NAMES = {};", f"const NAMES = {known};")


def with_chapters_named(html: str, own: str, names: dict[str, list[str]]) -> str:
    """Return a page whose links in maps name the chapters with exercises; `own` is its name."""

    def named(link: re.Match[str]) -> str:
        page = link["page"] or own
        return f'{link[0]} data-exercises="{page}"' if page in names else link[0]

    return MAPS.sub(lambda part: LINK.sub(named, part[0]), html)


def copy_style(app: Sphinx) -> None:
    """Put the style sheet where the pages look for it."""
    copy_static(app, STYLE)
    app.add_css_file(STYLE.name)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, name the chapters in them and add the script."""
    out = Path(app.outdir)
    names = {page: [one.name for one in some] for page, some in exercises_of_book(out).items()}
    code = script_for(names)
    file = named_after(code, "progress")

    def changed(html: str, path: Path) -> str:
        if "</nav>" not in html:
            return html
        root = "../" * (len(path.parts) - 1)
        tag = f'<script defer src="{root}_static/{file}"></script>'
        return with_chapters_named(html, path.stem, names).replace("</body>", f"{tag}</body>")

    if names and change_pages(app, exception, changed):
        (out / "_static" / file).write_text(code, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("builder-inited", copy_style)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
