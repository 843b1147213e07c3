"""Losses: scalars that a text differentiates, but never defines."""

from __future__ import annotations

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.grammar.tree import Apply, Derivative, Index, Name, Node, walk


def bind_losses(context: Context, nodes: list[Node]) -> None:
    """Make every scalar that is differentiated but never defined a loss of what came last."""
    wanted: dict[str, set[str]] = {}
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Derivative) and isinstance(part.body, Name | Apply):
                loss = part.body.key if isinstance(part.body, Name) else part.body.function
                variables = {_variable(context, target) for target in part.targets} - {loss}
                if variables and isinstance(part.body, Name) and context.may_be_loss(loss):
                    wanted.setdefault(loss, set()).update(variables)
    inner_first = sorted(wanted, key=lambda loss: not any(loss in by for by in wanted.values()))
    for loss in inner_first:
        variables = wanted[loss]
        bound = context.losses.get(loss, ())
        if bound and all(_acts_on(context, v, bound) for v in variables):
            continue
        chosen = _last_that_rest_on(context, variables, loss)
        if chosen and chosen != bound:
            context.bind_loss(loss, chosen)


def _variable(context: Context, target: Node) -> str:
    """The name that a target of a derivative varies."""
    while not isinstance(target, Name):
        if isinstance(target, Index) and target.key and context.known(target.key):
            return target.key
        if isinstance(target, Index) and isinstance(target.base, Name):
            return context.entry(target.base) or target.base.key
        target = target.base  # type: ignore[attr-defined]  # an entry or a power
    return target.key


def _acts_on(context: Context, variable: str, bound: tuple[str, ...]) -> bool:
    """Whether one of these names rests on the variable, or is it."""
    return any(variable == name or variable in context.rests_on(name) for name in bound)


def _last_that_rest_on(context: Context, variables: set[str], loss: str) -> tuple[str, ...]:
    """The newest definitions that together rest on all of these variables."""
    known = [*reversed(list(context.defined)), *context.losses]
    candidates = [n for n in known if n != loss and loss not in context.rests_on(n)]
    left, chosen = set(variables), []
    for name in candidates:
        reached = {v for v in left if _acts_on(context, v, (name,))}
        if reached:
            chosen.append(name)
            left -= reached
        if not left:
            return tuple(chosen)
    inputs = {v for v in left if v in context.inputs or not context.known(v)}
    return (*chosen, *sorted(inputs)) if left == inputs else ()
