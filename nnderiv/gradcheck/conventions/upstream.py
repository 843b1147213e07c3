"""Several upstream gradients, one argument each: backward(dh, dc, x, W) of forward -> (h, c)."""

from typing import Any

from nnderiv.gradcheck.conventions.pair import Pair


def read(pair: Pair) -> Pair | None:
    """Read a pair whose backward pass takes the upstream gradients one by one, in no tuple."""
    takes = pair.backward_takes
    if not isinstance(pair.y, tuple) or takes is None or pair.is_plain:
        return None
    if not takes.takes(len(pair.y) + len(pair.names)):
        return None
    unpacked = pair.backward

    def backward(dy: Any, *values: Any) -> Any:
        return unpacked(*dy, *values)

    note = "the backward pass takes the upstream gradient of each output as an argument of its own"
    return pair._replace(backward=backward, note=note)
