"""Derivations in LaTeX, taken apart into rows, cells and the names of rules."""

import pytest
from derivation_rows import split, take_tag


def test_rows_are_split_at_double_backslashes() -> None:
    assert list(split(r"a &= b \\ &= c", "\\\\")) == ["a &= b ", " &= c"]


def test_the_rows_of_a_matrix_are_not_split() -> None:
    matrix = r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}"
    assert list(split(f"x &= {matrix}", "\\\\")) == [f"x &= {matrix}"]
    assert list(split(f"x &= {matrix}", "&")) == ["x ", f"= {matrix}"]


def test_an_escaped_ampersand_is_no_column() -> None:
    assert list(split(r"a \& b", "&")) == [r"a \& b"]


def test_a_tag_may_hold_braces_and_formulas() -> None:
    row = r"= -\frac{t_a}{o_a} \tag{chain rule: $\frac{d}{du} u^{-1}$} \nonumber"
    assert take_tag(row) == (
        r"= -\frac{t_a}{o_a}  \nonumber",
        r"chain rule: $\frac{d}{du} u^{-1}$",
    )


def test_a_row_without_a_tag_has_no_rule() -> None:
    assert take_tag("a = b") == ("a = b", "")


def test_a_tag_that_is_not_closed_is_shown() -> None:
    with pytest.raises(ValueError, match=r"braces of a tag must be balanced.*a = b \\tag\{sum"):
        take_tag(r"a = b \tag{sum")
