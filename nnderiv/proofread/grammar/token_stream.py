"""The tokens of a row, and what steps over them: alone, in groups, and between brackets."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.latex.commands import COMPARISONS
from nnderiv.proofread.latex.scanner import Token


class TokenStream:
    """A row of tokens, and the place that a reader has come to."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0

    @property
    def next(self) -> str:
        """The next token as text; empty at the end."""
        return self.look(0)

    def look(self, ahead: int) -> str:
        """A token further on."""
        place = self.place + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def kind(self, ahead: int = 0) -> str:
        """What sort of token comes."""
        place = self.place + ahead
        return self.tokens[place].kind if place < len(self.tokens) else ""

    @property
    def at(self) -> int:
        """Where the next token stands in the row."""
        if self.place < len(self.tokens):
            return self.tokens[self.place].at
        return self.tokens[-1].end if self.tokens else 0

    def take(self) -> Token:
        """Step over the next token."""
        if self.place >= len(self.tokens):
            raise ReadError("the formula ends too early", self.at)
        self.place += 1
        return self.tokens[self.place - 1]

    def accept(self, *texts: str) -> bool:
        """Step over the next token if it is one of these."""
        if self.next in texts and self.kind() != "text":
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Step over the token that must come."""
        if not self.accept(text):
            came = repr(self.next) if self.next else "the end"
            raise ReadError(f"{text} should stand here, but {came} does", self.at)

    def holds_relation(self) -> bool:
        """Whether the bracket that opens here holds a condition such as (i ≠ j)."""
        depth = 0
        for token in self.tokens[self.place :]:
            depth += (token.text in ("(", "[", "{", r"\{", r"\begin")) - (
                token.text in (")", "]", "}", r"\}", r"\end")
            )
            if depth == 0:
                return False
            if depth == 1 and token.text in COMPARISONS:
                return True
        return False

    def between(self) -> list[Token]:
        """The tokens between the bracket that opens here and its partner, that of a group too."""
        start, depth = self.place, 0
        while True:
            text = self.take().text
            depth += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
            if depth == 0:
                break
        inside = self.tokens[start + 1 : self.place - 1]
        if self.next == "}" and start and self.tokens[start - 1].text == "{":
            self.take()
        if inside and inside[0].text == r"\{":
            inside = inside[1:-1]
        return inside

    def group(self) -> list[Token]:
        """The tokens between the braces that come, or the one token that comes."""
        if not self.accept("{"):
            token = self.take()
            if token.kind == "number" and len(token.text) > 1:
                return [self._first_digit(token)]
            return [token]
        start, depth = self.place, 1
        while depth:
            text = self.take().text
            depth += (text == "{") - (text == "}")
        return self.tokens[start : self.place - 1]

    def _first_digit(self, token: Token) -> Token:
        r"""\frac12 is one half, and x^23 is x² times 3."""
        first = Token("number", token.text[0], token.at, token.at + 1)
        rest = Token("number", token.text[1:], token.at + 1, token.end)
        self.tokens = [*self.tokens[: self.place - 1], first, rest, *self.tokens[self.place :]]
        return first
