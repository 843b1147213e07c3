"""Activations and their derivatives, one under the other, with a tangent and a secant to drag."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Choice, Explorer, Position, for_page

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "gelu", "silu")
OFFERED = ["sigmoid", "tanh", "relu", "softplus", "silu"]
X_MIN, X_MAX, H_MAX = -6.0, 6.0, 2.0
DY_MAX = 10.0


class Names(traitlets.TraitType[list[str], list[str]]):
    """A trait that takes a list of some names, each at most once.

    Not a `traitlets.List`: that would take a single name for a list of one.
    """

    def __init__(self, names: tuple[str, ...], default: list[str]) -> None:
        super().__init__()
        self.of, self.at_first = names, default

    def make_dynamic_default(self) -> list[str]:
        """Return a list of the widget's own."""
        return list(self.at_first)

    def validate(self, obj: Any, value: Any) -> list[str]:
        """Return the names as a list, if all are known and none is there twice."""
        listed = isinstance(value, (list, tuple)) and all(isinstance(name, str) for name in value)
        if listed and len(set(value)) == len(value) and set(value) <= set(self.of):
            return list(value)
        known = ", ".join(map(repr, self.of))
        raise traitlets.TraitError(
            f"{self.name} must be a list of names among {known}, each at most once; got {value!r}. "
            f"Pass such a list, as in {type(obj).__name__}({self.name}={[self.of[-1]]!r}), "
            "or [] for none."
        )


class ActivationExplorer(Explorer):
    """Move a point along an activation, see its slope, and shrink a secant until it is the tangent.

    The upper plot shows y = f(x) with the tangent at the point and the secant through x and x + h,
    the lower one the derivative f'(x). Other activations can be drawn in both, each with a colour
    and dashes of its own; the formulas of all that is drawn are written out. The leaky ReLU has
    alpha = 0.1, and ELU alpha = 1. The range where the activation saturates is shaded: the size of
    its slope is under 0.05, and for ReLU exactly 0. A gradient dL/dy that comes from the later
    layers gives dL/dx = dL/dy · f'(x). All are numbers: x, h, y and the gradients have no shape.
    They are computed in the page, so the widget also lives in a page without a kernel.

    Attributes:
        activation: The function with the point: "sigmoid" (the default), "tanh", "relu",
            "leaky_relu", "elu", "softplus", "gelu" or "silu".
        compare: The functions to compare with, a list of such names; [] by default. Assign a new
            list to change it.
        dy: The upstream gradient dL/dy, a number from -10 to 10; 1.0 by default.
        h: The secant's step, a number from -2 to 2; 1.0 by default. A negative one gives the slope
            to the left of the point. At 0 the secant is the tangent.
        offered: The functions to choose from in the page, a list of such names; by default
            "sigmoid", "tanh", "relu", "softplus" and "silu". What is drawn can be chosen as well.
        x: Where the point stands, a number from -6 to 6; 1.0 by default.

    Raises:
        traitlets.TraitError: If `activation` or one of `compare` or `offered` is another name, if a
            name is in one of these lists twice, or if `dy`, `h` or `x` is not a finite number of
            its range, at construction or on assignment.

    Example:
        >>> explorer = ActivationExplorer(activation="tanh", compare=["sigmoid"])
        >>> explorer.observe(lambda change: print("x is now", change.new), names="x")
        >>> explorer.x = -2
        x is now -2.0
        >>> explorer.compare
        ['sigmoid']
    """

    _esm = for_page("activation.js")
    _css = for_page("activation.css")
    HEIGHT = "758px"
    WIDE_HEIGHT = "714px"

    activation = Choice(ACTIVATIONS, default_value="sigmoid").tag(sync=True)
    compare = Names(ACTIVATIONS, []).tag(sync=True)
    dy = Position(1.0, -DY_MAX, DY_MAX).tag(sync=True)
    h = Position(1.0, -H_MAX, H_MAX).tag(sync=True)
    offered = Names(ACTIVATIONS, OFFERED).tag(sync=True)
    x = Position(1.0, X_MIN, X_MAX).tag(sync=True)
