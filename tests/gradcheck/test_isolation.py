"""Neither pass can reach into the check, and no check hides an input that it did not step."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, softmax, softmax_cross_entropy, softmax_cross_entropy_backward
from tests.catalogue import numbers
from tests.gradcheck.conftest import square


@pytest.mark.parametrize(
    "backward",
    [
        pytest.param(lambda dy, x: np.multiply(dy, 2, out=dy) * 2 * x, id="twice too large"),
        pytest.param(lambda dy, x: np.multiply(dy, 2 * x, out=dy), id="right"),
    ],
)
def test_a_backward_pass_that_writes_to_dy_meets_a_read_only_array(
    backward: Callable[..., Any],
) -> None:
    with pytest.raises(ValueError, match="read-only"):
        gradcheck(square, backward, [1.0, 2.0])


def test_a_float32_target_is_as_good_to_the_check_as_to_the_loss() -> None:
    h, t = numbers((5, 7)), softmax(numbers((5, 7), 1).astype(np.float32))
    assert softmax_cross_entropy(h, t) > 0
    assert gradcheck(softmax_cross_entropy, softmax_cross_entropy_backward, h, t)


def test_an_input_that_was_not_stepped_because_it_is_integer_is_named_in_the_report() -> None:
    report = gradcheck(lambda x, W: x * W, lambda dy, x, W: (dy * W, dy * 77), [1.0], [2])
    assert report.constants == ("W",)
    assert "held constant: W" in str(report)
