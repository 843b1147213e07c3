"""forward -> (out, cache) with backward(dout, cache), as in the course CS231n."""

from dataclasses import replace
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
    if not isinstance(y, tuple) or len(y) < 2:
        return None
    takes, outputs = pair.backward_takes, len(y) - 1
    fits = takes is not None and takes.takes(outputs + 1)
    if not _is_array(y[-1]):
        if not fits or any(map(_is_nested, y[:-1])):
            raise InputError(_rule(pair))
    elif not fits or takes is None or not (_is_named(takes.names[outputs:]) or _misfits(pair)):
        return None

    def out(returned: Any) -> Any:
        return returned[0] if outputs == 1 else returned[:-1]

    def plain_backward(dy: Any, *values: Any) -> Any:
        return backward(*(dy if outputs > 1 else (dy,)), forward(*values)[-1])

    return replace(
        pair,
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


def _is_named(names: tuple[str, ...]) -> bool:
    return any(known in name.lower() for name in names[:1] for known in _NAMES)


def _misfits(pair: Pair) -> bool:
    """Whether the backward pass cannot take dy and the inputs."""
    takes = pair.backward_takes
    return takes is not None and not takes.takes(1 + len(pair.names))
