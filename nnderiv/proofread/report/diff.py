r"""What changes from one formula to the next, marked in the LaTeX of both.

A formula is cut into items: a letter or command with its arguments and scripts, a group, a pair of
`\left` and `\right`, an environment. Two lists of items are compared as lines of a text are, and
where one item gave way to another of its kind, its parts are compared in turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from nnderiv.proofread.source.text import split

GONE, NEW = "mjx-gone", "mjx-new"  # JupyterLab lets no other class of a formula through
PIECE = re.compile(r"\s+|\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|.", re.DOTALL)
ARGUMENTS = {r"\frac": 2, r"\dfrac": 2, r"\tfrac": 2, r"\sqrt": 1, r"\text": 1}
ARGUMENTS |= dict.fromkeys(
    (
        r"\mathbb \mathrm \mathbf \mathcal \mathsf \mathit \operatorname \boldsymbol \vec \hat "
        r"\bar \tilde \dot \ddot \overline \underline \widehat \widetilde \textbf \mathbbm"
    ).split(),
    1,
)
WORDS = {r"\text", r"\textbf", r"\operatorname", r"\mathrm"}  # what they hold is one word
OPENING, CLOSING = {"{", "(", "["}, {"}", ")", "]"}
DEEPEST = 40


@dataclass
class Part:
    """A run of items inside of an item: between braces, or a single one without braces."""

    items: list[Item]
    start: int
    end: int
    bare: bool = False


@dataclass
class Item:
    """One thing on the line: its head, and the parts in its arguments and scripts."""

    head: str
    start: int
    end: int
    parts: list[Part] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The item as text, without spaces."""
        return self.head + "".join(f"<{_keys(part.items)}>" for part in self.parts)


def marked(before: str, after: str) -> tuple[str, str]:
    r"""Return both with `\class{mjx-gone}{…}` and `\class{mjx-new}{…}` around what changed.

    What cannot be taken apart, as its braces do not match, comes back as it is.
    """
    first, second = _Cutter(before).whole(), _Cutter(after).whole()
    if first is None or second is None:
        return before, after
    gone: list[tuple[int, int, bool]] = []
    new: list[tuple[int, int, bool]] = []
    _compare(first, second, gone, new)
    return _wrapped(before, gone, GONE), _wrapped(after, new, NEW)


def _compare(
    before: list[Item],
    after: list[Item],
    gone: list[tuple[int, int, bool]],
    new: list[tuple[int, int, bool]],
) -> None:
    """Collect the places of what is in one list of items and not in the other."""
    keys = [item.key for item in before], [item.key for item in after]
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        old, now = before[a:b], after[c:d]
        if len(old) == len(now) and all(map(_alike, old, now)):
            for one, other in zip(old, now, strict=True):
                for part, counterpart in zip(one.parts, other.parts, strict=True):
                    if part.bare or counterpart.bare:
                        if _keys(part.items) != _keys(counterpart.items):
                            gone.append((part.start, part.end, part.bare))
                            new.append((counterpart.start, counterpart.end, counterpart.bare))
                    else:
                        _compare(part.items, counterpart.items, gone, new)
            continue
        if old:
            gone.append((old[0].start, old[-1].end, False))
        if now:
            new.append((now[0].start, now[-1].end, False))


def _alike(one: Item, other: Item) -> bool:
    """Whether two items differ in their parts alone."""
    return one.head == other.head and len(one.parts) == len(other.parts) > 0


def _keys(items: list[Item]) -> str:
    return " ".join(item.key for item in items)


def _wrapped(latex: str, places: list[tuple[int, int, bool]], name: str) -> str:
    """The formula with a class around each of the places."""
    for start, end, bare in sorted(places, reverse=True):
        inside = rf"\class{{{name}}}{{{latex[start:end]}}}"
        latex = latex[:start] + (f"{{{inside}}}" if bare else inside) + latex[end:]
    return latex


class _Cutter:
    """Cuts one formula into items."""

    def __init__(self, latex: str, offset: int = 0) -> None:
        self.tokens = [
            (found[0], found.start() + offset, found.end() + offset)
            for found in PIECE.finditer(latex)
            if not found[0].isspace()
        ]
        self.latex, self.offset, self.place, self.depth = latex, offset, 0, 0

    def whole(self) -> list[Item] | None:
        """All items, or None if the braces do not match."""
        try:
            items = self._items("")
        except (IndexError, RecursionError):
            return None
        return items if self.place == len(self.tokens) else None

    def _items(self, closing: str) -> list[Item]:
        """The items up to a closing sign, which is not read."""
        found: list[Item] = []
        while self.place < len(self.tokens):
            text = self.tokens[self.place][0]
            if text == closing or text in ("}", r"\right") or text.startswith(r"\end"):
                break
            found.append(self._item())
        return found

    def _item(self) -> Item:
        """An atom with its scripts."""
        item = self._atom()
        while self.place < len(self.tokens) and self.tokens[self.place][0] in ("_", "^", "'"):
            sign = self._next()[0]
            item.head += sign
            if sign != "'":
                item.parts.append(self._argument())
            item.end = self.tokens[self.place - 1][2]
        return item

    def _atom(self) -> Item:
        """A group, a pair, an environment, a command with its arguments, or a sign."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise RecursionError
        text, start, end = self._next()
        item = Item(text, start, end)
        if text == "{":
            self.place -= 1
            item.parts.append(self._argument())
        elif text == r"\left":
            item.head += self._next()[0]
            item.parts.append(self._part(r"\right"))
            item.head += self._next()[0] + self._next()[0]
        elif text.startswith(r"\begin"):
            self._environment(item)
        elif text in WORDS:
            word = self._argument()
            item.head += self.latex[word.start - self.offset : word.end - self.offset]
        else:
            if text == r"\sqrt" and self.tokens[self.place][0] == "[":
                self._next()
                item.parts.append(self._part("]"))
                self._next()
            item.parts += [self._argument() for _ in range(ARGUMENTS.get(text, 0))]
        item.end = self.tokens[self.place - 1][2]
        self.depth -= 1
        return item

    def _argument(self) -> Part:
        """What stands between braces, or the one item that stands without."""
        text, start, end = self.tokens[self.place]
        if text != "{":
            if text.isdigit():  # a single digit, as in \frac12
                rest = [(text[1:], start + 1, end)] if text[1:] else []
                self.tokens[self.place : self.place + 1] = [(text[0], start, start + 1), *rest]
            item = self._atom()
            return Part([item], item.start, item.end, bare=True)
        self._next()
        part = self._part("}")
        if self._next()[0] != "}":
            raise IndexError
        return part

    def _part(self, closing: str) -> Part:
        start = self.tokens[self.place][1]
        return Part(self._items(closing), start, self.tokens[self.place][1])

    def _environment(self, item: Item) -> None:
        """Read an environment: each of its cells is a part of its own."""
        level, first = 1, self.place
        while level:
            text = self._next()[0]
            level += text.startswith(r"\begin") - text.startswith(r"\end")
        start, end = self.tokens[first][1], self.tokens[self.place - 1][1]
        at = start
        for row in split(self.latex[start - self.offset : end - self.offset], "\\\\"):
            item.head += "/"
            for cell in split(row, "&"):
                inside = _Cutter(cell, at)
                items = inside.whole()
                if items is None:
                    raise IndexError
                item.parts.append(Part(items, at, at + len(cell)))
                at += len(cell) + 1
            at += 1

    def _next(self) -> tuple[str, int, int]:
        token = self.tokens[self.place]
        self.place += 1
        return token
