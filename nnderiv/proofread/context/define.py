"""Whether an equation defines its left side, and what it defines."""

from __future__ import annotations

import re
from collections.abc import Callable

from nnderiv.errors import ReadError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Arbitrary, Defines, Definition, Input
from nnderiv.proofread.grammar.rules import parse
from nnderiv.proofread.grammar.tree import (
    Apply,
    Derivative,
    Index,
    Name,
    Node,
    Number,
    Plus,
    Power,
    Prime,
    Product,
    Star,
    walk,
)
from nnderiv.proofread.grammar.vocabulary import Without
from nnderiv.proofread.latex.commands import BARS
from nnderiv.proofread.latex.scanner import Token

AFRESH = re.compile(r"^\W*(re)?(definition|define|defined)\b(?!\s+of)", re.I)
LOSSES = frozenset({"l", r"\ell", "L", "J", "C", "E", r"\mathcal{L}", r"\mathcal{J}"})


def left_side(tokens: list[Token], context: Context, afresh: bool = False) -> Node:
    """Read a left side; a bare letter there is a name, even if it names a function elsewhere."""
    first = tokens[0].text if tokens else ""
    if tokens and tokens[0].kind == "letter" and context.function(first) is not None:
        texts = [token.text for token in tokens]
        if not {"(", "'", r"\prime"} & set(texts) and (afresh or first not in context.functions):
            return parse(tokens, Without(context, first))
    return parse(tokens, context)


def definition_in(
    left: Node, right: Node, conditions: tuple[Node, ...], context: Context, afresh: bool
) -> Defines | None:
    """The definition that an equation makes, if its left side is new."""
    define = _BY_LEFT_SIDE.get(type(left))
    return None if define is None else define(left, right, conditions, context, afresh)


def _by_power(
    left: Power, right: Node, conditions: tuple[Node, ...], context: Context, afresh: bool
) -> Defines | None:
    """s² = … defines s as the root."""
    if left.exponent != Number(2.0) or not isinstance(left.base, Name | Index):
        return None
    root = Apply("sqrt", (right,), at=right.at)
    return definition_in(left.base, root, conditions, context, afresh)


def _by_name(
    left: Name, right: Node, conditions: tuple[Node, ...], context: Context, afresh: bool
) -> Defines | None:
    """Y = … defines y."""
    key = left.key
    family = f"{key}_{{}}"
    if family in context.defined and family not in context.names_in_deep(right):
        return None
    return _new(key, Definition(right, conditions=conditions), context, afresh)


def _by_prime(
    left: Prime, right: Node, conditions: tuple[Node, ...], context: Context, afresh: bool
) -> Defines | None:
    """X' = A x names a new x."""
    if not isinstance(left.body, Name) or left.body.key not in context.inputs:
        return None
    return Defines(left.body.key + "'" * left.order, Definition(right))


def _by_derivative(
    left: Derivative, right: Node, conditions: tuple[Node, ...], context: Context, afresh: bool
) -> Defines | None:
    """∂L/∂y = g defines g, where L is a loss and g a name that nothing else uses."""
    if not (isinstance(right, Name) and isinstance(left.body, Name)):
        return None
    free = right.key not in context.sizes and right.key not in context.defined
    if not free or not context.may_be_loss(left.body.key):
        return None
    if right.key in context.inputs and not _unused(right.key, context):
        return None
    return Defines(right.key, Definition(left))


def _by_entry(
    left: Index, right: Node, conditions: tuple[Node, ...], context: Context, afresh: bool
) -> Defines | None:
    """y_i = … defines the array y, but μ_B = … the number of this name."""
    base = left.base
    if not isinstance(base, Name):
        return None
    if left.key and context.known(left.key):
        return _new(left.key, Definition(right, conditions=conditions), context, afresh)
    left = _without_stars(left)
    letters = [item.key for item in left.items if isinstance(item, Name)]
    if base.key == r"\delta" and len(left.items) == 2 and not context.known(base.key):
        return None
    if len(letters) < len(left.items) or len(set(letters)) < len(letters):
        mentioned = any(isinstance(part, Name) and part.key == base.key for part in walk(right))
        given = context.entry(base) in context.inputs.keys() - context.defined.keys()
        some = any(isinstance(item, Plus | Product) for item in left.items)
        if given and some and not mentioned:
            raise ReadError(f"this defines some entries of {base.key} only", left.at)
        stepped = all(isinstance(item, Number | Plus) for item in left.items)
        if stepped and not context.known(base.key) and context.entry(base) is None:
            _name_steps(left, right, context)
            return _new(left.key, Definition(right, conditions=conditions), context, afresh)
        return None
    entry = context.entry(base)
    if entry != base.key and context.axes(entry) not in (None, len(letters)):
        entry = None  # a_k beside a matrix A is a vector of its own
    known = context.defined.get(entry or "")
    if _is_another_error(known, right, tuple(letters)) or _by_others(known, base, right, letters):
        key = f"{base.key}_{{}}{','.join(letters)}"
        return _new(key, Definition(right, tuple(letters), None, conditions), context, afresh)
    used = {part.key for part in walk(right) if isinstance(part, Name)}
    if entry is not None and _is_array(entry, base, len(letters), context):
        return _new(entry, Definition(right, tuple(letters), None, conditions), context, afresh)
    if not set(letters) <= used:
        return _new(left.key, Definition(right, conditions=conditions), context, afresh)
    key = f"{base.key}_{{}}" if context.known(base.key) else base.key
    return _new(key, Definition(right, tuple(letters), None, conditions), context, afresh)


