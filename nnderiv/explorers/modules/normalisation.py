"""Four normalisations in numbers: what depends on what, and the gradient path by path."""

from nnderiv.explorers.explorer import Amount, Choice, for_page
from nnderiv.explorers.grids import SIZE_MAX, Entry, PointingExplorer, Table

NORMALISATIONS = ("layer", "rms", "batch", "inference")
EPSILONS = (1e-5, 0.5)
GRIDS = ("x", "h", "dh", "dx")
# Row 1 and column 1 have the mean 0.5 and the variance 3.5: with an eps of 0.5, the root is 2.
X = [[1.0, 2.5, -2.0], [2.5, -1.0, 3.0], [-2.0, 0.5, 1.0]]
UPSTREAM = [[0.0, 6.0, 0.0], [1.0, -2.0, 0.5], [-1.0, 0.5, 2.0]]


class NormalisationExplorer(PointingExplorer):
    """Point at any number of a normalisation: what it is made of, and the paths of its gradient.

    The normalisation is one of four, of an x of the shape (3, 3), three examples of three features:

        layer      h = (x - mean) / √(var + eps), over each row
        rms        h = x / √(mean(x²) + eps), over each row
        batch      h = (x - mean) / √(var + eps), over each column: in training
        inference  the same with a mean and a variance that are given and stay as they are

    Here h, dL/dh and dL/dx have the shape of x. The table below the grids takes dL/dx of the row
    or the column pointed at apart: the direct path, that through the mean and that through the
    variance; and it adds up each of them, as it is and times h. The numbers of x and dL/dh can be
    changed in the page, one by one, or all of x shifted or doubled.

    Attributes:
        normalisation: "layer" (the default), "rms", "batch" or "inference".
        eps: What is added to the variance: 0.5 (the default), with which row 1 can be done by
            hand, or 1e-5, the usual one.
        entry: The entry pointed at, as an array ("x", "h", "dh" for dL/dh, or "dx" for dL/dx) and
            its place, counted from 1 as in the book: "dx:1,3" (the default) is row 1, column 3.
        x: The examples, at most 3 rows of at most 3 numbers from -9.9 to 9.9 with at most one
            decimal. Numbers that are not given stay those of the default.
        dh: The gradient of L with respect to h, likewise.

    Raises:
        traitlets.TraitError: If `normalisation` is another name, `eps` another number, `entry` not
            the name of an entry, or an array is not made of such numbers, at construction or on
            assignment.

    Example:
        >>> explorer = NormalisationExplorer(normalisation="batch")
        >>> explorer.observe(lambda change: print("entry is now", change.new), names="entry")
        >>> explorer.entry = "x:3,2"
        entry is now x:3,2
        >>> explorer.x = [[0, 1.5]]
        >>> explorer.x[0]
        [0.0, 1.5, -2.0]
    """

    _esm = for_page("normalisation/explorer.js")
    _css = for_page("normalisation/explorer.css")
    HEIGHT = "889px"
    WIDE_HEIGHT = "741px"

    normalisation = Choice(NORMALISATIONS, default_value="layer").tag(sync=True)
    eps = Amount(0.5, EPSILONS).tag(sync=True)
    entry = Entry("dx:1,3", GRIDS).tag(sync=True)
    x = Table(X).tag(sync=True)
    dh = Table(UPSTREAM).tag(sync=True)

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of an array, the same for all."""
        assert grid in GRIDS
        return SIZE_MAX, SIZE_MAX
