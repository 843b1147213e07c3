r"""Where the formulas of a text stand: environments, dollar signs, fences, directives, comments.

Everything else is prose, but for code, which is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nnderiv.proofread.source.ends import Ends

ROWS = (
    "align aligned alignat alignedat equation gather gathered eqnarray split multline multlined "
    "flalign xalignat xxalignat IEEEeqnarray dmath dgroup displaymath math"
)
DISPLAY = "|".join(name + star for name in ROWS.split() for star in (r"\*", ""))
BRACES = r"\{(?:[^{}]|\{[^{}]*\})*\}"
# What stands behind the \begin of these is no formula: columns, and how often they come.
WITH_ARGUMENT = "alignat alignedat xalignat xxalignat IEEEeqnarray array".split()
ARGUMENT = re.compile(rf"\s*(?:\[[^\]\n]*\])?\s*{BRACES}")
PLACEMENT = re.compile(r"\s*\[[tcb]\]")

_DISPLAYS = (
    rf"\\begin\s*\{{(?P<environment>{DISPLAY})\}}|(?P<dollars>(?<!\\)\$\$)|(?P<bracket>(?<!\\)\\\[)"
    r"|\\begin\{(?P<verbatim>verbatim\*?|lstlisting|minted|comment)\}"
)
_GIVEN = r"|^[ \t]*(?:%+|\.\.)[ \t]*(?P<given>given:)"
_FENCE = r"|^[ \t>]*(?P<fence>```+|~~~+|:::+)[ \t]*(?P<info>[^\n`]*)$"
_COMMENT = r"|(?P<comment><!--)"
_TICK = r"|(?P<tick>`+)"
_DIRECTIVE = (
    r"|^[ \t]*\.\.[ \t]+(?P<directive>math|code-block|code|sourcecode|parsed-literal|ipython|"
    r"doctest|testcode|prompt|raw)::"
)
_LITERAL = r"|(?P<literal>::[ \t]*$)"
OPENINGS = {
    "markdown": _DISPLAYS + _GIVEN + _FENCE + _COMMENT + _DIRECTIVE + _TICK,
    "latex": _DISPLAYS + _GIVEN + r"|(?P<percent>(?<!\\)%[^\n]*)",
    "rst": _DISPLAYS + _GIVEN + _DIRECTIVE + _LITERAL + _TICK,
    "html": _DISPLAYS + _GIVEN + _COMMENT,
}
DISPLAYS = re.compile(_DISPLAYS)
OPENING = {markup: re.compile(pattern, re.MULTILINE) for markup, pattern in OPENINGS.items()}
# The directives of MyST whose content is text; that of any other one in a fence is code.
PROSE_DIRECTIVE = re.compile(
    r"\{(?:note|tip|hint|important|warning|caution|attention|danger|error|seealso|admonition|"
    r"dropdown|details|margin|sidebar|topic|card|grid|grid-item|grid-item-card|tab-set|tab-item|"
    r"div|epigraph|proof|theorem|lemma|corollary|definition|remark|example|exercise|solution|"
    r"(?:prf|proof):[a-z]+|(?:exercise|solution)-(?:start|end))\}"
)
MATH = re.compile(r"\{?math\}?\s*")
OPTIONS = re.compile(
    r"\s*?^[ \t]*---[ \t]*\n(?:.*\n)*?[ \t]*---[ \t]*$|(?:\s*^[ \t]*:[\w-]+:.*$)+", re.MULTILINE
)
QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A part of a text that is not prose.

    Attributes:
        kind: "display", "given" for a display in a comment, "line" for a comment that is one row,
            "code" and "role" (a formula) between words, "block" for code or a comment on lines of
            its own, or "endless".
        start, end: the whole of it.
        first, last: what stands inside.
        opening: what it begins with.
        separate: whether blank lines part its formulas.
    """

    kind: str
    start: int
    end: int
    first: int
    last: int
    opening: str = ""
    separate: bool = False


def parts(text: str, markup: str) -> Iterator[Part]:
    """All that is not prose, in order."""
    found = _Scanner(text, markup).parts(0, len(text))
    if markup == "markdown":
        found = _without_inline(text, list(found))
    return found


