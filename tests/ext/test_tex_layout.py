"""Formulas are set as TeX sets them."""

import pytest
from tex_layout import as_tex_sets
from typeset import typeset


def test_no_room_is_left_around_an_operator_in_a_limit() -> None:
    assert '<mo lspace="0" rspace="0">=</mo>' in typeset(r"\sum_{i = 1}^n x_i")
    assert "<mo>=</mo>" in typeset("x = 1")


def test_an_index_of_brackets_belongs_to_the_closing_one() -> None:
    formula = typeset(r"(\frac{a}{b})_{1*}")
    assert "<msub><mo" in formula
    assert formula.index("<mfrac>") < formula.index("<msub>")


def test_an_index_of_brackets_that_grow_belongs_to_all_of_it() -> None:
    formula = typeset(r"\left(\frac{a}{b}\right)_{1*}")
    assert formula.index("<msub>") < formula.index("<mfrac>")


@pytest.mark.parametrize(("latex", "spaces"), [(r"t \log o", 2), (r"-\log o", 1), (r"= \log o", 1)])
def test_a_name_stands_apart_from_what_is_multiplied_with_it(latex: str, spaces: int) -> None:
    assert typeset(latex).count("<mspace") == spaces


def test_anything_else_stays_as_it_is() -> None:
    formula = "<math><mrow><mi>x</mi><mo>&lt;</mo><mn>1</mn></mrow></math>"
    assert as_tex_sets(formula) == formula
