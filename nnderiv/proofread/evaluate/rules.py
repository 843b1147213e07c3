"""The table of rules: which function evaluates which node; draws, and evaluators that know it."""

from __future__ import annotations

from typing import Any

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.evaluate import (
    arithmetic,
    conditions,
    derivatives,
    differentials,
    functions,
    matrices,
    names,
    primes,
    ranges,
    sums,
)
from nnderiv.proofread.evaluate.draws import Draw
from nnderiv.proofread.evaluate.evaluator import Evaluator, Rules
from nnderiv.proofread.evaluate.sizes import choose_sizes
from nnderiv.proofread.grammar.tree import (
    Apply,
    At,
    BigO,
    Cases,
    Constant,
    Derivative,
    Differential,
    Dots,
    Index,
    Indicator,
    Joined,
    Matrix,
    Name,
    Negative,
    Node,
    Norm,
    Number,
    Plus,
    Power,
    Prime,
    Product,
    Quotient,
    Reach,
    Reduce,
    Star,
    Transpose,
    walk,
)
from nnderiv.proofread.numeric.dual import value_of

RULES = Rules(
    nodes={
        Number: names.number,
        Name: names.name,
        Index: names.entries,
        Plus: arithmetic.plus,
        Negative: arithmetic.negative,
        Product: arithmetic.product,
        Quotient: arithmetic.quotient,
        Power: arithmetic.power,
        Transpose: arithmetic.transposed,
        Norm: arithmetic.norm,
        Constant: arithmetic.constant,
        BigO: arithmetic.big_o,
        Dots: arithmetic.dots,
        Star: arithmetic.star,
        Matrix: matrices.matrix,
        Joined: matrices.joined,
        Apply: functions.application,
        Indicator: conditions.indicator,
        Cases: conditions.cases,
        Reduce: sums.reduction,
        Derivative: derivatives.derivative,
        Reach: derivatives.reach,
        Differential: differentials.differential,
        Prime: primes.prime,
        At: primes.at_value,
    },
    definition=ranges.defined_array,
)


def evaluator(context: Context, draw: Draw, **options: Any) -> Evaluator:
    """An evaluator for one draw; the options are fields of `Evaluator`."""
    return Evaluator(context, draw, RULES, **options)


def new_draw(context: Context, seed: int, **options: Any) -> Draw:
    """Sizes and inputs of this seed; the options are fields of `Draw`."""
    return Draw(seed, choose_sizes(context, seed, _length), **options)


def draw(context: Context, seed: int) -> Draw:
    """The draw of this seed for the context as it is now."""
    return context.remember(("draw", seed), lambda: new_draw(context, seed))


def _length(axis: Node, sizes: dict[str, int]) -> float:
    """The length of an axis for trial sizes; 0 if a name in it is no size."""
    value = value_of(evaluator(Context(), Draw(0, sizes)).of(axis).data)
    if any(isinstance(p, Name) and p.key not in sizes for p in walk(axis)) or value.size != 1:
        return 0.0
    return float(value.reshape(()))
