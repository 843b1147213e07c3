"""What the pair of passes that a network uses keeps, of every activation of one input."""

import numpy as np
import pytest

import nnderiv
from nnderiv.modules.activations import (
    elu,
    gelu,
    leaky_relu,
    relu,
    sigmoid,
    silu,
    softplus,
    tanh,
)
from tests.catalogue import numbers

FILES = {
    file.__name__.rpartition(".")[2]: file
    for file in (elu, gelu, leaky_relu, relu, sigmoid, silu, softplus, tanh)
}
X, DY = numbers((3, 4)), numbers((3, 4), 1)


@pytest.fixture(params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of each activation."""
    return str(request.param)


def test_it_gives_what_the_public_pair_gives(name: str) -> None:
    file = FILES[name]
    y, kept = file.forward(X)
    np.testing.assert_array_equal(y, getattr(nnderiv, name)(X))
    public = getattr(nnderiv, f"{name}_backward")(DY, X)
    np.testing.assert_array_equal(file.backward(DY, kept), public)


def test_what_is_kept_serves_twice(name: str) -> None:
    _, kept = FILES[name].forward(X)
    once = FILES[name].backward(DY, kept)
    np.testing.assert_array_equal(FILES[name].backward(DY, kept), once)


def test_float32_stays_float32(name: str) -> None:
    y, kept = FILES[name].forward(X.astype(np.float32))
    (dx,) = FILES[name].backward(DY.astype(np.float32), kept)
    assert y.dtype == dx.dtype == np.float32


def test_neither_pass_changes_what_it_is_given(name: str) -> None:
    x, dy = X.copy(), DY.copy()
    x.flags.writeable = dy.flags.writeable = False
    FILES[name].backward(dy, FILES[name].forward(x)[1])
