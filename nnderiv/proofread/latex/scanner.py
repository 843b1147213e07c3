r"""The scanner: walks over LaTeX piece by piece; rules say what a command makes of the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from nnderiv.errors import ReadError
from nnderiv.proofread.latex.commands import SYNONYMS, WORDS

PIECE = re.compile(
    r"(?P<space>[\s~]+|%[^\n]*)"
    r"|(?P<cmd>\\(?:[A-Za-z]+\*?|.|\n))"
    r"|(?P<dots>\.\.\.?)"
    r"|(?P<entrywise>\.[*/])"
    r"|(?P<number>\d{1,3}(?:(?:\\,|\{,\})\d{3})+(?!\d)|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<assign>:=)"
    r"|(?P<equals>==)"
    r"|(?P<unequal>!=)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
MOST_TOKENS = 20_000  # in a row
_COMMANDS = {r"\partial", r"\dots"}


@dataclass(frozen=True, slots=True)
class Token:
    """A letter, number, word, text, bold or double sign, command or other sign, and its place."""

    kind: str
    text: str
    at: int
    end: int


# A rule takes up a command with what belongs to it, and says where that ends.
Rule = Callable[["Scanner", str, int, int], int]


def brace_partners(signs: Iterable[tuple[int, str]]) -> dict[int, int]:
    """For every brace that opens, where it is closed; signs come with their places."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for place, sign in signs:
        if sign == "{":
            opened.append(place)
        elif sign == "}" and opened:
            partners[opened.pop()] = place
    return partners


class Scanner:
    """Walks over a formula once; what belongs to a command goes into its token."""

    def __init__(self, latex: str, rules: Mapping[str, Rule], other: Rule) -> None:
        self.latex = latex
        self.rules, self.other = rules, other
        self.found: list[Token] = []
        self.unseen: set[int] = set()  # braces that only say how far a command reaches

    def tokens(self) -> list[Token]:
        """All tokens, from left to right."""
        place = 0
        while place < len(self.latex):
            place = self.step(place)
            if len(self.found) > MOST_TOKENS:
                raise ReadError(f"the row is too long: more than {MOST_TOKENS} signs", place)
        return self.found

    def add(self, kind: str, text: str, at: int, end: int) -> int:
        """Take up a token, and go on behind it."""
        self.found.append(Token(kind, text, at, end))
        return end

    def argument(self, start: int) -> tuple[int, int, int]:
        """Where the argument begins and ends that follows a command, and where one goes on."""
        place = start
        while place < len(self.latex) and self.latex[place] in " \n\t~":
            place += 1
        if place >= len(self.latex):
            raise ReadError("something should follow here", start)
        if self.latex[place] != "{":
            found = PIECE.match(self.latex, place)
            assert found is not None
            end = place + 1 if found["letters"] else found.end()
            return place, end, end
        if place not in self.partners:
            raise ReadError("this brace is not closed", place)
        end = self.partners[place]
        return place + 1, end, end + 1

    @cached_property
    def partners(self) -> dict[int, int]:
        """For every brace that opens, where it is closed."""
        return brace_partners((found.start(), found[0]) for found in BRACE.finditer(self.latex))

    def step(self, at: int) -> int:
        """Take up the tokens of one piece, and say where the next one begins."""
        piece = PIECE.match(self.latex, at)
        assert piece is not None
        kind, text, end = piece.lastgroup or "", piece[0], piece.end()
        if kind == "cmd":
            if text.endswith("*") and text not in self.rules:
                text, end = text[:-1], end - 1
            return self.rules.get(text, self.other)(self, text, at, end)
        if kind == "letters":
            self.found.extend(letters(text, at))
        elif kind == "number":
            self.add("number", re.sub(r"[^\d.]", "", text), at, end)
        elif kind == "dots":
            self.add("command", r"\dots", at, end)
        elif kind == "unequal":
            raise ReadError(r"write \neq for unequal, and a space between a factorial and =", at)
        elif kind == "equals":
            self.add("sign", "=", at, end)
        elif kind == "entrywise":
            self.add("command", r"\odot" if text == ".*" else r"\oslash", at, end)
        elif kind != "space" and at not in self.unseen:
            text = SYNONYMS.get(text, text)
            kind = "letter" if text == r"\ell" or text.isalpha() else "sign"
            self.add("command" if text in _COMMANDS else kind, text, at, end)
        return end


def letters(text: str, at: int) -> list[Token]:
    """A run of letters is a known function, or a `d` before one, or each letter is a name."""
    if text.lower() in WORDS and len(text) > 1:
        return [Token("word", text, at, at + len(text))]
    if text[0] == "d" and len(text) > 2 and text[1:].lower() in WORDS:
        return [Token("letter", "d", at, at + 1), Token("word", text[1:], at + 1, at + len(text))]
    return [Token("letter", c, at + i, at + i + 1) for i, c in enumerate(text)]
