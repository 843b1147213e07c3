"""The explorer of attention in the built chapter, as a reader uses it."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nnderiv

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .tabs import from_disk_too

PAGE = "chapters/attention.html"
GRIDS = ["Q", "K", "V", "S", "A", "Y", "dQ", "dK", "dV", "dS", "dA", "dy"]
MASKS = {
    "none": np.ones((3, 3), dtype=bool),
    "causal": np.tri(3, dtype=bool),
    "earlier keys only": np.tri(3, k=-1, dtype=bool),
    "last key out": np.array([[True, True, False]] * 3),
}
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def explorer(page: Page) -> Locator:
    """Return the page's explorer, once it is drawn."""
    widget = page.locator(".nnd-attention").first
    expect(widget.locator(".nnd-result")).not_to_be_empty()
    return widget


def numbers(widget: Locator, grid: str) -> np.ndarray:
    """Return the numbers of a grid as the page shows them."""
    rows = widget.locator(f".nnd-grid-{grid} tr").all()
    texts = [row.locator("td").all_text_contents() for row in rows]
    ascii_ = [
        [t.replace("\N{MINUS SIGN}", "-").replace("\N{INFINITY}", "inf") for t in row]
        for row in texts
    ]
    return np.array(ascii_, dtype=float)


def entry(widget: Locator, grid: str, row: int, column: int) -> Locator:
    """Return an entry of a grid; rows and columns count from 1."""
    line = widget.locator(f".nnd-grid-{grid} tr").nth(row - 1)
    return line.locator("td").nth(column - 1)


def mask_button(widget: Locator, name: str) -> Locator:
    """Return the radio button of a mask."""
    return widget.get_by_role("radio", name=name, exact=True)


def expect_numbers_of_nnderiv(widget: Locator, mask: str, bias: float = 0.0) -> None:
    """Compare the output and all gradients with nnderiv, to the two decimals that are shown."""
    expect(mask_button(widget, mask)).to_be_checked()
    Q, V, dy = (numbers(widget, name) for name in ("Q", "V", "dy"))
    K, takes_part = numbers(widget, "K") + bias, MASKS[mask]
    scores = np.where(takes_part, Q @ K.T / np.sqrt(2), -np.inf)
    np.testing.assert_allclose(numbers(widget, "S"), scores, rtol=0, atol=0.00501)
    gradients = nnderiv.attention_backward(dy, Q, K, V, takes_part)
    right = dict(zip(("dQ", "dK", "dV"), gradients, strict=True))
    right |= {"Y": nnderiv.attention(Q, K, V, takes_part), "dA": dy @ V.T}
    right["A"] = nnderiv.attention(Q, K, np.eye(3), takes_part)
    for name, array in right.items():
        np.testing.assert_allclose(numbers(widget, name), array, rtol=0, atol=0.00501, err_msg=name)
    assert (numbers(widget, "dS")[~takes_part] == 0).all()


def marked(widget: Locator, kind: str) -> list[str]:
    """Return the names of the entries that have a mark."""
    labels = [
        cell.get_attribute("aria-label") or "" for cell in widget.locator(f"td.nnd-{kind}").all()
    ]
    return [label.split(" = ")[0] for label in labels]


