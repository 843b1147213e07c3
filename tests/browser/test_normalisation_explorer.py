"""The explorer of normalisations in the built chapter, as a reader uses it."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .tabs import from_disk_too

PAGE = "chapters/normalisation.html"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]
KINDS = ("LayerNorm", "RMSNorm", "BatchNorm", "inference")


def explorer(page: Page) -> Locator:
    """Return the page's explorer, once it is drawn."""
    widget = page.locator(".nnd-normalisation").first
    expect(widget.locator(".nnd-path-table td")).not_to_have_count(0)
    return widget


def cell(widget: Locator, grid: str, row: int, column: int) -> Locator:
    """Return an entry of a grid; rows and columns count from 1."""
    return widget.locator(f".nnd-grid-{grid} tr").nth(row - 1).locator("td").nth(column - 1)


def numbers(widget: Locator, grid: str) -> np.ndarray:
    """Return the numbers of a grid as the page shows them."""
    texts = widget.locator(f".nnd-grid-{grid} td").all_text_contents()
    return np.array([float(t.replace("\N{MINUS SIGN}", "-")) for t in texts]).reshape(3, 3)


def marked(widget: Locator, kind: str) -> list[str]:
    """Return the names of the entries that are lit, or fed."""
    labels = widget.locator(f"td.nnd-{kind}").evaluate_all("all => all.map((td) => td.ariaLabel)")
    return [label.split(" = ")[0] for label in labels]


def paths(widget: Locator) -> list[list[str]]:
    """Return the rows of the table of paths."""
    rows = widget.locator(".nnd-path-table tbody tr").all()
    return [row.locator("th, td").all_text_contents() for row in rows]


