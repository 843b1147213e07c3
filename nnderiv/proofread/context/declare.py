r"""What a declaration says: x \in \mathbb{R}^{k \times m}, f : \mathbb{R} \to \mathbb{R}, x > 0."""

from __future__ import annotations

import re

from nnderiv.errors import ReadError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Arbitrary, Input
from nnderiv.proofread.context.sets import bounded, literal, read_set
from nnderiv.proofread.grammar.row import Declaration
from nnderiv.proofread.grammar.rules import parse_name, parser_of
from nnderiv.proofread.grammar.tree import (
    Compare,
    Dots,
    Index,
    Name,
    Node,
    Number,
    Perhaps,
    Power,
    Range,
    Reduce,
)
from nnderiv.proofread.grammar.vocabulary import Nameless
from nnderiv.proofread.latex.scanner import Token

MOST_LAYERS = 12


def declare(declaration: Declaration, words: str, conditions: list[Node], context: Context) -> None:
    """Make the names of a declaration known; a condition may say how far their indices run."""
    if declaration.relation == ":":
        _declare_function(declaration, context)
        return
    parser = parser_of(declaration.set, context)
    size, known = read_set(parser, words, context)
    if parser.place < len(parser.tokens):
        raise ReadError(f"{parser.next} is not expected behind this set", parser.at)
    for tokens in declaration.names:
        if [token.text for token in tokens] == [r"\dots"]:
            continue
        ranges = {c.index: c for c in conditions if isinstance(c, Range)}
        for key, axes in _keys(tokens, declaration, ranges, context):
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
    context.held.discard(key)
    if key in context.inputs and context.inputs[key] == new and key not in context.defined:
        return
    context.forget(key)
    for axis in new.shape:
        context.add_sizes(axis)
    for bound in new.bounds or ():
        if isinstance(bound, Node):
            context.add_sizes(bound)
    context.declare(key, new)


def _keys(
    tokens: list[Token], declaration: Declaration, ranges: dict[str, Range], context: Context
) -> list[tuple[str, tuple[Node, ...]]]:
    """The name in some tokens; x_i for every i is an array with one more axis."""
    if not tokens:
        raise ReadError("a name should stand before this", declaration.start)
    node = parse_name(tokens, Nameless())
    if isinstance(node, Name):
        return [_family(node.key, ranges, context)]
    if isinstance(node, Index) and isinstance(node.base, Name):
        last = node.items[-1]
        dotted = any([p.text for p in other] == [r"\dots"] for other in declaration.names)
        if dotted and not isinstance(last, Dots):
            return [(node.base.key, node.items)]
        letters = [item.key for item in node.items if isinstance(item, Name)]
        siblings = sum(p[0].text == tokens[0].text for p in declaration.names)
        runs = context.running | ranges.keys()
        if len(letters) == len(node.items) and set(letters) <= runs and siblings == 1:
            ends = (ranges[i].upper if i in ranges else Name(f"#{i}") for i in letters)
            return [(node.base.key, tuple(ends))]
        return [_family(node.key, ranges, context)]
    if isinstance(node, Power):
        return [(node.base.key, ())] if isinstance(node.base, Name) else []
    raise ReadError("a name should stand here", tokens[0].at)


def _family(key: str, ranges: dict[str, Range], context: Context) -> tuple[str, tuple[Node, ...]]:
    r"""x^{(i)}, or W_q^{(i)}, for every i is an array with one more axis."""
    sample = re.fullmatch(r"(.*)\^\{[(\[]([a-z])[)\]]\}(_\{\w+\})?", key)
    if sample and sample[2] in (context.running | ranges.keys()) - context.layers:
        said = ranges.get(sample[2])
        if said is None or not isinstance(said.upper, Number):
            length = Name(f"#{sample[2]}") if said is None else said.upper
            return f"{sample[1]}^{{()}}{sample[3] or ''}", (length,)
    return key, ()


def _declare_function(declaration: Declaration, context: Context) -> None:
    """Make a function known that is declared with an arrow between two sets."""
    arrow = next((i for i, p in enumerate(declaration.set) if p.text == r"\rightarrow"), None)
    if arrow is None:
        raise ReadError(r"a function needs an arrow between two sets: \to", declaration.start)
    source, goal = (
        read_set(parser_of(part, context), "", context)[1]
        for part in (declaration.set[:arrow], declaration.set[arrow + 1 :])
    )
    for tokens in declaration.names:
        key = tokens[0].text
        context.forget(key)
        for axis in (*source.shape, *goal.shape):
            context.add_sizes(axis)
        context.define_function(key, Arbitrary(not source.shape, goal.shape))
        context.arrows.add(key)


def declare_bound(left: Node, relation: str, right: Node, context: Context) -> bool:
    """A row that says x > 0, for a name without a definition, is a declaration."""
    if relation not in (">", r"\geq") or right != Number(0.0) or not isinstance(left, Name):
        return False
    if left.key in context.defined or left.key in context.sizes:
        return False
    known = context.inputs.get(left.key, Input())
    if known.domain == "real":
        context.forget(left.key)
        context.declare(left.key, Input(known.shape, "positive"))
    return True


def declare_between(sides: list[Node], relations: list[str], context: Context) -> bool:
    """Whether 0 < p < 1 or p > 1 puts the numbers of a name into an interval, and say so."""
    names = [side for side in sides if isinstance(side, Name)]
    if len(names) != 1 or names[0].key in context.defined or names[0].key in context.sizes:
        return False
    place = sides.index(names[0])
    ends = [-float("inf"), float("inf")]
    for at, side in enumerate(sides):
        if at == place:
            continue
        if abs(at - place) != 1 or literal(side) is None:
            return False
        less = relations[min(at, place)] in ("<", r"\leq")
        ends[less != (at < place)] = literal(side) or 0.0
    known = context.inputs.get(names[0].key, Input())
    positive = ends == [0.0, float("inf")]
    low, high = bounded(*ends)
    if known.domain != "real" or not low < high:
        return False
    context.forget(names[0].key)
    new = Input(known.shape, "positive") if positive else Input(known.shape, "between", (low, high))
    context.declare(names[0].key, new)
    return True


def declare_sums(conditions: list[Node], context: Context) -> list[Node]:
    r"""The conditions that are left when \sum_i y_i = 1 has made the y a name that sums to 1."""
    rest = []
    for said in conditions:
        parts = said.conditions if isinstance(said, Perhaps) else (said,)
        keys = [_sums_to_one(part) for part in parts]
        if all(keys):
            for key in keys:
                context.sum_to_one(key)
        else:
            rest.append(said)
    return rest


def _sums_to_one(condition: Node) -> str:
    r"""The name of which a condition says that it sums to 1, as in \sum_i y_i = 1; or ""."""
    if not (isinstance(condition, Compare) and condition.right == Number(1.0)):
        return ""
    whole = condition.left
    body = whole.body if isinstance(whole, Reduce) and whole.kind == "sum" else None
    single = isinstance(body, Index) and len(body.items) == 1 and isinstance(body.base, Name)
    return body.base.key if single else ""  # type: ignore[union-attr]  # an index of a name
