"""The explorer of training plays when it is asked to, and stops, in the built chapter."""

import re

from playwright.sync_api import Locator, expect

from .pointing import click
from .training_widget import (
    PAGE,
    Press,
    Visit,
    curve,
    expect_loss,
    explorer,
    press_step,
    steps_of,
    told,
)

# Counts the frames in which the page takes steps, from now on.
COUNT_FRAMES = """() => {
    const ask = window.requestAnimationFrame.bind(window);
    window.frames_asked = 0;
    window.requestAnimationFrame = (run) => {
        window.frames_asked += 1;
        return ask(run);
    };
}"""
HIDE = """() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
PIXELS = """(canvas) => [...canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height).data].join()"""
FRAMES = """() => new Promise((done) => {
    let left = 10;
    const next = () => ((left -= 1) > 0 ? requestAnimationFrame(next) : done());
    next();
})"""


def play_until(widget: Locator, pattern: str) -> None:
    """Play until what is said of the run has this in it, and pause."""
    click(widget.get_by_role("button", name="Play"))
    expect(told(widget)).to_have_text(re.compile(pattern))
    widget.get_by_role("button", name="Pause").press("Enter")


def test_nothing_moves_until_the_reader_asks(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    widget = explorer(page)
    pixels = widget.locator("canvas").evaluate(PIXELS)
    page.evaluate(FRAMES)
    assert steps_of(widget) == 0
    assert widget.locator("canvas").evaluate(PIXELS) == pixels


def test_play_moves_loss_and_boundary_and_takes_a_few_steps_a_frame(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    widget = explorer(page)
    pixels = widget.locator("canvas").evaluate(PIXELS)
    page.evaluate(COUNT_FRAMES)
    play_until(widget, r"After [1-9]\d\d steps")
    expect(widget.get_by_role("button", name="Play")).to_be_visible()
    steps = steps_of(widget)
    assert 100 <= steps <= 4 * page.evaluate("window.frames_asked")
    assert widget.locator("canvas").evaluate(PIXELS) != pixels
    page.evaluate(FRAMES)
    assert steps_of(widget) == steps
    expect_loss(widget, steps)


def test_a_screen_reader_hears_of_a_run_when_it_stops_and_not_of_each_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    expect(told(widget)).to_have_attribute("aria-live", "polite")
    click(widget.get_by_role("button", name="Play"))
    expect(told(widget)).to_have_attribute("aria-live", "off")
    widget.get_by_role("button", name="Pause").press("Enter")
    expect(told(widget)).to_have_attribute("aria-live", "polite")


def test_a_hidden_page_pauses(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    widget = explorer(page)
    click(widget.get_by_role("button", name="Play"))
    expect(told(widget)).not_to_contain_text("After 0 steps")
    page.evaluate(HIDE)
    expect(widget.get_by_role("button", name="Play")).to_be_visible()
    steps = steps_of(widget)
    page.evaluate(FRAMES)
    assert steps_of(widget) == steps


def test_for_those_who_want_less_motion_the_drawings_change_when_it_stops(visit: Visit) -> None:
    page = visit(PAGE, anew=True)
    page.emulate_media(reduced_motion="reduce")
    widget = explorer(page)
    first = curve(widget)
    click(widget.get_by_role("button", name="Play"))
    expect(told(widget)).to_have_text(re.compile(r"After \d\d+ steps"))
    assert curve(widget) == first
    widget.get_by_role("button", name="Pause").press("Enter")
    expect(widget.locator(".nnd-loss")).not_to_have_attribute("d", first)


def test_the_curve_of_the_run_before_stays_until_reset(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    press_step(widget, 3)
    shown = curve(widget)
    press(widget.get_by_role("button", name="Start again"))
    expect(told(widget)).to_contain_text("After 0 steps")
    expect(widget.locator(".nnd-before")).to_have_attribute("d", shown)
    press(widget.get_by_role("button", name="Reset"))
    expect(widget.locator(".nnd-before")).to_have_count(0)


def test_a_run_ends_after_2000_steps_and_the_focus_stays(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("button", name="Play").press("Enter")
    expect(told(widget)).to_contain_text("This is where a run ends.")
    play = widget.get_by_role("button", name="Play")
    expect(play).to_be_focused()
    expect(play).to_have_attribute("aria-disabled", "true")
    play.press("Enter")
    press_step(widget)
    expect(told(widget)).to_contain_text("After 2000 steps")
    click(widget.get_by_role("button", name="Start again"))
    expect(play).to_have_attribute("aria-disabled", "false")
    expect(told(widget)).to_contain_text("After 0 steps")
