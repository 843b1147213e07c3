"""Typeset the formulas in the output of %%derivation cells when the book is built.

A notebook stores each formula between dollar signs, for JupyterLab. In the book it becomes MathML,
and the styles that the output brings along give way to the book's own. So do the formulas in the
states of widgets, in a trait of that name; the trait `typeset` tells them.
"""

import json
import re
from html import unescape
from typing import Any

from docutils import nodes
from myst_nb.core.render import sanitize_script_content
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from typeset import typeset

FORMULA = re.compile(r'<span class="derivation-tex">\$(.*?)\$</span>([,.;:?!)]*)', flags=re.DOTALL)
TABLE = '<table class="derivation"'
STYLE = re.compile(r"<style>.*?</style>", flags=re.DOTALL)


def typeset_html(html: str) -> str:
    """Typeset every formula of a derivation.

    Punctuation behind a formula stays on its line.
    """

    def replaced(found: re.Match[str]) -> str:
        formula = typeset(unescape(found[1]))
        return f'<span class="unbroken">{formula}{found[2]}</span>' if found[2] else formula

    # the theme measures every pre
    html = html.replace("<pre>", '<div class="derivation-numbers">').replace("</pre>", "</div>")
    return FORMULA.sub(replaced, STYLE.sub("", html))


class DerivationRows(SphinxPostTransform):
    """Replace the formulas in the raw HTML of outputs."""

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace the nodes."""
        for node in list(self.document.findall(nodes.raw)):
            if TABLE in node.astext():
                node.replace_self(nodes.raw("", typeset_html(node.astext()), format="html"))


def typeset_states(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Replace the formulas in the states of a page's widgets, before MyST-NB writes them."""
    files = NbMetadataCollector.get_js_files(app.env, pagename)
    if "ipywidgets_state" not in files:
        return
    uri, script = files["ipywidgets_state"]
    content = json.loads(script["body"])
    for model in content["state"].values():
        state = model["state"]
        if "formulas" in state and "typeset" not in state:
            state["formulas"] = [typeset(formula) for formula in state["formulas"]]
            state["typeset"] = True
    body = sanitize_script_content(json.dumps(content, ensure_ascii=False))
    files["ipywidgets_state"] = uri, {**script, "body": body}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform, and the change of the states."""
    app.add_post_transform(DerivationRows)
    app.connect("html-page-context", typeset_states, priority=400)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": False,  # there is one pipe to Node
    }
