"""Windows as slices, and the way back as the adjoint of taking them."""

import numpy as np
import pytest

from nnderiv.modules.convolution.windows import added_up, windows
from tests.catalogue import numbers

POINTS = [
    ((2, 3, 7), (2,), 1),
    ((2, 3, 8), (3,), 2),
    ((1, 2, 8), (2,), 3),
    ((2, 3, 5, 6), (2, 3), 1),
    ((2, 1, 7, 6), (3, 2), 2),
    ((2, 2, 6, 7), (1, 2), 3),
    ((2, 2, 3, 3), (3, 3), 5),
]
Shape = tuple[int, ...]


@pytest.mark.parametrize(("shape", "size", "stride"), POINTS)
def test_every_window_is_a_slice(shape: Shape, size: Shape, stride: int) -> None:
    x = numbers(shape)
    found = windows(x, size, stride)
    counts = found.shape[2 + len(size) :]
    assert found.shape[:2] == shape[:2]
    for index in np.ndindex(counts):
        starts = [stride * one for one in index]
        place = (slice(start, start + k) for start, k in zip(starts, size, strict=True))
        np.testing.assert_array_equal(found[(..., *index)], x[:, :, *place])


@pytest.mark.parametrize(("shape", "size", "stride"), POINTS)
def test_there_is_no_room_for_one_window_more(shape: Shape, size: Shape, stride: int) -> None:
    counts = windows(numbers(shape), size, stride).shape[2 + len(size) :]
    for count, length, k in zip(counts, shape[2:], size, strict=True):
        assert (count - 1) * stride + k <= length < count * stride + k


@pytest.mark.parametrize(("shape", "size", "stride"), POINTS)
def test_the_way_back_is_the_adjoint(shape: Shape, size: Shape, stride: int) -> None:
    x = numbers(shape)
    of_x = windows(x, size, stride)
    dwindows = numbers(of_x.shape, 1)
    dx = added_up(lambda place: dwindows[:, :, *place], shape, size, stride, float)
    assert np.vdot(of_x, dwindows) == pytest.approx(np.vdot(x, dx), rel=1e-13)


@pytest.mark.parametrize(("shape", "size", "stride"), POINTS)
def test_ones_add_up_to_the_number_of_windows_that_an_entry_lies_in(
    shape: Shape, size: Shape, stride: int
) -> None:
    counts = windows(numbers(shape), size, stride).shape[2 + len(size) :]
    ones = np.ones((*shape[:2], *counts))
    found = added_up(lambda place: ones, shape, size, stride, float)
    for index in np.ndindex(shape[2:]):
        lies_in = [
            sum(0 <= at - start < k for start in range(0, length - k + 1, stride))
            for at, length, k in zip(index, shape[2:], size, strict=True)
        ]
        assert (found[:, :, *index] == np.prod(lies_in)).all()


def test_windows_of_what_is_read_only_are_read_only() -> None:
    x = numbers((1, 1, 4))
    x.flags.writeable = False
    assert not windows(x, (2,), 1).flags.writeable
