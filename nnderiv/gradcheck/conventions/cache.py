"""forward -> (out, cache) with backward(dout, cache), as in the course CS231n."""

from typing import Any

import numpy as np

from nnderiv.errors import InputError
from nnderiv.gradcheck.conventions.pair import Pair

_NAMES = ("cache", "ctx", "context", "saved", "memory", "tape")


def read(pair: Pair) -> Pair | None:
    """Read a pair whose forward pass returns, last, what its backward pass takes last.

    What is no array is no output, so that it is a cache for sure. One that is an array might be a
    second output: it is a cache if the backward pass names it so, or cannot take the inputs.
    """
    forward, backward, y = pair.forward, pair.backward, pair.y
    if not isinstance(y, tuple) or len(y) < 2 or isinstance(y[-1], str):
        return None
    takes, outputs = pair.backward_takes, len(y) - 1
    fits = takes is not None and takes.takes(outputs + 1)
    if not _is_array(y[-1]):
        if not fits or any(map(_is_nested, y[:-1])):
            raise InputError(_rule(pair))
    elif not fits or not _takes_cache(pair, outputs):
        return None
    first = _is_named(pair, 0) and outputs == 1  # backward(cache, dout)

    def out(returned: Any) -> Any:
        return returned[0] if outputs == 1 else returned[:-1]

    def plain_backward(dy: Any, *values: Any) -> Any:
        cache = forward(*values)[-1]
        if first:
            return backward(cache, dy)
        return backward(*(dy if outputs > 1 else (dy,)), cache)

    return pair._replace(
        forward=lambda *values: out(forward(*values)),
        backward=plain_backward,
        y=out(y),
        note="what the forward pass returns last is the cache that the backward pass takes, and "
        "no output",
    )


def _rule(pair: Pair) -> str:
    """What to write if something that is no array is returned, and the passes do not fit."""
    return (
        "the forward pass must return an array, a number or a tuple of them, but the last of "
        f"{len(pair.y)} is {type(pair.y[-1]).__name__}. A cache is read as such in the "
        "convention forward -> (out, cache), backward(dout, cache); else leave it out: "
        f"gradcheck(lambda {pair.listed}: forward({pair.listed})[0], backward, {pair.listed})."
    )


def _is_array(value: Any) -> bool:
    """Whether a value can be an output by itself."""
    if value is None or isinstance(value, str | dict) or _is_nested(value):
        return False
    return np.ndim(value) > 0 or isinstance(value, int | float | np.generic | np.ndarray)


def _is_nested(value: Any) -> bool:
    return isinstance(value, tuple) or (
        isinstance(value, list) and any(not np.isscalar(one) for one in value)
    )


def _takes_cache(pair: Pair, outputs: int) -> bool:
    """Whether the backward pass takes an array as the cache: by name, or as it takes no inputs."""
    if _is_named(pair, outputs) or _is_named(pair, 0):
        return True
    last = _name(pair, outputs)
    return not pair.is_plain and not pair.calls_upstream(last) and last not in pair.names


def _is_named(pair: Pair, k: int) -> bool:
    name = _name(pair, k)
    return name not in pair.names and any(known in name.lower() for known in _NAMES)


def _name(pair: Pair, k: int) -> str:
    takes = pair.backward_takes
    return takes.names[k] if takes is not None and k < len(takes.names) else ""
