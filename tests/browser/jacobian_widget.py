"""The explorer of Jacobians in the built chapter, for the tests of its parts."""

from collections.abc import Callable

import numpy as np
from playwright.sync_api import Locator, Page, expect

PAGE = "chapters/jacobians.html"
Visit = Callable[..., Page]
LABELS = {
    "softmax": "softmax(x)",
    "sigmoid": "sigmoid σ(x)",
    "linear": "xW + b, dy/dx",
    "weights": "xW + b, dy/dW",
}


def explorer(page: Page) -> Locator:
    """Return the page's first explorer, once it is drawn."""
    widget = page.locator(".nnd-jacobians").first
    expect(widget.locator(".nnd-goes")).to_be_attached()
    return widget


def choose(widget: Locator, function: str) -> None:
    """Choose a function, and wait until the page names what J is taken of."""
    widget.get_by_role("radio", name=LABELS[function]).check()
    of = "dy/dW" if function == "weights" else "dy/dx"
    expect(widget.locator(".nnd-matrix .nnd-title")).to_contain_text(of)


def numbers(widget: Locator, grid: str) -> np.ndarray:
    """Return the numbers of a grid as the page shows them."""
    rows = widget.locator(f".nnd-grid-{grid} tr").all()
    texts = [row.locator("td.nnd-entry").all_text_contents() for row in rows]
    lines = [[float(t.replace("\N{MINUS SIGN}", "-")) for t in row] for row in texts if row]
    return np.array(lines)


def cell(widget: Locator, name: str) -> Locator:
    """Return an entry of J by the name that it has for a screen reader."""
    return widget.locator(f'.nnd-grid-J td[aria-label^="{name} ="]')


def heading(widget: Locator, name: str) -> Locator:
    """Return a heading of J."""
    return widget.locator(".nnd-grid-J th").get_by_text(name, exact=True)


def marked(widget: Locator, kind: str) -> list[str]:
    """Return the names of the entries that are lit, or fed."""
    labels = widget.locator(f"td.nnd-{kind}").evaluate_all("all => all.map((td) => td.ariaLabel)")
    return [label.split(" = ")[0] for label in labels]
