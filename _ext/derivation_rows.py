r"""Lay out each `align*` of a chapter row by row: left side, right side, and the name of the rule.

KaTeX would typeset the environment as one block, with the rules far to the right. In rows of their
own, the rule stands beside its line on a wide screen and below it on a phone, and a line that is
too wide scrolls by itself.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from typeset import closing_punctuation, typeset

ALIGN = re.compile(r"\s*\\begin\{align\*\}(.*)\\end\{align\*\}\s*", re.DOTALL)
TOKEN = re.compile(r"\\begin\b|\\end\b|\\\\|\\.|[{}&]|[^\\{}&]+", re.DOTALL)
TAG = "\\tag{"
# Fractions in full size, and room between the rows of a matrix.
STYLE = r"\def\arraystretch{1.5}\displaystyle "


def split(latex: str, separator: str) -> Iterator[str]:
    r"""Split at `\\` or `&`, but not inside braces or an environment such as bmatrix."""
    depth, part = 0, ""
    for token in TOKEN.findall(latex):
        depth += (token in ("{", "\\begin")) - (token in ("}", "\\end"))
        if token == separator and depth == 0:
            yield part
            part = ""
        else:
            part += token
    yield part


def take_tag(row: str) -> tuple[str, str]:
    r"""Return a row without its `\tag{…}`, and what stood in the braces."""
    before, found, after = row.partition(TAG)
    if not found:
        return row, ""
    depth = 1
    for place, token in enumerate(tokens := TOKEN.findall(after)):
        depth += (token == "{") - (token == "}")
        if depth == 0:
            return before + "".join(tokens[place + 1 :]), "".join(tokens[:place])
    raise ValueError(f"the braces of a tag must be balanced, but this one is not closed: {row}")


def rule_html(tag: str) -> str:
    """Typeset the name of a rule in brackets: prose, with formulas between dollar signs."""
    prose, *rest = f"({tag})".split("$")
    html = escape(prose)
    for formula, prose in zip(rest[::2], rest[1::2], strict=True):
        glued = closing_punctuation(prose)
        html += f'<span class="unbroken">{typeset(formula)}{glued}</span>'
        html += escape(prose[len(glued) :])
    return html


def row_html(row: str) -> str:
    """Typeset one row: its left side, and beside it its right side and its rule."""
    formula, tag = take_tag(row)
    left, *rest = (cell.strip() for cell in split(formula, "&"))
    right = "{} " + " ".join(rest)  # the empty group gives "=" its space on the left
    left_html = typeset(STYLE + left) if left else ""
    return (
        '<div class="derivation-row" role="listitem">'
        f'<div class="derivation-left">{left_html}</div>'
        '<div class="derivation-line">'
        f'<div class="derivation-right">{typeset(STYLE + right)}</div>'
        f'<div class="derivation-rule">{rule_html(tag) if tag else ""}</div>'
        "</div></div>"
    )


class DerivationRows(SphinxPostTransform):
    """Replace each align* by its rows, in HTML alone."""

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace the nodes."""
        for node in list(self.document.findall(nodes.math_block)):
            block = ALIGN.fullmatch(node.astext())
            if block:
                rows = "".join(row_html(row) for row in split(block[1], "\\\\"))
                html = f'<div class="derivation" role="list">{rows}</div>'
                node.replace_self(nodes.raw("", html, format="html"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_post_transform(DerivationRows)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": False,  # there is one pipe to Node
    }
