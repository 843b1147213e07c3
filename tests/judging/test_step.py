"""A row that a reader writes: any form that holds is right, and nothing else is."""

from html import unescape
from pathlib import Path

import pytest

from nnderiv.errors import InputError
from nnderiv.judging import judge
from nnderiv.judging.rows import rows_of
from nnderiv.judging.step import Step
from tests.judging.conftest import CHAIN, STEP, Judged
from tests.live.chapters import CHAPTERS, derivations

BOOK = r"\sum_{i=1}^{k} x_{i,a} \frac{dL}{dy_{i,c}}"
ABOVE = r"\sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{i,j}} x_{i,a} \delta_{j,c}"


# --- right


@pytest.mark.parametrize(
    "row",
    [
        BOOK,
        f"= {BOOK}",
        f"&= {BOOK}",
        rf"&= {BOOK} \\",
        rf"\frac{{dL}}{{dW_{{a,c}}}} &= {BOOK}",
        rf"\frac{{dL}}{{dW_{{a,c}}}} = {BOOK}.",
        f"{ABOVE} = {BOOK}",
        f"$ {BOOK} $",
        f"$$ = {BOOK} $$",
        rf"\[ {BOOK} \]",
        rf"\begin{{align}} &= {BOOK} \end{{align}}",
        rf"&= {BOOK} \tag{{the sum over j has one term}}",
        f"% as in the lecture\n= {BOOK}",
        r"\sum_{q=1}^{k} \frac{dL}{dy_{q,c}} \cdot x_{q,a}",
        rf"\left( {BOOK} \right) + 0",
    ],
)
def test_the_row_of_the_book_is_right_however_it_is_written(step: Judged, row: str) -> None:
    assert "the book has the same" in step.right(row)


@pytest.mark.parametrize(
    "row",
    [
        r"\sum_i x_{ia} \frac{\partial L}{\partial y_{ic}}",
        r"\sum_{i=1}^{k} x_{i,a} \sum_{j=1}^{n} \frac{dL}{dy_{i,j}} \delta_{c,j} \cdot 1",
        rf"{BOOK} + {BOOK} - {BOOK}",
        rf"\frac{{2 {BOOK}}}{{2}}",
    ],
)
def test_any_other_form_that_holds_is_right_with_the_row_of_the_book_beside_it(
    step: Judged, row: str
) -> None:
    said = step.right(row)
    assert "both sides agree for all numbers that were tried" in said
    assert f'The book has <span class="nnd-tex">{BOOK}</span>' in said


def test_a_later_row_is_right_and_goes_further_than_was_asked(step: Judged) -> None:
    said = step.right(r"\sum_{i=1}^{k} (x^T)_{a,i} \frac{dL}{dy_{i,c}}")
    assert "you went one step further: you could have stopped at" in said
    assert BOOK in said
    assert "you went 2 steps further" in step.right(r"( x^T \frac{dL}{dy} )_{a,c}")


def test_two_steps_in_one_row_are_both_judged(step: Judged) -> None:
    assert "went 2 steps further" in step.right(rf"= {BOOK} = (x^T \frac{{dL}}{{dy}})_{{a,c}}")
    assert "does not hold" in step.wrong(rf"= -{BOOK} = {BOOK}")
    assert "does not hold" in step.wrong(rf"= {BOOK} = -{BOOK}")


# --- wrong


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"-{BOOK}", "the right side is minus the left. Look for a sign"),
        (f"2 {BOOK}", "the right side is 2 times the left. Look for a factor"),
        (rf"{BOOK.replace('^{k}', '^{k-1}')}", "ends one later. Look at where the sum begins"),
        (r"\sum_{i=1}^{k} x_{a,i} \frac{dL}{dy_{i,c}}", "i runs to"),
        (r"x^T \frac{dL}{dy}", "the left side is a number, the right side an array"),
        (BOOK.replace("dy_{i,c}", "dy_{c,i}"), "Look at the order of the indices"),
        (r"\sum_{i=1}^{k} x_{i,a}^2 \frac{dL}{dy_{i,c}}", "the left side is <strong>"),
        (r"\frac{dL}{dy_{1,c}}", "the left side is <strong>"),
        ("0", "the left side is not 0"),
    ],
)
def test_a_wrong_row_shows_both_sides_and_the_cause_and_names_the_rule(
    step: Judged, row: str, said: str
) -> None:
    feedback = step.wrong(row)
    assert said in feedback
    assert "The rule of this step: only the terms with" in feedback


def test_the_numbers_are_those_of_the_proof_reader(step: Judged) -> None:
    said = step.wrong(f"3 {BOOK}")
    left, right = (
        float(part.split("<")[0].replace("−", "-")) for part in said.split("<strong>")[1:]
    )
    assert right == pytest.approx(3 * left, rel=1e-3)
    assert "at a = " in said


# --- no step


def test_the_row_above_is_no_step(step: Judged) -> None:
    for row in (ABOVE, f"&= {ABOVE}", rf"1 \cdot {ABOVE} + 0", ABOVE.replace("j", "q")):
        said = step.refused(row)
        assert said.startswith("That is the row above")
        assert "only the terms with" in said


def test_a_row_further_up_is_no_step(step: Judged) -> None:
    first = rows_of(CHAIN)[0].latex.partition("&=")[2]
    assert "further up already" in step.refused(first)


