"""Give each explorer of a page a place: a name to link to, and a picture where no script runs.

The name is that of its class, as in `linear-explorer`; a second one on a page is
`linear-explorer-2`. The settings of all stand in the page's address (`explorer_links.js`). Without
JavaScript there is a picture with a sentence, drawn when the book is built, and no room is reserved
for more; who has JavaScript loads neither. The explorers below derivations have no such place.
"""

import json
import re
from collections import Counter
from html import escape
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata
from static_copies import copy_static
from widget_host import VIEW
from widget_states import states_of

from nnderiv.explorers.pictures import PICTURES, Picture

SCRIPT = Path(__file__).with_name("explorer_links.js")
STYLE = Path(__file__).with_name("explorer_places.css")
RESERVED = re.compile(
    rf"<div (?P<style>style=\"min-height: [^\"]*\")>(?P<view>{VIEW.pattern})</div>", re.DOTALL
)
WITHOUT = {"DerivationExplorer"}


def copy_files(app: Sphinx) -> None:
    """Put script and style sheet where the pages look for them."""
    copy_static(app, SCRIPT, STYLE)


def name_of(kind: str) -> str:
    """Return the name of an explorer's place: linear-explorer, of LinearExplorer."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()


def picture_of(kind: str, pagename: str) -> Picture:
    """Return the picture that stands for an explorer.

    Raises:
        ExtensionError: if there is none.
    """
    if kind not in PICTURES:
        raise ExtensionError(
            f"{pagename} shows a {kind}, and readers without JavaScript would see nothing there. "
            "Add a picture with a sentence in nnderiv/explorers/pictures/."
        )
    return PICTURES[kind]


def draw(picture: Picture, file: Path) -> None:
    """Write a picture, unless another page has it already."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with plt.style.context("nnderiv.book"):
            figure = picture.draw()
            figure.savefig(file, metadata={"Date": None})
            plt.close(figure)


def still(app: Sphinx, kind: str, pagename: str) -> str:
    """Return what stands for an explorer where no script runs, as HTML."""
    picture = picture_of(kind, pagename)
    file = f"_images/{name_of(kind)}.svg"
    draw(picture, Path(app.outdir) / file)
    source = "../" * pagename.count("/") + file
    return (
        f'<figure><img src="{source}" alt="{escape(picture.alt)}">'
        f"<figcaption>{escape(picture.sentence)}</figcaption></figure>"
    )


def place_explorers(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Name the places of a page's explorers, and put in what stands there without scripts."""
    body = context.get("body", "")
    if not RESERVED.search(body):
        return
    states = states_of(app, pagename)
    counts: Counter[str] = Counter()

    def placed(view: re.Match[str]) -> str:
        kind = states[json.loads(view[3])["model_id"]]["state"]["_anywidget_id"].rpartition(".")[2]
        if kind in WITHOUT:
            return view[0]
        counts[kind] += 1
        name = name_of(kind) + (f"-{counts[kind]}" if counts[kind] > 1 else "")
        inside = f"{view['view']}<noscript>{still(app, kind, pagename)}</noscript>"
        return f'<div id="{name}" data-explorer {view["style"]}>{inside}</div>'

    context["body"] = RESERVED.sub(placed, body)
    if counts:
        app.add_js_file(SCRIPT.name, priority=400)  # it listens to the host
        app.add_css_file(STYLE.name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("builder-inited", copy_files)
    app.connect("html-page-context", place_explorers, priority=600)  # behind widget_host
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
