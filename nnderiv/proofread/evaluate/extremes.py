"""The largest and the smallest of numbers, and where each stands."""

from __future__ import annotations

from functools import partial
from operator import itemgetter

import numpy as np

from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.numeric import dual
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import Tensor, elementwise


def extreme(evaluator: Evaluator, name: str, values: list[Tensor]) -> Tensor:
    """The largest or smallest of several numbers, or entry of an array."""
    if len(values) == 1:
        z = values[0]
        if z.rank == 0:
            return z
        flat = dual.each_part(z.data, lambda p: p.reshape((-1, *p.shape[z.rank :])))
        count = int(np.prod(z.shape))
        values = [Tensor(dual.each_part(flat, itemgetter(i))) for i in range(count)]
    return best(evaluator, name, values)


def best(evaluator: Evaluator, name: str, values: list[Tensor]) -> Tensor:
    """The extreme of several values, entry by entry, or its number."""
    sign = 1.0 if name in ("max", "argmax") else -1.0
    result, number = values[0], Tensor(np.asarray(float(evaluator.context.first)))
    for i, value in enumerate(values[1:], start=1 + evaluator.context.first):
        apart = elementwise(value, result, lambda x, y: sign * (x - y))
        evaluator.note_kink(apart.data, True)
        mask = np.real(value_of(apart.data)) > 0
        result = elementwise(value, result, partial(dual.where, mask))
        number = Tensor(dual.where(mask, np.asarray(float(i)), number.data))
    return number if name.startswith("arg") else result
