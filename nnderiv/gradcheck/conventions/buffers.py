"""A backward pass that writes the gradients to buffers given to it: backward(dy, x, W, dx, dW)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnderiv.gradcheck.calls import KEYS
from nnderiv.gradcheck.conventions.containers import mapped
from nnderiv.gradcheck.conventions.pair import Pair


def read(pair: Pair) -> Pair | None:
    """Read a pair whose backward pass takes, after the inputs, buffers named for them."""
    takes, count = pair.backward_takes, len(pair.names)
    if takes is None or pair.is_plain or takes.required <= 1 + count:
        return None
    places = _places(takes.names[1 + count : takes.required], pair.names)
    if places is None:
        return None
    fill = pair.backward

    def backward(dy: Any, *values: Any) -> Any:
        found: list[Any] = [None] * count
        for k in places:
            found[k] = mapped(lambda one: np.zeros(np.shape(one)), values[k])
        fill(dy, *values, *(found[k] for k in places))
        return tuple(found)

    note = "the backward pass fills buffers: each was zero when it was given"
    return pair._replace(backward=backward, note=note)


def _places(buffers: Sequence[str], names: Sequence[str]) -> list[int] | None:
    """Return the number of the input that each buffer is named for, or None if one is not."""
    if len(names) == 1 and list(buffers) == ["out"]:
        return [0]
    known = {form.format(name): k for k, name in enumerate(names) for form in KEYS}
    return [known[one] for one in buffers] if set(buffers) <= set(known) else None
