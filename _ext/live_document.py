"""The place on a page for a text of the reader's own, and what its editor has to know."""

from typing import Any

from docutils import nodes
from live_files import LIVE
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from nnderiv.proofread.source.files import LARGEST_FILE, SUFFIXES

PLACE = 'data-live="document.0"'
COMMAND = "On the command line, <code>nnderiv-proofread notes.md</code> prints the same report."
BAR = (
    f'<div class="live-bar" {PLACE}>'
    '<button type="button" aria-expanded="false">Open the editor</button></div>'
    f'<noscript><p class="live-instead">The editor needs JavaScript. {COMMAND}</p></noscript>'
)
INSTEAD = f'<p class="live-instead">This book was built without the editor. {COMMAND}</p>'
# What each is called, and where it lies.
EXAMPLES = {
    "A text that is right": LIVE / "examples/ridge_regression.md",
    "A text with a mistake": LIVE / "examples/logistic_regression.md",
    "The post, as printed": LIVE.parent / "chapters/post.tex",
}


class LiveDocument(SphinxDirective):
    """`live-document`: the button that opens the editor, or what to do without one."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        self.env.note_reread()  # whether there is an editor is not up to the page
        html = BAR if self.config.live_editor else INSTEAD
        return [nodes.raw("", html, format="html")]


def about_document(body: str) -> dict[str, Any]:
    """Return what the editor has to know, if the body of a page has a place for it."""
    if PLACE not in body:
        return {}
    examples = [
        {"label": label, "name": path.name, "text": path.read_text(encoding="utf-8")}
        for label, path in EXAMPLES.items()
    ]
    return {"document": {"examples": examples, "largest": LARGEST_FILE, "suffixes": SUFFIXES}}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.add_directive("live-document", LiveDocument)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
