"""Softmax and cross entropy: logits to drag, and what follows from them."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Choice, Count, Explorer, Position, for_page, is_number

CLASSES = 4
H_MAX = 6.0
SHIFT_MAX = 1000.0
RATE_MIN, RATE_MAX = 0.1, 5.0
PANELS = ("descent", "jacobian", "overflow")


class Logits(traitlets.List[float]):
    """A trait that takes four finite numbers of the range of the plot."""

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return the logits as a list of floats, if they are four numbers of the range."""
        entries = list(value) if hasattr(value, "__iter__") else []
        if len(entries) == CLASSES and all(map(_is_logit, entries)):
            return [float(entry) for entry in entries]
        raise traitlets.TraitError(
            f"{self.name} must be {CLASSES} numbers from {-H_MAX:g} to {H_MAX:g}, one for each "
            f"class; got {value!r}. Pass a list of such numbers, as in "
            f"{type(obj).__name__}({self.name}={self.default(obj)!r}); `shift` adds more to all."
        )


class Switch(traitlets.Bool[bool, bool]):
    """A trait that takes True or False, and says so when it gets anything else."""

    def validate(self, obj: Any, value: Any) -> bool:
        """Return the value, if it is True or False."""
        if isinstance(value, bool):
            return value
        raise traitlets.TraitError(
            f"{self.name} must be True or False; got {value!r}. "
            f"Pass one of the two, as in {type(obj).__name__}({self.name}=True)."
        )


def _is_logit(value: Any) -> bool:
    return is_number(value) and -H_MAX <= value <= H_MAX


class SoftmaxExplorer(Explorer):
    """Drag four logits and see the probabilities, the loss, its gradient and what follows.

    o_i = e^{h_i} / Σ_j e^{h_j}; the loss E = -log o_c of the right class c; and its gradient
    dE/dh = o - t with the one-hot target t. Here h, o, t and dE/dh have the shape (4,). One of
    three panels stands below:

        descent   one step against the gradient, h - rate · (o - t), and the loss after it
        jacobian  do_a/dh_i = o_a (δ_{a,i} - o_i), of the shape (4, 4), and dE/do times it
        overflow  one number added to all logits, which changes none of these, unless the formula
                  is computed as it stands: then e^h overflows, or loses its digits

    Attributes:
        entry: The index of the logit whose gradient is written out as a product in the panel of
            the Jacobian: 0 to 3, 1 by default.
        h: The four logits, numbers from -6 to 6; [2.0, 1.0, -1.0, 0.5] by default.
        panel: The panel shown: "descent" (the default), "jacobian" or "overflow".
        rate: The rate of a step, a number from 0.1 to 5; 1.0 by default.
        t: The index of the right class, from 0 as in code (the page counts from 1): 0 to 3, 1
            by default.
        shift: What is added to all logits, a number from -1000 to 1000; 0.0 by default.
        naive: Whether e^h / Σ e^h is computed as it stands, without the largest logit taken away
            first; False by default.

    Raises:
        traitlets.TraitError: If `h` is not four finite numbers of the range, `t` or `entry` not a
            whole number from 0 to 3, `rate` or `shift` not a finite number of its range, `panel`
            another name, or `naive` neither True nor False, at construction or on assignment.

    Example:
        >>> explorer = SoftmaxExplorer(t=2)
        >>> explorer.observe(lambda change: print("h is now", change.new), names="h")
        >>> explorer.h = [0, 0, 3, 0]
        h is now [0.0, 0.0, 3.0, 0.0]
        >>> explorer  # doctest: +NORMALIZE_WHITESPACE
        SoftmaxExplorer(entry=1, h=[0.0, 0.0, 3.0, 0.0], naive=False, panel='descent', rate=1.0,
        shift=0.0, t=2)
    """

    _esm = for_page("softmax.js")
    _css = for_page("softmax.css")
    HEIGHT = "699px"

    entry = Count(1, 0, CLASSES - 1).tag(sync=True)
    h = Logits(default_value=[2.0, 1.0, -1.0, 0.5]).tag(sync=True)
    panel = Choice(PANELS, default_value="descent").tag(sync=True)
    rate = Position(1.0, RATE_MIN, RATE_MAX).tag(sync=True)
    t = Count(1, 0, CLASSES - 1).tag(sync=True)
    shift = Position(0.0, -SHIFT_MAX, SHIFT_MAX).tag(sync=True)
    naive = Switch(False).tag(sync=True)
