"""A derivation that a reader writes: all rows hold, and one is what was looked for."""

import pytest

from nnderiv.errors import InputError
from nnderiv.judging import judge
from tests.judging.conftest import CHAIN, DERIVATION, SLOPE, Judged

ROWS = [row.partition(r"\tag")[0].strip() for row in CHAIN.split("\\\\\n")]
SLOPE_ROW = SLOPE.partition(r"\tag")[0].strip()
END = rf"\frac{{dL}}{{dW_{{a,c}}}} &= {DERIVATION['solution']}"


def text(*rows: str) -> str:
    return "\\\\\n".join(rows)


# --- right


def test_all_rows_of_the_book_are_right(derivation: Judged) -> None:
    assert derivation.right(CHAIN) == "All 6 rows hold. And you have found it."


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_it_is_done_as_soon_as_no_derivative_of_the_output_is_left(
    derivation: Judged, count: int
) -> None:
    assert "you have found it" in derivation.right(text(*ROWS[:count]))


def test_rows_between_may_be_about_something_else(derivation: Judged) -> None:
    said = derivation.right(text(ROWS[0], SLOPE_ROW, END))
    assert said.startswith("All 3 rows hold.")


def test_a_row_without_a_left_side_is_told_what_it_goes_on_from(derivation: Judged) -> None:
    said = derivation.refused(text(ROWS[0], SLOPE_ROW, ROWS[1]))
    assert "only the derivatives are known" in said
    assert r'It goes on from <span class="nnd-tex">\frac{dy_{i,j}}' in said


def test_names_of_ones_own_may_stand_between(derivation: Judged) -> None:
    own = r"g_{i,j} &= \frac{dL}{dy_{i,j}}"
    used = r"\frac{dL}{dW_{a,c}} &= \sum_{i=1}^{k} x_{i,a} g_{i,c}"
    assert "you have found it" in derivation.right(text(own, used, END))
    assert "g</span> should not stand in it" in derivation.refused(text(own, used))


def test_the_result_alone_is_right_and_the_rules_are_asked_for(derivation: Judged) -> None:
    assert "by which rules" in derivation.right(END)
    assert "by which rules" in derivation.right(f"$$ {END} $$")


# --- not yet


def test_a_derivative_that_is_left_is_named(derivation: Judged) -> None:
    said = derivation.refused(ROWS[0])
    assert said.startswith("Your row holds.")
    assert r"\frac{dy}{dW}</span> still stands in it" in said
    assert "Both rows hold." in derivation.refused(text(ROWS[0], SLOPE_ROW))


@pytest.mark.parametrize("rows", [SLOPE_ROW, r"\frac{dL}{dW} &= x^T \frac{dL}{dy}"])
def test_what_is_looked_for_has_to_come(derivation: Judged, rows: str) -> None:
    assert r"Go on until a row begins with <span" in derivation.refused(rows)


@pytest.mark.parametrize(
    "row",
    [
        r"\frac{dL}{dW_{a,c}} &= \frac{dL}{dW_{a,c}}",
        r"\frac{dL}{dW_{a,c}} &= \left( \frac{dL}{dW} \right)_{a,c}",
        r"\frac{dL}{dW_{a,c}} &= \nabla_{W_{a,c}} L",
        rf"{END} + \frac{{dy_{{1,1}}}}{{dW_{{a,c}}}} - \frac{{dy_{{1,1}}}}{{dW_{{a,c}}}}",
    ],
)
def test_what_was_to_be_derived_is_no_result(derivation: Judged, row: str) -> None:
    assert "still stands in it" in derivation.refused(row)


def test_a_name_for_what_was_to_be_derived_is_no_result(derivation: Judged) -> None:
    rows = text(r"q_{a,c} &= \frac{dL}{dW_{a,c}}", r"\frac{dL}{dW_{a,c}} &= q_{a,c}")
    assert "q</span> should not stand in it" in derivation.refused(rows)


# --- the first row to mend


