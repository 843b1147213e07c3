"""Exercises in the built pages: the task is HTML, and its answers lie in a script of their own.

A notebook shows an exercise as a widget. Here the HTML of its first task takes the place of that
widget, so that it can be read without scripts and on paper; `exercises.js` lets it answer.
"""

import json
import re
import shutil
from html import escape, unescape
from pathlib import Path
from typing import Any

from classic_script import classic
from content_names import named_after
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata
from typeset import typeset
from widget_host import VIEW
from widget_states import read_content, write_content

from nnderiv.page_code import joined

HERE = Path(__file__).parent
FORMULA = re.compile(r'<span class="nnd-tex">(.*?)</span>', re.DOTALL)
STYLE = HERE.parent / "nnderiv" / "exercises" / "styles" / "exercise.css"
CALL = "exerciseData"


def copy_files(app: Sphinx) -> None:
    """Put script and style sheet where the pages look for them."""
    if app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        shutil.rmtree(static / "exercises", ignore_errors=True)
        (static / "exercises").mkdir(parents=True)
        (static / "exercises.js").write_text(classic(HERE / "exercises.js"), encoding="utf-8")
        (static / "exercises.css").write_text(joined(STYLE), encoding="utf-8")


def typeset_all(value: Any) -> Any:
    """Typeset the formulas in texts, however deep they lie."""
    if isinstance(value, str):
        return FORMULA.sub(lambda found: typeset(unescape(found[1])), value)
    if isinstance(value, list):
        return [typeset_all(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key == "ask" else typeset_all(item) for key, item in value.items()}
    return value


def place(state: dict[str, Any], page: str, root: str, static: Path) -> str:
    """Write the script of an exercise; return what stands in the page."""
    html = typeset_all(state["html"])
    name = state["name"]
    data = {"page": page, "name": name, "html": html, "tasks": typeset_all(state["tasks"])}
    code = f"{CALL}({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"
    file = f"exercises/{named_after(code, f'{page}-{name}')}"
    (static / file).write_text(code, encoding="utf-8")
    return (
        f'<div id="exercise-{name}" data-exercise data-page="{escape(page)}" data-name="{name}" '
        f'data-source="{root}_static/{file}">{html}</div>'
    )


def place_exercises(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the exercises of a page in the places of their widgets."""
    content = read_content(app, pagename)
    if content is None:
        return
    page, root = pagename.rpartition("/")[2], "../" * pagename.count("/")
    static = Path(app.outdir) / "_static"
    names: set[str] = set()

    def placed(view: re.Match[str]) -> str:
        model = json.loads(view[1])["model_id"]
        state = content["state"][model]["state"]
        if "tasks" not in state:
            return view[0]
        if state["name"] in names:
            raise ExtensionError(
                f"exercises of a page have names of their own; {pagename} has two of the name "
                f"{state['name']!r}. Give one of them another."
            )
        names.add(state["name"])
        del content["state"][model]
        return place(state, page, root, static)

    context["body"] = VIEW.sub(placed, context.get("body", ""))
    if names:
        write_content(app, pagename, content)
        app.add_js_file("exercises.js")
        app.add_css_file("exercises.css")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("builder-inited", copy_files)
    app.connect("html-page-context", place_exercises, priority=405)  # before widget_host
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
