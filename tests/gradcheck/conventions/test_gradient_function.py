"""A gradient of a scalar loss as a function of the inputs alone, without dy."""

from string import ascii_lowercase
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck
from tests.catalogue import numbers
from tests.gradcheck.conventions.pairs import (
    OF_FLOATS,
    Plain,
    both_modes,
    loss,
    right_and_wrong,
    upstream,
)


def without_dy(pair: Plain, backward: Any) -> Any:
    """Return the gradient of the loss, with as many parameters as there are inputs."""

    def gradient(*inputs: Any) -> Any:
        return backward(upstream(pair, *inputs), *inputs)

    names = ", ".join(ascii_lowercase[: len(pair.inputs)])
    return eval(f"lambda {names}: gradient({names})", {"gradient": gradient})


@both_modes
@right_and_wrong(OF_FLOATS)
def test_a_gradient_without_dy_is_that_of_the_scalar_loss(
    pair: Plain, backward: Any, verdict: str, mode: Any
) -> None:
    report = gradcheck(loss(pair), without_dy(pair, backward), *pair.inputs, mode=mode)
    assert report.verdict == verdict, str(report)
    assert report.read_as == ("the backward pass takes no dy: it is the gradient of a scalar loss")


@pytest.mark.parametrize("keepdims", [True, False])
def test_a_loss_may_be_an_array_of_one_number(keepdims: bool) -> None:
    assert gradcheck(lambda w: (w**2).sum(keepdims=keepdims), lambda w: 2 * w, numbers((3,)))


def test_a_plain_backward_pass_of_a_loss_counts_although_it_could_do_without_dy() -> None:
    report = gradcheck(lambda w: (w**2).sum(), lambda dy, w=None: dy * 2 * w, numbers((3,)))
    assert report
    assert report.read_as == ""


def test_the_gradient_of_what_is_no_scalar_is_refused_with_the_product_to_write() -> None:
    with pytest.raises(
        InputError,
        match=r"backward\(x\), must be that of a scalar loss, but the forward pass returns more "
        r"than one number\..*lambda dy, x: dy \* backward\(x\)",
    ):
        gradcheck(np.tanh, lambda x: 1 - np.tanh(x) ** 2, numbers((3,)))


@both_modes
def test_a_parameter_named_as_an_upstream_gradient_is_one(mode: Any) -> None:
    report = gradcheck(np.sum, lambda dout: dout * np.ones(3), numbers((3,)), mode=mode)
    assert report.verdict == "pass", str(report)
    assert "takes dy alone" in report.read_as
