"""Texts that were cut, joined and expanded, and still know the line and column of every sign."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

# From this place on, the signs come from that place; 1 if they go on from there, 0 if all of them
# come from that one place, as the expansion of a macro does.
Anchor = tuple[int, int, int]
END = float("inf")


class Lines:
    """The lines and columns of a file or a cell, counted from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, place: int) -> tuple[int, int]:
        """The line and the column of a place."""
        line = bisect_right(self.starts, place)
        return line, place - self.starts[line - 1] + 1


@dataclass(frozen=True)
class Traced:
    """A text made from the parts of another one."""

    text: str
    lines: Lines
    anchors: tuple[Anchor, ...] = ((0, 0, 1),)

    def origin(self, at: int) -> int:
        """Where a sign stood before anything was cut."""
        start, origin, step = self.anchors[bisect_right(self.anchors, (at, END)) - 1]
        return origin + step * (at - start)

    def place(self, at: int) -> tuple[int, int]:
        """The line and the column of a sign in the file or cell."""
        return self.lines.at(self.origin(at))

    def cut(self, start: int, end: int) -> Traced:
        """A part of the text."""
        first = bisect_right(self.anchors, (start, END))
        last = bisect_right(self.anchors, (end - 1, END), first)
        step = self.anchors[first - 1][2]
        inside = ((at - start, origin, s) for at, origin, s in self.anchors[first:last])
        anchors = ((0, self.origin(start), step), *inside)
        return Traced(self.text[start:end], self.lines, anchors)

    def in_place(self, start: int, text: str) -> Traced:
        """Another text, all of which comes from one place in this one."""
        return Traced(text, self.lines, ((0, self.origin(start), 0),))

    def stripped(self) -> Traced:
        """The text without white space around it."""
        text = self.text
        start = len(text) - len(text.lstrip())
        return self.cut(start, max(start, len(text.rstrip())))

    def changed(self, text: str) -> Traced:
        """Another text of the same length, sign for sign."""
        assert len(text) == len(self.text)
        return Traced(text, self.lines, self.anchors)


def whole(text: str) -> Traced:
    """A text as it stands in its file or cell."""
    return Traced(text, Lines(text))


def joined(parts: Iterable[Traced]) -> Traced:
    """Parts of one text, one behind the other."""
    texts: list[str] = []
    anchors: list[Anchor] = []
    length = 0
    for part in parts:
        anchors += [(at + length, origin, step) for at, origin, step in part.anchors]
        texts.append(part.text)
        length += len(part.text)
    return Traced("".join(texts), part.lines, tuple(anchors))
