"""How inputs become float arrays, and what is refused."""

from typing import Any

import numpy as np
import pytest

from nnderiv import InputError
from nnderiv.arrays import complex_allowed, float_arrays, require_shape

FLOAT_TYPES = [np.float32, np.float64, np.longdouble]


@pytest.mark.parametrize("value", [3, 2.5, True, [1, 2], [True, False], ((1,), (2,))])
def test_plain_python_becomes_float64(value: Any) -> None:
    (array,) = float_arrays(x=value)
    assert array.dtype == np.float64
    np.testing.assert_array_equal(array, np.array(value, dtype=float))


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, np.uint64, np.bool_])
def test_integers_and_booleans_become_float64(dtype: type[np.generic]) -> None:
    (array,) = float_arrays(x=np.ones(3, dtype=dtype))
    assert array.dtype == np.float64


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_a_float_type_stays_what_it_is(dtype: type[np.generic]) -> None:
    (array,) = float_arrays(x=np.ones(3, dtype=dtype))
    assert array.dtype == dtype


@pytest.mark.parametrize("number", [1, 1.0, True])
@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_a_bare_number_takes_the_type_of_the_array_beside_it(
    number: float, dtype: type[np.generic]
) -> None:
    dy, x = float_arrays(dy=number, x=np.ones(3, dtype=dtype))
    assert dy.dtype == x.dtype == dtype


def test_bare_numbers_alone_become_float64() -> None:
    assert [array.dtype for array in float_arrays(a=1, b=2.0)] == [np.float64, np.float64]


@pytest.mark.parametrize(
    "wide", [np.ones(2), np.float64(1.0), [1, 2], [1.0, 2.0], np.ones(2, dtype=int)]
)
def test_float32_beside_what_counts_as_float64_becomes_float64(wide: Any) -> None:
    arrays = float_arrays(x=np.ones(2, dtype=np.float32), b=wide)
    assert [array.dtype for array in arrays] == [np.float64, np.float64]


def test_float16_beside_float32_becomes_float32() -> None:
    arrays = float_arrays(a=np.ones(2, dtype=np.float16), b=np.ones(2, dtype=np.float32))
    assert [array.dtype for array in arrays] == [np.float32, np.float32]


def test_the_digits_of_a_float64_beside_a_float32_are_not_lost() -> None:
    _, b = float_arrays(x=np.ones(2, dtype=np.float32), b=np.array([1 + 1e-12]))
    assert b[0] == 1 + 1e-12


def test_the_arrays_come_back_in_the_order_of_the_names() -> None:
    first, second = float_arrays(z=[1.0], a=[2.0])
    assert (first[0], second[0]) == (1.0, 2.0)


def test_an_array_of_the_right_type_is_not_copied() -> None:
    x = np.ones((2, 2))
    assert float_arrays(x=x)[0] is x


def test_a_read_only_array_that_is_not_contiguous_is_taken() -> None:
    x = np.arange(12.0).reshape(3, 4)[::-1, ::2]
    x.flags.writeable = False
    np.testing.assert_array_equal(float_arrays(x=x)[0], [[8, 10], [4, 6], [0, 2]])


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([[1, 2], [3]], "W must be rectangular, but its rows differ in length"),
        ("one", "W must hold real numbers, but its dtype is <U3"),
        (["1", "2"], "W must hold real numbers, but its dtype is <U1"),
        (b"1", "W must hold real numbers, but its dtype is .S1"),
        (None, "W must hold real numbers, but its dtype is object"),
        ([1.0, None], "W must hold real numbers, but its dtype is object"),
        (object(), "W must hold real numbers, but its dtype is object"),
        ({"W": 1.0}, "W must hold real numbers, but its dtype is object"),
        (np.array("2020-01-01", dtype="M8[D]"), "W must hold real numbers, but its dtype is date"),
        (np.zeros(1, dtype="f8,f8"), "W must hold real numbers, but its dtype is "),
        (1j, r"W must be real, but it is complex128. Pass W\.real"),
        (np.ones(2, dtype=np.complex64), "W must be real, but it is complex64"),
        ([], r"W must have at least one entry, but its shape is \(0,\)"),
        (np.ones((2, 0)), r"W must have at least one entry, but its shape is \(2, 0\)"),
        (np.nan, "W must be finite, but W is nan"),
        ([0.0, np.inf], r"W must be finite, but W\[1\] is inf"),
        ([[0.0, 1.0], [-np.inf, np.nan]], r"W must be finite, but W\[1, 0\] is -inf"),
    ],
)
def test_what_is_not_an_array_of_finite_real_numbers_is_refused(bad: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        float_arrays(x=1.0, W=bad)


def test_complex_numbers_pass_only_while_they_are_allowed() -> None:
    with complex_allowed():
        assert float_arrays(x=[1j])[0].dtype == np.complex128
    with pytest.raises(InputError, match="x must be real, but it is complex128"):
        float_arrays(x=[1j])


def test_complex_numbers_are_refused_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError, match="planted"), complex_allowed():
        raise ZeroDivisionError("planted")
    with pytest.raises(InputError, match="x must be real"):
        float_arrays(x=1j)


def test_an_inner_permission_does_not_end_the_outer_one() -> None:
    with complex_allowed():
        with complex_allowed():
            pass
        assert float_arrays(x=1j)[0] == 1j


def test_a_complex_number_that_is_not_finite_is_refused_even_where_complex_is_allowed() -> None:
    with complex_allowed(), pytest.raises(InputError, match=r"x must be finite, but x\[0\] is"):
        float_arrays(x=[complex(0, np.nan)])


def test_the_right_shape_is_let_through() -> None:
    require_shape("b", np.ones(3), (3,), "the length of a row", "Count.")
    with pytest.raises(
        InputError,
        match=r"^b must have the length of a row, \(2,\), but its shape is \(3,\)\. Count\.$",
    ):
        require_shape("b", np.ones(3), (2,), "the length of a row", "Count.")
