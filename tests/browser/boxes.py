"""Where things stand on a page, and whether they fit there."""

from playwright.sync_api import FloatRect, Locator


def box_of(locator: Locator) -> FloatRect:
    """Return the place and the size of an element that is shown, in pixels of the window."""
    box = locator.bounding_box()
    assert box is not None
    return box


def expect_to_fit_across(width: int, widget: Locator, *parts: Locator) -> None:
    """Assert that a window of this width holds a widget and its parts and does not scroll."""
    assert widget.page.evaluate("document.documentElement.scrollWidth") == width
    for part in [widget, *parts]:
        box = box_of(part)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def expect_to_fill_its_place(widget: Locator, gap: float = 50) -> None:
    """Assert that a widget is as high as the place that the page reserves, or a little less."""
    place = "node => parseFloat(getComputedStyle(node.closest('[style]')).minHeight)"
    reserved = widget.evaluate(place)
    assert reserved - gap < box_of(widget)["height"] <= reserved