class _Scanner:
    """Goes through a text once, from opening to opening."""

    def __init__(self, text: str, markup: str) -> None:
        self.text, self.pattern, self.ends = text, OPENING[markup], Ends(text)

    def parts(self, place: int, stop: int) -> Iterator[Part]:
        """The parts between two places."""
        while (opening := self.pattern.search(self.text, place, stop)) is not None:
            place = opening.end()
            for part in self._at(opening):
                yield part
                place = max(place, part.end)

    def _given(self, place: int, stop: int) -> Iterator[Part]:
        """The displays in a comment."""
        while (opening := DISPLAYS.search(self.text, place, stop)) is not None:
            place = opening.end()
            for part in self._at(opening):
                if part.kind == "display" and part.end <= stop:
                    yield replace(part, kind="given")
                    place = part.end

    def _at(self, opening: re.Match[str]) -> Iterator[Part]:
        """What begins at an opening; a comment may hold several displays."""
        start, kind = opening.start(), str(opening.lastgroup)
        kind = "fence" if kind == "info" else kind
        if kind == "percent":
            yield Part("code", start, opening.end(), start, opening.end())
            return
        if kind == "given":
            end = self.ends.of_line(opening.end())
            yield Part("line", start, end, opening.end(), end, "a comment")
            return
        if kind == "fence":
            yield from self._fence(opening)
            return
        if kind in ("directive", "literal"):
            yield self._indented(opening)
            return
        last, end = self.ends.of(opening)
        if last is None:
            if kind not in ("tick", "comment"):
                yield Part("endless", start, opening.end(), start, start, opening[0].strip())
        elif kind == "comment":
            for part in self._given(opening.end(), last):
                yield Part("block", start, part.start, start, start)
                yield part
                start = part.end
            yield Part("block", start, end, start, start)
        elif kind == "verbatim":
            yield Part("block", start, end, start, end)
        elif kind == "tick":
            role = self.text.endswith((":math:", "{math}"), 0, start)
            yield Part("role" if role else "code", start, end, start, end)
        else:
            yield Part("display", start, end, self._inside(opening), last, opening[0].strip())

    def _inside(self, opening: re.Match[str]) -> int:
        r"""Where the content begins, behind the columns of an array or the [t] of a \begin."""
        at = opening.end()
        if not opening["environment"]:
            return at
        takes = opening["environment"].rstrip("*") in WITH_ARGUMENT
        found = (ARGUMENT if takes else PLACEMENT).match(self.text, at)
        return found.end() if found else at

    def _fence(self, opening: re.Match[str]) -> Iterator[Part]:
        """A fence: a display, code, or a directive with text in it."""
        start, info, fence = opening.start(), opening["info"], opening["fence"]
        math = MATH.fullmatch(info)
        prose = fence[0] == ":" or PROSE_DIRECTIVE.match(info)
        if opening.start("fence") in self.ends.closing or (prose and not math):
            if prose and fence[0] != ":":
                last, _ = self.ends.of_fence(opening)
                self.ends.closing.add(last)
            code = fence[0] == ":" and re.match(r"\{(?:code|literal)", info)
            if not code:
                yield Part("block", start, opening.end(), start, start)
                return
        last, end = self.ends.of_fence(opening)
        kind = "display" if math else "block"
        first = min(opening.end() + 1, last)
        if options := OPTIONS.match(self.text, first, last):
            first = options.end()
        yield Part(kind, start, end, first, self.ends.line_start(last), fence)

    def _indented(self, opening: re.Match[str]) -> Part:
        """A directive of reStructuredText, with the lines below it that are further in."""
        begin = self.ends.line_start(opening.start(opening.lastgroup or ""))
        line = self.text[begin : self.ends.of_line(begin)]
        end = self.ends.of_indented(begin, len(line) - len(line.lstrip()))
        if opening["directive"] != "math":
            start = opening.end() if opening["directive"] is None else opening.start()
            return Part("block", start, end, end, end)
        first = opening.end()
        line_end = self.ends.of_line(first)
        if not self.text[first:line_end].strip():
            first = min(line_end + 1, end)
            if options := OPTIONS.match(self.text, first, end):
                first = options.end()
        return Part("display", opening.start(), end, first, end, ".. math::", separate=True)


# --- kramdown writes formulas between words with two dollar signs as well

SINGLE = re.compile(r"(?<![\\$])\$(?![\s$])[^$\n]*[^\s$\\]\$(?!\$)")
NEAR = 300  # characters of a line that are looked at
PAIR = re.compile(r"\$\$.*?\$\$")
BEFORE = re.compile(r"^[\s>]*(?:[-*+]|\d{1,3}[.)])?\s*")
AFTER = re.compile(r"[\s.,;:]*(?:\{[^{}\n]*\}|\(\w*\))?[\s.,;:]*")


def _without_inline(text: str, found: list[Part]) -> Iterator[Part]:
    """Without what stands in the middle of a line, where a text writes all formulas so."""
    words = [_words_around(text, part) for part in found]
    inline = any(all(sides) for sides in words) and not SINGLE.search(text)
    for part, sides in zip(found, words, strict=True):
        if not (inline and any(sides)):
            yield part


def _words_around(text: str, part: Part) -> tuple[bool, bool]:
    """Whether words stand before and behind a display between dollar signs, on its line."""
    inside = text[part.first : part.last]
    if part.opening != "$$" or part.kind != "display":
        return False, False
    if not inside.strip() or inside.startswith("\n") or inside.endswith("\n"):
        return False, False
    before = text[max(0, part.start - NEAR) : part.start].rpartition("\n")[2]
    after = text[part.end : part.end + NEAR].partition("\n")[0]
    before, after = (PAIR.sub("", words) for words in (before, after))
    return BEFORE.sub("", before) != "", AFTER.sub("", after) != ""
