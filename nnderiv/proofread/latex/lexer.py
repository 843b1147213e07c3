r"""The lexer: LaTeX as tokens, without spacing and sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from nnderiv.errors import ReadError
from nnderiv.proofread.latex.commands import (
    BLACKBOARD,
    BOLD,
    BOLD_LETTER,
    CLOSING_SIZES,
    DRESSED,
    GREEK,
    PROSE,
    ROMAN,
    SCRIPT,
    SILENT,
    SKIP_ARGUMENT,
    SYNONYMS,
    TEXT,
    WORDS,
)

PIECE = re.compile(
    r"(?P<space>[\s~]+|%[^\n]*)"
    r"|(?P<cmd>\\(?:[A-Za-z]+\*?|.|\n))"
    r"|(?P<dots>\.\.\.)"
    r"|(?P<number>\d{1,3}(?:(?:\\,|\{,\})\d{3})+(?!\d)|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<assign>:=)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
DOT = re.compile(r"\s*\.")
EVALUATED = re.compile(r"\\(?:right|big|bigg|Big|Bigg)[rl]?\s*(?:\||\\vert\b|\\rvert\b)(?=\s*_)")
BOLD_FIRST = re.compile(r"\s*(\\[A-Za-z]+|[A-Za-z])(?=\s*[_^'])")
MOST_TOKENS = 20_000  # in a row
LONGEST_LETTER = 40  # characters of a command for a letter, with spaces around it
_COMMANDS = {r"\partial", r"\dots"}


@dataclass(frozen=True, slots=True)
class Token:
    """A letter, number, word, text, bold or double sign, command or other sign, and its place."""

    kind: str
    text: str
    at: int
    end: int


def lex(latex: str) -> list[Token]:
    """Cut a formula into tokens.

    Raises:
        ReadError: a brace is not closed, or the row has more than `MOST_TOKENS` tokens.
    """
    return _with_primed_indices(_Lexer(latex).tokens())


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


class _Lexer:
    """Walks over a formula once; what belongs to a command goes into its token."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.found: list[Token] = []

    def tokens(self) -> list[Token]:
        """All tokens, from left to right."""
        place = 0
        while place < len(self.latex):
            place = self._step(place)
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
        if place not in self._partners:
            raise ReadError("this brace is not closed", place)
        end = self._partners[place]
        return place + 1, end, end + 1

    @cached_property
    def _partners(self) -> dict[int, int]:
        """For every brace that opens, where it is closed."""
        return brace_partners((found.start(), found[0]) for found in BRACE.finditer(self.latex))

    def _step(self, at: int) -> int:
        """Take up the tokens of one piece, and say where the next one begins."""
        piece = PIECE.match(self.latex, at)
        assert piece is not None
        kind, text, end = piece.lastgroup or "", piece[0], piece.end()
        if kind == "cmd":
            if text.endswith("*") and text not in SKIP_ARGUMENT | ROMAN:
                text, end = text[:-1], end - 1
            return _COMMAND_RULES.get(text, _other_command)(self, text, at, end)
        if kind == "letters":
            self.found.extend(_letters(text, at))
        elif kind == "number":
            self.add("number", re.sub(r"[^\d.]", "", text), at, end)
        elif kind == "dots":
            self.add("command", r"\dots", at, end)
        elif kind != "space":
            text = SYNONYMS.get(text, text)
            kind = "letter" if text == r"\ell" or text.isalpha() else "sign"
            self.add("command" if text in _COMMANDS else kind, text, at, end)
        return end


def _letters(text: str, at: int) -> list[Token]:
    """A run of letters is a known function, or a `d` before one, or each letter is a name."""
    if text.lower() in WORDS and len(text) > 1:
        return [Token("word", text, at, at + len(text))]
    if text[0] == "d" and len(text) > 2 and text[1:].lower() in WORDS:
        return [Token("letter", "d", at, at + 1), Token("word", text[1:], at + 1, at + len(text))]
    return [Token("letter", c, at + i, at + i + 1) for i, c in enumerate(text)]


def _with_primed_indices(tokens: list[Token]) -> list[Token]:
    """A letter with a prime in a subscript, as in the sum over j', is one letter."""
    found: list[Token] = []
    depth = 0  # of braces, since a subscript began
    for i, token in enumerate(tokens):
        if depth or (token.text == "{" and i and tokens[i - 1].text == "_"):
            depth += (token.text == "{") - (token.text == "}")
        if depth and token.text == "'" and found and found[-1].kind == "letter":
            before = found.pop()
            found.append(Token("letter", before.text + "'", before.at, token.end))
        else:
            found.append(token)
    return found


# --- commands: each rule takes one up with what belongs to it, and says where it ends


def _silent(lexer: _Lexer, text: str, at: int, end: int) -> int:
    """A command that changes how a formula looks, not what it says."""
    return end


