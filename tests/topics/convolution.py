"""Convolution and pooling."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import autograd.numpy as anp

import nnderiv
from tests.catalogue import Module, numbers

CONV1D = Module(
    "conv1d",
    nnderiv.conv1d,
    nnderiv.conv1d_backward,
    (numbers((2, 3, 7), 60), numbers((4, 3, 2), 61), numbers((4,), 62)),
    ("dx", "dw", "db"),
)
CONV2D = Module(
    "conv2d",
    nnderiv.conv2d,
    nnderiv.conv2d_backward,
    # As many output channels as input channels, and square kernels: no shape tells them apart.
    (numbers((2, 3, 5, 4), 63), numbers((3, 3, 2, 2), 64), numbers((3,), 65)),
    ("dx", "dw", "db"),
)
# No window reaches the last row and the last column of the images, and windows overlap sideways.
CONV2D_WITH_STRIDE = Module(
    "conv2d with stride and padding",
    partial(nnderiv.conv2d, stride=3, padding=1),
    partial(nnderiv.conv2d_backward, stride=3, padding=1),
    (numbers((2, 2, 6, 7), 66), numbers((3, 2, 3, 4), 67), numbers((3,), 68)),
    ("dx", "dw", "db"),
)
MAX_POOL2D = Module(
    "max_pool2d",
    partial(nnderiv.max_pool2d, size=2),
    partial(nnderiv.max_pool2d_backward, size=2),
    (numbers((2, 3, 5, 4), 69),),
    ("dx",),
)
MAX_POOL2D_OVERLAPPING = Module(
    "max_pool2d of windows that overlap",
    partial(nnderiv.max_pool2d, size=3, stride=1),
    partial(nnderiv.max_pool2d_backward, size=3, stride=1),
    (numbers((2, 3, 5, 6), 70),),
    ("dx",),
)
AVG_POOL2D = Module(
    "avg_pool2d",
    partial(nnderiv.avg_pool2d, size=2),
    partial(nnderiv.avg_pool2d_backward, size=2),
    (numbers((2, 3, 5, 4), 71),),
    ("dx",),
)
AVG_POOL2D_OVERLAPPING = Module(
    "avg_pool2d of windows that overlap",
    partial(nnderiv.avg_pool2d, size=3, stride=2),
    partial(nnderiv.avg_pool2d_backward, size=3, stride=2),
    (numbers((2, 3, 5, 6), 72),),
    ("dx",),
)
MODULES = (
    CONV1D,
    CONV2D,
    CONV2D_WITH_STRIDE,
    MAX_POOL2D,
    MAX_POOL2D_OVERLAPPING,
    AVG_POOL2D,
    AVG_POOL2D_OVERLAPPING,
)

SEQUENCE = [[[0.5, 0.25, 1.0]]]
SEQUENCE_KERNELS = [[[0.5, 2.0]]]
IMAGE = [[[[0.5, 0.25, 1.0], [2.0, 4.0, 8.0]]]]
KERNELS = [[[[1.0, 2.0]]]]
GOOD: dict[str, dict[str, Any]] = {
    "conv1d": {"x": SEQUENCE, "w": SEQUENCE_KERNELS, "b": [1.0]},
    "conv1d_backward": {"dy": [[[1.0, 2.0]]], "x": SEQUENCE, "w": SEQUENCE_KERNELS, "b": [1.0]},
    "conv2d": {"x": IMAGE, "w": KERNELS, "b": [1.0]},
    "conv2d_backward": {"dy": [[[[1.0, 2.0], [3.0, 4.0]]]], "x": IMAGE, "w": KERNELS, "b": [1.0]},
    "max_pool2d": {"x": IMAGE, "size": 2},
    "max_pool2d_backward": {"dy": [[[[1.0]]]], "x": IMAGE, "size": 2},
    "avg_pool2d": {"x": IMAGE, "size": 2},
    "avg_pool2d_backward": {"dy": [[[[1.0]]]], "x": IMAGE, "size": 2},
}


def each_window(x: Any, size: tuple[int, ...], stride: int, of: Callable[[Any], Any]) -> Any:
    """Return `of` each window of x, shape (N, C, *size), along last axes of windows."""
    starts = [range(0, length - k + 1, stride) for length, k in zip(x.shape[2:], size, strict=True)]
    found = [
        of(x[:, :, *(slice(i, i + k) for i, k in zip(start, size, strict=True))])
        for start in product(*starts)
    ]
    stacked = anp.stack(found, axis=-1)
    return anp.reshape(stacked, (*found[0].shape, *map(len, starts)))


def autograd_conv(x: Any, w: Any, b: Any, stride: int = 1, padding: int = 0) -> Any:
    """Return the sum over every window times every kernel, plus b."""
    n = w.ndim - 2
    x = anp.pad(x, [(0, 0), (0, 0), *[(padding, padding)] * n], "constant")
    axes = tuple(range(1, n + 2))
    y = each_window(x, w.shape[2:], stride, lambda one: anp.tensordot(one, w, (axes, axes)))
    return y + anp.reshape(b, (-1, *[1] * n))


def autograd_max(x: Any, size: int, stride: int) -> Any:
    """Return the maximum of every window."""
    return each_window(x, (size, size), stride, lambda one: anp.max(one, axis=(2, 3)))


def autograd_mean(x: Any, size: int, stride: int) -> Any:
    """Return the mean of every window."""
    return each_window(x, (size, size), stride, lambda one: anp.mean(one, axis=(2, 3)))


AUTOGRAD: dict[str, Callable[..., Any]] = {
    "conv1d": autograd_conv,
    "conv2d": autograd_conv,
    "conv2d with stride and padding": partial(autograd_conv, stride=3, padding=1),
    "max_pool2d": partial(autograd_max, size=2, stride=2),
    "max_pool2d of windows that overlap": partial(autograd_max, size=3, stride=1),
    "avg_pool2d": partial(autograd_mean, size=2, stride=2),
    "avg_pool2d of windows that overlap": partial(autograd_mean, size=3, stride=2),
}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's forward passes."""
    functional = torch.nn.functional
    return {
        "conv1d": functional.conv1d,
        "conv2d": functional.conv2d,
        "conv2d with stride and padding": partial(functional.conv2d, stride=3, padding=1),
        "max_pool2d": partial(functional.max_pool2d, kernel_size=2),
        "max_pool2d of windows that overlap": partial(
            functional.max_pool2d, kernel_size=3, stride=1
        ),
        "avg_pool2d": partial(functional.avg_pool2d, kernel_size=2),
        "avg_pool2d of windows that overlap": partial(
            functional.avg_pool2d, kernel_size=3, stride=2
        ),
    }
