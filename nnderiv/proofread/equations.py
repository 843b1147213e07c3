"""A claim as it is judged: what its row leaves unsaid filled in, step by step where it runs."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.claims import Outcome, judge
from nnderiv.proofread.comparing import Equation
from nnderiv.proofread.context import Context
from nnderiv.proofread.indices import index_names
from nnderiv.proofread.settling import settle, widened
from nnderiv.proofread.steps import at_step, steps, written_out
from nnderiv.proofread.syntax import Name, Node, Unread, walk
from nnderiv.proofread.variables import prime_variable, with_argument, with_imaginary_unit

Readings = tuple[frozenset[str], ...]


def judged(
    left: Node,
    right: Node,
    relation: str,
    conditions: tuple[Node, ...],
    readings: Readings,
    context: Context,
) -> tuple[Outcome, Readings]:
    """The outcome of a claim, for each value of an index over numbered names."""
    for letter, values in steps([left, right], conditions, context).items():
        rest = tuple(c for c in conditions if getattr(c, "index", "") != letter)
        for value in values:
            one, other = at_step(left, letter, value), at_step(right, letter, value)
            outcome, found = judged(one, other, relation, rest, readings, context)
            if outcome.verdict != "holds":
                break
        return outcome, found
    equation = _equation(left, right, relation, conditions, readings, context)
    outcome, found = judge(equation, context)
    unread = next((c for c in equation.conditions if isinstance(c, Unread)), None)
    if outcome.verdict == "fails" and unread is not None:
        reason = f"without its condition, {unread.text}, the row fails; that was not read"
        return Outcome("unread", reason), found
    return outcome, found


def _equation(
    left: Node,
    right: Node,
    relation: str,
    conditions: tuple[Node, ...],
    readings: Readings,
    context: Context,
) -> Equation:
    """Both sides, with the conditions that bear on them."""
    left, right = (written_out(side, context) for side in (left, right))
    refuse_broken([left, right], context)
    used = {n.key for side in (left, right) for n in walk(side) if isinstance(n, Name)}
    conditions = tuple(
        c  # a condition on an index that is not in the row, as in "if all r_i ≠ 0", is prose
        for c in conditions
        if all(n in used or context.known(n) for n in index_names(c, context))
    )
    left, right, *_ = widened([left, right, *conditions], context)
    settle([left, right, *conditions], context, set(index_names(left, context)))
    right = with_argument(left, right)
    both = [left, right]
    left, right = (with_imaginary_unit(node, both, context) for node in both)
    return Equation(left, right, relation, conditions, prime_variable(left), readings)


def filled_in(left: Node, right: Node, conditions: tuple[Node, ...], context: Context) -> Node:
    """The right side of a definition, with its sums written out and widened."""
    right = written_out(right, context)
    refuse_broken([right], context)
    return widened([left, right, *conditions], context)[1]


def refuse_broken(nodes: list[Node], context: Context) -> None:
    """Nothing can be said of a row that rests on a definition that was not read."""
    for node in nodes:
        for key in sorted(context.broken & context.names_in_deep(node)):
            if not context.known(key) and key not in context.functions:
                raise ReadError(f"this row rests on {key}, whose own row was not read", node.at)
