"""An activation and its derivative, one under the other, with a point to drag."""

from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

ACTIVATIONS = ("sigmoid", "tanh", "relu")
X_MIN, X_MAX = -6.0, 6.0
NUMBERS = (int, float, np.integer, np.floating)


class _Activation(traitlets.Enum[str]):
    """A trait that takes the name of an activation, and says so when it gets another."""

    def validate(self, obj: Any, value: Any) -> str:
        if isinstance(value, str) and value in ACTIVATIONS:
            return value
        raise traitlets.TraitError(
            f"activation must be 'sigmoid', 'tanh' or 'relu'; got {value!r}. "
            "Choose one of the three, as in ActivationExplorer(activation='tanh')."
        )


class _Position(traitlets.Float[float, float]):
    """A trait that takes a finite number of the plotted range."""

    def validate(self, obj: Any, value: Any) -> float:
        # nan compares false with everything, so it is refused here too
        if isinstance(value, NUMBERS) and not isinstance(value, bool) and X_MIN <= value <= X_MAX:
            return float(value)
        raise traitlets.TraitError(
            f"x must be a number from {X_MIN:g} to {X_MAX:g}, the plotted range; got {value!r}. "
            "Pass a number of that range, as in ActivationExplorer(x=-2.5)."
        )


class ActivationExplorer(anywidget.AnyWidget):
    """Move a point along an activation and see its slope.

    The upper plot shows y = f(x) with the tangent at the point, the lower one the derivative
    f'(x). The range where the activation saturates is shaded: slope under 0.05 for the sigmoid
    and tanh, and x < 0, where the slope is exactly 0, for ReLU. The numbers are computed in the
    page, so the widget also lives in a page without a kernel.

    Attributes:
        activation: The function shown: "sigmoid" (the default), "tanh" or "relu".
        x: Where the point stands, a number from -6 to 6; 1.0 by default.

    Raises:
        traitlets.TraitError: If `activation` is another name, or `x` is not a finite number of
            the range, at construction or on assignment.

    Example:
        >>> explorer = ActivationExplorer(activation="tanh")
        >>> explorer.observe(lambda change: print("x is now", change.new), names="x")
        >>> explorer.x = -2
        x is now -2.0
        >>> explorer
        ActivationExplorer(activation='tanh', x=-2.0)
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")

    activation = _Activation(ACTIVATIONS, default_value="sigmoid").tag(sync=True)
    x = _Position(1.0).tag(sync=True)

    @traitlets.default("layout")
    def _reserve_height(self) -> dict[str, str]:
        # of the tallest layout, that of a phone, so that nothing below jumps when it is drawn
        return {"min_height": "545px"}

    def __repr__(self) -> str:
        return f"ActivationExplorer(activation={self.activation!r}, x={self.x!r})"
