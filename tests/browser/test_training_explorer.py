"""The settings of the explorer of training, its steps and its check, in the built chapter."""

import pytest
from playwright.sync_api import expect

from nnderiv.explorers.training import MISTAKES

from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .pointing import click
from .tabs import from_disk_too
from .training_widget import PAGE, Press, Visit, curve, expect_loss, explorer, press_step, told

LABELS = {
    "none": "no mistake",
    "one-db": "db of one example",
    "mean-db": "db as a mean",
    "no-transpose": "forgotten transpose",
    "no-mean": "forgotten mean",
}


@from_disk_too
def test_each_step_is_one_of_nnderiv(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    expect_loss(widget, 0)
    for steps in (1, 2, 3):
        press(widget.get_by_role("button", name="Step"))
        expect_loss(widget, steps)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_changes_the_steps_and_the_check_finds_it(
    visit: Visit, mistake: str
) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("radio", name=LABELS[mistake]).check()
    press_step(widget, 4)
    expect_loss(widget, 4, mistake=mistake)
    click(widget.get_by_role("button", name="Check the gradients"))
    says = widget.locator(".nnd-told")
    expect(says).to_contain_text("Right: the" if mistake == "none" else "Wrong: ")
    press_step(widget)
    expect(says).to_contain_text("has not been compared")


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [("activation", "Activation", "relu"), ("classes", "Spirals", 3)],
)
def test_another_network_begins_a_run_of_its_own(
    visit: Visit, name: str, label: str, value: str | int
) -> None:
    widget = explorer(visit(PAGE))
    press_step(widget, 2)
    widget.get_by_role("combobox", name=label).select_option(str(value))
    expect_loss(widget, 0, **{name: value})
    expect(widget.locator(".nnd-field path")).to_have_count(150 if value == 3 else 100)
    press_step(widget, 2)
    expect_loss(widget, 2, **{name: value})


def test_other_first_weights_begin_a_run_of_its_own(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    press_step(widget)
    widget.get_by_role("combobox", name="First weights").select_option("0")
    expect(told(widget)).to_contain_text("After 0 steps the loss is 0.693 and 50%")
    click(widget.get_by_role("button", name="Check the gradients"))
    expect(widget.locator(".nnd-told")).to_contain_text("the check says nothing here")


def test_another_rate_goes_on_from_where_the_run_is(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    press_step(widget, 2)
    before = curve(widget)
    widget.get_by_role("slider", name="Rate").press("End")
    expect(widget.locator(".nnd-rate")).to_have_text("5.0")
    expect_loss(widget, 2)
    press_step(widget)
    expect(told(widget)).to_contain_text("After 3 steps")
    assert curve(widget).startswith(before)


def test_reset_brings_back_the_first_settings_and_weights(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("radio", name="forgotten mean").check()
    press_step(widget, 2)
    click(widget.get_by_role("button", name="Play"))
    press(widget.get_by_role("button", name="Reset"))
    expect(widget.get_by_role("button", name="Play")).to_be_visible()
    expect(widget.get_by_role("radio", name="no mistake")).to_be_checked()
    expect_loss(widget, 0)


def test_the_settings_stand_in_the_address(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    widget = explorer(page)
    page.evaluate("location.hash = '#training-explorer?classes=3&mistake=no-transpose'")
    expect(widget.get_by_role("radio", name="forgotten transpose")).to_be_checked()
    expect(widget.get_by_role("combobox", name="Spirals")).to_have_value("3")
    expect_loss(widget, 0, classes=3)
    widget.get_by_role("combobox", name="Activation").select_option("ReLU")
    wanted = "#training-explorer?activation=relu&classes=3&mistake=no-transpose"
    page.wait_for_function("wanted => location.hash === wanted", arg=wanted)


def test_the_widget_fits_a_phone_and_the_page_does_not_scroll_sideways(visit: Visit) -> None:
    widget = explorer(visit(PAGE, width=360))
    press_step(widget)
    parts = [widget.locator(part) for part in (".nnd-field", ".nnd-beside", ".nnd-walk")]
    expect_to_fit_across(360, widget, *parts)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_widget_takes_the_height_that_the_page_reserves(visit: Visit, width: int) -> None:
    widget = explorer(visit(PAGE, width=width))
    expect_to_fill_its_place(widget, gap=8)
    widget.get_by_role("radio", name="db of one example").check()
    click(widget.get_by_role("button", name="Check the gradients"))  # the longest text
    expect(widget.locator(".nnd-told")).to_contain_text("dL/db₁, dL/db₂ and dL/db₃ differ")
    expect_to_fill_its_place(widget, gap=8)
