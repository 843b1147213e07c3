"""An activation and its derivative, one under the other, with a point to drag."""

from nnderiv.explorers.explorer import Choice, Explorer, Position, for_page

ACTIVATIONS = ("sigmoid", "tanh", "relu")
X_MIN, X_MAX = -6.0, 6.0


class ActivationExplorer(Explorer):
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

    _esm = for_page("activation.js")
    _css = for_page("activation.css")
    HEIGHT = "548px"

    activation = Choice(ACTIVATIONS, default_value="sigmoid").tag(sync=True)
    x = Position(1.0, X_MIN, X_MAX).tag(sync=True)
