"""Running text, cut into sentences, each with its words and its formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nnderiv.proofread.source.headings import headings

INLINE = re.compile(  # of at most 400 signs
    r"(?<![\\$])\$(?!\$)(?P<dollar>(?:[^$\\\n]|\\.|\n(?!\s*\n)){1,400}?)\$(?![\d$])"
    r"|\\\((?P<round>.{1,400}?)\\{1,2}\)|(?<![\\$])\$\$(?P<double>[^$]{1,400})\$\$"
    r"|(?::math:|\{math\})`(?P<role>[^`]{1,400})`",
    re.DOTALL,
)
HIDDEN = "\0"  # stands for a sign of a formula, where words are looked for
BREAK = re.compile(
    r"(?P<paragraph>\n[ \t>]*(?=\n)|\\par(?![A-Za-z])|\\(?:begin|end)\{[^{}\n]*\})"
    r"|(?P<item>(?:\n|\A)[ \t>]*(?:[-*+•]|\d{1,3}[.)])[ \t]+|\\item(?![A-Za-z]))"
    r"|(?P<stop>(?<!e\.g)(?<!i\.e)(?<!\bcf)(?<!resp)(?<!w\.r\.t)(?<!\b[Ee]q)(?<!Fig)(?<!vs)[.!?]"
    r"(?=[*_)}\"'\]]*(?:\s|\\|\Z)))"
)
COMMAND = re.compile(r"\\[A-Za-z]+\*?|[*_~#>]|</?[A-Za-z][^<>]*>")
LETTER = re.compile(r"[A-Za-z]")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
QUALITIES = re.compile(  # of what is declared, that make its numbers others
    r"(?<!not )(?<!non-)\b(?:one[\s-]*hot|symmetric|positive(?:[\s-]+(?:semi-?)?definite)?|"
    r"orthogonal|sums? (?:up )?to (?:1|one)|probabilit\w+|distribution)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Formula:
    """A formula in a sentence, with the words up to it and behind it."""

    latex: str
    start: int
    end: int
    before: list[str]
    after: list[str]
    quality: str


@dataclass(frozen=True)
class Sentence:
    """A sentence, or what stands for one: a heading, an item of a list."""

    formulas: list[Formula]
    words: list[str]
    paragraph: int
    is_item: bool
    is_heading: bool
    is_open: bool  # it does not end with a full stop
    goes_on: bool  # it begins with a small letter


def sentences(prose: str, markup: str) -> Iterator[Sentence]:
    """The sentences of some prose, with the formulas in them."""
    formulas = list(INLINE.finditer(prose))
    masked = _masked(prose, formulas)
    heads = headings(masked, markup)
    breaks = [
        (found.start(), found.end(), str(found.lastgroup)) for found in BREAK.finditer(masked)
    ]
    breaks += [(start, start, "heading") for start, _ in heads]
    breaks += [(end, end, "paragraph") for _, end in heads]
    place, paragraph, kind, number = 0, 0, "", 0
    for start, end, ends_with in [*sorted(breaks), (len(prose), len(prose), "end")]:
        if start < place:
            continue
        inside: list[re.Match[str]] = []
        while number < len(formulas) and formulas[number].start() < start:
            inside.append(formulas[number])
            number += 1
        words = _words(masked[place:start])
        if words or inside:
            is_open = ends_with != "stop"
            heading = kind == "heading"
            parts = list(_formulas(masked, place, start, inside))
            first = LETTER.search(masked, place, start)
            goes_on = first is not None and first[0].islower()
            yield Sentence(parts, words, paragraph, kind == "item", heading, is_open, goes_on)
        paragraph += ends_with in ("paragraph", "heading")
        place, kind = max(place, end), ends_with


def _formulas(masked: str, start: int, end: int, found: list[re.Match[str]]) -> Iterator[Formula]:
    """The formulas of a sentence."""
    before = start
    for number, formula in enumerate(found):
        after = found[number + 1].start() if number + 1 < len(found) else end
        first, last = formula.span(formula.lastgroup or 0)
        latex = formula[formula.lastgroup or 0]
        last -= len(latex) - len(latex.rstrip(" \n\t.,;"))
        first += len(latex) - len(latex.lstrip())
        behind = masked[formula.end() : after]
        around = masked[before : formula.start()] + " " + behind
        quality = ", ".join(QUALITIES.findall(around))
        words = _words(masked[before : formula.start()])
        yield Formula(formula.string[first:last], first, last, words, _words(behind), quality)
        before = formula.end()


def _masked(prose: str, formulas: list[re.Match[str]]) -> str:
    """The prose with its formulas hidden, sign for sign."""
    pieces: list[str] = []
    place = 0
    for found in formulas:
        pieces += [prose[place : found.start()], HIDDEN * (found.end() - found.start())]
        place = found.end()
    return "".join([*pieces, prose[place:]])


def _words(text: str) -> list[str]:
    """The words of some prose, in small letters."""
    return [word.lower() for word in WORD.findall(COMMAND.sub(" ", text))]
