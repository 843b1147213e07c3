"""Shapes and options of convolution and pooling that make no sense, and how it is said."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError
from tests.modules.calls import call

CONVOLUTIONS = ["conv1d", "conv1d_backward", "conv2d", "conv2d_backward"]
POOLINGS = ["max_pool2d", "max_pool2d_backward", "avg_pool2d", "avg_pool2d_backward"]
NO_INTEGER = [1.0, "1", (1, 1), [1], True, np.True_, np.float64(1), np.ones(1, int)]


def refused(message: str) -> Any:
    """Return what expects an InputError with a message that begins so."""
    return pytest.raises(InputError, match="^" + re.escape(message))


@pytest.mark.parametrize("stride", [0, -1, None, *NO_INTEGER])
@pytest.mark.parametrize("function", CONVOLUTIONS)
def test_a_stride_is_an_integer_from_1_on(function: str, stride: Any) -> None:
    with refused(f"stride must be an integer from 1 on, but it is {stride!r}. Pass one number"):
        call(function, stride=stride)


@pytest.mark.parametrize("padding", [-1, None, "same", *NO_INTEGER])
@pytest.mark.parametrize("function", CONVOLUTIONS)
def test_a_padding_is_an_integer_from_0_on(function: str, padding: Any) -> None:
    with refused(f"padding must be an integer from 0 on, but it is {padding!r}. Pass one number"):
        call(function, padding=padding)


@pytest.mark.parametrize("size", [0, -1, None, *NO_INTEGER])
@pytest.mark.parametrize("function", POOLINGS)
def test_a_size_is_an_integer_from_1_on(function: str, size: Any) -> None:
    with refused(f"size must be an integer from 1 on, but it is {size!r}. Pass one number"):
        call(function, size=size)


@pytest.mark.parametrize("stride", [0, -1, *NO_INTEGER])
@pytest.mark.parametrize("function", POOLINGS)
def test_a_stride_of_pooling_is_an_integer_from_1_on(function: str, stride: Any) -> None:
    with refused(f"stride must be an integer from 1 on, but it is {stride!r}. Pass one number"):
        call(function, stride=stride)


@pytest.mark.parametrize("function", [*CONVOLUTIONS, *POOLINGS])
def test_an_integer_of_numpy_is_an_integer(function: str) -> None:
    option = {"size": np.int64(2)} if function in POOLINGS else {"stride": np.uint8(1)}
    found, expected = call(function, **option), call(function)
    assert np.array_equal(found[0], expected[0])


SHAPES: list[tuple[str, dict[str, Any], str]] = [
    ("conv1d", {"x": np.ones((1, 3))}, "x must have 3 axes, (N, C, L), but its shape is (1, 3). A"),
    ("conv1d", {"w": [[1.0, 2.0]]}, "w must have 3 axes, (O, C, k), but its shape is (1, 2). A"),
    ("conv1d", {"x": 1.0}, "x must have 3 axes, (N, C, L), but its shape is ()"),
    ("conv2d", {"x": np.ones((1, 2, 3))}, "x must have 4 axes, (N, C, H, W), but its shape is (1"),
    ("conv2d", {"w": np.ones((1, 2))}, "w must have 4 axes, (O, C, kh, kw), but its shape is (1"),
    (
        "conv1d",
        {"w": np.ones((1, 2, 2))},
        "the second axis of w must be as long as x has channels, 1, but the shape of w is (1, 2",
    ),
    (
        "conv2d",
        {"x": np.ones((2, 3, 4, 5)), "w": np.ones((3, 2, 2, 2)), "b": np.ones(3)},
        "the second axis of w must be as long as x has channels, 3, but the shape of w is (3, 2, 2",
    ),
    ("conv1d", {"b": 1.0}, "b must have one entry per kernel, (1,), but its shape is ()"),
    ("conv2d", {"b": [1.0, 2.0]}, "b must have one entry per kernel, (1,), but its shape is (2,)"),
    (
        "conv1d",
        {"w": np.ones((1, 1, 4))},
        "a kernel must fit into the padded input, (3,), but its size is (4,). Pass smaller kernels",
    ),
    (
        "conv2d",
        {"w": np.ones((1, 1, 2, 6)), "padding": 1},
        "a kernel must fit into the padded input, (4, 5), but its size is (2, 6). Pass smaller ker",
    ),
    ("max_pool2d", {"x": np.ones((2, 2))}, "x must have 4 axes, (N, C, H, W), but its shape is (2"),
    ("avg_pool2d", {"x": np.ones((1, 2, 2))}, "x must have 4 axes, (N, C, H, W), but its shape is"),
    ("max_pool2d", {"size": 3}, "a window must fit into an image, (2, 3), but its size is (3, 3)."),
    ("avg_pool2d", {"size": 9}, "a window must fit into an image, (2, 3), but its size is (9, 9)."),
]


@pytest.mark.parametrize("backward", [False, True], ids=["forward", "backward"])
@pytest.mark.parametrize(("function", "arguments", "message"), SHAPES)
def test_a_shape_that_does_not_fit_is_refused_by_both_passes(
    function: str, arguments: dict[str, Any], message: str, backward: bool
) -> None:
    with refused(message):
        call(function + "_backward" * backward, **arguments)


@pytest.mark.parametrize(
    ("function", "shape"),
    [
        ("conv1d_backward", (1, 1, 2)),
        ("conv2d_backward", (1, 1, 2, 2)),
        ("max_pool2d_backward", (1, 1, 1, 1)),
        ("avg_pool2d_backward", (1, 1, 1, 1)),
    ],
)
@pytest.mark.parametrize("dy", [1.0, np.ones((1, 1, 3, 2)), np.ones((1, 2, 1, 1)), [[[1.0]]]])
def test_dy_must_have_the_shape_of_the_output(
    function: str, shape: tuple[int, ...], dy: Any
) -> None:
    with refused(f"dy must have the shape of y, {shape}, but its shape is {np.shape(dy)}."):
        call(function, dy=dy)
