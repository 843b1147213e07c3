"""Which sizes to try: all different, and such that every axis has two entries or more."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.grammar.tree import Name, Node, Number

TRIES = 300
APART = 6  # from this seed on, of two sizes one is twice the other, as n > 2k - 1 needs it


def choose_sizes(
    context: Context, seed: int, length: Callable[[Node, dict[str, int]], float]
) -> dict[str, int]:
    """A length for every size: all different, and such that every axis has two entries or more.

    Seeds come in pairs: of two sizes the larger one under one seed is the smaller under the other.
    `length` computes an axis for trial sizes.
    """
    rng = np.random.default_rng(seed // 2)
    names = list(context.sizes)
    axes = {axis for known in context.inputs.values() for axis in known.shape}
    derived = [axis for axis in axes if not isinstance(axis, Name | Number)]
    numbers = [axis.value for axis in axes if isinstance(axis, Number)]
    taken = {int(number) for number in numbers if np.isfinite(number)}
    least = 2 + seed // 2  # later seeds have larger sizes, for sums up to n - 3 and the like
    candidates = list(range(least, least + len(names) + len(taken) + 2))
    if seed >= APART:
        candidates = [2**k + 1 for k in range(len(names) + len(taken) + 2)]
    pool = [n for n in candidates if n not in taken]
    pool = pool[: len(names) + 1]
    best: dict[str, int] = {}
    most = -1
    for _ in range(TRIES if derived else 1):
        order = [int(n) for n in rng.permutation(pool)]
        if seed % 2:
            order = [pool[-1 - pool.index(n)] for n in order]
        chosen = dict(zip(names, order, strict=False))
        lengths = [length(axis, chosen) for axis in derived]
        fit = sum(n >= 2 for n in lengths) + len({*lengths, *chosen.values()})
        if fit > most and min(lengths, default=1) >= 1:
            best, most = chosen, fit
    if most < 0:
        raise ReadError("no sizes were found for which every declared axis has an entry")
    return best