@from_disk_too
def test_the_widget_starts_with_the_numbers_of_nnderiv(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect_numbers_of_nnderiv(widget, "none")
    expect(entry(widget, "A", 1, 2)).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("mask", list(MASKS)[1:])
def test_a_mask_leaves_out_keys_forward_and_backward(visit: Visit, mask: str) -> None:
    widget = explorer(visit(PAGE))
    mask_button(widget, mask).check()
    expect_numbers_of_nnderiv(widget, mask)
    expect(widget.locator(".nnd-grid-A .nnd-left-out")).to_have_count(int((~MASKS[mask]).sum()))


def test_a_mask_is_chosen_by_the_arrow_keys(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    mask_button(widget, "none").focus()
    widget.page.keyboard.press("ArrowRight")
    expect_numbers_of_nnderiv(widget, "causal")


def test_a_bias_of_the_keys_moves_the_scores_and_nothing_else(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    before = {name: numbers(widget, name) for name in GRIDS}
    widget.get_by_label("b", exact=True).focus()
    for _ in range(5):
        widget.page.keyboard.press("ArrowRight")
    expect(widget.locator(".nnd-range-value")).to_have_text("0.5")
    expect_numbers_of_nnderiv(widget, "none", bias=0.5)
    for name in GRIDS:
        same = np.array_equal(numbers(widget, name), before[name])
        assert same == (name != "S"), name
    entry(widget, "S", 1, 2).hover()
    expect(widget.locator(".nnd-symbols")).to_have_text("= (Q₁₁(K₂₁ + b) + Q₁₂(K₂₂ + b))/√2")


@pytest.mark.parametrize(
    ("grid", "symbols", "lit"),
    [
        ("S", "= (Q₁₁K₂₁ + Q₁₂K₂₂)/√2", ["Q₁₁", "Q₁₂", "K₂₁", "K₂₂"]),
        ("A", "= exp(S₁₂) / (exp(S₁₁) + exp(S₁₂) + exp(S₁₃))", ["S₁₁", "S₁₂", "S₁₃"]),
        ("Y", "= A₁₁V₁₂ + A₁₂V₂₂ + A₁₃V₃₂", ["V₁₂", "V₂₂", "V₃₂", "A₁₁", "A₁₂", "A₁₃"]),
        ("dA", "= dL/dY₁₁\u202fV₂₁ + dL/dY₁₂\u202fV₂₂", ["V₂₁", "V₂₂", "dL/dY₁₁", "dL/dY₁₂"]),
        ("dS", "= A₁₂·(dL/dA₁₂ − μ₁)",
         ["A₁₁", "A₁₂", "A₁₃", "dL/dA₁₁", "dL/dA₁₂", "dL/dA₁₃"]),
    ],
)  # fmt: skip
def test_the_mouse_over_an_entry_writes_out_what_makes_it(
    visit: Visit, grid: str, symbols: str, lit: list[str]
) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, grid, 1, 2).hover()
    expect(widget.locator(".nnd-symbols")).to_have_text(symbols)
    assert marked(widget, "lit") == lit


def test_a_key_tells_its_gradient_and_the_scores_that_it_goes_into(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "K", 2, 1).hover()
    expect(widget.locator(".nnd-whole")).to_have_text("dL/dK₂₁")
    expect(widget.locator(".nnd-goes")).to_contain_text("K₂₁ goes into column 2 of S.")
    assert marked(widget, "fed") == ["S₁₂", "S₂₂", "S₃₂", "dL/dQ₁₁", "dL/dQ₂₁", "dL/dQ₃₁"]


def test_a_number_that_is_typed_moves_all_that_rests_on_it(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "Q", 1, 1).focus()
    widget.page.keyboard.type("-3")
    widget.page.keyboard.press("Enter")
    expect(entry(widget, "Q", 1, 1)).to_have_text("−3")
    expect_numbers_of_nnderiv(widget, "none")


def test_a_number_that_no_cell_takes_is_refused_with_the_rule(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "dy", 1, 1).focus()
    widget.page.keyboard.type("99")
    widget.page.keyboard.press("Enter")
    expect(widget.get_by_role("alert")).to_contain_text("dL/dY₁₁ takes a number from −9.9 to 9.9")
    expect(entry(widget, "dy", 1, 1)).to_have_text("1")


def test_the_arrow_keys_move_inside_a_grid_and_stop_at_its_edge(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "dS", 1, 2).focus()
    for key, row, column in [
        ("ArrowDown", 2, 2),
        ("End", 2, 3),
        ("ArrowRight", 2, 3),
        ("PageUp", 1, 3),
        ("Home", 1, 1),
    ]:
        widget.page.keyboard.press(key)
        expect(entry(widget, "dS", row, column)).to_be_focused()
        expect(entry(widget, "dS", row, column)).to_have_attribute("aria-selected", "true")
        expect(widget.locator('[aria-selected="true"]')).to_have_count(1)


def test_the_tab_key_goes_through_the_twelve_arrays(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_label("b", exact=True).focus()
    for grid in GRIDS:
        widget.page.keyboard.press("Tab")
        expect(entry(widget, grid, 1, 1)).to_be_focused()
        expect(entry(widget, grid, 1, 1)).to_have_attribute("aria-selected", "true")
    widget.page.keyboard.press("Tab")
    expect(widget.get_by_role("button", name="Reset")).to_be_focused()


def test_a_tap_chooses_an_entry(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    entry(widget, "dV", 2, 2).dispatch_event("click")
    expect(widget.locator(".nnd-whole")).to_have_text("dL/dV₂₂")


@from_disk_too
def test_reset_brings_all_back(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    mask_button(widget, "causal").check()
    entry(widget, "dQ", 2, 1).hover()
    expect(widget.locator(".nnd-whole")).to_have_text("dL/dQ₂₁")
    press(widget.get_by_role("button", name="Reset"))
    expect_numbers_of_nnderiv(widget, "none")
    expect(entry(widget, "A", 1, 2)).to_have_attribute("aria-selected", "true")


@from_disk_too
def test_a_link_opens_the_page_at_an_entry_with_a_mask(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    page.evaluate("location.hash = '#attention-explorer?mask=causal&entry=dQ:1,1'")
    widget = explorer(page)
    expect(mask_button(widget, "causal")).to_be_checked()
    expect(entry(widget, "dQ", 1, 1)).to_have_attribute("aria-selected", "true")
    expect(widget.locator(".nnd-result")).to_have_text("= 0.0000")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_widget_fits_a_phone(visit: Visit, theme: str) -> None:
    widget = explorer(visit(PAGE, width=360, theme=theme))
    for grid in ("dQ", "A", "dS", "S"):
        entry(widget, grid, 3, 2).click()
        parts = widget.locator(".nnd-grid, .nnd-term, .nnd-formula, .nnd-chooser")
        expect_to_fit_across(360, widget, *parts.all())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_height_reserved_in_the_page_holds_the_widget(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    widget.get_by_label("b", exact=True).fill("-2.5")
    for grid in GRIDS:
        entry(widget, grid, 2, 2).click()
        expect(entry(widget, grid, 2, 2)).to_have_attribute("aria-selected", "true")
        expect_to_fill_its_place(widget, gap=8)
