"""A state that goes through time, and its gradient on the way back."""

from nnderiv.explorers.explorer import Choice, Count, Explorer, Position, for_page

CELLS = ("rnn", "lstm")
LOSSES = ("last", "all")
LEAST, MOST = 2, 12  # steps


class RecurrenceExplorer(Explorer):
    """Send a number through time, and see its gradient vanish, explode or survive on its way back.

    All states are numbers, and h₀ = c₀ = 0. The cell "rnn" is

        h_t = tanh(w_x x_t + w_h h_{t-1} + b)

    and "lstm" is the line of an LSTM's cell, whose gates do not depend on the input here: the
    forget gate f is set by hand, and the gates i and o are half open:

        c_t = f c_{t-1} + i g_t,   g_t = tanh(w_x x_t + w_h h_{t-1} + b),   h_t = o tanh(c_t)

    The inputs x_t are twelve fixed numbers. The loss is h_T for "last", and the sum of all h_t for
    "all". The widget draws the states, and below them, on a logarithmic scale, the gradient of the
    loss at each step, that of h_t for "rnn" and that of c_t for "lstm". For the marked step it says
    what comes by the output of its own time and what comes by the next step. It also says what
    clipping to a length of 1 makes of the gradient of w_x, w_h and b. All is computed in the page,
    so the widget also lives in a page without a kernel.

    Attributes:
        cell: What goes through time: "rnn" (the default) or "lstm".
        loss: What the loss sees: "last" (the default) or "all".
        w_h: The weight of the state before, a number from -2.5 to 2.5; 0.7 by default.
        w_x: The weight of the input, a number from -2 to 2; 0.5 by default.
        b: The bias, a number from -2 to 2; 0.0 by default.
        f: The forget gate of "lstm", a number from 0 to 1; 0.9 by default.
        steps: How many steps T there are, from 2 to 12, which is the default.
        t: The marked step, from 1 to 12; one beyond T marks the last step. 1 by default.

    Raises:
        traitlets.TraitError: If a name is not one of those above, or a number not one of its
            range, at construction or on assignment.

    Example:
        >>> explorer = RecurrenceExplorer(cell="lstm")
        >>> explorer.observe(lambda change: print("f is now", change.new), names="f")
        >>> explorer.f = 1
        f is now 1.0
        >>> explorer  # doctest: +NORMALIZE_WHITESPACE
        RecurrenceExplorer(b=0.0, cell='lstm', f=1.0, loss='last', steps=12, t=1, w_h=0.7, w_x=0.5)
    """

    _esm = for_page("recurrence/explorer.js")
    _css = for_page("recurrence/explorer.css")
    HEIGHT = "799px"
    WIDE_HEIGHT = "622px"

    cell = Choice(CELLS, default_value="rnn").tag(sync=True)
    loss = Choice(LOSSES, default_value="last").tag(sync=True)
    w_h = Position(0.7, -2.5, 2.5).tag(sync=True)
    w_x = Position(0.5, -2.0, 2.0).tag(sync=True)
    b = Position(0.0, -2.0, 2.0).tag(sync=True)
    f = Position(0.9, 0.0, 1.0).tag(sync=True)
    steps = Count(12, LEAST, MOST).tag(sync=True)
    t = Count(1, 1, MOST).tag(sync=True)
