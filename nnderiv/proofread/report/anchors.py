"""An id for each row of a page, and the row that a rule means by "from above".

The id is made of what the chain of the row begins with, and of how many rows of the page have gone
on from that. A rule that says "above" means an earlier row that states the same equation. It is
found only for certain: the equation is the same letter by letter, both rows were read and nothing
limits the earlier one, and no name in it was declared or defined anew in between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.latex.commands import RELATIONS
from nnderiv.proofread.latex.delimiters import row_tokens
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.text import split

# The words that become a link.
ABOVE = re.compile(r"\b(?:the (?:\w+ ){1,2})?(?:from |as |see )?above\b")
# What a rule says of the cases in which its row holds.
LIMIT = re.compile(r"\b(?:for|if|where|when|unless|while|as long as)\b")
# Commands that say how a symbol looks or where it stands, and not which it is.
LOOK = re.compile(
    r"\\(?:d?frac|left|right|math\w+|operatorname|text\w*|bold\w*|begin|end|displaystyle)(?![A-Za-z])"
)
SUBSCRIPT = re.compile(r"_\s*(?:\{[^{}]*\}|\\[A-Za-z]+|\w)")

Side = tuple[str, ...]  # the texts of the tokens of a formula
Equation = tuple[Side, Side]
Parts = Sequence[tuple[Row, Sequence[Claim]]]


@dataclass(frozen=True)
class Anchor:
    """Where a row of a page can be found.

    Attributes:
        id: its id, which no other row of the page has.
        above: the id of the row that its rule calls "above", or "".
    """

    id: str
    above: str = ""


@dataclass
class _Stated:
    """What a row that was read states, or which names it declares or defines."""

    id: str
    equations: list[Equation]
    names: set[str]
    limited: bool


@dataclass
class Page:
    """The derivations of a page so far. One that is shown again takes its old place."""

    counts: Counter[str] = field(default_factory=Counter)
    anchors: dict[str, list[Anchor]] = field(default_factory=dict)
    stated: list[_Stated] = field(default_factory=list)

    def add(self, parts: Parts) -> list[Anchor]:
        """The anchors of the rows of a derivation, each with what became of it."""
        text = "\n".join(f"{row.latex} {row.tag}" for row, _ in parts)
        if text not in self.anchors:
            self.anchors[text] = self._anchors(parts)
        return self.anchors[text]

    def _anchors(self, parts: Parts) -> list[Anchor]:
        found: list[Anchor] = []
        head, left, under_condition = "", Side(), False
        for row, claims in parts:
            head = split_row(row.latex)[0] or head
            name = f"row-{slug(head)}"
            self.counts[name] += 1
            here = f"{name}-{self.counts[name]}"
            left, equations = equations_of(row.latex, left)
            verdicts = {claim.verdict for claim in claims}
            above = self._above(row.tag, equations) if verdicts == {"holds"} else ""
            found.append(Anchor(here, above))
            if verdicts & {"fails", "unread"}:
                equations = []
            new = names_in(head) if verdicts & {"declared", "defined"} else set()
            limited = under_condition or LIMIT.search(row.tag) is not None
            self.stated.append(_Stated(here, equations, new, limited))
            under_condition = verdicts == {"declared"} and r"\in" not in row.latex
        return found

    def _above(self, tag: str, equations: list[Equation]) -> str:
        """The id of the last earlier row that states what a rule calls "above", or ""."""
        *before, _ = split_at_above(tag)
        if not before:
            return ""
        _, *formula = before[0].split("$")
        if len(formula) > 1 and not formula[-1].strip(" ,"):  # "$a = b$, from above"
            equations = equations_of(formula[-2], Side())[1]
        if len(equations) != 1:
            return ""
        changed: set[str] = set()
        for row in reversed(self.stated):
            if equations[0] in row.equations:
                known = {name for side in equations[0] for name in side}
                return "" if row.limited or changed & known else row.id
            changed |= row.names
        return ""


def split_at_above(tag: str) -> list[str]:
    """A tag before, in and behind its words "from above", or the whole tag if it has none."""
    for found in ABOVE.finditer(tag):
        if tag.count("$", 0, found.start()) % 2 == 0:
            return [tag[: found.start()], found[0], tag[found.end() :]]
    return [tag]


def split_row(latex: str) -> tuple[str, str]:
    """The left side of a row, or "" if it goes on from the row above, and the rest."""
    left, *right = (cell.strip() for cell in split(latex, "&"))
    if right:
        return left, " ".join(right)
    found = re.search(r"=|\\in(?![A-Za-z])", left)
    return (left[: found.start()].strip(), left[found.start() :]) if found else ("", left)


def slug(latex: str) -> str:
    r"""What a formula is made of, for an id: `\frac{dL}{dx_{a,c}}` gives dL-dx-a-c."""
    return "-".join(re.findall(r"[A-Za-z0-9]+", LOOK.sub(" ", latex))) or "formula"


def names_in(latex: str) -> set[str]:
    """The letters of a left side, without those of its indices."""
    try:
        return {token.text for token in row_tokens(SUBSCRIPT.sub("", latex))}
    except (ReadError, RecursionError):
        return set()


def equations_of(latex: str, left: Side) -> tuple[Side, list[Equation]]:
    """The left side that a row goes on from, and what it says that this equals."""
    try:
        tokens = [token.text for token in row_tokens(latex.replace("&", " "))]
    except (ReadError, RecursionError):
        return Side(), []
    depth = 0
    sides: list[list[str]] = [[]]
    for text in tokens:
        depth += (text in ("{", "(", "[", r"\begin")) - (text in ("}", ")", "]", r"\end"))
        if depth == 0 and text in RELATIONS:
            if text != "=":
                return Side(), []
            sides.append([])
        else:
            sides[-1].append(text)
    while sides[-1] and sides[-1][-1] in (",", ".", ";"):
        sides[-1].pop()
    first, *rest = (tuple(side) for side in sides)
    left = first or left
    return left, [(left, side) for side in rest if left and side]
