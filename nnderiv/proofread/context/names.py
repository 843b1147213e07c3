"""What a name may stand for: an input, an array with a formula, a function."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnderiv.proofread.grammar.tree import Node
from nnderiv.proofread.latex.commands import BOLD_LETTER

VARIABLE = "#t"  # what a function is a function of where no argument is printed
FUNCTION_LETTERS = frozenset(
    {"f", "g", "F", "G", r"\phi", r"\varphi", r"\psi", r"\ell", "L", "J", r"\mathcal{L}"}
)
CONSTANTS = frozenset({"e", r"\pi"})


@dataclass(frozen=True)
class Input:
    """An array of real numbers: its shape, and where its numbers come from.

    Attributes:
        guessed: nobody declared it; how many axes it has follows from how it is written.
    """

    shape: tuple[Node, ...] = ()
    domain: str = "real"
    bounds: tuple[float, float] | tuple[Node, Node] | None = None
    guessed: bool = False


@dataclass(frozen=True)
class Definition:
    """An array, or a function of `parameters`, by a formula for its entries."""

    body: Node
    indices: tuple[str, ...] = ()
    parameters: tuple[str, ...] | None = None
    conditions: tuple[Node, ...] = ()
    rank: int | None = None  # of the array, once it was evaluated


@dataclass(frozen=True)
class Arbitrary:
    """Any function that has derivatives: of each number (elementwise), or of whole arrays."""

    elementwise: bool = True
    shape: tuple[Node, ...] = ()

    def is_entrywise(self, items: tuple[Node, ...]) -> bool:
        """Whether f(s) has the shape of s; f_i(s) is a number that rests on all of s."""
        return self.elementwise and not items


@dataclass(frozen=True)
class Defines:
    """A name or a function, and its definition."""

    key: str
    definition: Definition
    is_function: bool = False


def bold_rank(key: str) -> int | None:
    """How many axes a bold name has: a capital is a matrix, a small letter a vector."""
    if not key.startswith(BOLD_LETTER):
        return None
    letter = re.sub(r"[{}]|\\(?:hat|bar|tilde)", "", key[len(BOLD_LETTER) :]).lstrip("\\")
    return 2 if letter[:1].isupper() else 1


def without_labels(key: str) -> str:
    """A name without what stands above it: the W of W^{(1)}."""
    return re.sub(r"\^\{[^{}]*\}", "", key)


def shown(key: str) -> str:
    """A name as a message shows it: without the places of its indices."""
    return key.replace("^{()}", "").replace("_{}", "")
