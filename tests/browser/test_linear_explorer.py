"""The explorer of the linear transformation in the built chapter, as a reader uses it."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .tabs import from_disk_too

PAGE = "chapters/linear.html"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def shown(value: float) -> str:
    """Return a number as the widget writes it."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-linear").first
    expect(widget.locator(".nnd-result")).not_to_be_empty()
    return widget


def numbers(widget: Locator, grid: str) -> np.ndarray:
    """Return the numbers of a grid as the page shows them."""
    rows = widget.locator(f".nnd-grid-{grid} tr").all()
    texts = [row.locator("td").all_text_contents() for row in rows]
    return np.array([[float(t.replace("\N{MINUS SIGN}", "-")) for t in row] for row in texts])


def entry(widget: Locator, grid: str, row: int, column: int) -> Locator:
    """Return an entry of a grid; rows and columns count from 1."""
    line = widget.locator(f".nnd-grid-{grid} tr").nth(row - 1)
    return line.locator("td").nth(column - 1)


def expect_sum(widget: Locator, grid: str, row: int, column: int) -> None:
    """Wait until the widget writes out this entry, with the value that nnderiv computes."""
    x, W, dy = (numbers(widget, name) for name in ("x", "W", "dy"))
    b = numbers(widget, "b")[0]
    dx, dW, db = nnderiv.linear_backward(dy, x, W, b)
    results = {"y": nnderiv.linear(x, W, b), "dx": dx, "dW": dW, "db": db[np.newaxis]}
    value = results[grid][row - 1, column - 1]
    expect(entry(widget, grid, row, column)).to_have_attribute("aria-selected", "true")
    expect(widget.locator('[aria-selected="true"]')).to_have_count(1)
    expect(widget.locator(".nnd-result")).to_have_text(f"= {shown(value)}")


def expect_grids_of_nnderiv(widget: Locator, k: int, m: int, n: int) -> None:
    """Wait until the grids have these sizes, and compare all results with nnderiv."""
    expect(widget.locator(".nnd-grid-x td")).to_have_count(k * m)
    expect(widget.locator(".nnd-grid-W td")).to_have_count(m * n)
    expect(widget.locator(".nnd-grid-y td")).to_have_count(k * n)
    x, W, b, dy = (numbers(widget, name) for name in ("x", "W", "b", "dy"))
    dx, dW, db = nnderiv.linear_backward(dy, x, W, b[0])
    np.testing.assert_array_equal(numbers(widget, "y"), nnderiv.linear(x, W, b[0]))
    np.testing.assert_array_equal(numbers(widget, "dx"), dx)
    np.testing.assert_array_equal(numbers(widget, "dW"), dW)
    np.testing.assert_array_equal(numbers(widget, "db"), [db])


def lit(widget: Locator, grid: str) -> list[tuple[int, int]]:
    """Return the places of a grid that are lit, counted from 1."""
    rows = widget.locator(f".nnd-grid-{grid} tr").all()
    return [
        (i, j)
        for i, row in enumerate(rows, 1)
        for j, cell in enumerate(row.locator("td").all(), 1)
        if "nnd-lit" in (cell.get_attribute("class") or "")
    ]


