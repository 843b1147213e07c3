"""Arrays of other libraries, which NumPy takes by `__array__`, as torch's and JAX's and pandas'."""

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


class Tensor:
    """An array of another library, with nothing of NumPy's but `__array__`."""

    __array_ufunc__ = None

    def __init__(self, numbers: Any, has_graph: bool = False) -> None:
        self.numbers, self.has_graph = np.asarray(numbers), has_graph

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if self.has_graph:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        return np.array(self.numbers, dtype=dtype)

    def matmul(self, other: Any) -> Any:
        return Tensor(self.numbers @ other.numbers)


class OnDevice:
    """An array in the memory of another device."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise TypeError("can't convert cuda:0 device type tensor to numpy.")


@both_modes
@right_and_wrong(OF_FLOATS)
def test_inputs_outputs_and_gradients_may_be_arrays_of_others(
    pair: Plain, backward: Any, verdict: str, mode: Any
) -> None:
    report = gradcheck(
        lambda *inputs: Tensor(pair.forward(*inputs)),
        lambda dy, *inputs: tuple(map(Tensor, backward(dy, *inputs))),
        *map(Tensor, pair.inputs),
        mode=mode,
    )
    assert report.verdict == verdict, str(report)


@both_modes
@right_and_wrong(OF_FLOATS)
def test_they_may_stand_in_containers_and_in_other_conventions(
    pair: Plain, backward: Any, verdict: str, mode: Any
) -> None:
    def f(p: Any) -> Any:
        found = backward(upstream(pair, *p.values()), *p.values())
        return Tensor(loss(pair)(*p.values())), dict(zip(p, map(Tensor, found), strict=True))

    given = {f"p{k}": Tensor(one) for k, one in enumerate(pair.inputs)}
    assert gradcheck(f, f, given, mode=mode).verdict == verdict


@both_modes
def test_one_of_several_outputs_may_be_an_array_of_others(mode: Any) -> None:
    def forward(x: Any) -> Any:
        return Tensor(x**2), x * 3

    report = gradcheck(
        forward, lambda dys, x: dys[0] * 2 * x + dys[1] * 3, numbers((3,)), mode=mode
    )
    assert report


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(2, "pass"), (3, "fail")])
def test_an_output_in_float32_is_checked_as_such(factor: int, verdict: str, mode: Any) -> None:
    report = gradcheck(
        lambda x: Tensor((x**2).astype(np.complex64 if np.iscomplexobj(x) else np.float32)),
        lambda dy, x: dy * factor * x,
        numbers((3,)),
        mode=mode,
    )
    assert report.verdict == verdict


def square(x: Any) -> Any:
    return x**2


def square_backward(dy: Any, x: Any) -> Any:
    return dy * 2 * x


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Tensor([1.0], has_graph=True), r"x must be an array that NumPy reads, but it is Tensor: "),
        (OnDevice(), r"x must be an array that NumPy reads, but it is OnDevice: can't convert"),
        ({"a": OnDevice()}, r'x\["a"\] must be an array that NumPy reads'),
    ],
)
def test_an_input_that_numpy_cannot_read_is_refused_with_the_way_out(
    given: Any, message: str
) -> None:
    with pytest.raises(InputError, match=message + r".*\.detach\(\)\.cpu\(\)\.numpy\(\)"):
        gradcheck(square, square_backward, given)


def test_an_output_that_numpy_cannot_read_is_refused_with_the_way_out() -> None:
    with pytest.raises(
        InputError, match=r"the output of the forward pass .* Return y\.detach\(\)\.cpu\(\)\.numpy"
    ):
        gradcheck(lambda x: Tensor(x**2, has_graph=True), square_backward, numbers((3,)))


def test_a_gradient_that_numpy_cannot_read_fails_with_the_way_out() -> None:
    report = gradcheck(square, lambda dy, x: Tensor(dy * 2 * x, has_graph=True), numbers((3,)))
    assert report.verdict == "fail"
    assert "Return dx.detach().cpu().numpy()" in report.reason


@pytest.mark.parametrize("which", ["forward", "backward"])
def test_a_pass_that_wants_arrays_of_others_is_told_that_it_gets_those_of_numpy(
    which: str,
) -> None:
    def forward(x: Any, W: Any) -> Any:
        return x.matmul(W) if which == "forward" else x @ W

    def backward(dy: Any, x: Any, W: Any) -> Any:
        return dy.matmul(W.T), x.T @ dy

    x, W = Tensor(numbers((4, 3))), Tensor(numbers((3, 2)))
    with pytest.raises(
        InputError, match=f"the {which} pass gets NumPy arrays, whatever the inputs"
    ):
        gradcheck(forward, backward, x, W)
