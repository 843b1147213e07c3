"""Where to point the mouse on a page that may still move, and clicks and drags that bear it."""

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


def drag(handle: Locator, across: float, down: float) -> tuple[float, float]:
    """Press the mouse on a handle in a drawing and move it, by pixels of the drawing.

    Return where the mouse is; its button is still down. A drawing that moves meanwhile takes the
    mouse along.
    """
    mouse = handle.page.mouse
    centre(handle)
    x, y, left, top = _middle_and_corner_of_drawing(handle)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + across, y + down, steps=5)
    for _ in range(20):
        centre(handle)
        _, _, now_left, now_top = _middle_and_corner_of_drawing(handle)
        if (now_left, now_top) == (left, top):
            return x + across, y + down
        x, y = x + now_left - left, y + now_top - top
        left, top = now_left, now_top
        mouse.move(x + across, y + down)
    raise AssertionError("The page does not come to rest.")


def _middle_and_corner_of_drawing(handle: Locator) -> list[float]:
    """Measure a handle and its drawing at one moment."""
    places: list[float] = handle.evaluate(
        """part => {
            const box = part.getBoundingClientRect();
            const drawing = part.ownerSVGElement.getBoundingClientRect();
            const middle = [box.left + box.width / 2, box.top + box.height / 2];
            return [...middle, drawing.left, drawing.top];
        }"""
    )
    return places
