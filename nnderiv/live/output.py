"""What a cell prints, handed on at once and in bounds."""

from __future__ import annotations

import io
from collections.abc import Callable

LONGEST = 100_000  # characters
LEFT_OUT = "\n(the rest of what this cell prints is not shown)\n"

Write = Callable[[str], object]


class Output(io.TextIOBase):
    """A stream that hands on what is printed to it, up to the bound."""

    def __init__(self, write: Write) -> None:
        self.hand_on = write
        self.left = LONGEST

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Hand a text on, or what of it there is room for."""
        if text and self.left >= 0:
            fits = len(text) <= self.left
            self.hand_on(text if fits else text[: self.left] + LEFT_OUT)
            self.left -= len(text) if fits else self.left + 1
        return len(text)


def bounded(text: str) -> str:
    """A text, cut off at the bound."""
    return text if len(text) <= LONGEST else text[:LONGEST] + LEFT_OUT.rstrip()
