"""What is no answer yet: nothing, or something that cannot be read."""

from __future__ import annotations


class NoAnswerError(Exception):
    """Ends the judging: what was typed is no wrong answer, and counts as none.

    Attributes:
        html: what could not be read, and how to write it.
    """

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.html = html
