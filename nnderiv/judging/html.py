"""HTML of prose and formulas: LaTeX in a span, which the page typesets, and so does JupyterLab."""

from __future__ import annotations

import re
from html import escape

from nnderiv.proofread.source.text import split

FORMULA = re.compile(r"\$(.+?)\$")


def tex(latex: str) -> str:
    """Return a formula."""
    return f'<span class="nnd-tex">{escape(latex, quote=False)}</span>'


def prose(text: str) -> str:
    """Return prose, with formulas between dollar signs and code between backticks."""
    parts = FORMULA.split(text)
    plain = [re.sub(r"`(.+?)`", r"<code>\1</code>", escape(part, quote=False)) for part in parts]
    return "".join(part if i % 2 == 0 else tex(parts[i]) for i, part in enumerate(plain))


def formula(latex: str) -> str:
    """Return a row as a formula, without the signs at which rows are aligned."""
    plain = " ".join(" ".join(split(latex, "&")).split())
    return tex(rf"\displaystyle {plain}")
