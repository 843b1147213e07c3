"""Where the parts of a text end."""

from __future__ import annotations

import re
from bisect import bisect


class Ends:
    """Where parts end: each search of a text is made once, so that long texts stay quick."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: set[str] = set()  # signs that do not come any more
        self.pairs: dict[str, dict[int, tuple[int, int]]] = {}
        self.fences: dict[tuple[str, int], list[tuple[int, int]]] = {}  # what closes one of a sort
        self.closing: set[int] = set()  # where the fences of directives with text are closed

    def of(self, opening: re.Match[str]) -> tuple[int | None, int]:
        """Where the content of a part ends, and where one goes on reading."""
        kind, text, start = str(opening.lastgroup), self.text, opening.end()
        if kind in ("environment", "verbatim"):
            return self._environments(opening[kind]).get(start, (None, 0))
        closer = {"dollars": "$$", "bracket": r"\]", "comment": "-->"}.get(kind, opening[0])
        end = -1 if closer in self.missing else text.find(closer, start)
        if end < 0:
            self.missing.add(closer)
            return None, 0
        if kind == "tick" and text.find("\n\n", start, end) >= 0:
            return None, 0
        return end, end + len(closer)

    def of_fence(self, opening: re.Match[str]) -> tuple[int, int]:
        """Where the line that closes a fence has its signs, and where it ends."""
        sign, length = opening["fence"][0], len(opening["fence"])
        if (sign, length) not in self.fences:
            closing = re.compile(rf"^[ \t>]*({sign}{{{length},}})[ \t]*$", re.MULTILINE)
            spans = [(found.start(1), found.end()) for found in closing.finditer(self.text)]
            self.fences[sign, length] = spans
        spans = self.fences[sign, length]
        place = bisect(spans, (opening.end(), 0))
        return spans[place] if place < len(spans) else (len(self.text), len(self.text))

    def of_line(self, place: int) -> int:
        """Where a line ends."""
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end

    def line_start(self, place: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1 if place < len(self.text) else place

    def of_indented(self, begin: int, indent: int) -> int:
        """Where the lines below a line end that are blank or further in than it."""
        deeper = re.compile(rf"\n(?:[ \t]{{{indent + 1},}}\S[^\n]*|[ \t]*(?=\n|\Z))")
        place = last = self.of_line(begin)
        while found := deeper.match(self.text, place):
            place = found.end()
            last = place if found[0].strip() else last
        return last

    def _environments(self, name: str) -> dict[int, tuple[int, int]]:
        r"""For the end of each \begin, where its \end begins and ends."""
        if name not in self.pairs:
            pairs: dict[int, tuple[int, int]] = {}
            opened: list[int] = []
            for found in re.finditer(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}", self.text):
                if found[1] == "begin":
                    opened.append(found.end())
                elif opened:
                    pairs[opened.pop()] = (found.start(), found.end())
            self.pairs[name] = pairs
        return self.pairs[name]
