"""A network with residual connections: a stream from top to bottom, and what is added to it."""

from collections.abc import Sequence

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Circle, FancyBboxPatch

COLOR = "C0"
WIDTH, BOX, GAP = 3.7, 0.34, 0.18  # in inches
STREAM, BRANCH = 1.03, 2.65  # from the left: the middles of what lies on the stream, and beside it
HALF_ON_STREAM, HALF_BESIDE = 0.98, 0.95
RADIUS = 0.11


def residual_stream(
    before: Sequence[str], branches: Sequence[Sequence[str]], after: Sequence[str], times: int
) -> Figure:
    """Draw modules on a stream, and between them branches whose outputs are added to it.

    Args:
        before: the modules above the block, from first to last.
        branches: for each branch of the block its modules, from first to last.
        after: the modules below the block.
        times: how many such blocks follow each other; one is drawn.

    Returns:
        The figure.

    Example:
        >>> figure = residual_stream(["embedding"], [["layer_norm", "linear"]], ["loss"], times=2)
        >>> [text.get_text() for text in figure.axes[0].texts if text.get_text()]
        ['embedding', 'layer_norm', 'linear', '+', '2 times', 'loss']
    """
    steps = len(before) + len(after) + sum(len(branch) + 1 for branch in branches)
    height = steps * (BOX + GAP) + 2 * GAP
    figure, ax = plt.subplots(figsize=(WIDTH, height))
    ax.set(xlim=(0, WIDTH), ylim=(height, 0), aspect=1)
    ax.axis("off")
    top = _chain(ax, before, 0.0)
    ax.plot([STREAM, STREAM], [top, top + 1.5 * GAP], color=COLOR)
    block, top = top + GAP / 2, top + 1.5 * GAP
    for branch in branches:
        top = _branch(ax, branch, top)
    _frame(ax, block, top, f"{times} times")
    _chain(ax, after, top)
    return figure


def _chain(ax: Axes, modules: Sequence[str], top: float) -> float:
    """Draw modules on the stream, each with the arrow that leads to it."""
    for name in modules:
        _arrow(ax, (STREAM, top), (STREAM, top + GAP))
        _box(ax, STREAM, top + GAP, HALF_ON_STREAM, name)
        top += GAP + BOX
    return top


def _branch(ax: Axes, modules: Sequence[str], top: float) -> float:
    """Draw a branch that leaves the stream, and comes back to it with a sum."""
    ax.plot([STREAM, BRANCH], [top, top], color=COLOR)
    start = top
    for name in modules:
        _arrow(ax, (BRANCH, top), (BRANCH, top + GAP))
        _box(ax, BRANCH, top + GAP, HALF_BESIDE, name)
        top += GAP + BOX
    middle = top + (BOX + GAP) / 2
    ax.plot([BRANCH, BRANCH], [top, middle], color=COLOR)
    _arrow(ax, (BRANCH, middle), (STREAM + RADIUS, middle))
    _arrow(ax, (STREAM, start), (STREAM, middle - RADIUS))
    ax.add_patch(Circle((STREAM, middle), RADIUS, facecolor="1", edgecolor="0.5", zorder=3))
    ax.text(STREAM, middle, "+", ha="center", va="center", zorder=4)
    bottom = top + BOX + GAP
    ax.plot([STREAM, STREAM], [middle + RADIUS, bottom], color=COLOR)
    return bottom


def _frame(ax: Axes, top: float, bottom: float, label: str) -> None:
    look = "round,pad=0,rounding_size=0.1"
    size = (WIDTH - 0.1, bottom - top)
    ax.add_patch(
        FancyBboxPatch((0.05, top), *size, look, facecolor="none", edgecolor="0.5", linestyle="--")
    )
    ax.text(0.12, bottom - 0.13, label, va="center")


def _box(ax: Axes, middle: float, top: float, half: float, name: str) -> None:
    look = "round,pad=0,rounding_size=0.08"
    corner, size = (middle - half, top), (2 * half, BOX)
    ax.add_patch(FancyBboxPatch(corner, *size, look, facecolor="0.94", edgecolor="0.5"))
    ax.text(middle, top + BOX / 2, name, ha="center", va="center")


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    look = {"arrowstyle": "-|>", "color": COLOR, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=end, xytext=start, arrowprops=look)
