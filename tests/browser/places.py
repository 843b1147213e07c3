"""Whether a widget takes the place that the page reserves for it."""

from playwright.sync_api import Locator

from tests.browser.boxes import box_of

SLACK = 8  # pixels by which what follows may stand lower than it would have to


def expect_to_take_its_place(widget: Locator) -> None:
    """Assert that a widget is as high as its reserved place, so that no link below goes astray."""
    reserved = widget.evaluate("node => parseFloat(node.closest('[style]').style.minHeight)")
    assert reserved - SLACK <= box_of(widget)["height"] <= reserved
