"""The sum of two arrays of one shape; nothing is broadcast, or its gradient would be a sum."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, add, add_backward, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import numbers
from tests.modules.calls import call


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 1, 5)])
def test_the_check_passes_at_shapes_that_are(shape: tuple[int, ...], mode: Mode) -> None:
    inputs = numbers(shape, 1), numbers(shape, 2)
    report = gradcheck(add, add_backward, *inputs, mode=mode)
    assert report.verdict == "pass", str(report)


def test_the_gradient_of_one_term_forgotten_is_found() -> None:
    report = gradcheck(add, lambda dy, a, b: (dy, 0 * dy), numbers((2, 3)), numbers((2, 3), 1))
    assert report.verdict == "fail"


@pytest.mark.parametrize("function", ["add", "add_backward"])
@pytest.mark.parametrize("b", [1.0, [1.0, 2.0], np.ones((2, 1)), np.ones((1, 2, 2))])
def test_what_would_be_broadcast_is_refused(function: str, b: Any) -> None:
    message = f"b must have the shape of a, (2, 2), but its shape is {np.shape(b)}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, b=b)


def test_dy_must_have_the_shape_of_the_sum() -> None:
    with pytest.raises(InputError, match=r"^dy must have the shape of y, \(2, 2\), but its shape"):
        call("add_backward", dy=[1.0, 2.0])
