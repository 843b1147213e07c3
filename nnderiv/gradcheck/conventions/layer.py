"""Layer objects, whose method forward(x) keeps what their method backward(dy) needs."""

from collections.abc import Callable
from dataclasses import replace
from types import MethodType
from typing import Any

from nnderiv.gradcheck.conventions.pair import Pair


def read(pair: Pair) -> Pair | None:
    """Read a pair of one object's methods whose backward pass takes dy alone."""
    takes = pair.backward_takes
    if takes is None or takes.required != 1 or takes.takes(1 + len(pair.names)):
        return None
    if not isinstance(pair.backward, MethodType) or _owner(pair.forward) is not _owner(
        pair.backward
    ):
        return None
    if pair.is_scalar and takes.names[0] == pair.names[0]:
        return None  # loss(w) and gradient(w)
    forward, layer_backward = pair.forward, pair.backward

    def backward(dy: Any, *values: Any) -> Any:
        forward(*values)
        return layer_backward(dy)

    note = "the backward pass takes dy alone: the forward pass runs before it, to keep the cache"
    return replace(pair, backward=backward, note=note)


def _owner(function: Callable[..., Any]) -> object:
    """Return the object of a method; or a function itself, which may be an object to call."""
    return function.__self__ if isinstance(function, MethodType) else function
