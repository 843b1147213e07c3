"""Turn the formulas of a page into MathML when the book is built; browsers draw it themselves.

They run no script for it, and a screen reader reads it. A formula that Temml cannot read stops the
build. What is copied of a formula is its LaTeX.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from static_copies import copy_static
from typeset import closing_punctuation, temml, typeset

COPY = "copy-tex.min.js"


def visit_inline(translator: Any, node: nodes.math) -> None:
    """Write a formula in the text."""
    translator.body.append(f'<span class="math">{typeset(node.astext())}</span>')
    raise nodes.SkipNode


def visit_display(translator: Any, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    translator.body.append(f'<div class="math">{typeset(node.astext(), display=True)}</div>')
    raise nodes.SkipNode


def copy_script(app: Sphinx) -> None:
    """Add Temml's script that copies the LaTeX of formulas."""
    copy_static(app, temml() / "contrib" / "copy-tex" / COPY)
    app.add_js_file(COPY, loading_method="defer")


class GluePunctuation(SphinxPostTransform):
    """Keep a comma, a full stop or a bracket on the line of the formula that it touches.

    Browsers break a line there, word joiner or not.
    """

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Wrap each formula and its punctuation in a span that is not broken."""
        for math in list(self.document.findall(nodes.math)):
            parent, place = math.parent, math.parent.index(math)
            before, after = parent[max(place - 1, 0)], parent[min(place + 1, len(parent) - 1)]
            opening = "(" if isinstance(before, nodes.Text) and before.endswith("(") else ""
            closing = closing_punctuation(after) if isinstance(after, nodes.Text) else ""
            if not (opening or closing):
                continue
            if opening:
                parent.replace(before, nodes.Text(before[:-1]))
            if closing:
                parent.replace(after, nodes.Text(after[len(closing) :]))
            glued = nodes.inline("", classes=["unbroken"])
            parent.replace(math, glued)
            glued += [nodes.Text(opening), math, nodes.Text(closing)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer, the transform and the script."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.add_post_transform(GluePunctuation)
    app.connect("builder-inited", copy_script)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": False,  # there is one pipe to Node
    }
