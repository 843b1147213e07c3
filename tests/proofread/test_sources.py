r"""Texts, taken apart into rows: environments, tags, lines."""

import pytest

from nnderiv import ReadError
from nnderiv.proofread.source.displays import Row, display_rows
from nnderiv.proofread.source.files import Passage
from nnderiv.proofread.source.text import split, take_tag


def found(text: str) -> list[Row]:
    read = list(display_rows(Passage(text)))
    assert all(isinstance(row, Row) for row in read), read
    return [row for row in read if isinstance(row, Row)]


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
    with pytest.raises(ReadError, match=r"braces of a tag must be balanced.*a = b \\tag\{sum"):
        take_tag(r"a = b \tag{sum")


def test_each_row_knows_its_line_and_its_tag() -> None:
    text = "Prose.\n\n\\begin{align}\n  a &= b \\tag{one} \\\\\n  &= c\n\\end{align}\n"
    assert [(row.latex, row.tag, row.line) for row in found(text)] == [
        ("a &= b", "one", 4),
        ("&= c", "", 5),
    ]


def test_an_inner_environment_has_the_rows() -> None:
    text = r"\begin{equation} \begin{split} a &= b \\ &= c \end{split} \label{x} \end{equation}"
    assert len(found(text)) == 2


def test_a_comment_is_no_part_of_a_row() -> None:
    assert [row.latex for row in found("$$\na = b % or c\n$$")] == ["a = b"]


def test_a_display_without_an_end_is_reported_with_its_line() -> None:
    (error,) = display_rows(Passage("Prose.\n\\begin{align} a = b"))
    assert isinstance(error, ReadError)
    assert "on line 2 has no end" in str(error)
    assert error.at == 2
