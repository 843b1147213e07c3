"""Typeset the formulas of a page when the book is built, and serve KaTeX's style and fonts locally.

A reader's browser then runs no script for them and fetches nothing. A formula that KaTeX cannot
read stops the build.
"""

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from typeset import closing_punctuation, install, typeset

EARLY = Path(__file__).with_name("early_fonts.js")
SHORT = 60  # characters of LaTeX; such a formula fits on the line of a phone


def visit_inline(translator: Any, node: nodes.math) -> None:
    """Write a formula in the text."""
    translator.body.append(f'<span class="math">{typeset(node.astext())}</span>')
    raise nodes.SkipNode


def visit_display(translator: Any, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    translator.body.append(f'<div class="math">{typeset(node.astext(), display=True)}</div>')
    raise nodes.SkipNode


def copy_assets(app: Sphinx) -> None:
    """Copy KaTeX's style sheet and its fonts, in the one format that browsers now use."""
    source, target = install() / "dist", Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(source / "katex.min.css", target)
    for font in (source / "fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")
    app.add_css_file("katex/katex.min.css")
    shutil.copy(source / "contrib" / "copy-tex.min.js", target)  # what is copied is the LaTeX
    app.add_js_file("katex/copy-tex.min.js", loading_method="defer")


def fetch_fonts_early(app: Sphinx, exception: Exception | None) -> None:
    """Fetch fonts with each page that has a formula, before the style sheets are read."""

    def changed(html: str, path: Path) -> str:
        tag = f'<script src="{"../" * (len(path.parts) - 1)}_static/{EARLY.name}"></script>'
        return (
            html.replace("<head>", f"<head>{tag}", 1)
            if 'class="katex"' in html and tag not in html
            else html
        )

    if change_pages(app, exception, changed):
        shutil.copy(EARLY, Path(app.outdir) / "_static")


class GluePunctuation(SphinxPostTransform):
    """Keep a comma, a full stop or a bracket on the line of the formula that it touches.

    Browsers break a line there, word joiner or not. A long formula may still need a break.
    """

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Wrap each short formula and its punctuation in a span that is not broken."""
        for math in list(self.document.findall(nodes.math)):
            parent, place = math.parent, math.parent.index(math)
            before, after = parent[max(place - 1, 0)], parent[min(place + 1, len(parent) - 1)]
            opening = "(" if isinstance(before, nodes.Text) and before.endswith("(") else ""
            closing = closing_punctuation(after) if isinstance(after, nodes.Text) else ""
            if len(math.astext()) > SHORT or not (opening or closing):
                continue
            if opening:
                parent.replace(before, nodes.Text(before[:-1]))
            if closing:
                parent.replace(after, nodes.Text(after[len(closing) :]))
            glued = nodes.inline("", classes=["unbroken"])
            parent.replace(math, glued)
            glued += [nodes.Text(opening), math, nodes.Text(closing)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer, the transform and the assets."""
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_display, None))
    app.add_post_transform(GluePunctuation)
    app.connect("builder-inited", copy_assets)
    app.connect("build-finished", fetch_fonts_early)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": False,  # there is one pipe to Node
    }
