"""A small network that learns spirals in the page, by right gradients or by wrong ones."""

from typing import Any

import traitlets

from nnderiv.datasets import spirals
from nnderiv.explorers.explorer import Choice, Count, Explorer, Position, for_page

ACTIVATIONS = ("tanh", "sigmoid", "relu")
INITS = ("zero", "small", "right", "large")
MISTAKES = ("none", "one-db", "mean-db", "no-transpose", "no-mean")
RATE_MIN, RATE_MAX = 0.1, 5.0
PER_CLASS = 50


class TrainingExplorer(Explorer):
    """Let a network learn two or three spirals, and see what a wrong gradient costs.

    The network has three linear layers, with an activation σ behind the first two. A batch of
    N points x, shape (N, 2), becomes logits h, shape (N, classes):

        z1 = σ(x W1 + b1),   z2 = σ(z1 W2 + b2),   h = z2 W3 + b3

    with W1 of shape (2, 8), W2 (8, 8) and W3 (8, classes). The loss L is the cross entropy of
    softmax(h), as its mean over the points, all of which are in each step of gradient descent.
    W2 is square, so that its transpose can be left out without an error of shapes.

    A drawing shows the points, and behind them in color the class that the network takes each place
    for; a curve beside it shows the loss after each step, and that of the run before. Nothing moves
    until the reader presses Play or Step. At any weights, the backward pass can be compared with
    central differences. All is computed in the page, so the widget also lives in a page without a
    kernel; how far it has learned is no trait.

    Attributes:
        activation: The activation σ: "tanh" (the default), "sigmoid" or "relu".
        classes: How many spirals there are: 2 (the default) or 3.
        init: The first weights, drawn with a standard deviation of 0 for "zero", 0.01 for "small",
            1 / √m for "right" (the default) and 10 / √m for "large", where m is the number of
            inputs of the layer. The biases are 0 at first.
        mistake: What is wrong in the backward pass: "none" (the default); "one-db", each dL/db is
            that of the first example alone; "mean-db", each dL/db is the mean of the rows of dL/dy
            instead of their sum; "no-transpose", dL/dz1 is computed with W2 instead of its
            transpose; or "no-mean", the gradient of the loss is that of a sum over the points.
        rate: The rate of a step, a number from 0.1 to 5; 0.3 by default.

    Raises:
        traitlets.TraitError: If a name is not one of those above, `classes` neither 2 nor 3, or
            `rate` not a finite number of its range, at construction or on assignment.

    Example:
        >>> explorer = TrainingExplorer(mistake="one-db")
        >>> explorer.observe(lambda change: print("the rate is now", change.new), names="rate")
        >>> explorer.rate = 2
        the rate is now 2.0
        >>> explorer  # doctest: +NORMALIZE_WHITESPACE
        TrainingExplorer(activation='tanh', classes=2, init='right', mistake='one-db', rate=2.0)
    """

    _esm = for_page("training/training.js")
    _css = for_page("training/training.css")
    HEIGHT = "1050px"
    WIDE_HEIGHT = "554px"

    activation = Choice(ACTIVATIONS, default_value="tanh").tag(sync=True)
    classes = Count(2, 2, 3).tag(sync=True)
    init = Choice(INITS, default_value="right").tag(sync=True)
    mistake = Choice(MISTAKES, default_value="none").tag(sync=True)
    rate = Position(0.3, RATE_MIN, RATE_MAX).tag(sync=True)
    # the points for each number of classes, those of a class after those of the one before
    _points = traitlets.Dict().tag(sync=True)

    @traitlets.default("_points")
    def _spirals(self) -> dict[str, list[Any]]:
        # few digits: they are the same on each processor, and the page is lighter
        drawn = {str(n): spirals(per_class=PER_CLASS, classes=n)[0] for n in (2, 3)}
        return {n: (x.round(2) + 0.0).tolist() for n, x in drawn.items()}
