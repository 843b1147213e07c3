"""The value of a number and of a name."""

from __future__ import annotations

from math import e, pi

import numpy as np

from nnderiv.proofread.context.names import CONSTANTS
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.tree import Apply, Name, Number
from nnderiv.proofread.numeric.tensor import Tensor


def number(evaluator: Evaluator, node: Number) -> Tensor:
    """A number as printed."""
    return Tensor(np.asarray(node.value))


def name(evaluator: Evaluator, node: Name) -> Tensor:
    """The value of a name: an index, an input, a definition, a loss, a constant or a function."""
    key = node.key
    if key in evaluator.scope:
        return evaluator.scope[key]
    entry = evaluator.context.entry(node) or key
    if not evaluator.context.known(entry) and entry not in evaluator.fixed:
        if entry in evaluator.context.losses:
            return evaluator.value(entry)
        if key in CONSTANTS:
            return Tensor(np.asarray({"e": e, r"\pi": pi}[key]))
        if key == "#i":
            return Tensor(np.asarray(1j))
        if evaluator.context.function(key) is not None:
            return evaluator.of(Apply(evaluator.context.function(key) or key, (), at=node.at))
        if f"{key}_{{}}" in evaluator.context.defined:
            return evaluator.value(f"{key}_{{}}")
    return evaluator.value(entry)
