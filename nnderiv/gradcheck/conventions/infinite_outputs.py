"""Outputs that are -inf by right, as scores behind a mask: they are left out of the check."""

from typing import Any

import numpy as np

from nnderiv.gradcheck.conventions.pair import Pair


def read(pair: Pair) -> Pair | None:
    """Read a pair whose output is -inf in places as one whose output there is 0, and so is dy.

    By right is what comes from a mask, without a warning. The logarithm of 0, or an overflow, sets
    a flag of the processor, and is no output of a forward pass that can be checked.
    """
    several = isinstance(pair.y, tuple)
    outputs = pair.y if several else (pair.y,)
    kept = [_kept(one) for one in outputs]
    if all(one is None for one in kept) or not _is_by_right(pair):
        return None
    forward, backward = pair.forward, pair.backward

    def finite(y: Any) -> Any:
        found = tuple(map(_only, kept, y if several else (y,)))
        return found if several else found[0]

    left_out = sum(one.size - int(one.sum()) for one in kept if one is not None)
    return pair._replace(
        forward=lambda *values: finite(forward(*values)),
        backward=lambda dy, *values: backward(finite(dy), *values),
        y=finite(pair.y),
        note="; ".join(
            filter(
                None, [pair.note, f"entries of the output that are -inf were left out: {left_out}"]
            )
        ),
    )


def _kept(y: Any) -> Any:
    """Return where an output is finite, if it is -inf elsewhere, and something is left."""
    if not isinstance(y, np.ndarray) or y.dtype.kind != "f":
        return None
    low = np.isneginf(y)
    return ~low if low.any() and not low.all() else None


def _only(kept: Any, y: Any) -> Any:
    return y if kept is None else np.where(kept, y, 0.0)


def _is_by_right(pair: Pair) -> bool:
    try:
        with np.errstate(divide="raise", over="raise"):
            pair.forward(*pair.values)
    except FloatingPointError:
        return False
    return True
