r"""What a declaration says: x \in \mathbb{R}^{k \times m}, and f : \mathbb{R} \to \mathbb{R}."""

from __future__ import annotations

import re

from nnderiv.errors import ReadError
from nnderiv.proofread.atoms import atom
from nnderiv.proofread.context import Arbitrary, Context, Input
from nnderiv.proofread.grammar import Parser
from nnderiv.proofread.rewrite import exchange
from nnderiv.proofread.scripts import scripts
from nnderiv.proofread.statements import Declaration
from nnderiv.proofread.syntax import Dots, Index, Name, Negative, Node, Number, Plus, Power, Range
from nnderiv.proofread.tokens import Token
from nnderiv.proofread.vocabulary import Nameless

# What a tag or a word in the set says of the numbers.
SAID = (
    (re.compile(r"one[\s-]*hot", re.I), "one-hot"),
    (re.compile(r"sums? (up )?to (1|one)|probabilit|distribution", re.I), "simplex"),
    (re.compile(r"\bsymmetric\b", re.I), "symmetric"),
    (re.compile(r"\bpositive[\s-]+(semi-?)?definite\b", re.I), "definite"),
    (re.compile(r"\borthogonal\b", re.I), "orthogonal"),
    (re.compile(r"\bpositive\b", re.I), "positive"),
)
MOST_LAYERS = 12
WHOLE = frozenset({"N", "Z"})


def declare(declaration: Declaration, words: str, conditions: list[Node], context: Context) -> None:
    """Make the names of a declaration known; a condition may say how far their indices run."""
    if declaration.relation == ":":
        _declare_function(declaration, context)
        return
    parser = Parser(declaration.set, context)
    size, known = _set(parser, words, context)
    if parser.place < len(parser.pieces):
        raise ReadError(f"{parser.next} is not expected behind this set", parser.at)
    for pieces in declaration.names:
        if [piece.text for piece in pieces] == [r"\dots"]:
            continue
        ranges = {c.index: c for c in conditions if isinstance(c, Range)}
        for key, axes in _keys(pieces, declaration, ranges, context):
            new = Input((*axes, *known.shape), known.domain, known.bounds)
            for layer, its in _layers(key, new, ranges):
                _declare_name(layer, size, its, context)


def _layers(key: str, new: Input, ranges: dict[str, Range]) -> list[tuple[str, Input]]:
    r"""W^{(l)} for l = 1, 2, 3 declares W^{(1)}, W^{(2)} and W^{(3)}."""
    for letter, part in ranges.items():
        ends = (part.lower, part.upper)
        if f"({letter})" in key and all(isinstance(end, Number) for end in ends):
            low, high = (int(end.value) for end in ends if isinstance(end, Number))
            return [
                (
                    key.replace(f"({letter})", f"({n})"),
                    Input(
                        tuple(_layer_size(axis, letter, n) for axis in new.shape),
                        new.domain,
                        new.bounds,
                    ),
                )
                for n in range(low, min(high, low + MOST_LAYERS) + 1)
            ]
    return [(key, new)]


def _layer_size(axis: Node, letter: str, n: int) -> Node:
    r"""The n_{l-1} of layer n."""
    if not isinstance(axis, Name):
        return axis
    key = axis.key.replace(f"{{{letter}-1}}", f"{{{n - 1}}}").replace(f"{{{letter}}}", f"{{{n}}}")
    return Name(key, at=axis.at)


def _declare_name(key: str, size: bool, new: Input, context: Context) -> None:
    """Make one name known, and the sizes in its shape."""
    if size and not new.shape:
        context.add_size(key)
        return
    if key in context.inputs and context.inputs[key] == new and key not in context.defined:
        return
    context.forget(key)
    for axis in new.shape:
        context.add_sizes(axis)
    for bound in new.bounds or ():
        if isinstance(bound, Node):
            context.add_sizes(bound)
    context.inputs[key] = new
    context.changed()


def _keys(
    pieces: list[Token], declaration: Declaration, ranges: dict[str, Range], context: Context
) -> list[tuple[str, tuple[Node, ...]]]:
    """The name in some pieces; x_i for every i is an array with one more axis."""
    if not pieces:
        raise ReadError("a name should stand before this", declaration.start)
    parser = Parser(pieces, Nameless())
    node = scripts(parser, atom(parser))
    if parser.place < len(pieces):
        raise ReadError("a name should stand here", pieces[0].at)
    if isinstance(node, Name):
        return [(node.key, ())]
    if isinstance(node, Index) and isinstance(node.base, Name):
        last = node.items[-1]
        dotted = any([p.text for p in other] == [r"\dots"] for other in declaration.names)
        if dotted and not isinstance(last, Dots):
            return [(node.base.key, node.items)]
        letters = [item.key for item in node.items if isinstance(item, Name)]
        siblings = sum(p[0].text == pieces[0].text for p in declaration.names)
        runs = context.running | ranges.keys()
        if len(letters) == len(node.items) and set(letters) <= runs and siblings == 1:
            ends = (ranges[i].upper if i in ranges else Name(f"#{i}") for i in letters)
            return [(node.base.key, tuple(ends))]
        return [(node.key, ())]
    if isinstance(node, Power):
        return [(node.base.key, ())] if isinstance(node.base, Name) else []
    raise ReadError("a name should stand here", pieces[0].at)


