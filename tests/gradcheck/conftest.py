"""What the tests of the gradient check share: functions that meet its every verdict."""

import numpy as np
import pytest

from nnderiv import GradcheckReport, gradcheck
from tests.catalogue import Array


def square(x: Array) -> Array:
    """Return x², which takes complex numbers."""
    return x**2


def square_backward(dy: Array, x: Array) -> tuple[Array]:
    """Return the right gradient of x²."""
    return (dy * 2 * x,)


def wrong_square_backward(dy: Array, x: Array) -> tuple[Array]:
    """Return the gradient of x² with one entry, the last of all, of the wrong sign."""
    dx = dy * 2 * x
    dx[(-1,) * dx.ndim] *= -1
    return (dx,)


@pytest.fixture
def passing() -> GradcheckReport:
    """Return the report on a right gradient."""
    return gradcheck(square, square_backward, np.array([[1.0, 2.0], [3.0, 4.0]]))


@pytest.fixture
def failing() -> GradcheckReport:
    """Return the report on a gradient that is wrong in its last entry."""
    return gradcheck(square, wrong_square_backward, np.array([[1.0, 2.0], [3.0, 4.0]]))
