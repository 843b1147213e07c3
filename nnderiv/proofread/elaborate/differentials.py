"""Which variables move in a row of differentials: dy = 2x dx."""

from __future__ import annotations

import re
from dataclasses import replace

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.free_names import direct_names, free_names
from nnderiv.proofread.context.names import Definition
from nnderiv.proofread.grammar.tree import Apply, Differential, Name, Node, rewrite, walk
from nnderiv.proofread.latex.commands import GREEK

# By convention these are variables, and what comes before them in the alphabet are constants.
VARIABLES = frozenset("uvwxyz")
SCRIPT = re.compile(r"[_^]")  # begins what stands below or above a letter


def has_differentials(nodes: list[Node]) -> bool:
    """Whether there are differentials in a row."""
    return any(isinstance(part, Differential) for node in nodes for part in walk(node))


def along_all(left: Node, right: Node, context: Context) -> frozenset[str]:
    """Every variable that may change: those of `along_written`, and all that are no constants.

    In d(AX) = A dX the early letter is a constant; in d(AB) = A dB it need not be one, nor where
    the text differentiates by it: the b of y = xW + b, where some row has dL/db.
    """
    written = along_written(left, right, context)
    own = {k for d in _differentials(left) for k in direct_names(d.body, context)}
    used = _rested_on(_differentials(left), context)
    early = not all(_letter(key) in VARIABLES for key in written)
    moving = {k for k in used if _letter(k) in VARIABLES or (early and k in own)}
    moving |= {k for k in used if SCRIPT.split(k)[0] in context.varied}
    return written | (moving - context.held) | _parameters(left, context)


def said_to_move(left: Node, context: Context) -> frozenset[str]:
    """The variables that the left side itself names: X and Y in d(XY), x and t in df of f(x, t)."""
    own = {k for d in _differentials(left) for k in direct_names(d.body, context)}
    return _parameters(left, context) | {k for k in own if _letter(k) in VARIABLES}


def _parameters(left: Node, context: Context) -> frozenset[str]:
    """The parameters of the functions whose differential stands on the left."""
    bodies = [d.body for d in _differentials(left) if isinstance(d.body, Apply)]
    functions = (context.functions.get(b.function) for b in bodies if not b.arguments)
    return frozenset(p for f in functions if isinstance(f, Definition) for p in f.parameters or ())


def along_written(left: Node, right: Node, context: Context) -> frozenset[str]:
    """The variables whose own differential is written on the right side of the row.

    Of a name with a formula, such as the z of dz, all that it rests on.
    """
    found = _rested_on(_differentials(right), context) or _rested_on(_differentials(left), context)
    return found - context.held


def _rested_on(differentials: list[Differential], context: Context) -> frozenset[str]:
    """The variables in what is differentiated; a loss moves only through those that it acts on."""
    names = frozenset().union(*(free_names(d.body, context) for d in differentials))
    return names.difference(context.losses)


def formless_differential(left: Node, context: Context) -> str:
    """The name on the left whose differential says nothing, because it has no formula."""
    if isinstance(left, Differential) and isinstance(left.body, Name):
        key = left.body.key
        known = key in context.defined or key in context.losses or key in context.functions
        return "" if known else key
    return ""


def moved(node: Node, along: frozenset[str]) -> Node:
    """A formula whose differentials know what moves."""

    def change(part: Node) -> Node | None:
        if isinstance(part, Differential):
            return replace(part, along=tuple(sorted(along)), body=moved(part.body, along))
        return None

    changed: Node = rewrite(node, change)
    return changed


def _differentials(node: Node) -> list[Differential]:
    """The differentials in a formula."""
    return [part for part in walk(node) if isinstance(part, Differential)]


def _letter(key: str) -> str:
    """The bare letter of a name, in small."""
    plain = key.removeprefix(r"\mathbf{").lstrip("\\")
    greek = next((letter for letter in GREEK if plain.startswith(letter)), "")
    return greek or plain[:1].lower()
