"""What holds for every module: shapes, types, linearity, and inputs left alone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue import Array, Module, numbers
from tests.topics import GRADIENT_IDS, GRADIENTS

FLOAT_TYPES = [np.float32, np.float64]
FACTORS = st.floats(-100, 100)


def in_type(module: Module, dtype: Any) -> tuple[Array, ...]:
    """Return the inputs of a module in another float type; integers stay integers."""
    return tuple(
        array.astype(dtype) if array.dtype.kind == "f" else array for array in module.inputs
    )


def test_there_is_a_gradient_of_its_shape_for_every_input_that_has_one(module: Module) -> None:
    found = module.backward(module.dy, *module.inputs)
    assert type(found) is tuple
    expected = [np.shape(module.inputs[place]) for place in module.stepped]
    assert [np.shape(dx) for dx in found] == expected


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_output_has_the_float_type_of_the_inputs(module: Module, dtype: Any) -> None:
    assert module.forward(*in_type(module, dtype)).dtype == dtype


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_gradients_have_the_float_type_of_the_inputs(module: Module, dtype: Any) -> None:
    found = module.backward(module.dy.astype(dtype), *in_type(module, dtype))
    assert {dx.dtype for dx in found} == {np.dtype(dtype)}


def test_a_float64_upstream_gradient_is_not_rounded_to_float32(module: Module) -> None:
    found = module.backward(module.dy, *in_type(module, np.float32))
    assert {dx.dtype for dx in found} == {np.dtype(np.float64)}


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_a_smaller_float_type_gives_the_same_gradients_but_for_rounding(
    module: Module, dtype: Any
) -> None:
    exact = module.backward(module.dy, *module.inputs)
    found = module.backward(module.dy.astype(dtype), *in_type(module, dtype))
    for dx, expected in zip(found, exact, strict=True):
        np.testing.assert_allclose(dx, expected, atol=30 * float(np.finfo(dtype).eps))


def test_nested_lists_are_as_good_as_arrays(module: Module) -> None:
    lists = [array.tolist() for array in module.inputs]
    np.testing.assert_array_equal(module.forward(*lists), module.forward(*module.inputs))
    for from_lists, from_arrays in zip(
        module.backward(module.dy.tolist(), *lists),
        module.backward(module.dy, *module.inputs),
        strict=True,
    ):
        np.testing.assert_array_equal(from_lists, from_arrays)


def test_neither_pass_changes_a_byte_of_its_inputs(module: Module) -> None:
    given_arrays = [module.dy.copy(), *(array.copy() for array in module.inputs)]
    before = [array.tobytes() for array in given_arrays]
    module.forward(*given_arrays[1:])
    module.backward(*given_arrays)
    assert [array.tobytes() for array in given_arrays] == before


def test_read_only_inputs_are_accepted(module: Module) -> None:
    frozen = [module.dy.copy(), *(array.copy() for array in module.inputs)]
    for array in frozen:
        array.flags.writeable = False
    np.testing.assert_array_equal(module.forward(*frozen[1:]), module.forward(*module.inputs))
    assert len(module.backward(*frozen)) == len(module.gradients)


def test_inputs_that_are_not_contiguous_give_the_same_numbers(module: Module) -> None:
    strided = [np.repeat(array, 2, axis=0)[::2] if array.ndim else array for array in module.inputs]
    strided = [np.asfortranarray(array)[::-1][::-1] for array in strided]
    np.testing.assert_allclose(module.forward(*strided), module.forward(*module.inputs), 1e-13)
    expected = module.backward(module.dy, *module.inputs)
    for dx, dx_expected in zip(module.backward(module.dy, *strided), expected, strict=True):
        np.testing.assert_allclose(dx, dx_expected, rtol=1e-12)


def test_no_result_shares_memory_with_an_input_or_another_result(module: Module) -> None:
    dy = module.dy
    results = [module.forward(*module.inputs), *module.backward(dy, *module.inputs)]
    for i, result in enumerate(results):
        others = (dy, *module.inputs, *results[:i])
        assert not any(np.shares_memory(result, other) for other in others)


def test_writing_to_the_gradients_leaves_the_inputs_alone(module: Module) -> None:
    dy = module.dy
    before = [array.tobytes() for array in (dy, *module.inputs)]
    for dx in module.backward(dy, *module.inputs):
        dx[...] = 99.0
    assert [array.tobytes() for array in (dy, *module.inputs)] == before


@pytest.mark.parametrize(("module", "k"), GRADIENTS, ids=GRADIENT_IDS)
@given(a=FACTORS, b=FACTORS)
def test_the_backward_pass_is_linear_in_dy(module: Module, k: int, a: float, b: float) -> None:
    first, second = module.dy, numbers(module.dy.shape, seed=12)
    of_both = module.backward(a * first + b * second, *module.inputs)[k]
    of_first = module.backward(first, *module.inputs)[k]
    of_second = module.backward(second, *module.inputs)[k]
    np.testing.assert_allclose(of_both, a * of_first + b * of_second, rtol=1e-9, atol=1e-11)


def test_a_zero_upstream_gradient_gives_zero_gradients(module: Module) -> None:
    for dx in module.backward(np.zeros_like(module.dy), *module.inputs):
        np.testing.assert_array_equal(dx, np.zeros(np.shape(dx)))
