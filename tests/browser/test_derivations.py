"""The derivations of the built book: marks, numbers and LaTeX, by mouse and by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nnderiv import proofread_file

Visit = Callable[..., Page]

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
SOFTMAX = "chapters/softmax_cross_entropy.html"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_row_carries_the_mark_that_it_earned(visit: Visit, path: Path) -> None:
    page = visit(f"chapters/{path.stem}.html")
    marks = page.locator(".derivation-mark").evaluate_all(
        "marks => marks.map(m => (m.querySelector('summary') ?? m).textContent)"
    )
    report = proofread_file(path)
    words = ["declared", "defined", "✓ holds"]  # a row that says several things has the last
    rows: dict[tuple[int | None, int], int] = {}
    for claim in report.claims:
        rank = ["declared", "defined", "holds"].index(claim.verdict)
        rows[claim.cell, claim.row] = max(rank, rows.get((claim.cell, claim.row), 0))
    assert marks == [words[rank] for rank in rows.values()]


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_a_mark_unfolds_to_the_numbers_on_both_sides(visit: Visit, by_keyboard: bool) -> None:
    page = visit(SOFTMAX)
    row = page.locator(".derivation-row", has_text="chain rule, over all paths").first
    numbers = row.locator(".derivation-numbers")
    expect(numbers).to_be_hidden()
    summary = row.locator("summary")
    if by_keyboard:
        summary.focus()
        page.keyboard.press("Enter")
    else:
        summary.click()
    expect(numbers).to_be_visible()
    expect(numbers).to_contain_text("left side")
    lines = numbers.inner_text().splitlines()[1:]
    assert lines
    for line in lines:
        left, right = line.split()[-2:]
        assert float(left) == pytest.approx(float(right), abs=1e-6)


def test_the_latex_is_folded_away_below_its_derivation(visit: Visit) -> None:
    page = visit(SOFTMAX)
    cell = page.locator(".cell.tag_derivation").first
    source = cell.locator(".cell_input")
    expect(source).to_be_hidden()
    toggle = cell.get_by_text("Show the LaTeX")
    rows, below = cell.locator(".derivation").bounding_box(), toggle.bounding_box()
    assert rows
    assert below
    assert below["y"] >= rows["y"] + rows["height"] - 1
    toggle.click()
    expect(source).to_be_visible()
    expect(source).to_contain_text("%%derivation")


def test_on_a_phone_rule_and_mark_stand_below_their_line(visit: Visit) -> None:
    page = visit(SOFTMAX, width=360)
    line = page.locator(".derivation-line", has_text="chain rule, over all paths").first
    expect(page.locator("table.derivation:not(.laid-out)")).to_have_count(0)
    formula, rule, mark = line.evaluate(
        """line => [".derivation-right", ".derivation-rule", ".derivation-mark"]
            .map(part => line.querySelector(part).getBoundingClientRect().toJSON())"""
    )
    assert rule["y"] >= formula["y"] + formula["height"] - 1
    assert abs(rule["y"] - mark["y"]) < 12
