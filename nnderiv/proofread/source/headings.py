"""The headings of a text."""

from __future__ import annotations

import re

from nnderiv.proofread.source.containers import parts

_MARKDOWN = (
    r"^[ \t>]{0,6}#{1,6}[ \t]+\S[^\n]*$|^[ \t]{0,3}\S[^\n]*\n[ \t]{0,3}(?:=+|-{2,})[ \t]*$"
    r"|<h[1-6]\b[^\n]*"
)
HEADING = {
    "markdown": re.compile(_MARKDOWN, re.MULTILINE),
    "html": re.compile(_MARKDOWN, re.MULTILINE),
    "latex": re.compile(
        r"\\(?:part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?\s*(?:\[[^\]\n]*\])?\{[^\n]*"
    ),
    "rst": re.compile(r"^\S[^\n]*\n(?P<sign>[=\-~^\"'#*+`:.])(?P=sign){2,}[ \t]*$", re.MULTILINE),
}


def headings(prose: str, markup: str) -> list[tuple[int, int]]:
    """Where headings begin and end."""
    return [found.span() for found in HEADING[markup].finditer(prose)]


def count_headings(text: str, markup: str) -> int:
    """How many headings a text has, outside of code and displays."""
    pieces: list[str] = []
    place = 0
    for part in parts(text, markup):
        pieces.append(text[place : part.start])
        place = max(place, part.end)
    return len(headings("\n".join([*pieces, text[place:]]), markup))
