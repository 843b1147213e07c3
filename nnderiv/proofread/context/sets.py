"""Sets: the shape and the kind of their elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.context.names import Input
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.rules import parse
from nnderiv.proofread.grammar.tree import (
    Dots,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Plus,
    rewrite,
)
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.scanner import Token

POSITIVE = re.compile(r"\bpositive\b(?![\s-]+(semi-?)?definite)", re.I)
# What a tag or a word in the set says of the numbers.
SAID = (
    (re.compile(r"one[\s-]*hot", re.I), "one-hot"),
    (re.compile(r"sums? (up )?to (1|one)|probabilit|distribution", re.I), "simplex"),
    (re.compile(r"\bsymmetric\b", re.I), "symmetric"),
    (re.compile(r"\bpositive[\s-]+(semi-?)?definite\b", re.I), "definite"),
    (re.compile(r"\borthogonal\b", re.I), "orthogonal"),
    (POSITIVE, "positive"),
)
ENDLESS = 3.0  # how far numbers reach where an end is infinite
WHOLE = frozenset({"N", "Z"})


def read_set(parser: Parser, words: str, names: Vocabulary) -> tuple[bool, Input]:
    """Whether a set holds whole numbers, and the shape and the kind of its elements.

    Raises:
        ReadError: which set this is does not follow.
    """
    token = parser.take()
    elements = Input()
    if token.text in _NUMBERS and token.kind in ("double", "letter", "word"):
        pass
    elif token.text in _SETS:
        elements = _SETS[token.text](parser)
    elif token.kind in ("text", "word"):
        words += " " + token.text
    else:
        raise ReadError(f"the set {token.text} is not known", token.at)
    while parser.next in ("^", "_"):
        script = parser.take().text
        elements = _with_script(elements, script, parser.group(), names)
        if token.text == r"\Delta" and script == "^" and elements.shape:
            elements = replace(elements, shape=(Plus((elements.shape[0], Number(1.0))),))
    while parser.kind() in ("text", "word"):
        words += " " + parser.take().text
    return token.text in WHOLE, _as_said(elements, words)


def _with_script(elements: Input, script: str, group: list[Token], names: Vocabulary) -> Input:
    """A set with a shape above it, or with a sign that its numbers have."""
    text = "".join(token.text for token in group)
    if script == "^" and text not in ("+", "*"):
        return replace(elements, shape=_shape(group, names))
    if text.startswith((">", "+", r"\geq")):
        return replace(elements, domain="positive")
    return elements


def _as_said(elements: Input, words: str) -> Input:
    """What the words beside a set say of its elements."""
    for pattern, said in SAID:
        general = elements.domain in ("real", "binary", "between", "positive")
        if pattern.search(words) and general and _fits(said, elements.shape):
            elements = Input(elements.shape, said)
    if elements == Input() and POSITIVE.search(words):
        return Input((), "positive")
    return elements


def _fits(said: str, shape: tuple[Node, ...]) -> bool:
    """Whether a word may be about arrays of this shape: only a matrix is symmetric."""
    if said in ("symmetric", "definite"):
        return len(shape) == 2 and shape[0] == shape[1]
    return len(shape) == 2 if said == "orthogonal" else bool(shape)


def _shape(group: list[Token], names: Vocabulary) -> tuple[Node, ...]:
    """The lengths of the axes, with signs of multiplication between them."""
    parts: list[list[Token]] = [[]]
    for token in group:
        if token.text == r"\times":
            parts.append([])
        else:
            parts[-1].append(token)
    axes = (parse(part, names) for part in parts)
    return tuple(rewrite(axis, _named_size) for axis in axes)


def _named_size(node: Node) -> Node | None:
    """The d_k in a shape is one name."""
    return Name(node.key, at=node.at) if isinstance(node, Index) and node.key else None


def _interval(parser: Parser) -> Input:
    """An interval; an unbounded one gets ends that are near each other."""
    low = _literal(parser.formula())
    parser.expect(",")
    high = _literal(parser.formula())
    if not parser.accept("]", ")"):
        raise ReadError("the interval should end here", parser.at)
    low, high = bounded(low, high)
    if not low < high:
        raise ReadError("the second end of an interval is larger than the first", parser.at)
    return Input((), "between", (low, high))


def bounded(low: float, high: float) -> tuple[float, float]:
    """An interval; where an end is infinite, numbers reach three beyond the other."""
    if high == float("inf"):
        high = max(low, -ENDLESS) + ENDLESS
    return max(low, high - 2 * ENDLESS) if low == -float("inf") else low, high


def literal(node: Node) -> float | None:
    """The value of a printed number, or None if it is none."""
    try:
        return _literal(node)
    except ReadError:
        return None


def _literal(node: Node) -> float:
    """The value of a printed number."""
    if isinstance(node, Negative):
        return -_literal(node.body)
    if isinstance(node, Number):
        return node.value
    raise ReadError("the ends of an interval should be numbers", node.at)


def _listed(parser: Parser) -> Input:
    r"""The domain of \{0, 1\}, \{-1, 1\}, \{1, \dots, n\}, \{e_1, \dots, e_n\}."""
    elements = [parser.formula()]
    while parser.accept(","):
        elements.append(parser.formula())
    parser.expect(r"\}")
    first, last = elements[0], elements[-1]
    if isinstance(first, Index) and isinstance(last, Index):
        return Input(last.items, "one-hot")
    if any(isinstance(element, Dots) for element in elements):
        return Input((), "whole", (first, last))
    numbers = tuple(map(_literal, elements))
    if numbers == (0.0, 1.0):
        return Input((), "binary")
    if numbers == (-1.0, 1.0):
        return Input((), "signs")
    if numbers[0].is_integer() and numbers == tuple(numbers[0] + n for n in range(len(numbers))):
        return Input((), "whole", (first, last))
    raise ReadError("which set this is does not follow", parser.at)


def _simplex(parser: Parser) -> Input:
    """Positive numbers that sum to 1."""
    return Input((), "simplex")


_NUMBERS = WHOLE | {"R"}
_SETS: dict[str, Callable[[Parser], Input]] = {
    "[": _interval,
    "(": _interval,
    r"\{": _listed,
    r"\Delta": _simplex,
}
