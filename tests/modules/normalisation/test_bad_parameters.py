"""What the normalisations refuse: parameters of another shape, an eps that is none, one example."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError
from tests.modules.calls import call

FORWARD = ["layer_norm", "rms_norm", "batch_norm", "batch_norm_inference"]
BOTH = [name + suffix for name in FORWARD for suffix in ("", "_backward")]


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("gamma", [[1.0], [1.0, 2.0, 3.0], 1.0, [[1.0, 2.0]]])
def test_gamma_must_have_one_entry_per_feature(function: str, gamma: Any) -> None:
    message = (
        f"gamma must have one entry per feature of x, (2,), but its shape is {np.shape(gamma)}."
    )
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, gamma=gamma)


@pytest.mark.parametrize(
    ("function", "name"),
    [
        *((function, "beta") for function in BOTH if "rms" not in function),
        *((function, name) for function in BOTH[-2:] for name in ("mean", "var")),
    ],
)
def test_so_must_the_shift_the_mean_and_the_variance(function: str, name: str) -> None:
    message = f"{name} must have one entry per feature of x, (2,), but its shape is (3,)."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, **{name: [1.0, 2.0, 3.0]})


@pytest.mark.parametrize("function", BOTH)
def test_x_must_have_an_axis(function: str) -> None:
    with pytest.raises(InputError, match=r"^x must have at least one axis, the features of one"):
        call(function, x=1.0)


@pytest.mark.parametrize("function", [f"{name}_backward" for name in FORWARD])
@pytest.mark.parametrize("dy", [[1.0, 2.0], 1.0, np.ones((2, 1)), np.ones((1, 2, 2))])
def test_dy_must_have_the_shape_of_x(function: str, dy: Any) -> None:
    message = f"dy must have the shape of x, (2, 2), but its shape is {np.shape(dy)}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, dy=dy)


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("eps", [0, 0.0, -1e-5, np.nan, np.inf, 5e-324, "1e-5", None, [1e-5], 1j])
def test_eps_must_be_a_positive_number_and_is_shown(function: str, eps: Any) -> None:
    message = f"eps must be a positive number that float64 holds, but it is {eps!r}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, eps=eps)


@pytest.mark.parametrize("eps", [1e-50, 1e39])
def test_beside_float32_it_must_be_one_of_float32(eps: float) -> None:
    x = np.ones((2, 2), np.float32)
    with pytest.raises(InputError, match=r"^eps must be a positive number that float32 holds"):
        call("rms_norm", x=x, gamma=x[0], eps=eps)


@pytest.mark.parametrize("eps", [np.float32(0.5), np.float64(0.5), np.array(0.5)[()]])
def test_an_eps_of_numpy_s_leaves_float32_as_it_is(eps: Any) -> None:
    x = np.ones((2, 2), np.float32)
    assert call("rms_norm", x=x, gamma=x[0], eps=eps).dtype == np.float32
    arguments = dict.fromkeys(("gamma", "beta", "mean", "var"), x[0])
    assert call("batch_norm_inference", x=x, **arguments, eps=eps).dtype == np.float32


@pytest.mark.parametrize("function", ["batch_norm", "batch_norm_backward"])
@pytest.mark.parametrize("shape", [(2,), (1, 2), (1, 1, 2)])
def test_a_single_example_is_refused_in_training(function: str, shape: tuple[int, ...]) -> None:
    message = f"x must have at least two examples, but its shape is {shape}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, x=np.ones(shape))


def test_pytorch_refuses_a_single_example_too() -> None:
    torch = pytest.importorskip("torch")
    with pytest.raises(ValueError, match="Expected more than 1 value per channel when training"):
        torch.nn.functional.batch_norm(torch.ones(1, 2), None, None, training=True)
