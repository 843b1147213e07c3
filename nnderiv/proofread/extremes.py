"""The largest and the smallest of numbers, and where each stands."""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from nnderiv.proofread import duals
from nnderiv.proofread.duals import value_of
from nnderiv.proofread.tensors import Tensor, elementwise

if TYPE_CHECKING:
    from nnderiv.proofread.evaluate import Evaluator


def extreme(self: Evaluator, name: str, values: list[Tensor]) -> Tensor:
    """The largest or smallest of several numbers, or entry of an array."""
    if len(values) == 1:
        z = values[0]
        if z.rank == 0:
            return z
        flat = duals.each_part(z.data, lambda p: p.reshape((-1, *p.shape[z.rank :])))
        count = int(np.prod(z.shape))
        values = [Tensor(duals.each_part(flat, itemgetter(i))) for i in range(count)]
    return best(self, name, values)


def best(self: Evaluator, name: str, values: list[Tensor]) -> Tensor:
    """The extreme of several values, entry by entry, or its number."""
    sign = 1.0 if name in ("max", "argmax") else -1.0
    result, number = values[0], Tensor(np.asarray(float(self.context.first)))
    for i, value in enumerate(values[1:], start=1 + self.context.first):
        apart = elementwise(value, result, lambda x, y: sign * (x - y))
        self.note_kink(apart.data, True)
        mask = np.real(value_of(apart.data)) > 0
        result = elementwise(value, result, partial(duals.where, mask))
        number = Tensor(duals.where(mask, np.asarray(float(i)), number.data))
    return number if name.startswith("arg") else result