def _set(parser: Parser, words: str, context: Context) -> tuple[bool, Input]:
    """Whether the set holds sizes, and the shape and the kind of its elements."""
    piece = parser.take()
    domain = "real"
    bounds: tuple[float, float] | tuple[Node, Node] | None = None
    shape: tuple[Node, ...] = ()
    whole = False
    if piece.text in ("R", "N", "Z") and piece.kind in ("double", "letter", "word"):
        whole = piece.text in WHOLE
    elif piece.text in ("[", "("):
        domain, bounds = "between", _interval(parser)
    elif piece.text == r"\{":
        domain, bounds, shape = _listed(parser)
    elif piece.text == r"\Delta":
        domain = "simplex"
    elif piece.kind in ("text", "word"):
        words += " " + piece.text
    else:
        raise ReadError(f"the set {piece.text} is not known", piece.at)
    while parser.next in ("^", "_"):
        script, group = parser.take().text, parser.group_pieces()
        texts = "".join(p.text for p in group)
        if script == "^" and texts not in ("+", "*"):
            shape = _shape(group, context)
        elif texts.startswith((">", "+", r"\geq")) or texts == "*":
            domain = "positive" if texts != "*" else domain
        if piece.text == r"\Delta" and script == "^":
            shape = (Plus((shape[0], Number(1.0))),)
    while parser.kind() in ("text", "word"):
        words += " " + parser.take().text
    for pattern, said in SAID:
        if pattern.search(words) and domain in ("real", "binary", "between", "positive") and shape:
            domain, bounds = said, None
    if domain == "real" and not shape and re.search(r"\bpositive\b", words, re.I):
        domain = "positive"
    return whole, Input(shape, domain, bounds)


def _shape(group: list[Token], context: Context) -> tuple[Node, ...]:
    """The lengths of the axes, with signs of multiplication between them."""
    parts: list[list[Token]] = [[]]
    for piece in group:
        if piece.text == r"\times":
            parts.append([])
        else:
            parts[-1].append(piece)
    axes = (Parser(part, context).whole() for part in parts)
    return tuple(exchange(axis, _named_size) for axis in axes)


def _named_size(node: Node) -> Node | None:
    """The d_k in a shape is one name."""
    return Name(node.key, at=node.at) if isinstance(node, Index) and node.key else None


def _interval(parser: Parser) -> tuple[float, float]:
    """The ends of an interval; of an unbounded one, ends that are near each other."""
    low = _literal(parser.formula())
    parser.expect(",")
    high = _literal(parser.formula())
    if not parser.accept("]", ")"):
        raise ReadError("the interval should end here", parser.at)
    endless = 3.0  # how far numbers reach where an end is infinite
    if high == float("inf"):
        high = max(low, -endless) + endless
    low = max(low, high - 2 * endless) if low == -float("inf") else low
    if not low < high:
        raise ReadError("the second end of an interval is larger than the first", parser.at)
    return low, high


def _literal(node: Node) -> float:
    """The value of a printed number."""
    if isinstance(node, Negative):
        return -_literal(node.body)
    if isinstance(node, Number):
        return node.value
    raise ReadError("the ends of an interval should be numbers", node.at)


def _listed(
    parser: Parser,
) -> tuple[str, tuple[float, float] | tuple[Node, Node] | None, tuple[Node, ...]]:
    r"""The domain of \{0, 1\}, \{-1, 1\}, \{1, \dots, n\}, \{e_1, \dots, e_n\}."""
    elements = [parser.formula()]
    while parser.accept(","):
        elements.append(parser.formula())
    parser.expect(r"\}")
    first, last = elements[0], elements[-1]
    if isinstance(first, Index) and isinstance(last, Index):
        return "one-hot", None, last.items
    if any(isinstance(element, Dots) for element in elements):
        return "whole", (first, last), ()
    numbers = tuple(map(_literal, elements))
    if numbers == (0.0, 1.0):
        return "binary", None, ()
    if numbers == (-1.0, 1.0):
        return "signs", None, ()
    if numbers == tuple(float(n) for n in range(int(numbers[0]), int(numbers[0]) + len(numbers))):
        return "whole", (first, last), ()
    raise ReadError("which set this is does not follow", parser.at)


def _declare_function(declaration: Declaration, context: Context) -> None:
    """Make a function known that is declared with an arrow between two sets."""
    arrow = next((i for i, p in enumerate(declaration.set) if p.text == r"\rightarrow"), None)
    if arrow is None:
        raise ReadError(r"a function needs an arrow between two sets: \to", declaration.start)
    source, goal = (
        _set(Parser(part, context), "", context)[1]
        for part in (declaration.set[:arrow], declaration.set[arrow + 1 :])
    )
    for pieces in declaration.names:
        key = pieces[0].text
        context.forget(key)
        for axis in (*source.shape, *goal.shape):
            context.add_sizes(axis)
        context.functions[key] = Arbitrary(not source.shape, goal.shape)
