"""HTML as text: tags and code blanked, entities as the signs that they stand for."""

from __future__ import annotations

import re
from html import unescape

from nnderiv.proofread.source.traced import Traced, joined

MATH_SCRIPT = re.compile(
    r"<script\b[^>]*\btype\s*=\s*[\"']?math/tex(?P<display>\s*;\s*mode\s*=\s*display)?[^>]*>"
    r"(?P<formula>.*?)</script\s*>",
    re.IGNORECASE | re.DOTALL,
)
MARKUP = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|<(?P<code>script|style|pre|code|textarea|title)\b[^>]*>.*?(?:</(?P=code)\s*>|\Z)"
    r"|<h[1-6]\b[^>]*>(?P<heading>)|(?P<block></?(?:p|div|li|ul|ol|h[1-6]|tr|td|section|br|hr)\b[^>]*>)"
    r"|</?[A-Za-z!][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def from_html(source: Traced) -> Traced:
    """The text of a page, as Markdown: its headings begin with #, its paragraphs stand apart."""
    text = MATH_SCRIPT.sub(_formula, source.text)
    source = source.changed(MARKUP.sub(_blanked, text))
    pieces: list[Traced] = []
    place = 0
    for entity in ENTITY.finditer(source.text):
        sign = unescape(entity[0])
        if len(sign) == 1:
            before = source.cut(place, entity.start())
            pieces += [before, source.in_place(entity.start(), sign)]
            place = entity.end()
    return joined([*pieces, source.cut(place, len(source.text))])


def _formula(found: re.Match[str]) -> str:
    r"""A formula for MathJax in a script, between \[ and \] or \( and \)."""
    opening, closing = (r"\[", r"\]") if found["display"] else (r"\(", r"\)")
    before = found.start("formula") - found.start()
    after = found.end() - found.end("formula")
    return opening.rjust(before) + found["formula"] + closing.ljust(after)


def _blanked(found: re.Match[str]) -> str:
    """Nothing, in as many signs; comments stay, and blocks stand on lines of their own."""
    if found["comment"]:
        return found[0]
    length = len(found[0])
    if found["heading"] is not None:
        return "\n\n# ".ljust(length) if length >= 4 else found[0]
    return "\n\n".ljust(length) if found["block"] else " " * length
