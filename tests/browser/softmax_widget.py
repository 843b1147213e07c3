"""The explorer of softmax in the built chapter, and what it is to show."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

import nnderiv

PAGE = "chapters/softmax_cross_entropy.html"
START = [2.0, 1.0, -1.0, 0.5]
FITS = "panel => panel.scrollHeight <= panel.clientHeight"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def shown(value: float | np.floating[Any]) -> str:
    """Return a number as the widget writes it."""
    return f"{value:.4f}".replace("-", "\N{MINUS SIGN}").replace("\N{MINUS SIGN}0.0000", "0.0000")


def listed(values: Iterable[float]) -> str:
    """Return numbers as the widget lists them."""
    return f"({', '.join(map(shown, values))})"


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-softmax").first
    expect(widget.locator(".nnd-is-E")).not_to_be_empty()
    return widget


def logit(widget: Locator, i: int) -> Locator:
    """Return the handle of a logit; classes count from 1."""
    return widget.get_by_role("slider", name=f"logit h{'₁₂₃₄'[i - 1]}")


def logits(widget: Locator) -> list[float]:
    """Return where the logits stand."""
    handles = [logit(widget, i) for i in range(1, 5)]
    return [float(handle.get_attribute("aria-valuenow") or "nan") for handle in handles]


def open_panel(widget: Locator, name: str) -> None:
    """Choose what stands below the plots: "one step", "Jacobian" or "overflow"."""
    widget.get_by_role("radio", name=name, exact=True).check()


def expect_numbers(widget: Locator, h: Sequence[float], t: int) -> None:
    """Wait until the widget shows what nnderiv computes; t counts from 0, as in code."""
    o = nnderiv.softmax(h)
    (gradient,) = nnderiv.softmax_cross_entropy_backward(1.0, h, t)
    expect(widget.locator(".nnd-is-E")).to_have_text(shown(nnderiv.softmax_cross_entropy(h, t)))
    expect(widget.locator(".nnd-is-o")).to_have_text(listed(o))
    expect(widget.locator(".nnd-is-gradient")).to_have_text(listed(gradient))
    expect(widget.locator(".nnd-o-number")).to_have_text(list(map(shown, o)))
    expect(widget.locator(".nnd-gradient-number")).to_have_text(list(map(shown, gradient)))
    rows = [nnderiv.softmax_backward(row, h)[0] for row in np.eye(4)]
    expect(widget.locator(".nnd-entry")).to_have_text([shown(v) for row in rows for v in row])


def shift_to_the_end(widget: Locator) -> None:
    """Add 1000 to all logits, in the panel of overflow."""
    widget.get_by_label("add c to all h").press("End")
    expect(widget.locator(".nnd-shift-value")).to_have_text("c = 1000")
