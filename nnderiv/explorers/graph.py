"""Formulas as graphs: a nudge travels forward, and the gradient comes back along each path."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Amount, Choice, Count, Explorer, for_page, is_number

EXAMPLES = ("product", "paths", "neuron")
LOW, HIGH = -5.0, 5.0
AMOUNTS = (0.001, 0.01, 0.1, 0.5)
NODES = ("a", "b", "c", "w", "x", "t", "s", "p", "m", "z", "y", "L")
EDGES = (
    *("a-s", "b-s", "s-L", "c-L"),
    *("a-p", "b-p", "a-m", "c-m", "p-L", "m-L"),
    *("w-p", "x-p", "p-z", "b-z", "z-y", "y-L", "t-L"),
)
NUDGED = ("a", "b", "c", "w", "x")
MOST_STEPS = 11  # of the neuron: p, z, y and L forward; L, y, z, p, w, x and b backward


class Inputs(traitlets.List[float]):
    """A trait that takes the inputs of an example, finite numbers of a range."""

    def __init__(self, default: list[float], names: str) -> None:
        super().__init__(default_value=default)
        self.inputs = names
        self.low, self.high = LOW, HIGH

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return the inputs as a list of floats, if there is one of the range for each name."""
        numbers = list(value) if hasattr(value, "__iter__") else []
        if len(numbers) == len(self.inputs) and all(map(_is_input, numbers)):
            return [float(number) for number in numbers]
        raise traitlets.TraitError(
            f"{self.name} must be {len(self.inputs)} numbers from {LOW:g} to {HIGH:g}, for "
            f"{', '.join(self.inputs)}; got {value!r}. Pass a list of such numbers, as in "
            f"{type(obj).__name__}({self.name}={self.default(obj)!r})."
        )


def _is_input(value: Any) -> bool:
    return is_number(value) and LOW <= value <= HIGH


class GraphExplorer(Explorer):
    """Go through the graph of a formula: a nudge forward, and the gradient back along all paths.

    Three formulas are drawn as graphs of gates. All are of numbers, without a shape:

        product  L = (a + b) · c, with s = a + b
        paths    L = a · b + max(a, c), with p = a · b and m = max(a, c): a is used twice
        neuron   L = (σ(w · x + b) - t)², with p = w · x, z = p + b and y = σ(z); t is held constant

    The first steps compute the gates one after another, and show at each the change that a nudge of
    an input makes; the steps behind them compute the gradient of L at each node, from dL/dL = 1
    back to the inputs. Edges carry their local slopes. A node that is clicked shows the product of
    the slopes along each path from L back to it, and their sum; an edge tells its slope. Below the
    graph stands the change of L that the gradient predicts for the nudge, beside the actual one.
    Where both operands of max are equal there is no derivative; as in `relu_backward`, the second
    of them then gets the slope. The numbers are computed in the page, so the widget also lives in a
    page without a kernel.

    Attributes:
        example: The formula: "product" (the default), "paths" or "neuron".
        product: The inputs a, b and c of the first formula, three numbers from -5 to 5;
            [2.0, -1.0, 3.0] by default.
        paths: Those of the second, a, b and c likewise; [3.0, -2.0, 1.0] by default.
        neuron: Those of the third, w, x, b and t, four numbers; [2.0, -1.0, 3.0, 0.0] by default.
        step: How many steps the reader has gone, a whole number from 0 to 11; 0 by default. A
            formula with fewer steps stays at its last one.
        selected: The node ("a") or edge ("a-s") that explains itself; "" (the default) for none:
            then the last step does. One that the formula does not have counts as none.
        nudged: The input that is nudged: "a" (the default), "b", "c", "w" or "x". If the formula
            does not have it, its first input is nudged.
        nudge: By how much it is nudged: 0.001, 0.01, 0.1 (the default) or 0.5.

    Raises:
        traitlets.TraitError: If a name is not one of those above, inputs are not as many finite
            numbers of their range, `step` is not a whole number of its range, or `nudge` is
            another amount, at construction or on assignment.

    Example:
        >>> explorer = GraphExplorer(example="paths", selected="a")
        >>> explorer.observe(lambda change: print("inputs", change.new), names="paths")
        >>> explorer.paths = [1, -2, 1]
        inputs [1.0, -2.0, 1.0]
        >>> explorer.nudge
        0.1
    """

    _esm = for_page("graph/explorer.js")
    _css = for_page("graph/explorer.css")
    HEIGHT = "1150px"
    WIDE_HEIGHT = "706px"

    example = Choice(EXAMPLES, default_value="product").tag(sync=True)
    product = Inputs([2.0, -1.0, 3.0], "abc").tag(sync=True)
    paths = Inputs([3.0, -2.0, 1.0], "abc").tag(sync=True)
    neuron = Inputs([2.0, -1.0, 3.0, 0.0], "wxbt").tag(sync=True)
    step = Count(0, 0, MOST_STEPS).tag(sync=True)
    selected = Choice(("", *NODES, *EDGES), default_value="").tag(sync=True)
    nudged = Choice(NUDGED, default_value="a").tag(sync=True)
    nudge = Amount(0.1, AMOUNTS).tag(sync=True)
