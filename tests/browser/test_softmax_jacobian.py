"""The panel of the Jacobian in the explorer of softmax."""

import pytest
from playwright.sync_api import expect

import nnderiv

from .softmax_widget import PAGE, START, Visit, explorer, open_panel, shown


@pytest.mark.parametrize("right", [1, 2, 3, 4])
def test_the_upstream_gradient_times_the_jacobian_gives_o_minus_t(visit: Visit, right: int) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "Jacobian")
    widget.get_by_role("radio", name=str(right), exact=True).check()
    o = nnderiv.softmax(START)
    upstream = ["0"] * 4
    upstream[right - 1] = f"\N{MINUS SIGN}{1 / o[right - 1]:.{3 if o[right - 1] > 0.1 else 1}f}"
    expect(widget.locator(".nnd-upstream")).to_have_text(upstream)
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, START, right - 1)
    expect(widget.locator("td.nnd-total")).to_have_text(list(map(shown, gradient)))


@pytest.mark.parametrize("way", ["pointing", "keyboard", "radio"])
def test_the_chosen_entry_of_the_gradient_is_written_out(visit: Visit, way: str) -> None:
    widget = explorer(visit(PAGE))
    open_panel(widget, "Jacobian")
    o = nnderiv.softmax(START)
    written = widget.locator(".nnd-written")
    expect(written).to_contain_text(f"{shown(-1 / o[1])} · {shown(o[1] - o[1] ** 2)} = ")
    if way == "pointing":
        widget.locator(".nnd-entry").nth(6).click()
    elif way == "keyboard":
        widget.get_by_role("radio", name="dh₂", exact=True).press("ArrowRight")
    else:
        widget.get_by_role("radio", name="dh₃", exact=True).check()
    product = f"dE/do₂ · do₂/dh₃ = {shown(-1 / o[1])} · {shown(-o[1] * o[2])} = {shown(o[2])}"
    expect(written).to_have_text(f"{product} = o₃ − 0; the other products are 0.")
    chosen = widget.locator(".nnd-chosen")
    expect(chosen).to_have_count(5)
    expect(widget.get_by_role("radio", name="dh₃", exact=True)).to_be_checked()
