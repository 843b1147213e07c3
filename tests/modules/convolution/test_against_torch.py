"""Convolution and pooling against PyTorch at every awkward shape, where it is installed."""

from typing import Any

import numpy as np
import pytest

import nnderiv
from tests.catalogue import Array, numbers
from tests.modules.convolution.shapes import CONV1D, CONV2D, POOL2D, Conv, Pool

torch = pytest.importorskip("torch")


def assert_same(name: str, inputs: tuple[Array, ...], ours: Any, theirs: Any) -> None:
    """Assert that both passes give what PyTorch gives, with these options for either."""
    tensors = [torch.tensor(one, requires_grad=True) for one in inputs]
    y = getattr(torch.nn.functional, name)(*tensors, **theirs)
    found = getattr(nnderiv, name)(*inputs, **ours)
    np.testing.assert_allclose(found, y.detach().numpy(), rtol=1e-12, atol=1e-14)
    dy = numbers(found.shape, 4)
    y.backward(torch.tensor(dy))
    gradients = getattr(nnderiv, f"{name}_backward")(dy, *inputs, **ours)
    for gradient, one in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(gradient, one.grad.numpy(), rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("shape", CONV1D.values(), ids=list(CONV1D))
def test_the_convolution_of_sequences(shape: Conv) -> None:
    options = {"stride": shape.stride, "padding": shape.padding}
    assert_same("conv1d", shape.inputs, options, options)


@pytest.mark.parametrize("shape", CONV2D.values(), ids=list(CONV2D))
def test_the_convolution_of_images(shape: Conv) -> None:
    options = {"stride": shape.stride, "padding": shape.padding}
    assert_same("conv2d", shape.inputs, options, options)


@pytest.mark.parametrize("name", ["max_pool2d", "avg_pool2d"])
@pytest.mark.parametrize("shape", POOL2D.values(), ids=list(POOL2D))
def test_pooling(shape: Pool, name: str) -> None:
    ours = {"size": shape.size, "stride": shape.stride}
    theirs = {"kernel_size": shape.size, "stride": shape.stride}
    assert_same(name, (numbers(shape.x),), ours, theirs)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_ties_of_a_maximum(stride: int) -> None:
    x = np.random.default_rng(0).integers(0, 3, (2, 3, 7, 8)).astype(float)
    options = {"stride": stride}
    assert_same("max_pool2d", (x,), {"size": 3, **options}, {"kernel_size": 3, **options})
