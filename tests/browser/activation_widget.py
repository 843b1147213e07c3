"""The explorer of activations in the built chapter, and what it is to show."""

from collections.abc import Callable

import numpy as np
from playwright.sync_api import Locator, Page, expect

import nnderiv

PAGE = "chapters/activations.html"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def shown(value: float) -> str:
    """Return a number as the widget writes it."""
    return f"{value:.4f}".replace("-", "\N{MINUS SIGN}")


def field(widget: Locator, name: str) -> Locator:
    """Return the field in which a number can be typed: x, h or dL/dy."""
    return widget.get_by_role("spinbutton", name=name, exact=True)


def expect_numbers(widget: Locator, activation: str, x: float) -> None:
    """Wait until the widget shows what nnderiv computes at x."""
    forward = getattr(nnderiv, activation)
    backward = getattr(nnderiv, f"{activation}_backward")
    at = np.array([x])
    expect(field(widget, "x")).to_have_value(f"{x:g}")
    expect(widget.locator(".nnd-y")).to_have_text(shown(forward(at)[0]))
    expect(widget.locator(".nnd-slope")).to_have_text(shown(backward(np.ones(1), at)[0][0]))


def expect_secant(widget: Locator, activation: str, x: float, h: float) -> None:
    """Wait until the widget shows the secant's slope and what it is above the tangent's."""
    forward, backward = getattr(nnderiv, activation), getattr(nnderiv, f"{activation}_backward")
    at, behind = np.array([x]), np.array([x + h])
    secant = ((forward(behind) - forward(at)) / h)[0]
    (slope,) = backward(np.ones(1), at)
    expect(field(widget, "h")).to_have_value(f"{h:g}")
    expect(widget.locator(".nnd-secant")).to_have_text(shown(secant))
    expect(widget.locator(".nnd-difference")).to_have_text(shown(secant - slope[0]))


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-activation").first
    expect(widget.locator(".nnd-y")).not_to_be_empty()
    return widget


def x_of(widget: Locator, handle: str = ".nnd-point") -> float:
    """Return where the point stands, or another handle."""
    return float(widget.locator(handle).get_attribute("aria-valuenow") or "nan")


def h_of(widget: Locator) -> float:
    """Return the secant's step."""
    return x_of(widget, ".nnd-handle")


def choose(widget: Locator, label: str) -> None:
    """Choose the activation that has the point."""
    widget.get_by_role("radio", name=label, exact=True).check()


def compare(widget: Locator, label: str) -> Locator:
    """Return the check box that draws another activation."""
    return widget.get_by_role("checkbox", name=label, exact=True)
