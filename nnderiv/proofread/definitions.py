"""Whether an equation defines its left side, and what it defines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnderiv.errors import ReadError
from nnderiv.proofread.atoms import atom
from nnderiv.proofread.context import Arbitrary, Context, Definition, Input
from nnderiv.proofread.draws import drawn
from nnderiv.proofread.evaluate import Evaluator
from nnderiv.proofread.functions import known_function
from nnderiv.proofread.grammar import Parser
from nnderiv.proofread.rewrite import exchange
from nnderiv.proofread.scripts import scripts
from nnderiv.proofread.syntax import (
    Apply,
    Derivative,
    Index,
    Name,
    Node,
    Number,
    Plus,
    Power,
    Prime,
    Star,
    walk,
)
from nnderiv.proofread.tokens import Token
from nnderiv.proofread.vocabulary import Without

AFRESH = re.compile(r"^\W*(re)?(definition|define|defined)\b(?!\s+of)", re.I)
LOSSES = frozenset({r"\ell", "L", "J", "C", "E", r"\mathcal{L}", r"\mathcal{J}"})


@dataclass(frozen=True)
class Defines:
    """A name or a function, and its definition."""

    key: str
    definition: Definition
    is_function: bool = False


def left_side(pieces: list[Token], context: Context) -> Node:
    """Read a left side; a bare letter there is a name, even if it names a function elsewhere."""
    first = pieces[0].text if pieces else ""
    if pieces and pieces[0].kind == "letter" and context.function(first) is not None:
        texts = [piece.text for piece in pieces]
        if not {"(", "'", r"\prime"} & set(texts) and first not in context.functions:
            return Parser(pieces, Without(context, first)).whole()
    return Parser(pieces, context).whole()


def function_defined(
    pieces: list[Token], right: Node, context: Context, afresh: bool
) -> Defines | None:
    """f(x) = …, for an f that is new: its parameters are what stands in the brackets."""
    end = next((i for i, piece in enumerate(pieces) if piece.text == "("), None)
    if not end or pieces[-1].text != ")" or pieces[0].kind not in ("letter", "word", "command"):
        return None
    head, inside = pieces[:end], pieces[end + 1 : -1]
    if any(piece.text in ("(", ")", "'", r"\frac", r"\sum") for piece in (*head, *inside)):
        return None
    parameters = _parameters(inside, context)
    key = _function_key(head, right, parameters, context, afresh)
    if not key or not parameters:
        return None
    names: list[str] = []
    body = right
    for number, parameter in enumerate(parameters):
        if isinstance(parameter, Name):
            names.append(parameter.key)
            continue
        own = f"#p{number}"
        names.append(own)
        entry: dict[Node, Node] = {parameter: Name(own)}
        body = exchange(body, entry.get)
    return Defines(key, Definition(body, parameters=tuple(names)), True)


def _parameters(inside: list[Token], context: Context) -> list[Node]:
    """The names and entries between the brackets; none if anything else is there."""
    parser = Parser(inside, context)
    found: list[Node] = []
    while parser.place < len(inside):
        parameter = parser.attempt(lambda p: scripts(p, atom(p)))
        separated = parser.accept(",", ";", "|") or parser.place == len(inside)
        if not isinstance(parameter, Name | Index) or not separated:
            return []
        found.append(parameter)
    return found


def _function_key(
    head: list[Token], right: Node, parameters: list[Node], context: Context, afresh: bool
) -> str:
    """The name of the function that is defined; empty where the row is a claim about it."""
    letter = head[0].text
    known = known_function(letter) if len(head) == 1 else None
    if known is not None and letter not in context.functions and not context.known(letter):
        key = letter if head[0].kind != "word" else known
        return key if _parametrised(right, parameters, context) else ""
    reader = Parser(head, Without(context, letter))
    node = reader.attempt(Parser.whole)
    key = node.key if isinstance(node, Name | Index) else ""
    taken = context.known(key) or (key in context.functions and not afresh)
    return "" if taken else key


def _parametrised(right: Node, parameters: list[Node], context: Context) -> bool:
    """Whether a formula for a known function has a parameter that the known one lacks."""
    names = {name for p in parameters for name in context.names_in(p)}
    letters = {part.key for part in walk(right) if isinstance(part, Name)}
    bound = {i for part in walk(right) for i in getattr(part, "indices", ())}
    inner = {
        item.key
        for part in walk(right)
        if isinstance(part, Index)
        for item in part.items
        if isinstance(item, Name)
    }
    rest = letters - names - bound - inner - {"e", r"\pi"} - context.sizes.keys()
    return bool(rest - context.defined.keys()) and bool(letters & names)


def defined(
    left: Node, right: Node, conditions: tuple[Node, ...], context: Context, afresh: bool
) -> Defines | None:
    """The definition that an equation makes, if its left side is new."""
    if isinstance(left, Power) and left.exponent == Number(2.0):
        found = defined(
            left.base, Apply("sqrt", (right,), at=right.at), conditions, context, afresh
        )
        if found is not None and isinstance(left.base, Name | Index):
            return found
        return None
    if isinstance(left, Name):
        key = context.entry(left) or left.key
        if key in context.inputs and key != left.key:
            key = left.key
        family = f"{key}_{{}}"
        if family in context.defined and family not in context.names_in_deep(right):
            return None
        return _new(key, Definition(right, conditions=conditions), context, afresh)
    if isinstance(left, Prime) and isinstance(left.body, Name):  # x' = A x names a new x
        key, its = left.body.key, left.body.key + "'" * left.order
        return Defines(its, Definition(right)) if key in context.inputs else None
    if isinstance(left, Index) and isinstance(left.base, Name):
        return _entries(left, left.base, right, conditions, context, afresh)
    if isinstance(left, Derivative) and isinstance(right, Name) and isinstance(left.body, Name):
        unused = right.key not in context.sizes and right.key not in context.defined
        if unused and context.may_be_loss(left.body.key):
            if right.key in context.inputs and not _unused(right.key, context):
                return None
            return Defines(right.key, Definition(left))
    return None


def _entries(
    left: Index,
    base: Name,
    right: Node,
    conditions: tuple[Node, ...],
    context: Context,
    afresh: bool,
) -> Defines | None:
    """y_i = … defines the array y, but μ_B = … the number of this name."""
    if left.key and context.known(left.key):
        return _new(left.key, Definition(right, conditions=conditions), context, afresh)
    left = _without_stars(left)
    letters = [item.key for item in left.items if isinstance(item, Name)]
    if base.key == r"\delta" and len(left.items) == 2 and not context.known(base.key):
        return None
    if len(letters) < len(left.items) or len(set(letters)) < len(letters):
        stepped = all(isinstance(item, Number | Plus) for item in left.items)
        if stepped and not context.known(base.key) and context.entry(base) is None:
            _name_steps(left, right, context)
            return _new(left.key, Definition(right, conditions=conditions), context, afresh)
        return None
    entry = context.entry(base)
    if entry != base.key and context.axes(entry) not in (None, len(letters)):
        entry = None  # a_k beside a matrix A is a vector of its own
    if _is_another_error(context.defined.get(entry or ""), right, tuple(letters)):
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


def _name_steps(left: Index, right: Node, context: Context) -> None:
    """In w_{t+1} = w_t - η g_t, the values at step t are numbers of their own."""
    letters = {n.key for item in left.items for n in walk(item) if isinstance(n, Name)}
    for part in walk(right):
        if isinstance(part, Index) and part.key and isinstance(part.base, Name):
            at_step = {n.key for item in part.items for n in walk(item) if isinstance(n, Name)}
            new = context.entry(part.base) is None and not context.known(part.key)
            if at_step and at_step <= letters and new:
                context.inputs[part.key] = Input()
                context.changed()


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
    single = not context.defined[entry].indices and entry == base.key
    return not (single and _is_number(entry, context))


def _is_number(key: str, context: Context) -> bool:
    """Whether a defined name is a single number."""
    try:
        return Evaluator(drawn(context, 0)).value(key).rank == 0
    except ReadError:
        return False


def _new(key: str, definition: Definition, context: Context, afresh: bool) -> Defines | None:
    """The definition of a name, if the name is free; None if the row is a claim."""
    if not key or (key in context.sizes and not afresh):
        return None
    used = context.names_in_deep(definition.body)
    if afresh and key not in used:
        return Defines(key, definition)
    if key in context.defined:
        return None
    if key in context.inputs:
        return Defines(key, definition) if key not in used and _unused(key, context) else None
    if key in used:
        raise ReadError(f"{key} is defined by itself, and was not declared", definition.body.at)
    return Defines(key, definition)


def _unused(key: str, context: Context) -> bool:
    """Whether nothing that was defined rests on the name."""
    return not any(key in context.rests_on(name) for name in (*context.defined, *context.losses))


def enter(found: Defines, context: Context) -> None:
    """Make a definition known."""
    declared = context.inputs.get(found.key)
    if found.key in context.defined or found.is_function:
        context.forget(found.key)
        if declared is not None and declared.shape:
            context.inputs[found.key] = declared
    body = found.definition.body
    if found.is_function:
        context.functions[found.key] = found.definition
    else:
        context.defined[found.key] = found.definition
    for part in walk(body):
        if isinstance(part, Apply) and context.function(part.function) is None:
            scalar = declared is not None and not declared.shape
            whole = part.function in LOSSES or (part is body and scalar)
            context.functions[part.function] = Arbitrary(elementwise=not whole)
    context.changed()
