"""HTML of feedback: formulas, prose, and rows with a caret.

A formula is LaTeX in a span; the page typesets it, and so does JupyterLab.
"""

from __future__ import annotations

import re
from html import escape

FORMULA = re.compile(r"\$(.+?)\$")


def tex(latex: str) -> str:
    """Return a formula."""
    return f'<span class="nnd-tex">{escape(latex, quote=False)}</span>'


def prose(text: str) -> str:
    """Return prose, with formulas between dollar signs and code between backticks."""
    parts = FORMULA.split(text)
    plain = [re.sub(r"`(.+?)`", r"<code>\1</code>", escape(part, quote=False)) for part in parts]
    return "".join(part if i % 2 == 0 else tex(parts[i]) for i, part in enumerate(plain))
