"""A network of two layers as a graph: values run forward, gradients backward, step by step."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import (
    Amount,
    Choice,
    Count,
    Explorer,
    Position,
    for_page,
    is_number,
)

ACTIVATIONS = ("sigmoid", "tanh", "relu")
LOW, HIGH = -3.0, 3.0
STEPS = 13  # a, z, y and L forward; L, y, w2, b2, z, a, w1, b1 and x backward
INPUTS = ("w1", "b1", "w2", "b2", "x", "t")
NODES = (*INPUTS, "a", "z", "y", "L")
EDGES = ("w1-a", "b1-a", "x-a", "a-z", "w2-y", "b2-y", "z-y", "t-L", "y-L")
AMOUNTS = (0.1, 0.01, 0.001)
MOST_LOSSES = 30


class Losses(traitlets.List[float]):
    """A trait that takes the losses before the steps of descent that were taken."""

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return the losses as a list of floats, if all are finite and none is negative."""
        losses = list(value) if hasattr(value, "__iter__") else None
        if losses is not None and len(losses) <= MOST_LOSSES and all(map(_is_loss, losses)):
            return [float(loss) for loss in losses]
        raise traitlets.TraitError(
            f"{self.name} must be at most {MOST_LOSSES} finite numbers, none below 0; got "
            f"{value!r}. Pass a list of such numbers, or [] for a descent that has not begun, as "
            f"in {type(obj).__name__}({self.name}=[])."
        )


def _is_loss(value: Any) -> bool:
    return is_number(value) and 0 <= value < float("inf")


class BackpropagationExplorer(Explorer):
    """Go through a small network one node at a time, forward and then backward.

    The network has two layers, and every number of it is a scalar, without a shape:

        a = w1 x + b1,   z = σ(a),   y = w2 z + b2,   L = ½(y - t)²

    where σ is the activation. The first four steps compute these values, and with each the slopes
    along the edges that lead to it. The nine steps behind them compute the gradient of L at each
    node, from dL/dL = 1 back to the parameters and x: the gradient at the node above times the
    slope along the edge. A node or an edge that is clicked explains itself. Below the graph, a
    nudge of an input shows the change of L that the gradient predicts beside the actual one, and
    steps of gradient descent move the parameters. The target t is data: its derivative exists and
    is explained, but no step computes it. The numbers are computed in the page, so the widget
    also lives in a page without a kernel.

    Attributes:
        activation: The function σ: "sigmoid" (the default), "tanh" or "relu".
        x: The input, a number from -3 to 3; 1.0 by default.
        t: The target, likewise; 1.0 by default.
        w1: The first layer's weight, likewise; 0.5 by default.
        b1: The first layer's bias, likewise; 0.1 by default.
        w2: The second layer's weight, likewise; 2.0 by default.
        b2: The second layer's bias, likewise; 0.3 by default.
        step: How many steps the reader has gone, a whole number from 0 to 13; 0 by default.
        selected: The node ("z") or edge ("a-z") that explains itself; "" (the default) for none:
            then the last step does.
        nudged: The input that is nudged: "w1" (the default), "b1", "w2", "b2", "x" or "t".
        nudge: By how much it is nudged: 0.1 (the default), 0.01 or 0.001.
        rate: The rate of a step of gradient descent, a number from 0.1 to 3; 0.5 by default.
        losses: The loss before each step of descent so far, the last 30 at most; [] by default.
            A number that is set by hand in the page lets them begin anew.

    Raises:
        traitlets.TraitError: If a name is not one of those above, a number is not finite or not
            of its range, `step` is not a whole number, or `losses` are not finite numbers from 0
            on, at construction or on assignment.

    Example:
        >>> explorer = BackpropagationExplorer(activation="tanh", w1=-1)
        >>> explorer.observe(lambda change: print("step", change.new), names="step")
        >>> explorer.step = 4
        step 4
        >>> explorer.w1
        -1.0
    """

    _esm = for_page("backpropagation.js")
    _css = for_page("backpropagation.css")
    HEIGHT = "964px"
    WIDE_HEIGHT = "682px"

    activation = Choice(ACTIVATIONS, default_value="sigmoid").tag(sync=True)
    x = Position(1.0, LOW, HIGH).tag(sync=True)
    t = Position(1.0, LOW, HIGH).tag(sync=True)
    w1 = Position(0.5, LOW, HIGH).tag(sync=True)
    b1 = Position(0.1, LOW, HIGH).tag(sync=True)
    w2 = Position(2.0, LOW, HIGH).tag(sync=True)
    b2 = Position(0.3, LOW, HIGH).tag(sync=True)
    step = Count(0, 0, STEPS).tag(sync=True)
    selected = Choice(("", *NODES, *EDGES), default_value="").tag(sync=True)
    nudged = Choice(INPUTS, default_value="w1").tag(sync=True)
    nudge = Amount(0.1, AMOUNTS).tag(sync=True)
    rate = Position(0.5, 0.1, 3.0).tag(sync=True)
    losses = Losses(default_value=[]).tag(sync=True)
