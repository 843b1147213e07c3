"""A network of two layers as a graph: values run forward, gradients backward, step by step."""

from nnderiv.explorers.explorer import Choice, Count, Explorer, Position, for_page

ACTIVATIONS = ("sigmoid", "tanh", "relu")
LOW, HIGH = -3.0, 3.0
STEPS = 13  # a, z, y and L forward; L, y, w2, b2, z, a, w1, b1 and x backward


class BackpropagationExplorer(Explorer):
    """Go through a small network one node at a time, forward and then backward.

    The network has two layers, and every number of it is a scalar, without a shape:

        a = w1 x + b1,   z = σ(a),   y = w2 z + b2,   L = ½(y - t)²

    where σ is the activation. The first four steps compute these values. The nine steps behind
    them compute the gradient of L at each node, from dL/dL = 1 back to the parameters and x: the
    gradient at the node above times the derivative along the edge. The numbers are computed in
    the page, so the widget also lives in a page without a kernel.

    Attributes:
        activation: The function σ: "sigmoid" (the default), "tanh" or "relu".
        x: The input, a number from -3 to 3; 1.0 by default.
        t: The target, likewise; 1.0 by default.
        w1: The first layer's weight, likewise; 0.5 by default.
        b1: The first layer's bias, likewise; 0.1 by default.
        w2: The second layer's weight, likewise; 2.0 by default.
        b2: The second layer's bias, likewise; 0.3 by default.
        step: How many steps the reader has gone, a whole number from 0 to 13; 0 by default.

    Raises:
        traitlets.TraitError: If `activation` is another name, a number is not finite or not of
            its range, or `step` is not a whole number, at construction or on assignment.

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
    HEIGHT = "496px"

    activation = Choice(ACTIVATIONS, default_value="sigmoid").tag(sync=True)
    x = Position(1.0, LOW, HIGH).tag(sync=True)
    t = Position(1.0, LOW, HIGH).tag(sync=True)
    w1 = Position(0.5, LOW, HIGH).tag(sync=True)
    b1 = Position(0.1, LOW, HIGH).tag(sync=True)
    w2 = Position(2.0, LOW, HIGH).tag(sync=True)
    b2 = Position(0.3, LOW, HIGH).tag(sync=True)
    step = Count(0, 0, STEPS).tag(sync=True)
