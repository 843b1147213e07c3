"""What a row rests on and the text does not say: names without a declaration or a formula."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from nnderiv.errors import UndeclaredError
from nnderiv.proofread.claims.compare import Compared
from nnderiv.proofread.claims.equation import Equation
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.free_names import free_names
from nnderiv.proofread.context.names import Input, shown
from nnderiv.proofread.elaborate.ranks import as_arrays
from nnderiv.proofread.elaborate.shape_rules import unify_sizes
from nnderiv.proofread.elaborate.shapes import OPEN
from nnderiv.proofread.grammar.tree import Name, Node, Number

MOST_NAMED = 4  # names in a message
LETTERS = "nmkpqrsduvw"  # for lengths that nobody named


def without_formula(equation: Equation, compared: Compared, context: Context) -> str:
    """A name whose derivative vanishes because the text has no formula for it; "" if none is.

    What was declared is an input, which may well be independent of another. But if nothing is
    left of a row then, the row says nothing, unless it says just that.
    """
    formless = sorted(compared.notes.formless)
    undeclared = [key for key in formless if not is_declared(key, context)]
    if undeclared:
        return undeclared[0]
    if equation.right == Number(0.0):
        return ""
    mask = compared.mask
    vanished = not np.any(compared.left[mask]) and not np.any(compared.right[mask])
    return formless[0] if formless and vanished and mask.any() else ""


def undeclared_names(nodes: Iterable[Node], context: Context) -> tuple[str, ...]:
    """The variables that some formulas rest on and nobody declared."""
    found: dict[str, None] = {}
    for node in nodes:
        for key in sorted(free_names(node, context)):
            if not is_declared(key, context) and key not in context.losses:
                found[key] = None
    return tuple(found)


def doubt_misfit(
    error: Exception | str, nodes: Iterable[Node], context: Context
) -> UndeclaredError | None:
    """Sizes that do not fit are no mistake of the author where nobody declared the names."""
    nodes = list(nodes)
    names = undeclared_names(nodes, context)
    if not names:
        used = sorted({key for node in nodes for key in free_names(node, context)})
        headings = {context.sections[key] for key in used if key in context.sections}
        twice = [key for key in used if key in context.redeclared]
        if len(headings) < 2 and not twice:
            return None
        listed = ", ".join(map(shown, (twice or used)[:MOST_NAMED]))
        where = "twice, otherwise each time" if twice else "under different headings"
        reason = f"{listed}: declared {where}, and as it stands {error}"
        return UndeclaredError(reason, tuple(used))
    are = "is" if len(names) == 1 else "are"
    more = " and others" if len(names) > MOST_NAMED else ""
    listed = ", ".join(map(shown, names[:MOST_NAMED])) + more
    return UndeclaredError(f"{listed} {are} not declared, and as it stands {error}", names)


def declarations(
    names: Iterable[str], left: Node | None, right: Node | None, context: Context
) -> tuple[str, ...]:
    """Lines that would declare the names of an equation, with as many axes as they seem to have.

    Lengths that must be equal have one letter.
    """
    names = tuple(names)
    before = context.snapshot()
    as_arrays(names, context)
    if left is not None and right is not None:
        unify_sizes([], [(left, right)], context)
    lines = tuple(_declaration(key, context) for key in names)
    context.restore(before)
    return lines


def _declaration(key: str, context: Context) -> str:
    """A line that would declare a name."""
    known = context.inputs.get(key, Input())
    lengths = [_letter(axis, context) for axis in known.shape]
    if key.endswith("^{()}"):
        key, lengths = key.replace("^{()}", "^{(i)}"), lengths[1:]
    shape = r" \times ".join(lengths)
    return rf"{key} \in \mathbb{{R}}" + (f"^{{{shape}}}" if lengths else "")


def _letter(axis: Node, context: Context) -> str:
    """A length as it is written; an open one gets a letter that no other has."""
    if not isinstance(axis, Name) or not axis.key.startswith(OPEN):
        return axis.key if isinstance(axis, Name) else "?"
    open_ = [size for size in context.sizes if size.startswith(OPEN)]
    free = [letter for letter in LETTERS if letter not in context.sizes]
    return free[open_.index(axis.key) % len(free)]


def is_declared(key: str, context: Context) -> bool:
    """Whether the text says what a name is."""
    known = context.inputs.get(key)
    return known is not None and not known.guessed and not _is_open(known)


def _is_open(known: Input) -> bool:
    """Whether a declaration leaves the length of an axis open, as that of b_j for every j."""
    return any(isinstance(axis, Name) and axis.key.startswith(OPEN) for axis in known.shape)
