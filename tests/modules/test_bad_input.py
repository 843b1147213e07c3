"""What every function refuses of every argument, and how it says so."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError
from tests.catalogue import MODULE_FUNCTIONS
from tests.modules.calls import ARGUMENTS, GOOD, call

RAGGED = [[1.0, 2.0], [3.0]]
NOT_NUMBERS = {
    "a string": ("one", "must hold real numbers, but its dtype is <U3"),
    "strings": (["1", "2"], "must hold real numbers, but its dtype is <U1"),
    "None": (None, "must hold real numbers, but its dtype is object"),
    "an object": (object(), "must hold real numbers, but its dtype is object"),
    "a list with None": ([1.0, None], "must hold real numbers, but its dtype is object"),
    "complex numbers": ([[1j, 0], [0, 0]], "must be real, but it is complex128"),
    "ragged rows": (RAGGED, "must be rectangular, but its rows differ in length"),
    "an empty list": ([], "must have at least one entry, but its shape is (0,)"),
    "an empty batch": (np.ones((0, 2)), "must have at least one entry, but its shape is (0, 2)"),
}
# Of a mask it is said at once that it must hold booleans.
MASKS = [one for one in ARGUMENTS if np.asarray(GOOD[one[0]][one[1]]).dtype == np.bool_]
NUMBERS = [one for one in ARGUMENTS if one not in MASKS]


@pytest.mark.parametrize("function", GOOD)
def test_the_good_arguments_are_good(function: str) -> None:
    results = call(function)
    parts = results if function.endswith("_backward") else (results,)
    assert all(np.isfinite(part).all() for part in parts)


def test_every_public_module_function_is_tried() -> None:
    assert sorted(GOOD) == MODULE_FUNCTIONS


@pytest.mark.parametrize(("bad", "message"), NOT_NUMBERS.values(), ids=list(NOT_NUMBERS))
@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_what_is_no_array_of_real_numbers_is_refused_by_the_name_of_its_argument(
    function: str, name: str, bad: Any, message: str
) -> None:
    if (function, name) in MASKS and bad is not RAGGED:
        message = "must hold booleans, but its dtype is"
    with pytest.raises(InputError, match="^" + re.escape(f"{name} {message}")):
        call(function, **{name: bad})


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(("function", "name"), NUMBERS)
def test_a_number_that_is_not_finite_is_refused_with_its_place(
    function: str, name: str, bad: float
) -> None:
    array = np.array(GOOD[function][name], dtype=float)
    array[(-1,) * array.ndim] = bad
    index = [length - 1 for length in array.shape]
    place = f"{name}{index}" if index else name
    with pytest.raises(
        InputError, match="^" + re.escape(f"{name} must be finite, but {place} is {bad}.")
    ):
        call(function, **{name: array})
