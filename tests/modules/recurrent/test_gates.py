"""The sigmoid of the gates and the slopes, against sixty digits."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from nnderiv.modules.recurrent.gates import sigmoid, sigmoid_slope, tanh_slope
from tests.catalogue import Array
from tests.modules.references import (
    decimal_sigmoid,
    decimal_sigmoid_slope,
    decimal_tanh_slope,
    relative_error,
)

POINTS = [-300.0, -20.0, -1.0, -1e-5, 0.0, 1e-5, 0.5, 1.0, 20.0, 300.0]


@pytest.mark.parametrize("z", POINTS)
@pytest.mark.parametrize(
    ("function", "exact"),
    [
        (sigmoid, decimal_sigmoid),
        (sigmoid_slope, decimal_sigmoid_slope),
        (tanh_slope, decimal_tanh_slope),
    ],
)
def test_all_digits_are_right_on_both_sides(
    function: Callable[[Array], Array], exact: Callable[[float], Decimal], z: float
) -> None:
    assert relative_error(function(np.array([z]))[0], exact(z)) < 2e-15


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("far", [1000.0, 1e38, np.inf])
def test_far_out_a_gate_is_0_or_1_and_the_slopes_are_0(far: float, dtype: Any) -> None:
    z = np.array([-far, far], dtype)
    with np.errstate(all="raise", over="ignore", under="ignore"):
        assert sigmoid(z).tolist() == [0, 1]
        assert sigmoid_slope(z).tolist() == tanh_slope(z).tolist() == [0, 0]
