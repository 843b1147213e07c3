"""One function f -> (loss, grad), as for `scipy.optimize`: gradcheck(f, f, x)."""

from types import MethodType
from typing import Any

import numpy as np

from nnderiv.errors import InputError
from nnderiv.gradcheck.conventions.containers import times_upstream
from nnderiv.gradcheck.conventions.pair import Pair


def is_one_function(forward: Any, backward: Any) -> bool:
    """Whether both passes are the same function; every access to a method makes it anew."""
    return backward is forward or (isinstance(backward, MethodType) and backward == forward)


def read(pair: Pair) -> Pair | None:
    """Read a pair whose two functions are one that returns a loss and its gradients."""
    f, y = pair.forward, pair.y
    if not is_one_function(f, pair.backward):
        return None
    if not isinstance(y, tuple) or len(y) < 2 or np.size(y[0]) != 1:
        raise InputError(
            "a function that is both the forward and the backward pass must return (loss, grad), "
            f"a number and its gradient, but it returned {_said(y)}. "
            f"Otherwise, pass two functions: gradcheck(forward, backward, {pair.listed})."
        )

    def backward(dy: Any, *values: Any) -> Any:
        _, *gradients = f(*values)
        found = gradients[0] if len(gradients) == 1 else tuple(gradients)
        return times_upstream(dy, found)

    return pair._replace(
        forward=lambda *values: f(*values)[0],
        backward=backward,
        y=y[0],
        note="one function was given for both passes: it returns (loss, grad)",
    )


def _said(y: Any) -> str:
    if isinstance(y, tuple):
        shapes = ", ".join(str(np.shape(one)) for one in y)
        return f"a tuple of shapes {shapes}"
    return f"{type(y).__name__} alone"
