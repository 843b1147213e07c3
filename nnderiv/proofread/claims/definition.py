"""Definitions, made known and tried out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.undeclared import doubt_misfit
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.define import add_definition
from nnderiv.proofread.context.names import Defines, Definition, Input
from nnderiv.proofread.elaborate.bodies import function_bodies
from nnderiv.proofread.elaborate.implied import infer_shapes
from nnderiv.proofread.elaborate.losses import bind_losses
from nnderiv.proofread.elaborate.open_sizes import each_size
from nnderiv.proofread.elaborate.ranks import guess_ranks
from nnderiv.proofread.elaborate.shape_rules import unify_sizes
from nnderiv.proofread.elaborate.unroll import at_step, numbered_index, without_index
from nnderiv.proofread.evaluate.draws import STYLES
from nnderiv.proofread.evaluate.rules import draw, evaluator
from nnderiv.proofread.grammar.tree import Compare, Index, Name, Node, Number, walk
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import EmptyError, MisfitError, written


def try_definition(
    found: Defines, right: Node, conditions: tuple[Node, ...], context: Context
) -> Outcome:
    """Make a definition known, and see that it can be evaluated."""
    if found.is_function:
        _assume(found, conditions, context)
        add_definition(found, context)
        return Outcome("defined")
    infer_shapes([right, *conditions], context, found.definition.indices)
    infer_shapes(function_bodies([right], context), context)
    guess_ranks([right], context)
    declared = context.inputs.get(found.key)
    equal = (
        [(Name(found.key), right)] if declared is not None and not found.definition.indices else []
    )
    unify_sizes([right, *conditions], equal, context)
    add_definition(found, context)
    try:
        return _evaluated(found, context)
    except (ReadError, RecursionError) as error:
        context.forget(found.key)
        if declared is not None:
            context.declare(found.key, declared)
        doubt = doubt_misfit(error, [right], context) if isinstance(error, MisfitError) else None
        raise doubt or error from None


def try_recurrence(
    left: Node, right: Node, conditions: tuple[Node, ...], context: Context
) -> Outcome | None:
    """h_t = tanh(W h_{t-1} + …) for t = 1, 2, 3 defines h_1, then h_2, then h_3."""
    if not isinstance(left, Index) or len(left.items) != 1 or not isinstance(left.base, Name):
        return None
    if context.entry(left.base) is not None:
        return None
    again = any(isinstance(part, Index) and part.base == left.base for part in walk(right))
    for letter, values in numbered_index([right], conditions, context, recurrent=again).items():
        if left.items != (Name(letter),):
            continue
        rest = without_index(conditions, letter)
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
            outcome = try_definition(Defines(name.key, Definition(formula)), formula, rest, context)
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
                context.declare(key, Input((), "positive"))


def _evaluated(found: Defines, context: Context) -> Outcome:
    """Evaluate a definition once, to see that it can be read and fits its declaration."""
    key = found.key
    body = found.definition.body
    declared = context.inputs.get(key)
    error: ReadError | None = None
    for (choice,) in each_size([body], context):
        context.define(key, replace(found.definition, body=choice))
        bind_losses(context, [choice])
        try:
            rank = _rank(key, declared, context)
        except MisfitError as misfit:
            error = error or misfit
        else:
            context.set_rank(key, rank)
            return Outcome("defined")
    assert error is not None
    raise error


def _rank(key: str, declared: Input | None, context: Context) -> int:
    """How many axes a definition has, on the first draw for which it has entries."""
    for seed in range(len(STYLES)):
        drawn = draw(context, seed)
        its = evaluator(context, drawn, cache=drawn.known)
        try:
            value = its.value(key)
        except EmptyError:
            if seed == len(STYLES) - 1:
                raise
            continue
        if its.notes.outside and not np.isfinite(value_of(value.data)).any():
            raise ReadError(its.notes.outside)
        shape = tuple(its.length(axis) for axis in declared.shape) if declared else ()
        if shape and _squeezed(shape) != _squeezed(value.shape):
            raise MisfitError(
                f"declared as {written(shape)}, but the formula gives {written(value.shape)}"
            )
        return value.rank
    raise AssertionError


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without the axes of length 1."""
    return tuple(n for n in shape if n != 1)
