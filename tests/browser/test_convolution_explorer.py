"""The explorer of convolution and pooling in the built chapter, as a reader uses it."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .tabs import from_disk_too

PAGE = "chapters/convolution.html"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def explorer(page: Page) -> Locator:
    """Return the explorer, once it is drawn."""
    widget = page.locator(".nnd-convolution").first
    expect(widget.locator(".nnd-sum")).not_to_be_empty()
    return widget


def entries(widget: Locator, grid: str) -> Locator:
    """Return the entries of a grid, in their order; the padding is none."""
    return widget.locator(f".nnd-grid-{grid} [role=gridcell]")


def numbers(widget: Locator, grid: str) -> np.ndarray:
    """Return the numbers of a grid as the page shows them."""
    texts = entries(widget, grid).all_text_contents()
    return np.array([float(text.replace("\N{MINUS SIGN}", "-")) for text in texts])


def marked(widget: Locator, kind: str, grid: str) -> list[int]:
    """Return which entries of a grid are marked: "lit", "fed" or "chosen"."""
    script = "(cells, kind) => cells.flatMap((c, i) => c.classList.contains(kind) ? [i] : [])"
    found = entries(widget, grid).evaluate_all(script, f"nnd-{kind}")
    assert isinstance(found, list)
    return found


def expect_convolution_of_nnderiv(widget: Locator, stride: int, padding: int) -> None:
    """Compare all results with nnderiv."""
    shaped = {name: numbers(widget, name).reshape(1, 1, -1) for name in ("x", "w", "dy")}
    x, w, dy = shaped.values()
    b = numbers(widget, "b")
    right = nnderiv.conv1d_backward(dy, x, w, b, stride, padding)
    for name, gradient in zip(("dx", "dw", "db"), right, strict=True):
        np.testing.assert_allclose(numbers(widget, name), gradient.ravel(), atol=1e-9)
    y = nnderiv.conv1d(x, w, b, stride, padding).ravel()
    np.testing.assert_allclose(numbers(widget, "y"), y, atol=1e-9)


@from_disk_too
def test_the_widget_starts_with_the_numbers_of_nnderiv(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect_convolution_of_nnderiv(widget, 1, 0)
    expect(widget.locator(".nnd-result")).to_have_text("= 1")


def test_an_output_lights_its_window(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entries(widget, "y").nth(2).hover()
    expect(entries(widget, "y").nth(2)).to_have_attribute("aria-selected", "true")
    assert marked(widget, "lit", "x") == [2, 3, 4]
    assert marked(widget, "lit", "A") == [2 * 6 + column for column in (2, 3, 4)]
    assert marked(widget, "lit", "w") == [0, 1, 2]
    assert marked(widget, "lit", "b") == [0]


def test_an_input_shows_the_outputs_that_it_reaches_with_the_kernel_backwards(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entries(widget, "x").nth(3).hover()
    expect(widget.locator(".nnd-goes")).to_contain_text(
        "y₁ with w₂, y₂ with w₁ and y₃ with w₀: the kernel, backwards"
    )
    assert marked(widget, "fed", "y") == [1, 2, 3]
    column = entries(widget, "A").all_text_contents()[3::6]
    assert column == ["0", *reversed(entries(widget, "w").all_text_contents())]
    expect(widget.locator(".nnd-whole")).to_have_text("dL/dx₃")
    expect(widget.locator(".nnd-result")).to_have_text("= 6")


def test_a_weight_shows_every_place_where_it_is_used(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entries(widget, "w").nth(1).hover()
    expect(entries(widget, "w").nth(1)).to_have_attribute("aria-selected", "true")
    assert marked(widget, "fed", "A") == [6 * p + p + 1 for p in range(4)]
    expect(widget.locator(".nnd-result")).to_have_text("= 14")


def test_what_no_window_reaches_has_the_gradient_zero(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("stride s").select_option("2")
    expect(entries(widget, "y")).to_have_count(2)
    expect_convolution_of_nnderiv(widget, 2, 0)
    entries(widget, "x").nth(5).hover()
    expect(widget.locator(".nnd-goes")).to_have_text("No window reaches x₅, so its gradient is 0:")
    expect(entries(widget, "dx").nth(5)).to_have_text("0")


@pytest.mark.parametrize(
    ("label", "option", "stride", "padding"),
    [
        ("inputs m", "7", 1, 0),
        ("window k", "4", 1, 0),
        ("stride s", "3", 3, 0),
        ("padding", "1", 1, 1),
    ],
)
def test_a_size_changes_all_grids_that_have_it(
    visit: Visit, label: str, option: str, stride: int, padding: int
) -> None:
    widget = explorer(visit(PAGE))
    before = entries(widget, "A").count()
    widget.get_by_label(label).select_option(option)
    expect(entries(widget, "A")).not_to_have_count(before)
    expect_convolution_of_nnderiv(widget, stride, padding)


def test_a_size_is_changed_by_the_keyboard(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("window k").focus()
    widget.page.keyboard.press("ArrowUp")
    widget.page.keyboard.press("Enter")
    expect(widget.get_by_label("window k")).to_have_value("2")
    expect_convolution_of_nnderiv(widget, 1, 0)


@from_disk_too
def test_pooling_has_no_kernel_and_no_padding(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("padding").select_option("1")
    widget.get_by_label("max pooling").check()
    expect(widget.get_by_label("padding")).to_be_hidden()
    expect(entries(widget, "w")).to_have_count(0)
    assert numbers(widget, "y").tolist() == [2, 3, 4, 4]
    assert numbers(widget, "dx").tolist() == [0, 1, 0, -2, 3, 0]
    widget.get_by_label("average pooling").check()
    assert entries(widget, "y").all_text_contents()[0] == "2/3"


def test_operations_are_changed_by_the_keyboard(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("convolution").focus()
    widget.page.keyboard.press("ArrowRight")
    expect(widget.get_by_label("max pooling")).to_be_checked()
    expect(entries(widget, "w")).to_have_count(0)


def test_the_arrow_keys_move_inside_a_grid_and_stop_at_its_edge(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    for grid, start, keys in [
        ("y", 1, [("ArrowDown", 2), ("End", 2), ("PageDown", 3), ("ArrowDown", 3), ("ArrowUp", 2)]),
        ("x", 0, [("ArrowLeft", 0), ("ArrowRight", 1), ("End", 5), ("Home", 0)]),
        ("A", 0, [("ArrowDown", 6), ("ArrowRight", 7), ("PageDown", 19), ("End", 23)]),
    ]:
        entries(widget, grid).nth(start).focus()
        for key, place in keys:
            widget.page.keyboard.press(key)
            expect(entries(widget, grid).nth(place)).to_be_focused()
            expect(entries(widget, grid).nth(place)).to_have_attribute("aria-selected", "true")


def test_the_tab_key_goes_through_all_arrays(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("padding").focus()
    for grid in ["w", "b", "dw", "db", "x", "A", "y", "dy", "dx"]:
        widget.page.keyboard.press("Tab")
        expect(entries(widget, grid).first).to_be_focused()
    widget.page.keyboard.press("Tab")
    expect(widget.get_by_role("button", name="Reset")).to_be_focused()


@pytest.mark.parametrize("grid", ["x", "w", "b", "dy"])
def test_a_clicked_number_is_changed_and_all_that_depends_on_it_follows(
    visit: Visit, grid: str
) -> None:
    widget = explorer(visit(PAGE))
    cell = entries(widget, grid).last
    cell.click()
    field = cell.get_by_role("textbox")
    field.fill("-2.5")
    field.press("Enter")
    expect(cell).to_have_text("\N{MINUS SIGN}2.5")
    expect(cell).to_be_focused()
    expect_convolution_of_nnderiv(widget, 1, 0)


def test_what_is_no_such_number_says_the_rule_and_changes_nothing(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    cell = entries(widget, "dy").nth(1)
    cell.focus()
    widget.page.keyboard.type("77")
    widget.page.keyboard.press("Enter")
    expect(cell).to_have_text("\N{MINUS SIGN}2")
    expect(widget.get_by_role("alert")).to_contain_text("dL/dy₁ takes a number from −9.9 to 9.9")


def test_a_first_tap_chooses_a_number_and_a_second_changes_it(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    cell = entries(explorer(phone), "x").nth(2)
    cell.tap()
    expect(cell).to_have_attribute("aria-selected", "true")
    expect(cell.get_by_role("textbox")).to_have_count(0)
    cell.tap()
    field = cell.get_by_role("textbox")
    field.fill("5")
    field.press("Enter")
    expect(cell).to_have_text("5")


@from_disk_too
def test_reset_brings_back_everything(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("average pooling").check()
    widget.get_by_label("stride s").select_option("2")
    entries(widget, "dx").first.hover()
    press(widget.get_by_role("button", name="Reset"))
    expect(widget.get_by_label("convolution")).to_be_checked()
    expect(entries(widget, "y").nth(1)).to_have_attribute("aria-selected", "true")
    expect_convolution_of_nnderiv(widget, 1, 0)


def test_the_widget_fits_a_phone_at_its_largest(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    for label, option in [("inputs m", "7"), ("padding", "1"), ("window k", "4")]:
        widget.get_by_label(label).select_option(option)
    expect(entries(widget, "A")).to_have_count(9 * 6)
    entries(widget, "w").first.click()
    parts = widget.locator(".nnd-grid, .nnd-term, .nnd-sizes, .nnd-chooser")
    expect_to_fit_across(360, widget, *parts.all())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_height_reserved_in_the_page_holds_the_widget(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    for grid in ["y", "dx", "dw", "db", "x", "w", "b", "dy", "A"]:
        entries(widget, grid).nth(entries(widget, grid).count() // 2).click()
        expect(widget.locator('[aria-selected="true"]')).to_have_count(1)
        expect_to_fill_its_place(widget, gap=8)
