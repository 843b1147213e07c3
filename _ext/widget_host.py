"""Make anywidgets live in the built pages, without a kernel and without the network.

MyST-NB writes the state of a page's widgets as JSON, and a script tag where each is shown. This
extension adds `widget_host.js`, which runs them, to the pages that show one and to no other. The
script lies here rather than in `_static`, whose scripts Jupyter Book adds to every page. The
`layout.min_height` of a widget is reserved in the page, so that nothing jumps when it is drawn.
"""

import copy
import json
import re
from pathlib import Path
from typing import Any

import late_traits
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from static_copies import copy_static
from widget_states import read_content, states_of, write_content

SCRIPT = Path(__file__).with_suffix(".js")
VIEW = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>', re.DOTALL
)


def copy_script(app: Sphinx) -> None:
    """Put the script where the pages look for it."""
    copy_static(app, SCRIPT)


def with_shared_texts(content: dict[str, Any]) -> dict[str, Any]:
    """The states of widgets, with each script and each style once, as `texts` to refer to."""
    texts: list[str] = []
    states = copy.deepcopy(content["state"])
    for model in states.values():
        for name in ("_css", "_esm") if "_esm" in model["state"] else ():
            text = model["state"][name]
            if text not in texts:
                texts.append(text)
            model["state"][name] = texts.index(text)
    return {**content, "state": states, "texts": texts}


def make_lean(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Write what several widgets of a page share only once, and late traits not into the page."""
    content = read_content(app, pagename)
    if content is None:
        return
    content = with_shared_texts(content)
    content["state"], late = late_traits.split(content["state"])
    if late:
        name = late_traits.write(late, Path(app.outdir) / "_static")
        content["late"] = "../" * pagename.count("/") + f"_static/{name}"
    write_content(app, pagename, content)


def min_height(states: dict[str, Any], model_id: str) -> str:
    """Return the height that a widget asks for, or "0" if it asks for none."""
    layout_id = states[model_id]["state"].get("layout", "").removeprefix("IPY_MODEL_")
    return states.get(layout_id, {}).get("state", {}).get("min_height") or "0"


def refuse_kernel_widgets(states: dict[str, Any], views: list[str], pagename: str) -> None:
    """Raise an error that names the widget, if one shown would be dead without a kernel."""
    for model_id in views:
        model = states[model_id]
        if "_esm" not in model["state"]:
            raise ExtensionError(
                f"{pagename} shows a {model['model_name'].removesuffix('Model')}, a widget that "
                "needs a running kernel, so readers of the page could not use it. Show an "
                "anywidget, or what the widget would show as text or as a figure."
            )


def prepare_page(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Add the script to a page that shows a widget, and reserve each widget's height."""
    if not VIEW.search(context.get("body", "")):
        return
    app.add_js_file(SCRIPT.name)
    states = states_of(app, pagename)
    views = [json.loads(view[1])["model_id"] for view in VIEW.finditer(context["body"])]
    refuse_kernel_widgets(states, views, pagename)

    def reserve(view: re.Match[str]) -> str:
        height = min_height(states, json.loads(view[1])["model_id"])
        return f'<div style="min-height: {height}">{view[0]}</div>'

    context["body"] = VIEW.sub(reserve, context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the steps with Sphinx."""
    app.connect("builder-inited", copy_script)
    app.connect("html-page-context", make_lean, priority=410)
    app.connect("html-page-context", prepare_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
