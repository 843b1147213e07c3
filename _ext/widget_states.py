"""The states of a page's widgets, which MyST-NB writes into the page as JSON."""

import json
from typing import Any

from myst_nb.core.render import sanitize_script_content
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx

KEY = "ipywidgets_state"


def read_content(app: Sphinx, pagename: str) -> dict[str, Any] | None:
    """Return what MyST-NB will write into a page, or None if no widget was made for it."""
    files = NbMetadataCollector.get_js_files(app.env, pagename)
    if KEY not in files:
        return None
    content: dict[str, Any] = json.loads(files[KEY][1]["body"])
    return content


def states_of(app: Sphinx, pagename: str) -> dict[str, Any]:
    """Return the states of the widgets of a page that shows one, by model id."""
    content = read_content(app, pagename)
    assert content is not None, f"{pagename} shows a widget"
    states: dict[str, Any] = content["state"]
    return states


def write_content(app: Sphinx, pagename: str, content: dict[str, Any]) -> None:
    """Let MyST-NB write this into the page, in the place of what was read."""
    files = NbMetadataCollector.get_js_files(app.env, pagename)
    uri, script = files[KEY]
    body = sanitize_script_content(json.dumps(content, ensure_ascii=False))
    files[KEY] = uri, {**script, "body": body}
