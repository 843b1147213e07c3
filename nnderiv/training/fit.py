"""What the optimisers ask of gradients and of their own settings."""

from collections.abc import Mapping
from math import isfinite

from nnderiv.arrays import FloatArray, require_shape
from nnderiv.errors import InputError

Named = Mapping[str, FloatArray]


def require_gradients(parameters: Named, gradients: Named) -> None:
    """Raise InputError unless each parameter has a gradient of its shape; others are ignored."""
    for name, parameter in parameters.items():
        if name not in gradients:
            raise InputError(
                f"each parameter must have a gradient, but {name} has none. "
                "Leave out what the loss does not depend on."
            )
        rule = f"the shape of {name}"
        way_out = "Sum it over the axes that were broadcast."
        require_shape(f"the gradient of {name}", gradients[name], parameter.shape, rule, way_out)


def require_positive(name: str, value: float) -> None:
    """Raise InputError unless a setting is a positive number."""
    if not (isfinite(value) and value > 0):
        raise InputError(f"{name} must be positive, but it is {value}. Try {name}=0.001.")


def require_decay(name: str, value: float) -> None:
    """Raise InputError unless a setting lies in 0 ≤ β < 1."""
    if not 0 <= value < 1:
        raise InputError(
            f"{name} must lie in 0 ≤ {name} < 1, but it is {value}. At 1 nothing new would count."
        )
