"""Typeset the formulas in the output of %%derivation cells when the book is built.

A notebook stores each formula between dollar signs, for JupyterLab. In the book it becomes MathML,
and the styles that the output brings along give way to the book's own. So do the formulas in the
states of widgets, in a trait of that name; the trait `typeset` tells them.

Each row gets a link to itself, and LaTeX that is folded away stands in an environment, so that one
can paste it into a document.
"""

import re
from html import unescape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from typeset import typeset
from widget_states import read_content, write_content

from nnderiv.proofread.derivation import environment

FORMULA = re.compile(r'<span class="derivation-tex">\$(.*?)\$</span>([,.;:?!)]*)', flags=re.DOTALL)
TABLE = '<table class="derivation"'
NUMBERS = re.compile(r'<pre (class="derivation-numbers".*?)</pre>', flags=re.DOTALL)
ROW = re.compile(r'(<span class="derivation-right" id="([^"]*)">.*?</span>)(?=</span>)')
MAGIC = "%%derivation\n"
STYLE = re.compile(r"<style>.*?</style>", flags=re.DOTALL)


def typeset_html(html: str) -> str:
    """Typeset every formula of a derivation.

    Punctuation behind a formula stays on its line.
    """

    def replaced(found: re.Match[str]) -> str:
        formula = typeset(unescape(found[1]))
        return f'<span class="unbroken">{formula}{found[2]}</span>' if found[2] else formula

    # the theme measures every pre
    html = NUMBERS.sub(r"<div \1</div>", html)
    link = '<a class="headerlink" href="#\\2" aria-label="Link to this row"></a>'
    html = ROW.sub(rf"\1{link}", html)
    return FORMULA.sub(replaced, STYLE.sub("", html))


class DerivationRows(SphinxPostTransform):
    """Replace the formulas in the raw HTML of outputs, and the magic of what is folded away."""

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace the nodes."""
        for node in list(self.document.findall(nodes.raw)):
            if TABLE in node.astext():
                node.replace_self(nodes.raw("", typeset_html(node.astext()), format="html"))
        for cell in list(self.document.findall(nodes.container)):
            if {"tag_hide-input", "tag_hide-cell"} & set(cell["classes"]):
                for block in list(cell.findall(nodes.literal_block)):
                    if block.astext().startswith(MAGIC):
                        _make_pasteable(block)


def _make_pasteable(block: nodes.literal_block) -> None:
    """Put the LaTeX of a folded cell into an environment, and behind the rows that it gives."""
    source = block.parent
    latex = environment(block.astext().removeprefix(MAGIC))
    block.replace_self(nodes.literal_block(latex, latex, language="text"))
    source["classes"].append("derivation-latex")
    folded = source.parent
    folded.remove(source)
    folded.append(source)


def typeset_states(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Replace the formulas in the states of a page's widgets, before MyST-NB writes them."""
    content = read_content(app, pagename)
    if content is None:
        return
    for model in content["state"].values():
        state = model["state"]
        if "formulas" in state and "typeset" not in state:
            state["formulas"] = [typeset(formula) for formula in state["formulas"]]
            state["typeset"] = True
    write_content(app, pagename, content)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform, and the change of the states."""
    app.add_post_transform(DerivationRows)
    app.connect("html-page-context", typeset_states, priority=400)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": False,  # there is one pipe to Node
    }
