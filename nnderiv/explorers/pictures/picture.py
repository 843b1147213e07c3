"""What stands for an explorer where no script runs: a picture and a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from nnderiv.extras import extra

with extra("figures"):
    from matplotlib.figure import Figure

ALIVE = "With JavaScript this is alive: "


@dataclass(frozen=True)
class Picture:
    """What stands for an explorer.

    Attributes:
        draw: makes the picture.
        alt: describes it.
        sentence: says what the explorer would show.
    """

    draw: Callable[[], Figure]
    alt: str
    sentence: str
