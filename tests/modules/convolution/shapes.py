"""Shapes in which mistakes of convolution and pooling cannot hide, and awkward ones."""

from typing import NamedTuple

from tests.catalogue import Array, numbers

Shape = tuple[int, ...]


class Conv(NamedTuple):
    """The shapes of x and of w, and the options."""

    x: Shape
    w: Shape
    stride: int = 1
    padding: int = 0

    @property
    def inputs(self) -> tuple[Array, Array, Array]:
        """Return x, w and b."""
        return numbers(self.x, 1), numbers(self.w, 2), numbers(self.w[:1], 3)


class Pool(NamedTuple):
    """The shape of x, and the options."""

    x: Shape
    size: int
    stride: int | None = None


CONV1D = {
    "axes that differ": Conv((2, 3, 7), (4, 3, 2)),
    "all of length 1": Conv((1, 1, 1), (1, 1, 1)),
    "a kernel of length 1": Conv((3, 2, 4), (3, 2, 1)),
    "a kernel as long as x": Conv((2, 2, 4), (3, 2, 4)),
    "a kernel longer than x": Conv((2, 2, 3), (3, 2, 4), 1, 2),
    "a remainder": Conv((2, 2, 9), (3, 2, 3), 4),
    "a remainder that is padding": Conv((2, 2, 6), (3, 2, 3), 2, 1),
    "gaps between windows": Conv((2, 2, 8), (3, 2, 2), 3),
    "a window of padding alone": Conv((2, 1, 3), (2, 1, 2), 1, 2),
    "a stride beyond the end": Conv((2, 2, 4), (3, 2, 3), 9),
}
CONV2D = {
    "axes that differ": Conv((2, 3, 5, 6), (4, 3, 2, 3)),
    "all of length 1": Conv((1, 1, 1, 1), (1, 1, 1, 1)),
    "kernels of length 1": Conv((3, 2, 2, 4), (4, 2, 1, 1)),
    "kernels as large as images": Conv((2, 2, 4, 3), (3, 2, 4, 3)),
    "kernels larger than images": Conv((2, 2, 3, 2), (1, 2, 3, 4), 1, 1),
    "remainders that differ": Conv((2, 2, 7, 8), (3, 2, 2, 3), 3),
    "remainders that are padding": Conv((2, 2, 6, 4), (3, 2, 3, 3), 2, 1),
    "gaps between windows": Conv((2, 2, 7, 5), (3, 2, 2, 1), 3),
    "windows of padding alone": Conv((2, 1, 3, 2), (2, 1, 2, 1), 1, 2),
    "a stride beyond the end": Conv((2, 2, 3, 4), (3, 2, 2, 3), 9),
    "a single row": Conv((2, 3, 1, 7), (2, 3, 1, 2), 2),
}
POOL2D = {
    "windows side by side": Pool((2, 3, 4, 6), 2),
    "all of length 1": Pool((1, 1, 1, 1), 1),
    "windows of one entry": Pool((2, 3, 2, 4), 1),
    "a window as large as images": Pool((2, 3, 3, 3), 3),
    "remainders that differ": Pool((2, 3, 7, 5), 3),
    "windows that overlap": Pool((2, 3, 5, 6), 3, 1),
    "windows that overlap, and a remainder": Pool((2, 3, 6, 7), 3, 2),
    "gaps between windows": Pool((2, 3, 7, 5), 2, 3),
    "a stride beyond the end": Pool((2, 3, 3, 4), 2, 9),
}
