"""A network as a chain of modules, run forward and backward."""

from collections.abc import Sequence

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyBboxPatch

FORWARD, BACKWARD = "C0", "C1"
WIDTH, BOX, BETWEEN = 3.5, 0.55, 0.66  # in inches
MIDDLE, HALF = WIDTH / 2, 0.6
LANE = 0.28  # from the middle of a box to the arrows of one direction


def passes(
    modules: Sequence[tuple[str, Sequence[str]]], arrays: Sequence[tuple[str, str]]
) -> Figure:
    """Draw a chain of modules, its arrays going down and the gradients coming up.

    Args:
        modules: from first to last, each with its name and those of its parameters.
        arrays: before, between and after the modules, each with its name and its shape.

    Returns:
        The figure.

    Raises:
        ValueError: if there is not one array more than there are modules.

    Example:
        >>> figure = passes([("linear", ["W"]), ("loss", [])], [("x", ""), ("y", ""), ("L", "")])
        >>> [text.get_text() for text in figure.axes[0].texts][:2]
        ['forward', 'backward']
    """
    height = BETWEEN * len(arrays) + BOX * len(modules) + 0.3
    figure, ax = plt.subplots(figsize=(WIDTH, height))
    ax.set(xlim=(0, WIDTH), ylim=(height, 0), aspect=1)
    ax.axis("off")
    ax.text(MIDDLE - LANE - 0.1, 0.12, "forward", color=FORWARD, ha="right", va="center")
    ax.text(MIDDLE + LANE + 0.1, 0.12, "backward", color=BACKWARD, ha="left", va="center")
    top = 0.3
    for (name, shape), module in zip(arrays, [*modules, None], strict=True):
        _draw_array(ax, top, name, shape)
        top += BETWEEN
        if module is not None:
            _draw_module(ax, top, *module)
            top += BOX
    return figure


def _draw_array(ax: Axes, top: float, name: str, shape: str) -> None:
    """Draw an array on its way down, and its gradient on its way up."""
    bottom, middle = top + BETWEEN, top + BETWEEN / 2
    left, right = MIDDLE - LANE, MIDDLE + LANE
    _arrow(ax, (left, top), (left, bottom), FORWARD)
    _arrow(ax, (right, bottom), (right, top), BACKWARD)
    ax.text(left - 0.1, middle, f"${name}$  {shape}", ha="right", va="center")
    ax.text(right + 0.1, middle, f"$dL/d{name}$  {shape}", ha="left", va="center")


def _draw_module(ax: Axes, top: float, name: str, parameters: Sequence[str]) -> None:
    """Draw a module as a box; its parameters enter from the left, their gradients leave."""
    ax.add_patch(
        FancyBboxPatch(
            (MIDDLE - HALF, top),
            2 * HALF,
            BOX,
            boxstyle="round,pad=0,rounding_size=0.1",
            facecolor="0.94",
            edgecolor="0.5",
        )
    )
    middle = top + BOX / 2
    ax.text(MIDDLE, middle, name, ha="center", va="center")
    if parameters:
        left, right = MIDDLE - HALF, MIDDLE + HALF
        _arrow(ax, (left - 0.4, middle), (left, middle), FORWARD)
        _arrow(ax, (right, middle), (right + 0.4, middle), BACKWARD)
        names = [f"${one}$" for one in parameters]
        gradients = [f"$dL/d{one}$" for one in parameters]
        ax.text(left - 0.45, middle, ", ".join(names), ha="right", va="center")
        ax.text(right + 0.45, middle, "\n".join(gradients), ha="left", va="center")


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "shrinkA": 3, "shrinkB": 3}
    ax.annotate("", xy=end, xytext=start, arrowprops=look)
