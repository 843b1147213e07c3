"""What changes from one formula to the next: marked in both, at the smallest place."""

import pytest

from nnderiv.proofread.report.diff import marked


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        # an item gives way to another
        (r"a + b", r"a + c", r"a + \class{mjx-gone}{b}", r"a + \class{mjx-new}{c}"),
        # deep inside: the index alone
        (
            r"\sum_{i} x_{i}",
            r"\sum_{i} x_{j}",
            r"\sum_{i} x_{\class{mjx-gone}{i}}",
            r"\sum_{i} x_{\class{mjx-new}{j}}",
        ),
        (r"x_i", r"x_j", r"x_{\class{mjx-gone}{i}}", r"x_{\class{mjx-new}{j}}"),
        (r"\frac12", r"\frac13", r"\frac1{\class{mjx-gone}{2}}", r"\frac1{\class{mjx-new}{3}}"),
        (
            r"\left(x + 1\right)^2",
            r"\left(x + 2\right)^2",
            r"\left(x + \class{mjx-gone}{1}\right)^2",
            r"\left(x + \class{mjx-new}{2}\right)^2",
        ),
        (
            r"\sqrt[3]{x}",
            r"\sqrt[3]{y}",
            r"\sqrt[3]{\class{mjx-gone}{x}}",
            r"\sqrt[3]{\class{mjx-new}{y}}",
        ),
        # only added, or only dropped
        (r"a", r"a + 1", r"a", r"a \class{mjx-new}{+ 1}"),
        (r"1 \cdot a", r"a", r"\class{mjx-gone}{1 \cdot} a", r"a"),
        # one cell of a matrix
        (
            r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
            r"\begin{bmatrix} a & b \\ c & e \end{bmatrix}",
            r"\begin{bmatrix} a & b \\ c & \class{mjx-gone}{d} \end{bmatrix}",
            r"\begin{bmatrix} a & b \\ c & \class{mjx-new}{e} \end{bmatrix}",
        ),
        # a word is one thing, and so is a command with all that it holds
        (
            r"\text{if } x",
            r"\text{as } x",
            r"\class{mjx-gone}{\text{if }} x",
            r"\class{mjx-new}{\text{as }} x",
        ),
        (
            r"\frac{a}{b}",
            r"\sqrt{a}",
            r"\class{mjx-gone}{\frac{a}{b}}",
            r"\class{mjx-new}{\sqrt{a}}",
        ),
        # spaces are no change
        (r"x + y", r"x+y", r"x + y", r"x+y"),
    ],
)
def test_the_smallest_part_that_changed_is_marked(
    before: str, after: str, gone: str, new: str
) -> None:
    assert marked(before, after) == (gone, new)


@pytest.mark.parametrize("broken", ["{", "}", r"\frac{a}", r"\left( x", r"\begin{bmatrix} a", "x_"])
def test_what_cannot_be_taken_apart_comes_back_as_it_is(broken: str) -> None:
    assert marked("x", broken) == ("x", broken)
    assert marked(broken, "x") == (broken, "x")


def test_deep_nesting_comes_back_as_it_is() -> None:
    deep = "{" * 5000 + "x" + "}" * 5000
    assert marked(deep, "x") == (deep, "x")
