"""The explorer of training in the built chapter, and what it is to show."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.explorers.training_reference import first_layers, losses_of

PAGE = "chapters/training.html"
START: dict[str, Any] = {"activation": "tanh", "classes": 2, "mistake": "none", "rate": 0.3}

Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-training").first
    expect(told(widget)).to_contain_text("After 0 steps")
    return widget


def told(widget: Locator) -> Locator:
    """Return what is said of the run."""
    return widget.locator(".nnd-run")


def curve(widget: Locator) -> str:
    """Return the path of the losses."""
    return widget.locator(".nnd-loss").get_attribute("d") or ""


def steps_of(widget: Locator) -> int:
    """Return how many steps the run has made."""
    (found,) = re.findall(r"After (\d+) step", told(widget).text_content() or "")
    return int(found)


def press_step(widget: Locator, times: int = 1) -> None:
    """Take so many steps."""
    for _ in range(times):
        widget.get_by_role("button", name="Step").press("Enter")


def expect_loss(widget: Locator, steps: int, **state: object) -> None:
    """Wait until the widget says the loss that nnderiv has after so many steps."""
    whole = START | state
    loss = losses_of(whole, first_layers(whole["classes"]), steps)[-1]
    expect(told(widget)).to_contain_text(f"After {steps} step")
    expect(told(widget)).to_contain_text(f"the loss is {float(f'{loss:.3g}'):g} and")
