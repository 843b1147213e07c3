"""The gradient of a scalar loss as a function of the inputs alone, without dy."""

from typing import Any

from nnderiv.errors import InputError
from nnderiv.gradcheck.conventions.containers import times_upstream
from nnderiv.gradcheck.conventions.pair import Pair


def read(pair: Pair) -> Pair | None:
    """Read a pair whose backward pass takes the inputs, and no dy."""
    takes, count = pair.backward_takes, len(pair.names)
    if takes is None or pair.is_plain or not count or not takes.takes(count):
        return None
    if pair.calls_upstream(takes.names[0]):
        return None
    if not pair.is_scalar:
        raise InputError(
            f"a backward pass without dy, backward({pair.listed}), must be that of a scalar loss, "
            "but the forward pass returns more than one number. Let it take the upstream "
            f"gradient, backward(dy, {pair.listed}), and return the product with it. If it returns "
            f"the derivative of each entry: lambda dy, {pair.listed}: dy * backward({pair.listed})."
        )
    gradient = pair.backward

    def backward(dy: Any, *values: Any) -> Any:
        return times_upstream(dy, gradient(*values))

    note = "the backward pass takes no dy: it is the gradient of a scalar loss"
    return pair._replace(backward=backward, note=note)
