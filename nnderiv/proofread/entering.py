"""Definitions, entered into the context and tried out."""

from __future__ import annotations

from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.claims import Outcome
from nnderiv.proofread.context import Context, Definition, Input
from nnderiv.proofread.definitions import (
    Defines,
    enter,
)
from nnderiv.proofread.draws import STYLES, Draw, drawn
from nnderiv.proofread.evaluate import Evaluator
from nnderiv.proofread.losses import bind_losses
from nnderiv.proofread.rewrite import each_size
from nnderiv.proofread.settling import settle
from nnderiv.proofread.steps import at_step, steps
from nnderiv.proofread.syntax import Compare, Index, Name, Node, Number, walk
from nnderiv.proofread.tensors import EmptyError, MisfitError, Tensor, written


def entered(found: Defines, right: Node, conditions: tuple[Node, ...], context: Context) -> Outcome:
    """Make a definition known, and see that it can be evaluated."""
    if found.is_function:
        _assume(found, conditions, context)
        enter(found, context)
        return Outcome("defined")
    settle([right, *conditions], context, found.definition.indices)
    declared = context.inputs.get(found.key)
    enter(found, context)
    try:
        return _evaluated(found, context)
    except ReadError:
        context.forget(found.key)
        if declared is not None:
            context.inputs[found.key] = declared
        raise


def entered_in_steps(
    left: Node, right: Node, conditions: tuple[Node, ...], context: Context
) -> Outcome | None:
    """h_t = tanh(W h_{t-1} + …) for t = 1, 2, 3 defines h_1, then h_2, then h_3."""
    if not isinstance(left, Index) or len(left.items) != 1 or not isinstance(left.base, Name):
        return None
    if context.entry(left.base) is not None:
        return None
    again = any(isinstance(part, Index) and part.base == left.base for part in walk(right))
    for letter, values in steps([right], conditions, context, recurrent=again).items():
        if left.items != (Name(letter),):
            continue
        rest = tuple(c for c in conditions if getattr(c, "index", "") != letter)
        before = at_step(right, letter, values[0])
        backwards = any(
            isinstance(part, Index) and part.base == left.base and not context.known(part.key)
            for part in walk(before)
        )
        for value in reversed(values) if backwards else values:
            name, formula = (at_step(side, letter, value) for side in (left, right))
            assert isinstance(name, Index)
            if context.known(name.key):
                return None
            outcome = entered(Defines(name.key, Definition(formula)), formula, rest, context)
        return outcome
    return None


def _assume(found: Defines, conditions: tuple[Node, ...], context: Context) -> None:
    """A positive parameter of a function, said behind its definition, stays positive."""
    for condition in conditions:
        if isinstance(condition, Compare) and isinstance(condition.left, Name):
            key = condition.left.key
            positive = condition.relation == ">" and condition.right == Number(0.0)
            own = key in (found.definition.parameters or ())
            if positive and not own and not context.known(key):
                context.inputs[key] = Input((), "positive")


def _evaluated(found: Defines, context: Context) -> Outcome:
    """Evaluate a definition once, to see that it can be read and fits its declaration."""
    key = found.key
    body = found.definition.body
    declared = context.inputs.get(key)
    error: ReadError | None = None
    for (choice,) in each_size([body], context):
        context.defined[key] = replace(found.definition, body=choice)
        context.changed()
        bind_losses(context, [choice])
        try:
            draw, value = _first_value(key, context)
            if declared is not None:
                shape = tuple(draw.length(axis) for axis in declared.shape)
                if _squeezed(shape) != _squeezed(value.shape) and shape:
                    raise MisfitError(
                        f"declared as {written(shape)}, but the formula gives "
                        f"{written(value.shape)}"
                    )
            return Outcome("defined")
        except MisfitError as misfit:
            error = error or misfit
    assert error is not None
    raise error


def _first_value(key: str, context: Context) -> tuple[Draw, Tensor]:
    """The value of a definition on the first draw for which it has entries."""
    seeds = range(len(STYLES))
    for seed in seeds:
        draw = drawn(context, seed)
        try:
            return draw, Evaluator(draw, cache=draw.known).value(key)
        except EmptyError:
            if seed == seeds[-1]:
                raise
    raise AssertionError


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without the axes of length 1."""
    return tuple(n for n in shape if n != 1)


def bounded(left: Node, relation: str, right: Node, context: Context) -> Outcome | None:
    """A row that says x > 0, for a name without a definition, is a declaration."""
    if relation not in (">", r"\geq") or right != Number(0.0) or not isinstance(left, Name):
        return None
    if left.key in context.defined or left.key in context.sizes:
        return None
    known = context.inputs.get(left.key, Input())
    if known.domain != "real":
        return Outcome("declared")
    context.forget(left.key)
    context.inputs[left.key] = Input(known.shape, "positive")
    context.changed()
    return Outcome("declared")
