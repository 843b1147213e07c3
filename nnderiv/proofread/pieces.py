"""The pieces of a row, and what steps over them: alone, in groups, and between brackets."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.tokens import Token

HIGHEST = 6  # the order of a derivative
COMPARISONS = frozenset({"=", r"\neq", r"\leq", r"\geq", "<", ">", r"\in", r"\equiv"})


class Pieces:
    """A row of pieces, and the place that a reader has come to."""

    def __init__(self, pieces: list[Token]) -> None:
        self.pieces = pieces
        self.place = 0

    @property
    def next(self) -> str:
        """The next piece as text; empty at the end."""
        return self.look(0)

    def look(self, ahead: int) -> str:
        """A piece further on."""
        place = self.place + ahead
        return self.pieces[place].text if place < len(self.pieces) else ""

    def kind(self, ahead: int = 0) -> str:
        """What sort of piece comes."""
        place = self.place + ahead
        return self.pieces[place].kind if place < len(self.pieces) else ""

    @property
    def at(self) -> int:
        """Where the next piece stands in the row."""
        if self.place < len(self.pieces):
            return self.pieces[self.place].at
        return self.pieces[-1].end if self.pieces else 0

    def take(self) -> Token:
        """Step over the next piece."""
        if self.place >= len(self.pieces):
            raise ReadError("the formula ends too early", self.at)
        self.place += 1
        return self.pieces[self.place - 1]

    def accept(self, *texts: str) -> bool:
        """Step over the next piece if it is one of these."""
        if self.next in texts and self.kind() != "text":
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Step over the piece that must come."""
        if not self.accept(text):
            came = repr(self.next) if self.next else "the end"
            raise ReadError(f"{text} should stand here, but {came} does", self.at)

    def holds_relation(self) -> bool:
        """Whether the bracket that opens here holds a condition such as (i ≠ j)."""
        depth = 0
        for piece in self.pieces[self.place :]:
            depth += (piece.text in ("(", "[", "{", r"\{", r"\begin")) - (
                piece.text in (")", "]", "}", r"\}", r"\end")
            )
            if depth == 0:
                return False
            if depth == 1 and piece.text in COMPARISONS:
                return True
        return False

    def between(self) -> list[Token]:
        """The pieces between the bracket that opens here and its partner, that of a group too."""
        start, depth = self.place, 0
        while True:
            text = self.take().text
            depth += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
            if depth == 0:
                break
        inside = self.pieces[start + 1 : self.place - 1]
        if self.next == "}" and start and self.pieces[start - 1].text == "{":
            self.take()
        if inside and inside[0].text == r"\{":
            inside = inside[1:-1]
        return inside

    def group_pieces(self) -> list[Token]:
        """The pieces between the braces that come, or the one piece that comes."""
        if not self.accept("{"):
            piece = self.take()
            if piece.kind == "number" and len(piece.text) > 1:
                return [self._first_digit(piece)]
            return [piece]
        start, depth = self.place, 1
        while depth:
            text = self.take().text
            depth += (text == "{") - (text == "}")
        return self.pieces[start : self.place - 1]

    def _first_digit(self, piece: Token) -> Token:
        r"""\frac12 is one half, and x^23 is x² times 3."""
        first = Token("number", piece.text[0], piece.at, piece.at + 1)
        rest = Token("number", piece.text[1:], piece.at + 1, piece.end)
        self.pieces = [*self.pieces[: self.place - 1], first, rest, *self.pieces[self.place :]]
        return first
