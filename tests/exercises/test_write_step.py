"""Exercises to write a row: what is shown, what is asked of Python, and what authors are told."""

from typing import Any

import pytest

from nnderiv import magic
from nnderiv.errors import InputError
from nnderiv.exercises.write_step import WriteStep
from nnderiv.judging import judge
from tests.judging.conftest import CHAIN, GIVEN, SLOPE

OF = r"\frac{dL}{dW_{a,c}}"
ROW = r"\sum_{i=1}^{k} x_{i,a} \frac{dL}{dy_{i,c}}"


@pytest.fixture(autouse=True)
def notebook(monkeypatch: pytest.MonkeyPatch) -> magic.DerivationMagic:
    """A notebook that has read the short chapter."""
    notebook = magic.DerivationMagic()
    monkeypatch.setattr(magic, "_NOTEBOOKS", [notebook])
    for cell in (GIVEN, SLOPE, CHAIN):
        notebook.read(cell)
    return notebook


def test_the_rows_above_are_shown_and_the_rule_of_the_next_but_not_the_next() -> None:
    html = WriteStep("step", of=OF, row=3).html
    task = html.partition("<details")[0]
    assert task.count('class="nnd-row"') == 3
    assert r"\frac{dL}{dy_{i,j}} x_{i,a} \delta_{j,c}" in task
    assert 'only the terms with <span class="nnd-tex">j = c' in task
    assert ROW not in html
    assert "(x^T)" not in html


def test_what_python_is_asked_needs_no_page() -> None:
    (task,) = WriteStep("step", of=OF, row=3).tasks
    assert judge(task["ask"], ROW)["right"] is True
    assert judge(task["ask"], f"2 {ROW}")["right"] is False


def test_of_rows_of_its_own_the_last_left_side_is_meant_and_the_rest_is_given() -> None:
    chain = CHAIN.rpartition(r" \\")[0]
    (task,) = WriteStep("step", rows=rf"{GIVEN} \\ {SLOPE} \\ {chain}", row=3).tasks
    assert task["html"].count(r"\mathbb{R}") == 4
    assert "derivative of a sum" not in task["html"]
    assert judge(task["ask"], ROW)["right"] is True
    assert judge(task["ask"], f"2 {ROW}")["right"] is False


def test_a_definition_that_begins_the_chain_is_shown_once() -> None:
    rows = r"x &\in \mathbb{R} \\ R &= 2x + x \\ &= 3x"
    assert WriteStep("step", rows=rows, row=2).html.partition("<details")[0].count("2x + x") == 1


def test_later_cells_are_not_part_of_it(notebook: magic.DerivationMagic) -> None:
    notebook.read(r"\frac{dL}{dx_{a,c}} &= \sum_{j=1}^{n} \frac{dL}{dy_{a,j}} W_{c,j}")
    (task,) = WriteStep("step", of=OF, row=3).tasks
    assert task["ask"]["cells"] == [GIVEN, SLOPE, CHAIN]


def test_the_last_hint_is_the_row() -> None:
    (task,) = WriteStep("step", of=OF, row=3, hints=["Which $j$ are left?"]).tasks
    first, last = (hint["html"] for hint in task["hints"])
    assert "Which" in first
    assert ROW in last


@pytest.mark.parametrize("row", [-1, 0, 1, 6, 7])
def test_a_row_that_does_not_go_on_from_the_one_above_is_refused(row: int) -> None:
    with pytest.raises(InputError, match=rf"rows 2 to 5 do, got row={row}"):
        WriteStep("step", of=OF, row=row)


def test_a_chain_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="none begins with"):
        WriteStep("step", of=r"\frac{dL}{db_c}", row=2)


def test_a_row_that_would_be_refused_as_an_answer_is_refused(
    notebook: magic.DerivationMagic,
) -> None:
    sums = r"\sum_{i=1}^{k} \sum_{j=1}^{m} x_{i,j}"
    notebook.read(rf"\operatorname{{sum}}(x) &= {sums} \\ &= {sums}")
    with pytest.raises(InputError, match="the row of the book must be right as an answer"):
        WriteStep("step", of=r"\operatorname{sum}(x)", row=2)


def test_the_kernel_answers_by_the_number_of_the_question() -> None:
    step = WriteStep("step", of=OF, row=3)
    sent: list[dict[str, Any]] = []
    step.send = sent.append
    (task,) = step.tasks
    for number, value in ((7, ROW), (8, ""), (9, f"-{ROW}")):
        step._handle_custom_msg({"number": number, "ask": task["ask"], "value": value}, [])
    step._handle_custom_msg({"number": 10, "ask": {"do": "nothing"}, "value": ""}, [])
    assert [answer["number"] for answer in sent] == [7, 8, 9, 10]
    assert [answer.get("right") for answer in sent] == [True, None, False, None]
    assert "Nothing is typed yet" in sent[1]["refusal"]
    assert "InputError" in sent[3]["refusal"]