def test_the_first_row_that_fails_is_named_with_how_far_it_is(derivation: Judged) -> None:
    wrong = "&= -" + DERIVATION["solution"]
    said = derivation.wrong(text(ROWS[0], ROWS[1], wrong, "&= 5"))
    assert said.startswith("Rows 1 and 2 hold. Row 3 of 4 is the first to mend: ")
    assert "the right side is minus the left. Look for a sign" in said
    assert derivation.wrong(text(ROWS[0], wrong)).startswith("Row 1 holds. Row 2 of 2 is the first")
    assert derivation.wrong(wrong.replace("&=", r"\frac{dL}{dW_{a,c}} &=")).startswith("Row 1 of 1")


def test_a_wrong_row_is_found_even_where_the_result_is_there(derivation: Judged) -> None:
    assert "Row 2 of 2" in derivation.wrong(text(END, SLOPE_ROW.replace("x_{i,a}", "x_{i,a}^2")))


def test_a_row_that_cannot_be_read_is_no_wrong_answer(derivation: Judged) -> None:
    said = derivation.refused(text(ROWS[0], r"&= \foo{x}"))
    assert said.startswith("Row 1 holds. Row 2 of 2 is the first to mend: ")
    assert r"\foo is not known" in said
    assert '<pre class="nnd-caret">' in said


# --- holes


@pytest.mark.parametrize("empty", ["", "  ", "% nothing", r"\\ \\"])
def test_an_empty_text_is_no_answer(derivation: Judged, empty: str) -> None:
    assert "Nothing is typed yet" in derivation.refused(empty)


def test_declarations_state_nothing(derivation: Judged) -> None:
    said = derivation.refused(r"q &\in \mathbb{R}")
    assert said.startswith("No row states an equation yet.")


def test_what_is_true_of_nothing_is_not_read(derivation: Judged) -> None:
    assert "nothing was checked" in derivation.refused("0 = 0")


@pytest.mark.parametrize(
    "rows",
    [
        text(r"x &\in \mathbb{R}^{k \times m}_{>0}", r"y &= 2 x W", END.replace("&=", "&= 2")),
        text(r"W &\in \mathbb{R}", r"\frac{dL}{dW_{a,c}} &= 0"),
        text(r"x_{i,j} &= 0", r"\frac{dL}{dW_{a,c}} &= 0"),
        rf"{END.replace('&=', '&= 2')} \tag{{for $a = 99$}}",
        rf"{END.replace('&=', '&= 2')} \quad \text{{for }} a = 99",
        text(r"k &= 1", r"\frac{dL}{dW_{a,c}} &= x_{1,a} \frac{dL}{dy_{1,c}}"),
        text(r"L &= 0", r"\frac{dL}{dW_{a,c}} &= 0"),
    ],
)
def test_no_declaration_or_condition_makes_a_wrong_result_right(
    derivation: Judged, rows: str
) -> None:
    assert judge(DERIVATION, rows).get("right") is not True
    assert "you have found it" in derivation.right(CHAIN)


def test_a_result_is_judged_by_what_was_given_alone(derivation: Judged) -> None:
    own = text(r"y_{i,j} &= \sum_{l=1}^{m} x_{i,l} W_{l,j}", r"x &\in \mathbb{R}^{k \times m}")
    assert "you have found it" in derivation.right(text(own, END))


def test_what_is_typed_is_text_in_the_feedback_and_no_markup(derivation: Judged) -> None:
    said = derivation.refused(r"<img src=x> &= 1")
    assert "<img" not in said
    assert "&lt;img" in said


# --- the author's own mistakes


def test_a_solution_that_does_not_hold_is_refused() -> None:
    wrong = {**DERIVATION, "solution": "-" + DERIVATION["solution"]}
    with pytest.raises(InputError, match="the solution equals what is looked for"):
        judge(wrong, CHAIN)


def test_a_target_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputError, match="is not known"):
        judge({**DERIVATION, "target": r"\foo"}, CHAIN)
