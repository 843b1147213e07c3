r"""The displayed formulas of a text, cut into rows.

Rows stand in align, align*, aligned, alignat, equation, gather, eqnarray, split, multline, in
$$…$$ and in \[…\]. Code, comments and inline formulas are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nnderiv.errors import ReadError
from nnderiv.proofread.source.files import Passage
from nnderiv.proofread.source.text import split, take_tag

ROWS = (
    "align aligned alignat alignedat equation gather gathered eqnarray split multline multlined "
    "flalign xalignat xxalignat IEEEeqnarray dmath dgroup displaymath math"
)
DISPLAY = "|".join(name + star for name in ROWS.split() for star in (r"\*", ""))
_OPENING = (
    rf"\\begin\s*\{{(?P<environment>{DISPLAY})\}}|(?P<dollars>(?<!\\)\$\$)|(?P<bracket>(?<!\\)\\\[)"
    r"|^(?P<fence>[ \t]*(?:```+|~~~+))(?P<info>[^\n]*)$|(?P<comment><!--)"
    r"|\\begin\{(?P<verbatim>verbatim\*?|lstlisting|minted|comment)\}"
    r"|(?P<tick>`+)"
)
OPENING = re.compile(_OPENING, re.MULTILINE)
OPENING_IN_LATEX = re.compile(_OPENING + r"|(?P<percent>(?<!\\)%[^\n]*)", re.MULTILINE)
WRAPPER = re.compile(
    rf"\\(?:begin|end)\s*\{{(?:{DISPLAY})\}}(?:\[[tcb]\])?(?:\{{[\drcl]*\}})?|\\(?:intertext|shortintertext)"
)


@dataclass(frozen=True)
class Row:
    """One row: its formula, its tag, and the line that it begins on, counted from 1."""

    latex: str
    tag: str
    line: int
    block: int  # rows of one display have the same number
    section: int = 0


def display_rows(passage: Passage) -> Iterator[Row | ReadError]:
    """Every row of every displayed formula, in order; an error where a display has no end."""
    if passage.is_rows:
        return _rows_of(passage.text, 0, 1, _LineCounter(passage.text))
    return _rows_of_displays(passage.text)


def _rows_of_displays(text: str) -> Iterator[Row | ReadError]:
    """The rows of the displays in a text."""
    place, block, lines, ends = 0, 0, _LineCounter(text), _Ends(text)
    pattern = OPENING_IN_LATEX if _is_latex(text) else OPENING
    while (opening := pattern.search(text, place)) is not None:
        start = opening.end()
        if pattern is OPENING_IN_LATEX and opening["percent"] is not None:
            place = start
            continue
        end, place = ends.of(opening)
        if end is None:
            place = start
            if not (opening["tick"] or opening["comment"]):
                line = lines.at(opening.start())
                reason = f"what begins with {opening[0].strip()} on line {line} has no end"
                yield ReadError(reason, line)
            continue
        if opening["tick"] or opening["comment"] or opening["verbatim"]:
            continue
        if opening["fence"] is not None and not re.match(r"\s*\{?math\}?", opening["info"]):
            continue
        block += 1
        yield from _rows_of(text[start:end], start, block, lines)


class _Ends:
    """Where displays end: each search of a text is made once, so that long texts stay quick."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: set[str] = set()  # signs that do not come any more
        self.pairs: dict[str, dict[int, tuple[int, int]]] = {}

    def of(self, opening: re.Match[str]) -> tuple[int | None, int]:
        """Where the content of a display ends, and where one goes on reading."""
        kind, text, start = str(opening.lastgroup), self.text, opening.end()
        if kind in ("environment", "verbatim"):
            return self._environments(opening[kind]).get(start, (None, 0))
        if opening["fence"] is not None:
            fence = opening["fence"].strip()
            same = rf"^[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$"
            found = re.compile(same, re.MULTILINE).search(text, start)
            return (found.start(), found.end()) if found else (len(text), len(text))
        closer = {"dollars": "$$", "bracket": r"\]", "comment": "-->"}.get(kind, opening[0])
        end = -1 if closer in self.missing else text.find(closer, start)
        if end < 0:
            self.missing.add(closer)
            return None, 0
        if kind == "tick" and text.find("\n\n", start, end) >= 0:
            return None, 0
        return end, end + len(closer)

    def _environments(self, name: str) -> dict[int, tuple[int, int]]:
        r"""For the end of each \begin, where its \end begins and ends."""
        if name not in self.pairs:
            pairs: dict[int, tuple[int, int]] = {}
            opened: list[int] = []
            for found in re.finditer(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}", self.text):
                if found[1] == "begin":
                    opened.append(found.end())
                elif opened:
                    pairs[opened.pop()] = (found.start(), found.end())
            self.pairs[name] = pairs
        return self.pairs[name]


def _rows_of(content: str, offset: int, block: int, lines: _LineCounter) -> Iterator[Row]:
    """The rows of a display, each with its tag and its line."""
    blank = WRAPPER.sub(lambda found: " " * len(found[0]), content)
    blank = re.sub(r"(?<!\\)%[^\n]*", lambda found: " " * len(found[0]), blank)
    place = 0
    for piece in split(blank, "\\\\"):
        first = place + len(piece) - len(piece.lstrip())
        option = re.match(r"\s*\[-?[\d.]+ ?[a-z]+\]", piece)
        if option:
            piece = " " * option.end() + piece[option.end() :]
        if piece.strip():
            try:
                latex, tag = take_tag(piece)
            except ReadError:
                latex, tag = piece, ""
            if latex.strip():
                yield Row(latex.strip(), tag.strip(), lines.at(offset + first), block)
        place += len(piece) + 2


def _is_latex(text: str) -> bool:
    """Whether a text is a LaTeX document."""
    return "\\documentclass" in text[:5000] or "\\begin{document}" in text[:20000]


class _LineCounter:
    """Line numbers of places that only go forward."""

    def __init__(self, text: str) -> None:
        self.text, self.place, self.line = text, 0, 1

    def at(self, place: int) -> int:
        """The line of a place."""
        if place >= self.place:
            self.line += self.text.count("\n", self.place, place)
        else:
            self.line = 1 + self.text.count("\n", 0, place)
        self.place = place
        return self.line
