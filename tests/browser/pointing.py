"""Where to point the mouse on a page that may still move."""

from playwright.sync_api import Locator


def centre(locator: Locator) -> tuple[float, float]:
    """Bring an element into sight and return its middle, in pixels of the window.

    What comes near is laid out, and its fonts arrive; both can move what stands below.
    """
    handle = locator.element_handle()
    handle.scroll_into_view_if_needed()
    handle.wait_for_element_state("stable")
    locator.page.evaluate("document.fonts.ready.then(() => {})")
    handle.wait_for_element_state("stable")
    box = handle.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
