"""The tree of errors."""

import pytest

from nnderiv import (
    DerivationError,
    GradientError,
    InputError,
    MissingExtraError,
    NNDerivError,
    ReadError,
)


@pytest.mark.parametrize(
    "error", [InputError, GradientError, DerivationError, ReadError, MissingExtraError]
)
def test_one_except_clause_catches_every_error_of_nnderiv(error: type[Exception]) -> None:
    with pytest.raises(NNDerivError, match="the reason"):
        raise error("the reason")


def test_an_input_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="a wrong shape"):
        raise InputError("a wrong shape")


def test_a_gradient_error_is_an_assertion_error() -> None:
    with pytest.raises(AssertionError, match="a wrong sign"):
        raise GradientError("a wrong sign")


def test_a_derivation_error_is_an_assertion_error() -> None:
    with pytest.raises(AssertionError, match="a row fails"):
        raise DerivationError("a row fails")


def test_a_missing_extra_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="a package is missing"):
        raise MissingExtraError("a package is missing")


def test_a_read_error_says_where() -> None:
    assert ReadError("not known", 7).at == 7


def test_neither_error_is_the_other() -> None:
    assert not issubclass(InputError, AssertionError)
    assert not issubclass(GradientError, ValueError)