@from_disk_too
def test_the_numbers_are_those_of_nnderiv(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    x, dh = numbers(widget, "x"), numbers(widget, "dh")
    ones, zeros = np.ones(3), np.zeros(3)
    for label, h, dx in (
        ("LayerNorm", nnderiv.layer_norm(x, ones, zeros, 0.5),
         nnderiv.layer_norm_backward(dh, x, ones, zeros, 0.5)[0]),
        ("RMSNorm", nnderiv.rms_norm(x, ones, 0.5),
         nnderiv.rms_norm_backward(dh, x, ones, 0.5)[0]),
        ("BatchNorm", nnderiv.batch_norm(x, ones, zeros, 0.5),
         nnderiv.batch_norm_backward(dh, x, ones, zeros, 0.5)[0]),
    ):  # fmt: skip
        widget.get_by_role("radio", name=label).check()
        np.testing.assert_allclose(numbers(widget, "h"), h, atol=5.01e-4)
        np.testing.assert_allclose(numbers(widget, "dx"), dx, atol=5.01e-4)


def test_the_mouse_over_an_entry_marks_its_whole_row_or_column(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    cell(widget, "h", 2, 1).hover()
    assert marked(widget, "lit") == ["x₂₁", "x₂₂", "x₂₃"]
    assert marked(widget, "fed") == []
    cell(widget, "x", 2, 1).hover()
    assert marked(widget, "fed") == ["h₂₁", "h₂₂", "h₂₃", "dL/dx₂₁", "dL/dx₂₂", "dL/dx₂₃"]
    widget.get_by_role("radio", name="BatchNorm").check()
    assert marked(widget, "fed") == ["h₁₁", "h₂₁", "h₃₁", "dL/dx₁₁", "dL/dx₂₁", "dL/dx₃₁"]
    widget.get_by_role("radio", name="inference").check()
    assert marked(widget, "fed") == ["h₂₁"]


def test_the_table_takes_the_gradient_of_the_line_apart(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    assert paths(widget) == [
        ["direct", "0.000", "3.000", "0.000", "3.000", "3.000"],
        ["mean", "−1.000", "−1.000", "−1.000", "−3.000", "0.000"],
        ["variance", "−0.250", "−1.000", "1.250", "0.000", "−2.625"],
        ["dL/dx", "−1.250", "1.000", "0.250", "0.000", "0.375"],
    ]
    widget.get_by_role("radio", name="0.00001").check()
    *_, (_, _, _, _, total, along) = paths(widget)
    assert (total, along) == ("0.000", "0.000")
    widget.get_by_role("radio", name="inference").check()
    assert [row[0] for row in paths(widget) if "none" in row] == ["mean", "variance"]


def test_a_shift_changes_nothing_and_twice_the_input_has_half_the_gradient(
    visit: Visit, press: Press
) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("radio", name="0.00001").check()
    x, h, dx = (numbers(widget, grid) for grid in ("x", "h", "dx"))
    press(widget.get_by_role("button", name="x + 1"))
    np.testing.assert_array_equal(numbers(widget, "x"), x + 1)
    np.testing.assert_array_equal(numbers(widget, "h"), h)
    np.testing.assert_array_equal(numbers(widget, "dx"), dx)
    press(widget.get_by_role("button", name="2x"))
    np.testing.assert_array_equal(numbers(widget, "x"), 2 * (x + 1))
    np.testing.assert_array_equal(numbers(widget, "h"), h)
    np.testing.assert_allclose(numbers(widget, "dx"), dx / 2, atol=1.01e-3)
    widget.get_by_role("radio", name="RMSNorm").check()
    assert (numbers(widget, "h") != h).all()


def test_a_button_that_would_leave_the_range_says_so_and_keeps_the_focus(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    double = widget.get_by_role("button", name="2x")
    for _ in range(2):
        double.press("Enter")
    expect(double).to_have_attribute("aria-disabled", "true")
    expect(double).to_be_focused()
    before = numbers(widget, "x")
    double.press("Enter")
    np.testing.assert_array_equal(numbers(widget, "x"), before)


def test_a_number_is_typed_and_all_of_its_row_follows(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for grid, typed in (("x", "4.5"), ("dh", "-3")):
        field = cell(widget, grid, 3, 2)
        field.focus()
        widget.page.keyboard.type(typed)
        widget.page.keyboard.press("Enter")
        expect(field).to_be_focused()
        expect(field).to_have_text(typed.replace("-", "\N{MINUS SIGN}"))
    x, dh = numbers(widget, "x"), numbers(widget, "dh")
    dx, _, _ = nnderiv.layer_norm_backward(dh, x, np.ones(3), np.zeros(3), 0.5)
    np.testing.assert_allclose(numbers(widget, "dx"), dx, atol=5.01e-4)
    widget.page.keyboard.type("12")
    widget.page.keyboard.press("Enter")
    expect(widget.get_by_role("alert")).to_contain_text(
        "dL/dh₃₂ takes a number from −9.9 to 9.9 with at most one decimal; got “12”"
    )


def test_arrows_lead_through_a_grid_and_tab_to_the_next(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    cell(widget, "dx", 1, 1).focus()
    for key, place in (("ArrowRight", (1, 2)), ("ArrowDown", (2, 2)), ("End", (2, 3))):
        widget.page.keyboard.press(key)
        expect(cell(widget, "dx", *place)).to_be_focused()
        expect(widget.locator('[aria-selected="true"]')).to_have_count(1)
    widget.page.keyboard.press("Shift+Tab")
    expect(cell(widget, "dh", 1, 1)).to_be_focused()


@from_disk_too
def test_reset_brings_all_back(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    before = numbers(widget, "x")
    widget.get_by_role("radio", name="RMSNorm").check()
    press(widget.get_by_role("button", name="2x"))
    press(widget.get_by_role("button", name="Reset"))
    expect(widget.get_by_role("radio", name="LayerNorm")).to_be_checked()
    np.testing.assert_array_equal(numbers(widget, "x"), before)


def test_a_link_opens_the_page_at_a_normalisation(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    page.evaluate(
        "location.hash = '#normalisation-explorer?normalisation=batch&eps=0.00001&entry=x:3,2'"
    )
    widget = explorer(page)
    expect(widget.get_by_role("radio", name="BatchNorm")).to_be_checked()
    expect(widget.get_by_role("radio", name="0.00001")).to_be_checked()
    expect(cell(widget, "x", 3, 2)).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_widget_fits_a_phone(visit: Visit, theme: str) -> None:
    widget = explorer(visit(PAGE, width=360, theme=theme))
    for kind in KINDS:
        widget.get_by_role("radio", name=kind).check()
        parts = widget.locator(".nnd-grid, .nnd-term, .nnd-sizes, .nnd-chooser, .nnd-path-table")
        expect_to_fit_across(360, widget, *parts.all())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_height_reserved_in_the_page_holds_the_widget(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    for kind in KINDS:
        widget.get_by_role("radio", name=kind).check()
        for grid in ("x", "h", "dh", "dx"):
            cell(widget, grid, 3, 3).click()
            expect(cell(widget, grid, 3, 3)).to_have_attribute("aria-selected", "true")
            expect_to_fill_its_place(widget, gap=8)


def test_a_finger_chooses_a_number_and_then_changes_it(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    number = cell(explorer(phone), "x", 2, 2)
    number.tap()
    expect(number).to_have_attribute("aria-selected", "true")
    number.tap()
    field = number.get_by_role("textbox")
    field.fill("4")
    field.press("Enter")
    expect(number).to_have_text("4")