def _is_another_error(known: Definition | None, right: Node, letters: tuple[str, ...]) -> bool:
    """Whether δ_j = ∂E/∂a_j names the errors of another layer than δ_k = ∂E/∂y_k did."""
    if known is None or not (isinstance(known.body, Derivative) and isinstance(right, Derivative)):
        return False
    other = known.body.body == right.body and known.body.targets != right.targets
    return other and len(letters) == len(known.indices) and letters != known.indices


def _by_others(known: Definition | None, base: Name, right: Node, letters: list[str]) -> bool:
    """Whether δ_j = … Σ_k w_{kj} δ_k gives one layer's errors by those of the next, δ_k."""
    if known is None or len(letters) != len(known.indices) or set(letters) & set(known.indices):
        return False
    return any(
        isinstance(part, Index)
        and part.base == base
        and tuple(item.key for item in part.items if isinstance(item, Name)) == known.indices
        for part in walk(right)
    )


def _name_steps(left: Index, right: Node, context: Context) -> None:
    """In w_{t+1} = w_t - η g_t, the values at step t are numbers of their own."""
    letters = {n.key for item in left.items for n in walk(item) if isinstance(n, Name)}
    for part in walk(right):
        if isinstance(part, Index) and part.key and isinstance(part.base, Name):
            at_step = {n.key for item in part.items for n in walk(item) if isinstance(n, Name)}
            new = context.entry(part.base) is None and not context.known(part.key)
            if at_step and at_step <= letters and new:
                context.declare(part.key, Input(guessed=True))


def _without_stars(left: Index) -> Index:
    """Y_{i*} as Y_i: the rows of an array."""
    items = left.items
    while items and isinstance(items[-1], Star):
        items = items[:-1]
    key = left.key if items == left.items else ""
    return Index(left.base, items, left.loose, key, at=left.at)


def _is_array(entry: str, base: Name, indices: int, context: Context) -> bool:
    """Whether the name stands for an array with so many axes, or for one that is defined."""
    if entry not in context.defined:
        return len(context.inputs[entry].shape) >= indices
    known = context.defined[entry]
    return bool(known.indices) or entry != base.key or known.rank != 0


def _new(key: str, definition: Definition, context: Context, afresh: bool) -> Defines | None:
    """The definition of a name, if the name is free; None if the row is a claim."""
    if not key or (key in context.sizes and not afresh):
        return None
    used = context.names_in_deep(definition.body)
    if afresh and key not in used:
        return Defines(key, definition)
    if key in context.defined:
        return None
    if key in context.inputs and not context.inputs[key].guessed:
        return Defines(key, definition) if key not in used and _unused(key, context) else None
    if key in used:
        raise ReadError(f"{key} is defined by itself, and was not declared", definition.body.at)
    return Defines(key, definition)


def _unused(key: str, context: Context) -> bool:
    """Whether nothing that was defined rests on the name."""
    return not any(key in context.rests_on(name) for name in (*context.defined, *context.losses))


def add_definition(found: Defines, context: Context) -> None:
    """Make a definition known, and the functions in it that nobody has defined."""
    declared = context.inputs.get(found.key)
    if found.key in context.defined or found.is_function or found.key in context.functions:
        context.forget(found.key)
        if declared is not None and declared.shape and not found.is_function:
            context.declare(found.key, declared)
    if found.is_function:
        context.define_function(found.key, found.definition)
    else:
        context.define(found.key, found.definition)
    body = found.definition.body
    for part in walk(body):
        if not isinstance(part, Apply) or part.function == BARS:
            continue
        if context.function(part.function) is None:
            scalar = declared is not None and not declared.shape
            whole = part.function in LOSSES or (part is body and scalar)
            context.define_function(part.function, Arbitrary(elementwise=not whole))


_BY_LEFT_SIDE: dict[type[Node], Callable[..., Defines | None]] = {
    Name: _by_name,
    Index: _by_entry,
    Power: _by_power,
    Prime: _by_prime,
    Derivative: _by_derivative,
}