@pytest.mark.parametrize(
    "row",
    [
        r"\frac{dL}{dW_{a,c}}",
        r"\frac{dL}{dW_{a,c}} = \frac{dL}{dW_{a,c}}",
        r"\left( \frac{dL}{dW} \right)_{a,c}",
        r"\frac{\partial L}{\partial W_{a,c}} + 0",
        r"2 \frac{dL}{dW_{a,c}} - \frac{dL}{dW_{a,c}}",
        r"\sum_{q=1}^{n} \frac{dL}{dW_{a,q}} \delta_{q,c}",
    ],
)
def test_the_left_side_itself_is_no_step(step: Judged, row: str) -> None:
    assert "itself stands in your right side" in step.refused(row)


@pytest.mark.parametrize(
    "row",
    [
        "0 = 0",
        "x_{i,j} = x_{i,j}",
        r"\frac{dL}{dW} = x^T \frac{dL}{dy}",
        r"\frac{dL}{dW_{c,a}} = x",
        f"{BOOK} = {BOOK}",
        r"\frac{dy_{i,j}}{dW_{a,c}} = x_{i,a} \delta_{j,c}",
    ],
)
def test_a_true_row_about_something_else_is_no_step(step: Judged, row: str) -> None:
    said = step.refused(row)
    assert "Your row has a left side of its own, and this chain is about" in said
    assert "begin with <code>=</code>" in said


@pytest.mark.parametrize(
    "text", ["", " \n", r"\\", "% nothing", "&", "=", "&=", r"\tag{a}", "$$ $$"]
)
def test_an_empty_text_is_no_answer(step: Judged, text: str) -> None:
    assert "Nothing is typed yet" in step.refused(text)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (r"q \in \mathbb{R}", "This declares a name"),
        (r"x &\in \mathbb{R}^{k \times m}", "This declares a name"),
        (rf"{BOOK} \quad \text{{for }} a = 99", "leave the condition out"),
        (rf"= {BOOK} \\ = {BOOK}", "These are 2 rows"),
        (rf"= {BOOK}, \quad x = 1", "several"),
        (rf"\leq {BOOK} + 1", "needs an equals sign"),
        (rf"\approx {BOOK}", "needs an equals sign"),
        ("q", "q</span> is not known here. In this chain stand"),
        (rf"L {BOOK}", "only the derivatives are known"),
        (r"\foo{x}", r"\foo is not known here"),
        ("(x", "a bracket in this row is not closed"),
        (r"\frac{x_{i,a}}", "the formula ends too early"),
        (r"x_{r,a} \frac{dL}{dy_{r,c}}", r"write \sum_r"),
        ("x^T", "only the derivatives are known"),
        ("7", "only the derivatives are known"),
    ],
)
def test_what_cannot_be_judged_is_told_with_the_way_out(step: Judged, row: str, said: str) -> None:
    assert said in unescape(step.refused(row))


def test_what_cannot_be_read_has_a_caret_below_its_place(step: Judged) -> None:
    said = step.refused(rf"= {BOOK} \foo")
    shown = said.partition('<pre class="nnd-caret">')[2].removesuffix("</pre>")
    row, caret = shown.split("\n")
    assert row[len(caret) - 1 :] == r"\foo"


def test_a_condition_in_a_tag_does_not_limit_the_row(step: Judged) -> None:
    assert "does not hold" in step.wrong(rf"= 5 {BOOK} \tag{{for $a = 99$}}")


def test_what_is_typed_changes_nothing_for_the_next(step: Judged) -> None:
    step.refused(r"x \in \mathbb{R}")
    step.refused(r"y = x")
    step.wrong("-" + BOOK)
    assert "the same" in step.right(BOOK)


def test_what_is_typed_is_text_in_the_feedback_and_no_markup(step: Judged) -> None:
    for row in (r"<img src=x> = 1", r"\foo<script>", r"x <b> y = 3"):
        said = judge(STEP, row)
        assert "<img" not in str(said)
        assert "<script" not in str(said)
        assert "<b>" not in str(said)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 15_000,
        "{" * 9_000 + "}" * 9_000,
        "(" * 15_000,
        "-" * 5_001 + "x",
        "&" * 9_000,
        "\0\ud800\u202e&= x",
        r"\frac{1}{" * 2_000 + "x" + "}" * 2_000,
        "x" * 30_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_ends_the_judging_or_is_right(step: Judged, text: str) -> None:
    assert judge(STEP, text).get("right") is not True
    assert "the same" in step.right(BOOK)


# --- the book


def steps_of(cells: list[str]) -> list[tuple[int, int, Step]]:
    """Every row of a chapter that goes on from the row above."""
    found = []
    for index, cell in enumerate(cells):
        for row in range(1, len(rows_of(cell))):
            try:
                found.append((index, row, Step(cells[: index + 1], row)))
            except InputError:
                continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_row_of_the_book_is_right_and_neither_the_row_above_nor_seven_more(
    path: Path,
) -> None:
    cells = derivations(path)
    for index, row, step in steps_of(cells):
        ask = {"do": "step", "cells": cells[: index + 1], "row": row}
        assert judge(ask, step.rows[row].latex)["right"] is True
        right, above = step.asked[0].rights[-1], step.above[-1].rights[-1]
        assert "refusal" in judge(ask, above), above
        wrong = rf"7 - \left( {right} \right) + {right} + {right}"
        assert judge(ask, wrong).get("right") is not True, wrong
