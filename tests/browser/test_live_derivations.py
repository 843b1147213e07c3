"""A reader edits a derivation of the book in the page, and the page proof-reads it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.boxes import box_of
from tests.browser.live import STALE, LivePlace
from tests.browser.tabs import LAST_RESORT, Tab, Theme
from tests.browser.test_print import printing

Visit = Callable[..., Page]

CHAPTER = "chapters/linear.html"
PLACE = "derivation.3"
# The chapter has declared x and W, and defined y and the delta, above this derivation.
HOLDS = r"\frac{dy_{i,j}}{dx_{a,c}} &= \delta_{i,a} W_{c,j} \tag{in one step}"
FAILS = r"\frac{dy_{i,j}}{dx_{a,c}} &= 2 \delta_{i,a} W_{c,j}"
UNREAD = r"\frac{dy_{i,j}}{dx_{a,c}} &= \nosuch W_{c,j}"
ROWS = "\\\\\n".join([HOLDS, FAILS, UNREAD])
SCROLLS = "() => document.documentElement.scrollWidth > innerWidth"
SMALL = """panel => [...panel.querySelectorAll("button")]
    .filter((button) => button.getClientRects().length)
    .map((button) => [button.textContent, button.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 44 || height < 44).map(([name]) => name)"""


@pytest.fixture
def place(live_tab: Tab) -> Iterator[LivePlace]:
    """The editor of a derivation, with the book's text in it at first."""
    place = LivePlace(live_tab.open(CHAPTER), PLACE).open()
    place.press("Reset")
    place.wait_for_marks()
    yield place
    place.page.set_viewport_size({"width": 1280, "height": 900})


def test_the_text_of_the_book_opens_and_holds(place: LivePlace) -> None:
    assert place.text().startswith(r"\frac{dy_{i,j}}{dx_{a,c}} &= \frac{d}{dx_{a,c}}")
    expect(place.status).to_have_text("✓ 4 holds.")
    assert place.marks() == ["✓"] * 4
    expect(place.results.locator(".derivation-row math").first).to_be_visible()


def test_an_edit_is_marked_row_by_row_as_soon_as_one_pauses(place: LivePlace) -> None:
    place.check(ROWS)
    expect(place.status).to_have_text("✗ 1 holds, 1 fails, 1 not read.")
    assert place.marks() == ["✓", "✗", "?"]
    marks = place.results.locator(".derivation-mark")
    expect(marks).to_have_text(["✓ holds", "✗ fails", "? not read"])
    expect(place.row(0)).to_contain_text("(in one step)")
    expect(place.row(0).locator(".derivation-numbers")).to_be_hidden()
    expect(place.row(1).locator(".derivation-numbers")).to_be_visible()
    expect(place.row(1)).to_contain_text(re.compile(r"the left side is \S+, the right side \S+"))
    expect(place.row(1)).to_contain_text("the right side is 2 times the left")
    reason, line, caret = place.row(2).locator(".derivation-numbers").inner_text().split("\n")
    assert reason == r"\nosuch is not known here"
    assert line[caret.index("^") :].startswith(r"\nosuch")


def test_marks_move_with_their_lines_and_are_pale_until_the_next(place: LivePlace) -> None:
    place.check(HOLDS)
    place.page.keyboard.press("ControlOrMeta+Home")
    place.page.keyboard.press("Enter")
    expect(place.panel).to_have_class(STALE)
    assert place.marks() == ["✓"]
    place.wait_for_marks()
    assert place.marks() == ["✓"]


def test_what_the_cells_above_declare_is_known_and_nothing_else(place: LivePlace) -> None:
    place.check("x W &= x W \\\\\nq &= q")
    assert place.marks() == ["✓", "?"]
    place.check("q \\in \\R \\\\\nq &= q")
    assert place.marks() == ["·", "✓"]
    place.check("q &= q")
    assert place.marks() == ["?"]  # no reading knows of another


def test_nothing_is_said_to_hold_where_nothing_was_checked(place: LivePlace) -> None:
    place.check("")
    expect(place.status).to_have_text("nothing was checked: no row states an equation.")
    assert place.marks() == []


def test_reset_shows_the_text_of_the_book_and_undo_the_readers(place: LivePlace) -> None:
    book = place.text()
    place.check(FAILS)
    place.press("Reset")
    assert place.text() == book
    place.editor.press("ControlOrMeta+z")
    assert place.text() == FAILS


def test_text_and_document_are_copied(place: LivePlace) -> None:
    place.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clipboard = "navigator.clipboard.readText()"
    place.check(HOLDS)
    place.press("Copy")
    expect(place.status).to_have_text("The text is in the clipboard.")
    assert place.page.evaluate(clipboard) == HOLDS
    place.press("Copy as a document")
    expect(place.status).to_have_text("The rows, as a document has them, are in the clipboard.")
    document = place.page.evaluate(clipboard)
    assert f"\\begin{{align}}\n{HOLDS}\n\\end{{align}}" in document


def test_what_cannot_be_copied_is_there_to_be_copied_by_hand(place: LivePlace) -> None:
    place.check(HOLDS)
    place.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    place.press("Copy")
    expect(place.status).to_contain_text("does not let the page copy")
    expect(place.results.get_by_label("To be copied")).to_have_value(HOLDS)
    place.page.evaluate("() => { delete navigator.clipboard.writeText; }")


def test_the_keyboard_is_enough(place: LivePlace) -> None:
    keys = place.page.keyboard
    place.press("Close")
    expect(place.panel).to_be_hidden()
    expect(place.button).to_be_focused()
    keys.press("Enter")
    expect(place.editor).to_be_focused()
    keys.press("ControlOrMeta+a")
    keys.type(FAILS)
    keys.press("ControlOrMeta+Enter")
    place.wait_for_marks()
    assert place.marks() == ["✗"]
    keys.press("Tab")  # indents
    expect(place.editor).to_be_focused()
    keys.press("Escape")
    keys.press("Tab")
    expect(place.panel.get_by_role("button", name="Check")).to_be_focused()
    for name in ["Reset", "Copy", "Copy as a document", "Link to this", "Forget", "Close"]:
        keys.press("Tab")
        button = place.panel.get_by_role("button", name=name, exact=True)
        expect(button).to_be_focused()
    keys.press("Enter")
    expect(place.button).to_be_focused()
    expect(place.button).to_have_attribute("aria-expanded", "false")


def test_each_button_of_a_page_has_a_name_of_its_own(place: LivePlace) -> None:
    buttons = place.page.locator("[data-live] > button").all()
    names = [button.text_content() for button in buttons]
    assert len(set(names)) == len(names) > 10
    assert names[3] == "Edit this derivation number 4"
    controlled = place.button.get_attribute("aria-controls")
    assert place.panel.get_attribute("id") == controlled


@pytest.mark.parametrize(
    ("width", "theme", "options"),
    [
        (1280, "light", {}),
        (360, "light", {"rules": {"target-size": {"enabled": True}}}),
        (1280, "dark", {}),
    ],
)
def test_axe_finds_nothing_in_an_open_editor(
    place: LivePlace, width: int, theme: Theme, options: dict[str, object]
) -> None:
    place.page.set_viewport_size({"width": width, "height": 900})
    place.page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    place.check(f"% a remark\n{ROWS}")
    assert violations(place.page, **options) == []
    place.page.evaluate("document.documentElement.dataset.theme = 'light'")


def test_a_phone_does_not_scroll_sideways_and_a_finger_meets_every_button(
    place: LivePlace,
) -> None:
    place.page.set_viewport_size({"width": 360, "height": 740})
    place.check(ROWS)
    assert not place.page.evaluate(SCROLLS)
    assert place.panel.evaluate(SMALL) == []
    assert box_of(place.button)["height"] >= 44
    wide = place.results.locator(".derivation-right, .derivation-numbers").and_(
        place.page.locator("[tabindex='0']")
    )
    expect(wide.first).to_be_visible()  # what scrolls in its own box is reached by keyboard


def test_paper_shows_the_whole_text_and_no_button(place: LivePlace) -> None:
    text = "".join(f"% remark {number}\n" for number in range(200)) + FAILS
    place.check(text)
    printed = place.panel.locator(".live-printed")
    with printing(place.page):
        expect(printed).to_be_visible()
        assert printed.text_content() == text
        expect(place.editor).to_be_hidden()
        expect(place.row(0)).to_be_visible()
        expect(place.page.locator(":is(.live-bar, .live-panel) button:visible")).to_have_count(0)


def test_nothing_is_loaded_before_the_first_click_and_the_bars_move_nothing(visit: Visit) -> None:
    page = visit("chapters/activations.html", anew=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    place = LivePlace(page, "derivation.0")
    before = box_of(page.locator("article"))["height"]
    expect(place.button).to_be_enabled()
    page.wait_for_load_state("load")
    assert [url for url in asked if "/live/" in url] == []
    assert box_of(page.locator("article"))["height"] == before
    place.open()
    brought = [url for url in asked if "/live/" in url]
    assert len([url for url in brought if "/editor-" in url]) == 1


@pytest.fixture
def unsteady(browser: Browser, server: str) -> Iterator[Page]:
    """A page whose network a test disturbs, so that nothing is kept for it."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(LAST_RESORT)
    page = context.new_page()
    page.goto(f"{server}/{CHAPTER}")
    yield page
    context.close()


def test_files_that_do_not_load_are_told_and_asked_for_again(unsteady: Page) -> None:
    page = unsteady
    missing = re.compile(r"/live/python_stdlib-")
    page.route(missing, lambda route: route.abort())
    place = LivePlace(page, PLACE).open()
    expect(place.status).to_contain_text("could not be loaded. Are you still online?")
    place.type(HOLDS)
    expect(place.status).to_contain_text("press Check to try again")
    page.unroute(missing)
    place.press("Check")
    place.wait_for_marks()
    assert place.marks() == ["✓"]


def test_python_can_be_stopped_while_it_is_brought(unsteady: Page) -> None:
    page = unsteady
    held: list[Route] = []
    page.route(re.compile(r"/live/python_stdlib-"), lambda route: held.append(route))
    place = LivePlace(page, PLACE).open()
    place.type(FAILS)
    progress = place.panel.get_by_role("progressbar")
    expect(progress).to_be_visible()
    expect(place.panel).to_contain_text(re.compile(r"\d\.\d of 1\d\.\d MB"))
    place.press("Stop")
    expect(place.status).to_contain_text("Stopped. Your text is as it was.")
    expect(progress).to_be_hidden()
    assert place.text() == FAILS
    assert page.workers == []
    for route in held:
        route.abort()


def test_an_editor_that_does_not_load_is_told_and_asked_for_again(unsteady: Page) -> None:
    page = unsteady
    editor = re.compile(r"/live/editor-")
    page.route(editor, lambda route: route.abort())
    place = LivePlace(page, PLACE)
    place.button.click()
    notice = page.locator(f'[data-live="{PLACE}"] > [role=alert]')
    expect(notice).to_contain_text("could not be loaded")
    page.unroute(editor)
    place.open()
    expect(notice).to_have_count(0)
