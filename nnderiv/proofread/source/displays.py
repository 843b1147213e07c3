r"""The displayed formulas of a text, cut into rows.

Rows stand in align, align*, aligned, alignat, equation, gather, eqnarray, split, multline,
IEEEeqnarray, in an array around all of a display, in $$…$$ and in \[…\]; in the directive `math` of
MyST and of reStructuredText; and what declares, in comments: <!-- $$…$$ --> and `% given: …`. Code
and other comments are passed over. A formula in running text is a row if the words around it
declare, define or limit something; `prose` says which.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from nnderiv.errors import ReadError
from nnderiv.proofread.source.containers import ARGUMENT, BRACES, DISPLAY, QUOTED, Part, parts
from nnderiv.proofread.source.files import Passage
from nnderiv.proofread.source.headings import headings
from nnderiv.proofread.source.html import from_html
from nnderiv.proofread.source.macros import NOT_EXPANDED, Expander
from nnderiv.proofread.source.prose import Told, read_prose
from nnderiv.proofread.source.text import find_tag, split
from nnderiv.proofread.source.traced import Traced, joined, whole

WRAPPER = re.compile(
    rf"\\begin\s*\{{(?:alignat|alignedat|xalignat|xxalignat|IEEEeqnarray)\*?\}}{ARGUMENT.pattern}"
    rf"|\\begin\s*\{{(?:{DISPLAY})\}}(?:\[[tcb]\])?|\\end\s*\{{(?:{DISPLAY})\}}"
    r"|\\(?:intertext|shortintertext)|\\pause(?![A-Za-z])|\\(?:only|uncover|visible|alert)(?:<[^<>]*>)"
)
ARRAY = re.compile(
    rf"(?P<begin>\s*\\begin\s*\{{array\}}\s*(?:\[[tcb]\])?\s*{BRACES})(?P<rows>.*)"
    r"(?P<end>\\end\s*\{array\}[\s.,;]*)",
    re.DOTALL,
)
LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
NEW_ROW = re.compile(r"\\(?:newline|tabularnewline|cr)(?![A-Za-z])")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
OPTION = re.compile(r"\*?\s*\[-?[\d.]+ ?[a-z]+\]|\*")


@dataclass(frozen=True)
class Row:
    """One row: its formula, its tag, and where it stands.

    Attributes:
        latex: the formula, with the macros of the text expanded.
        tag: what its tag says; of a sentence, the words that say more of what it declares.
        line: the line that it begins on, from 1.
        block: the number of its display; rows of one display have the same.
        section: how many headings stand before it.
        said: the conditions that the words around its display name.
        is_sentence: whether it stood in running text: it declares and defines, and claims nothing.
        is_given: whether it stood in a comment, for the proof-reader alone: the same.
        source: the formula with its places in the text.
    """

    latex: str
    tag: str
    line: int
    block: int
    section: int = 0
    said: str = ""
    is_sentence: bool = False
    is_given: bool = False
    source: Traced | None = field(default=None, compare=False, repr=False)

    def place(self, at: int) -> tuple[int, int]:
        """The line and the column, both from 1, of a sign of the formula."""
        return (self.line, 1) if self.source is None else self.source.place(at)

    def origin(self, at: int) -> int:
        """Where a sign of the formula stands in its text."""
        return at if self.source is None else self.source.origin(at)


def followed_by(before: Row, row: Row, skipped: int) -> Row:
    """Two rows as one, with the tags of both, and without the first signs of the second."""
    tag = " ".join(filter(None, (before.tag, row.tag)))
    assert before.source is not None
    assert row.source is not None
    rest = row.source.cut(skipped, len(row.latex))
    source = joined([before.source, rest.in_place(0, " \n"), rest])
    return replace(before, latex=source.text, tag=tag, source=source)


def display_rows(passage: Passage, sentences: bool = True) -> Iterator[Row | ReadError]:
    """Every row of a passage, in order; an error where a display has no end."""
    source = whole(passage.text)
    if passage.kind == "html":
        source = from_html(source)
    markup = "latex" if passage.is_rows else passage.kind
    source, refused = Expander(passage.macros, passage.beside).expanded(source, markup)
    if passage.is_rows:
        found: Iterator[Row | ReadError] = rows_of(source, 1, passage.section)
    else:
        found = _Passage(passage, source, sentences and not passage.beside_cells).rows()
    for row in found:
        if refused and isinstance(row, Row) and NOT_EXPANDED in row.latex:
            at = row.origin(row.latex.index(NOT_EXPANDED))
            if at in refused:
                yield refused.pop(at)
        yield row


def given_rows(passage: Passage) -> list[Row | ReadError]:
    """The rows of a file of declarations; without a display in it, each line is a row."""
    found = list(display_rows(passage, sentences=False))
    if not found:
        source = whole(passage.text)
        source = source.changed(source.text.replace("$", " "))
        pieces = re.finditer(r"[^\n]+", source.text)
        found += [r for piece in pieces for r in rows_of(source.cut(*piece.span()), 1, 0)]
    return [replace(row, is_given=True) if isinstance(row, Row) else row for row in found]


class _Passage:
    """Walks from display to display, and reads the prose between them."""

    def __init__(self, passage: Passage, source: Traced, sentences: bool) -> None:
        self.source, self.markup, self.sentences = source, passage.kind, sentences
        self.section, self.sections = passage.section, not passage.beside_cells
        self.heading: list[str] = []  # the conditions in the last heading
        self.perhaps: list[str] = []  # those of a case that may go on
        self.shown: list[Row] = []  # the rows of the display above, which may get more conditions

    def rows(self) -> Iterator[Row | ReadError]:
        """Every row, in reading order."""
        place, follows = 0, False
        hidden: list[Part] = []
        text = self.source.text
        for block, part in enumerate(parts(text, self.markup), start=1):
            if part.kind == "display" and not text[part.first : part.last].strip():
                hidden.append(part)
                continue
            if part.kind in ("code", "block", "role"):
                hidden += [part] if part.kind != "role" else []
                continue
            if part.kind == "endless":
                yield from self._above()
                line = self.source.place(part.start)[0]
                yield ReadError(f"what begins with {part.opening} on line {line} has no end", line)
                continue
            below: list[str] = []
            precedes = part.kind == "display"
            yield from self._prose(place, part.start, hidden, follows, below, precedes)
            yield from self._above()
            rows = list(part_rows(self.source, part, block, self.section))
            place, follows, hidden = part.end, precedes or follows, []
            if part.kind == "display":
                perhaps = [one for one in self.perhaps if one.removeprefix("? ") not in below]
                said = "\n".join([*self.heading, *below, *perhaps])
                self.shown = [replace(row, said=said) for row in rows]
            else:
                yield from rows
        yield from self._prose(place, len(self.source.text), hidden, follows, [], False)
        yield from self._above()

    def _above(self) -> Iterator[Row]:
        """The rows that waited for what is said below them."""
        yield from self.shown
        self.shown = []

    def _prose(
        self,
        start: int,
        end: int,
        hidden: list[Part],
        follows: bool,
        below: list[str],
        precedes: bool,
    ) -> Iterator[Row]:
        """The rows in the prose between two displays, and those above that waited for it."""
        prose = self._without(start, end, hidden)
        heads = [at for at, _ in headings(prose, self.markup) if self.sections]
        section, self.section = self.section, self.section + len(heads)
        if not self.sentences:
            return
        told = read_prose(prose, self.markup, follows, precedes)
        if told.heading is not None:
            self.heading, self.perhaps = told.heading, []
        if told.perhaps is not None:
            self.perhaps = told.perhaps
        below += told.below
        if told.above:
            self.shown = [
                replace(row, said="\n".join(filter(None, [row.said, *told.above])))
                for row in self.shown
            ]
        above = sorted((t for t in told.rows if t.above), key=lambda t: t.defines)
        yield from (self._sentence(start, t, section) for t in above)
        yield from self._above()
        for t in told.rows:
            if not t.above:
                yield self._sentence(start, t, section + bisect(heads, t.start))

    def _sentence(self, start: int, told: Told, section: int) -> Row:
        """A row in running text."""
        source = self.source.cut(start + told.start, start + told.end)
        source = source.changed(_blanked(COMMENT, source.text))
        line = source.place(0)[0]
        return Row(source.text, told.tag, line, 0, section, is_sentence=True, source=source)

    def _without(self, start: int, end: int, hidden: list[Part]) -> str:
        """The prose between two places, with code and comments blanked."""
        pieces: list[str] = []
        for part in hidden:
            first, last = max(part.start, start), min(part.end, end)
            if first >= start and last > first:
                sign = "\n" if part.kind == "block" and last - first > 1 else " "
                pieces += [self.source.text[start:first], sign * (last - first)]
                start = last
        return "".join([*pieces, self.source.text[start:end]])


def part_rows(source: Traced, part: Part, block: int, section: int) -> Iterator[Row]:
    """The rows of one display."""
    content = source.cut(part.first, part.last)
    before = source.text[max(0, part.start - 80) : part.start].rpartition("\n")[2]
    if ">" in before or content.text.lstrip().startswith(">"):
        content = content.changed(_blanked(QUOTED, content.text))
    if part.kind == "line":
        content = content.changed(content.text.replace("$", " "))
    if part.separate:
        content = content.changed(BLANK_LINE.sub(_double_backslash, content.text))
    for row in rows_of(content, block, section):
        yield replace(row, is_given=True) if part.kind in ("given", "line") else row


def rows_of(content: Traced, block: int, section: int) -> Iterator[Row]:
    """The rows of a display, each with its tag and its place."""
    text = _blanked(COMMENT, content.text)
    text = _blanked(WRAPPER, text)
    array = ARRAY.fullmatch(_blanked(LABEL, text))
    if array and "{array}" not in array["rows"]:
        text = " " * len(array["begin"]) + array["rows"] + " " * len(array["end"])
    text = NEW_ROW.sub(_double_backslash, text)
    content = content.changed(text)
    place = 0
    for piece in split(text, "\\\\"):
        option = OPTION.match(piece) if place else None
        row = content.cut(place + (option.end() if option else 0), place + len(piece))
        place += len(piece) + 2
        if row.text.strip():
            row, tag = _without_tag(row)
            row = row.stripped()
            if row.text:
                yield Row(row.text, tag.strip(), row.place(0)[0], block, section, source=row)


def _without_tag(row: Traced) -> tuple[Traced, str]:
    """A row without its tag, and the tag; one that is not closed stays in the row."""
    try:
        found = find_tag(row.text)
    except ReadError:
        found = None
    if found is None:
        return row, ""
    start, first, last, end = found
    return joined([row.cut(0, start), row.cut(end, len(row.text))]), row.text[first:last]


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with spaces where the pattern matches."""
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _double_backslash(found: re.Match[str]) -> str:
    r"""A `\\`, and spaces to the same length."""
    return "\\\\".ljust(len(found[0]))