def _skipped_argument(lexer: _Lexer, text: str, at: int, end: int) -> int:
    """A command whose argument says nothing of the formula."""
    return lexer.argument(end)[2]


def _bold(lexer: _Lexer, text: str, at: int, end: int) -> int:
    r"""Bold ones, zeros and identities are constants; a bold letter is another than a plain one."""
    begin, stop, after = lexer.argument(end)
    if stop - begin > LONGEST_LETTER:
        return end
    inside = lexer.latex[begin:stop].strip()
    if inside in ("1", "0", "I") and text != r"\vec":
        return lexer.add("bold", inside, at, after)
    if (inside.isalpha() and len(inside) == 1) or inside[1:] in GREEK:  # without its braces
        return lexer.add("letter", f"{BOLD_LETTER}{inside}}}", at, after)
    first = BOLD_FIRST.match(lexer.latex, begin, stop)
    if (
        first is None
        or inside.lower() in WORDS
        or (first[1][0] == "\\" and first[1][1:] not in GREEK)
    ):
        return end
    lexer.add("sign", "{", at, begin)  # x_i in bold: the index is plain
    return lexer.add("letter", f"{BOLD_LETTER}{first[1]}}}", first.start(1), first.end(1))


def _left(lexer: _Lexer, text: str, at: int, end: int) -> int:
    r"""\left. opens what a bar may close; any other \left is a size."""
    dot = DOT.match(lexer.latex, end)
    return lexer.add("command", r"\left.", at, dot.end()) if dot else end


def _closing_size(lexer: _Lexer, text: str, at: int, end: int) -> int:
    r"""\right| with a value below it; any other \right is a size."""
    if text in (r"\right", r"\middle") and lexer.latex[end : end + 1] == ".":
        return end + 1
    bar = EVALUATED.match(lexer.latex, at)
    return lexer.add("command", r"\right|", at, bar.end()) if bar else end


def _dressed_relation(lexer: _Lexer, text: str, at: int, end: int) -> int:
    """An equals sign with something above or below it; "def" there makes a definition of it."""
    begin, stop, end = lexer.argument(end)
    first = inner = lexer.latex[begin:stop]
    if text in (r"\stackrel", r"\overset", r"\underset"):
        begin, stop, end = lexer.argument(end)
        inner = lexer.latex[begin:stop]
    sign = "=" if text == r"\xlongequal" else inner.strip()
    if sign not in ("=", r"\equiv", r"\approx", r"\leq", r"\geq", "<", ">", ":="):
        raise ReadError(f"{text} is not known here", at)
    defines = sign == "=" and re.search(r"def|\\triangle", first) is not None
    return lexer.add(
        "command" if sign.startswith("\\") else "sign", ":=" if defines else sign, at, end
    )


def _font(lexer: _Lexer, text: str, at: int, end: int) -> int:
    """Letters in a font or in roman type: a name, a word, or prose."""
    begin, stop, after = lexer.argument(end)
    inside = lexer.latex[begin:stop]
    plain = re.sub(r"[\s{}]|\\[,;!: ]|\\-|-", "", inside)
    if text in BLACKBOARD:
        return lexer.add("double", plain, at, after)
    if text in SCRIPT:
        return lexer.add("letter", rf"\mathcal{{{plain}}}", at, after)
    prose = plain.lower() in PROSE or not plain.isalnum() or len(inside.split()) > 1
    if text in TEXT and prose:
        return lexer.add("text", inside, at, after)
    letter = len(plain) == 1 or plain.startswith("\\")
    return lexer.add("letter" if letter else "word", plain, at, after)


def _greek(lexer: _Lexer, text: str, at: int, end: int) -> int:
    """A Greek letter."""
    return lexer.add("letter", text, at, end)


def _other_command(lexer: _Lexer, text: str, at: int, end: int) -> int:
    """A command that the grammar knows, by whichever of its names."""
    known = SYNONYMS.get(text, text)
    if known.startswith(r"\mathbb"):
        return lexer.add("double", known[8:-1], at, end)
    sign = len(known) == 1 or known in (r"\{", r"\}", r"\|", ":=")
    return lexer.add("sign" if sign else "command", known, at, end)


_Rule = Callable[[_Lexer, str, int, int], int]
_COMMAND_RULES: dict[str, _Rule] = {
    **dict.fromkeys((f"\\{name}" for name in GREEK), _greek),
    **dict.fromkeys(ROMAN | TEXT | BLACKBOARD | SCRIPT, _font),
    **dict.fromkeys(DRESSED, _dressed_relation),
    **dict.fromkeys(SKIP_ARGUMENT, _skipped_argument),
    **dict.fromkeys(SILENT, _silent),
    **dict.fromkeys(CLOSING_SIZES, _closing_size),
    **dict.fromkeys(BOLD | {r"\vec"}, _bold),
    r"\left": _left,
}
