"""Where to point the mouse on a page that may still move, and a click that is not lost to that."""

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


def click(locator: Locator) -> None:
    """Click an element once what is near it has come to rest.

    A press and a release on two sides of a move of the page are no click.
    """
    centre(locator)
    locator.click()
