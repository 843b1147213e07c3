r"""The value of a differential: how a formula changes along free directions of its variables."""

from __future__ import annotations

from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.evaluate.derivatives import slope_of
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.tree import Differential
from nnderiv.proofread.numeric.dual import Dual
from nnderiv.proofread.numeric.tensor import Tensor, reshaped

# What the differentials of such numbers are like; of others they are not free.
DIRECTIONS = {"symmetric": "symmetric", "definite": "symmetric"}
BOUND = frozenset({"simplex", "one-hot", "orthogonal", "signs", "binary", "whole"})


def differential(evaluator: Evaluator, node: Differential) -> Tensor:
    """The slope of a formula where every name in `along` changes in a direction of its own."""
    if not node.along:
        raise ReadError(
            "a differential stands beside others in its row: what changes in a name or a function "
            "that is made of one does not follow; write dy = 2x dx, with a d on both sides",
            node.at,
        )
    level = evaluator.level + 1
    fixed = {key: _moving(evaluator, key, level, node) for key in node.along}
    if not fixed.keys() & evaluator.context.names_in_deep(node.body):
        evaluator.notes.formless |= evaluator.context.names_in(node.body) - evaluator.scope.keys()
    inner = replace(
        evaluator, level=level, fixed={**evaluator.fixed, **fixed}, parent=evaluator, cache={}
    )
    return slope_of(inner.of(node.body), level)


def _moving(evaluator: Evaluator, key: str, level: int, node: Differential) -> Tensor:
    """A variable with its differential, which is drawn once for every name."""
    value = evaluator.value(key)
    declared = evaluator.context.inputs.get(key)
    domain = declared.domain if declared is not None else "real"
    if domain in BOUND:
        raise ReadError(f"the differential of {key} is not free: its numbers are {domain}", node.at)
    draw, own = evaluator.draw, f"d{key}"
    if own not in draw.values:
        draw.values[own] = draw.numbers(own, value.shape, DIRECTIONS.get(domain, "real"), ())
    data = reshaped(value, range(value.rank), value.running)
    return Tensor(Dual(level, data, draw.values[own].data), value.rank)