@from_disk_too
def test_the_widget_starts_with_the_numbers_of_nnderiv(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect_grids_of_nnderiv(widget, 2, 3, 2)
    expect_sum(widget, "y", 1, 2)


def test_the_sum_is_written_out_in_symbols_and_in_numbers(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect(widget.locator(".nnd-whole")).to_have_text("y₁₂")
    expect(widget.locator(".nnd-symbols")).to_have_text("= x₁₁W₁₂ + x₁₂W₂₂ + x₁₃W₃₂ + b₂")
    expect(widget.locator(".nnd-products")).to_have_text("= 1·0.5 + 2·1 + (−1)·(−2) + (−1)")
    expect(widget.locator(".nnd-result")).to_have_text("= 3.5")


@pytest.mark.parametrize(
    ("grid", "row", "column"), [("y", 2, 1), ("dx", 2, 3), ("dW", 3, 1), ("db", 1, 2)]
)
def test_the_mouse_over_an_entry_writes_out_its_sum(
    visit: Visit, grid: str, row: int, column: int
) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, grid, row, column).hover()
    expect_sum(widget, grid, row, column)


def test_a_gradient_is_lit_with_the_rows_and_columns_that_make_it(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "dx", 2, 3).hover()
    expect_sum(widget, "dx", 2, 3)
    assert lit(widget, "dy") == [(2, 1), (2, 2)]
    assert lit(widget, "W") == [(3, 1), (3, 2)]
    assert lit(widget, "x") == []
    entry(widget, "dW", 3, 1).hover()
    expect_sum(widget, "dW", 3, 1)
    assert lit(widget, "x") == [(1, 3), (2, 3)]
    assert lit(widget, "dy") == [(1, 1), (2, 1)]
    entry(widget, "db", 1, 2).hover()
    expect_sum(widget, "db", 1, 2)
    assert lit(widget, "dy") == [(1, 2), (2, 2)]
    assert lit(widget, "x") == []


def test_a_tap_chooses_an_entry(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "dW", 2, 2).dispatch_event("click")
    expect_sum(widget, "dW", 2, 2)


def test_the_arrow_keys_move_inside_a_grid_and_stop_at_its_edge(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "y", 1, 2).focus()
    for key, row, column in [
        ("ArrowDown", 2, 2),
        ("ArrowDown", 2, 2),
        ("ArrowLeft", 2, 1),
        ("ArrowUp", 1, 1),
        ("End", 1, 2),
        ("Home", 1, 1),
        ("PageDown", 2, 1),
        ("PageUp", 1, 1),
    ]:
        widget.page.keyboard.press(key)
        expect_sum(widget, "y", row, column)
        expect(entry(widget, "y", row, column)).to_be_focused()


def test_the_tab_key_goes_through_the_eight_arrays(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("outputs n").focus()
    for grid in ["W", "b", "x", "y", "dW", "db", "dx", "dy"]:
        widget.page.keyboard.press("Tab")
        # the stop of the entry chosen first is that entry, until another is chosen
        expect(entry(widget, grid, 1, 1)).to_have_attribute("aria-selected", "true")
        expect(entry(widget, grid, 1, 1)).to_be_focused()
    widget.page.keyboard.press("Tab")
    expect(widget.get_by_role("button", name="Reset")).to_be_focused()


@pytest.mark.parametrize(
    ("label", "size", "sizes"),
    [
        ("examples k", "3", (3, 3, 2)),
        ("examples k", "1", (1, 3, 2)),
        ("inputs m", "1", (2, 1, 2)),
        ("outputs n", "3", (2, 3, 3)),
        ("outputs n", "1", (2, 3, 1)),
    ],
)
def test_a_size_changes_all_grids_that_have_it(
    visit: Visit, label: str, size: str, sizes: tuple[int, int, int]
) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label(label).select_option(size)
    expect_grids_of_nnderiv(widget, *sizes)


def test_a_size_is_changed_by_the_keyboard(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("examples k").focus()
    widget.page.keyboard.press("ArrowDown")
    widget.page.keyboard.press("Enter")
    expect(widget.get_by_label("examples k")).to_have_value("3")
    expect_grids_of_nnderiv(widget, 3, 3, 2)


def test_every_grid_says_its_shape(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    shapes = {"x": "x (2×3)", "W": "W (3×2)", "b": "b (2)", "y": "y (2×2)"}
    shapes |= {"dx": "dL/dx (2×3)", "dW": "dL/dW (3×2)", "db": "dL/db (2)", "dy": "dL/dy (2×2)"}
    for grid, text in shapes.items():
        expect(widget.locator(f".nnd-grid-{grid} caption")).to_have_text(text)


def test_an_entry_that_disappears_gives_way_to_its_neighbour(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("outputs n").select_option("1")
    expect_sum(widget, "y", 1, 1)


@from_disk_too
def test_reset_brings_back_the_entry_and_the_sizes(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("outputs n").select_option("1")
    widget.get_by_label("inputs m").select_option("2")
    entry(widget, "dx", 1, 1).hover()
    expect_sum(widget, "dx", 1, 1)
    press(widget.get_by_role("button", name="Reset"))
    expect_grids_of_nnderiv(widget, 2, 3, 2)
    expect_sum(widget, "y", 1, 2)


def test_the_widget_fits_a_phone_at_every_size(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    for label in ("examples k", "outputs n"):
        widget.get_by_label(label).select_option("3")
    expect_grids_of_nnderiv(widget, 3, 3, 3)
    entry(widget, "dx", 3, 3).click()
    expect_sum(widget, "dx", 3, 3)
    parts = widget.locator(".nnd-grid, .nnd-term, .nnd-sizes")
    expect_to_fit_across(360, widget, *parts.all())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_height_reserved_in_the_page_holds_the_widget(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    for grid, row, column in [("y", 2, 2), ("dx", 2, 3), ("dW", 3, 2), ("db", 1, 1)]:
        entry(widget, grid, row, column).click()
        expect_sum(widget, grid, row, column)
        expect_to_fill_its_place(widget, gap=8)
