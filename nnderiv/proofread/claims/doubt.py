"""What else than a mistake may explain that a row fails: then it is not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.equation import Equation
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.undeclared import (
    declarations,
    doubt_misfit,
    is_declared,
    undeclared_names,
)
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.free_names import direct_names, free_names
from nnderiv.proofread.context.indices import EINSTEIN, index_names, repeated_index
from nnderiv.proofread.context.names import Arbitrary, Input, shown
from nnderiv.proofread.elaborate.shape_rules import shape_of
from nnderiv.proofread.grammar.tree import (
    Apply,
    Derivative,
    Differential,
    Index,
    Name,
    Negative,
    Node,
    Norm,
    Number,
    Plus,
    Power,
    Prime,
    Product,
    Reduce,
    Unread,
    rewrite,
    walk,
)
from nnderiv.proofread.latex.commands import BOLD_LETTER

KINDS = {  # of numbers that a row may hold for, and what to say of the names
    "simplex": "sums to 1",
    "one-hot": "is one-hot",
    "positive": "is positive",
}
SIGNED = frozenset({"|", "abs", "sqrt", "log", "relu", "sign", "max", "min"})
MOST_TRIED = 6  # names


def doubted(
    equation: Equation, outcome: Outcome, context: Context, judge: Callable[..., Any]
) -> Outcome:
    """The outcome of a row that fails; not read where something else than a mistake explains it."""
    for reason in _reasons(equation, outcome, context, judge):
        if reason:
            names = undeclared_names([equation.left, equation.right], context)
            lines = declarations(names, equation.left, equation.right, context)
            return Outcome("unread", reason, undeclared=lines)
    return outcome


def _reasons(
    equation: Equation, outcome: Outcome, context: Context, judge: Callable[..., Any]
) -> Iterator[str]:
    """What else than a mistake may explain that a row fails; "" where a reason does not apply."""
    unread = next((c for c in equation.conditions if isinstance(c, Unread)), None)
    if unread is not None:
        yield f"without its condition, {unread.text}, the row fails; that was not read"
    if outcome.witness is None:  # the sizes do not go together
        error = doubt_misfit(outcome.reason, [equation.left, equation.right], context)
        yield str(error or "")
        yield _counted_twice(equation, context)
    yield _update(equation.left, equation.right)
    yield _bounded(equation, context)
    yield _example(equation, context)
    yield _einstein(equation, context)
    yield _open_loss(equation, context)
    yield _from_nowhere(equation, context)
    yield _of_arrays(equation, context)
    yield _condition(equation, context)
    yield _unpaired_index(equation, context)
    yield _of_one_letter(equation, context)
    yield _circled(equation, context, judge)
    yield _crossed(equation, context)
    yield _special(equation, context, judge)


def _counted_twice(equation: Equation, context: Context) -> str:
    """Whether a row counts from 0 where the text counts from 1."""
    sides = (equation.left, equation.right)
    used = {name for side in sides for name in context.names_in_deep(side)}
    bodies = [context.defined[name].body for name in sorted(used) if name in context.defined]
    for node in (*sides, *bodies):
        for part in walk(node):
            if isinstance(part, Reduce) and part.lower == Number(0.0) and context.first:
                return f"{part.indices[0]} is counted from 0, other indices from 1"
    return ""


def _bounded(equation: Equation, context: Context) -> str:
    """A function without a formula obeys no order, unless it is convex or the like."""
    used = context.names_in_deep(equation.left) | context.names_in_deep(equation.right)
    open_ = sorted(name for name in used if context.is_open_function(name))
    if equation.relation == "=" or not open_:
        return ""
    return f"rests on {open_[0]}, which has no formula here: for which functions is it meant?"


def _example(equation: Equation, context: Context) -> str:
    """Whether numbers are put in for names, as in L = max(0, 3 - 5), or a slope is set to 0."""
    left, right = equation.left, equation.right
    if any(isinstance(part, Name) or _is_open_value(part, context) for part in walk(right)):
        return ""
    plain = isinstance(right, Number) and right.value.is_integer()
    slope = any(isinstance(part, Derivative) for part in walk(left))
    if slope and right == Number(0.0):
        return "is the derivative set to 0 here?"
    named = isinstance(left, Name | Index) and direct_names(left, context) & context.defined.keys()
    open_ = undeclared_names([left], context)
    if not plain and (open_ or (named and not isinstance(right, Number | Negative))):
        return "numbers stand here for an example, not for every one"
    return ""


def _is_open_value(part: Node, context: Context) -> bool:
    """Whether this is a value, such as f(0), of a function that is any."""
    return isinstance(part, Apply) and context.is_open_function(part.function)


def _update(left: Node, right: Node) -> str:
    """Whether w = w - g moves a name on instead of saying what it is."""
    if isinstance(left, Name | Index) and isinstance(right, Plus) and left in right.terms:
        return r"an update is not an equation: write \leftarrow"
    return ""


def _einstein(equation: Equation, context: Context) -> str:
    """Whether an index stands twice in a product and nowhere on the other side.

    It may stand so on both sides, as long as one of them writes no sum of its own.
    """
    sides = (equation.left, equation.right)
    for side, other in (sides, sides[::-1]):
        letter = repeated_index(side, set(index_names(other, context)), context)
        if letter:
            return EINSTEIN.format(letter)
    if all(any(isinstance(part, Reduce) for part in walk(side)) for side in sides):
        return ""
    both = [repeated_index(side, set(), context, frozenset()) for side in sides]
    return EINSTEIN.format(both[0]) if all(both) else ""


def _open_loss(equation: Equation, context: Context) -> str:
    """A loss whose way from the variables of the row is not in the text."""
    used = context.names_in_deep(equation.left) | context.names_in_deep(equation.right)
    sides = (equation.left, equation.right)
    kinds = Derivative | Differential
    differentiated = {
        id(part.body) for side in sides for part in walk(side) if isinstance(part, kinds)
    }
    for loss in sorted(used & context.losses.keys()):
        alone = any(
            part == Name(loss) and id(part) not in differentiated
            for side in sides
            for part in walk(side)
        )
        unbound = any(of not in context.defined for of in context.losses[loss])
        unbound |= any(loss not in context.names_in_deep(side) for side in sides)
        if unbound or alone or equation.right == Number(0.0):
            return f"rests on {shown(loss)}, which has no formula here"
    return ""


def _from_nowhere(equation: Equation, context: Context) -> str:
    """A name without a formula that stands on the right alone: it was explained elsewhere."""
    sides = (equation.left, equation.right)
    letters = frozenset(
        key for node in (*sides, *equation.conditions) for key in index_names(node, context)
    )
    left, right = (free_names(side, context, letters) for side in sides)
    new = [key for key in sorted(right - left) if not is_declared(key, context)]
    if new:
        return f"rests on {shown(new[0])}, which is neither declared nor defined here"
    functions = [
        {
            name
            for name in context.names_in_deep(side)
            if not context.known(name) and context.is_open_function(name)
        }
        for side in sides
    ]
    alone = sorted((functions[0] ^ functions[1]) - context.arrows)
    return f"rests on {alone[0]}, which has no formula here" if alone else ""


def _of_arrays(equation: Equation, context: Context) -> str:
    """A function of an array without a formula, and without a prime: is it one of each entry?"""
    sides = (equation.left, equation.right)
    used = {name for side in sides for name in context.names_in_deep(side)}
    bodies = [context.defined[name].body for name in sorted(used) if name in context.defined]
    for node in (*sides, *bodies):
        for part in walk(node):
            if not isinstance(part, Apply) or part.function in context.primed | context.arrows:
                continue
            shapes = [shape_of(argument, context) for argument in part.arguments]
            own = context.functions.get(part.function)
            entrywise = isinstance(own, Arbitrary) and own.is_entrywise(part.items)
            if entrywise and any(shape is not None and shape.axes for shape in shapes):
                return f"what {part.function} makes of an array the text does not say"
    return ""


def _condition(equation: Equation, context: Context) -> str:
    """Whether a row such as x² + y² = 1 says what x and y are like instead of claiming it."""
    parts = list(walk(equation.left))
    claims = any(isinstance(part, Apply | Derivative | Differential | Prime) for part in parts)
    claims |= any(isinstance(part, Power) and part.base == Name("e") for part in parts)
    if claims:
        return ""
    sides = (equation.left, equation.right)
    letters = frozenset(key for side in sides for key in index_names(side, context))
    left, right = (free_names(side, context, letters) for side in sides)
    known = direct_names(equation.left, context) & context.defined.keys()
    alone = [key for key in sorted(left - right) if not known and not is_declared(key, context)]
    alone += sorted(_entries(equation.left, context) - _entries(equation.right, context))
    if not alone:
        return ""
    return f"{shown(alone[0])}, which is not declared, stands on the left alone: is it a condition?"


def _entries(node: Node, context: Context) -> set[str]:
    r"""The undeclared vectors that a number picks, such as \mathbf{b}_1."""
    return {
        f"{part.base.key}_{{{item.value:.0f}}}"
        for part in walk(node)
        if isinstance(part, Index) and isinstance(part.base, Name)
        for item in part.items[:1]
        if isinstance(item, Number) and part.base.key.startswith(BOLD_LETTER)
        if not is_declared(part.base.key, context)
    }


def _unpaired_index(equation: Equation, context: Context) -> str:
    """An index on one side alone, where an undeclared name may explain it.

    The c of v_c may be a part of the name; where J = -log p_o, the y in J may be one-hot.
    """
    sides = (equation.left, equation.right)
    left, right = (set(index_names(side, context)) for side in sides)
    names = {name for side in sides for name in context.names_in_deep(side)}
    bodies = [context.defined[name].body for name in names & context.defined.keys()]
    parts = [part for node in (*sides, *bodies) for part in walk(node) if isinstance(part, Index)]
    deep = [set(undeclared_names([side], context)) for side in sides]
    for letter in sorted((left ^ right) - context.summed):
        bases = {p.base.key for p in parts if Name(letter) in p.items and isinstance(p.base, Name)}
        if len(bases) == 1 and bases <= deep[0] | deep[1]:
            return f"{shown(bases.pop())} is not declared: is {letter} an index in it, or a label?"
        alone = sorted(deep[0] - deep[1])
        if alone and letter in right and isinstance(equation.left, Name):
            return f"{shown(alone[0])}, which is not declared, and {letter} stand on one side alone"
    return ""


def _of_one_letter(equation: Equation, context: Context) -> str:
    """Names of one letter, x on one side and X on the other: how they go together is not said."""
    left, right = (free_names(side, context) for side in (equation.left, equation.right))
    pairs = [(a, b) for a in sorted(left - right) for b in sorted(right - left)]
    pairs = [(a, b) for a, b in pairs if _bare(a) == _bare(b)]
    for one in sorted(left ^ right):
        bold = one if one.startswith(BOLD_LETTER) else f"{BOLD_LETTER}{one}}}"
        both = {bold, bold[len(BOLD_LETTER) : -1]}
        if both <= left | right and not all(is_declared(key, context) for key in both):
            pairs.append((min(both), max(both)))
    if not pairs:
        return ""
    one, other = pairs[0]
    return f"how {shown(one)} and {shown(other)} go together the text does not say"


def _circled(equation: Equation, context: Context, judge: Callable[..., Any]) -> str:
    r"""Whether the row holds where \otimes multiplies entry by entry."""

    def change(part: Node) -> Node | None:
        if isinstance(part, Product) and r"\otimes" in part.signs:
            signs = tuple(r"\odot" if sign == r"\otimes" else sign for sign in part.signs)
            return rewrite(replace(part, signs=signs), lambda n: change(n) if n != part else None)  # type: ignore[no-any-return]  # a tree
        return None

    left, right = (rewrite(side, change) for side in (equation.left, equation.right))
    if (left, right) == (equation.left, equation.right):
        return ""
    try:
        outcome, _ = judge(replace(equation, left=left, right=right), context)
    except ReadError:
        return ""
    entrywise = r"holds where \otimes multiplies entry by entry: that is written \odot"
    return entrywise if outcome.verdict == "holds" else ""


def _crossed(equation: Equation, context: Context) -> str:
    r"""Whether \times stands between names that may be vectors in space."""
    names = undeclared_names([equation.left, equation.right], context)
    for side in (equation.left, equation.right):
        for part in walk(side):
            if isinstance(part, Product) and r"\times" in part.signs and names:
                return rf"{shown(names[0])} is not declared: is \times the product of two vectors?"
    return ""


def _bare(key: str) -> str:
    """The letter of a name, small and plain."""
    return key.replace(BOLD_LETTER, "").strip("}").partition("_")[0].partition("^")[0].lower()


def _special(equation: Equation, context: Context, judge: Callable[..., Any]) -> str:
    """Whether the row holds for undeclared names of a special kind, such as probabilities."""
    sides = [equation.left, equation.right]
    varied = {
        key
        for side in sides
        for part in walk(side)
        if isinstance(part, Derivative)
        for target in part.targets
        for key in direct_names(target, context)
    }
    own = {key for side in sides for key in direct_names(side, context)} - varied
    names = [key for key in undeclared_names(sides, context) if key in own]
    signed = any(_minds_sign(part) for side in sides for part in walk(side))
    for kind, meaning in KINDS.items():
        if kind == "positive" and not signed:
            continue
        for key in names[:MOST_TRIED]:
            known = context.inputs.get(key, Input(guessed=True))
            declared = not known.guessed  # as x_i is any number, of which only the count is open
            if declared or bool(known.shape) == (kind == "positive"):
                continue
            with context.declared_as(key, replace(known, domain=kind)):
                try:
                    outcome, _ = judge(equation, context)
                except ReadError:
                    continue
            if outcome.verdict == "holds":
                return f"holds only where {shown(key)} {meaning}: if that is so, say it"
    return ""


def _minds_sign(part: Node) -> bool:
    """Whether a function is another one for negative numbers."""
    if isinstance(part, Power):
        return not isinstance(part.exponent, Number) and part.base != Name("e")
    return isinstance(part, Norm) or (isinstance(part, Apply) and part.function in SIGNED)
