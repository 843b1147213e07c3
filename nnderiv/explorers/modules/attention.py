"""Attention in numbers: the scores, the weights and the output, and the gradients of all."""

from nnderiv.explorers.explorer import Choice, Position, for_page
from nnderiv.explorers.grids import Entry, PointingExplorer, Table

MASKS = ("none", "causal", "earlier", "padding")
POSITIONS, LENGTH = 3, 2
BIAS_MAX = 3.0
SQUARE = ("S", "A", "dS", "dA")
NARROW = ("Q", "K", "V", "Y", "dQ", "dK", "dV", "dy")
# Multiples of a half and none of them 0, as in the other explorers of grids. Each query fits
# another key best.
QUERIES = [[2.0, -1.0], [-1.0, 1.5], [1.0, 0.5]]
KEYS = [[1.0, -0.5], [-1.0, 1.0], [1.0, 1.0]]
VALUES = [[2.0, -1.0], [-1.0, 0.5], [1.0, 3.0]]
UPSTREAM = [[1.0, -2.0], [0.5, 1.0], [-1.0, 0.5]]


class AttentionExplorer(PointingExplorer):
    """Point at any number of an attention and its gradients: what makes it, and what it makes.

    Forward, S = Q(K + b)ᵀ / √d, A is the softmax of each row of S over the keys that take part,
    and Y = AV; here three positions read from each other, and d = 2. Backward, dL/dV, dL/dA,
    dL/dS, dL/dQ and dL/dK. S, A and their gradients have the shape (3, 3), all others (3, 2).
    Pointing at an entry marks what goes into it and what is made with it, and writes out the sum
    that makes it. The mask leaves out keys, and the bias b, one number that is added to every
    entry of every key, moves S and nothing else. The numbers of Q, K, V and dL/dY can be changed
    in the page.

    Attributes:
        mask: Which keys take part for a query: "none" (the default) leaves out no key, "causal"
            those of later positions, "earlier" also the one of the same position, so that no key
            is left for the first, and "padding" the last key.
        bias: The number that is added to every entry of every key, from -3 to 3; 0.0 by default.
        entry: The entry pointed at, as an array ("Q", "K", "V", "S", "A", "Y", or of gradients
            "dQ", "dK", "dV", "dS", "dA", "dy") and its place, counted from 1 as in the book:
            "A:1,2" (the default) is the weight of the second key for the first query.
        Q: The queries, at most 3 rows of at most 2 numbers from -9.9 to 9.9 with at most one
            decimal. Numbers that are not given stay those of the default.
        K: The keys, likewise.
        V: The values, likewise.
        dy: The gradient of L with respect to Y, likewise.

    Raises:
        traitlets.TraitError: If `mask` is another name, `bias` is not a number of its range,
            `entry` is not the name of an entry, or an array is not made of such numbers, at
            construction or on assignment.

    Example:
        >>> explorer = AttentionExplorer(mask="causal", entry="dS:1,2")
        >>> explorer.observe(lambda change: print("entry is now", change.new), names="entry")
        >>> explorer.entry = "dK:3,1"
        entry is now dK:3,1
        >>> explorer.shape_of("dA")
        (3, 3)
    """

    _esm = for_page("attention/explorer.js")
    _css = for_page("attention/explorer.css")
    HEIGHT = "1005px"
    WIDE_HEIGHT = "831px"

    mask = Choice(MASKS, default_value="none").tag(sync=True)
    bias = Position(0.0, -BIAS_MAX, BIAS_MAX).tag(sync=True)
    entry = Entry("A:1,2", (*NARROW, *SQUARE)).tag(sync=True)
    Q = Table(QUERIES).tag(sync=True)
    K = Table(KEYS).tag(sync=True)
    V = Table(VALUES).tag(sync=True)
    dy = Table(UPSTREAM).tag(sync=True)

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of an array, or of a gradient."""
        return (POSITIONS, POSITIONS if grid in SQUARE else LENGTH)
