"""Layers, whose forward(x) keeps what their backward(dy) needs: in an object, or elsewhere."""

from typing import Any

from nnderiv.gradcheck.conventions.containers import times_upstream
from nnderiv.gradcheck.conventions.pair import Pair


def read(pair: Pair) -> Pair | None:
    """Read a pair whose backward pass takes dy alone, or nothing, as that of a loss."""
    takes = pair.backward_takes
    if takes is None or pair.is_plain:
        return None
    forward, backward = pair.forward, pair.backward
    upstream: tuple[str, ...] = ()
    outputs = len(pair.y) if isinstance(pair.y, tuple) else 1
    if takes.takes(outputs):
        upstream = takes.names[:outputs]
        foreign = any(name in pair.names for name in upstream)
        if foreign or (pair.is_scalar and not all(map(pair.calls_upstream, upstream))):
            return None  # a gradient as a function of the inputs
    elif takes.most or not pair.is_scalar:
        return None

    def plain_backward(dy: Any, *values: Any) -> Any:
        forward(*values)
        if upstream:
            return backward(*(dy if outputs > 1 else (dy,)))
        return times_upstream(dy, backward())

    said = "dy alone" if upstream else "no argument"
    note = f"the backward pass takes {said}: the forward pass runs before it, to keep the cache"
    return pair._replace(backward=plain_backward, note=note)
