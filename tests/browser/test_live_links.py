"""What a reader types stays over a reload and travels in a link; a link never runs by itself."""

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, expect

from tests.browser.live import LivePlace
from tests.browser.tabs import LAST_RESORT, Tab, from_disk_too

CHAPTER = "chapters/linear.html"
PLACE = "derivation.3"
MINE = r"\frac{dy_{i,j}}{dx_{a,c}} &= W_{c,j} \delta_{i,a}"
THEIRS = r"\frac{dy_{i,j}}{dx_{a,c}} &= 2 \delta_{i,a} W_{c,j} \tag{naïve}"
PYTHON = re.compile(r"/live/(pyodide|python_stdlib|numpy|nnderiv)")
PASTE = """(editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const how = { clipboardData, bubbles: true, cancelable: true };
    editor.dispatchEvent(new ClipboardEvent("paste", how));
}"""
FULL = """Storage.prototype.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
};"""


class Reader:
    """A reader with a storage of their own, to whom Python never comes: it takes its time."""

    def __init__(self, context: BrowserContext, root: str) -> None:
        self.context = context
        self.root = root
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.route(PYTHON, lambda route: route.abort())

    def visit(self, fragment: str = "") -> LivePlace:
        """Open the chapter in a new tab."""
        page = self.context.new_page()
        page.goto(f"{self.root}/{CHAPTER}{fragment}")
        return LivePlace(page, PLACE)

    def has_asked_for_python(self) -> bool:
        """Whether any file of Python was asked for."""
        return any(map(PYTHON.search, self.asked))


@pytest.fixture
def reader(browser: Browser, root: str) -> Iterator[Reader]:
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(LAST_RESORT)
    yield Reader(context, root)
    context.close()


@pytest.fixture(scope="module")
def link() -> str:
    """A link that somebody else made, as a fragment."""
    packed = zlib.compress(THEIRS.encode())
    return f"#live={PLACE}.{urlsafe_b64encode(packed).decode().rstrip('=')}"


def test_link_to_this_puts_the_text_into_the_address(reader: Reader) -> None:
    place = reader.visit().open()
    place.type(THEIRS)
    place.press("Link to this")
    expect(place.status).to_contain_text(re.compile("clipboard|copy"))
    start, letters = place.page.evaluate("location.hash").rsplit(".", 1)
    assert start == f"#live={PLACE}"
    packed = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    assert zlib.decompress(packed).decode() == THEIRS


@from_disk_too
def test_what_is_typed_stays_over_a_reload_until_it_is_forgotten(reader: Reader) -> None:
    place = reader.visit()
    expect(place.button).to_have_accessible_name("Edit this derivation number 4")
    place.open()
    book = place.text()
    place.type(MINE)
    place.page.reload()
    expect(place.button).to_have_accessible_name(
        "Edit this derivation number 4 (your version is kept)"
    )
    expect(place.panel).to_have_count(0)
    place.open()
    assert place.text() == MINE
    place.press("Forget")
    assert place.text() == book
    expect(place.editor).to_be_focused()
    expect(place.button).to_have_accessible_name("Edit this derivation number 4")
    expect(place.panel.get_by_role("button", name="Forget")).to_be_hidden()
    place.page.reload()
    place.open()
    assert place.text() == book


@from_disk_too
def test_a_shared_link_opens_as_text_and_nothing_of_it_runs(reader: Reader, link: str) -> None:
    place = reader.visit(link)
    expect(place.status).to_contain_text("Nothing of it has run")
    assert place.text() == THEIRS
    expect(place.button).to_have_attribute("aria-expanded", "true")
    expect(place.panel).to_be_in_viewport()
    place.type(MINE)
    place.press("Close")
    place.open()
    assert place.page.workers == []
    assert not reader.has_asked_for_python()
    assert place.page.evaluate("location.hash") == ""  # it is the reader's text by now
    place.page.reload()
    place.open()
    assert place.text() == MINE


def test_a_link_that_arrives_while_python_runs_waits_for_a_click_all_the_same(
    live_tab: Tab, link: str
) -> None:
    place = LivePlace(live_tab.open(CHAPTER), PLACE).open()
    place.wait_for_marks()
    place.page.evaluate("link => (location.hash = link)", link)
    expect(place.status).to_contain_text("Nothing of it has run")
    assert place.text() == THEIRS
    place.page.evaluate("new Promise((done) => setTimeout(done, 600))")  # longer than any pause
    expect(place.results).to_be_empty()
    place.press("Check")
    place.wait_for_marks()
    assert place.marks() == ["✗"]
    place.press("Reset")


def test_a_link_does_not_take_the_place_of_what_the_reader_has(reader: Reader, link: str) -> None:
    mine = reader.visit().open()
    mine.type(MINE)
    mine.page.close()
    place = reader.visit(link)
    expect(place.note).to_contain_text("A version of your own is kept.")
    assert place.text() == THEIRS
    place.type(THEIRS + "% looked at")
    again = reader.visit().open()
    assert again.text() == MINE  # nothing has replaced it
    place.press("Show what is kept")
    assert place.text() == MINE
    place.editor.press("ControlOrMeta+z")
    assert place.text() == THEIRS + "% looked at"
    expect(place.note).to_be_empty()


@pytest.mark.parametrize(
    "damage",
    [lambda link: link[:-8], lambda link: link[:-9] + "AAAA" + link[-5:], lambda link: "#live=x"],
    ids=["cut off", "changed", "something else"],
)
def test_a_damaged_link_is_told(reader: Reader, link: str, damage: Callable[[str], str]) -> None:
    place = reader.visit(damage(link))
    expect(place.page.get_by_role("alert")).to_contain_text("The text in this link is damaged")
    expect(place.panel).to_have_count(0)
    place.open()
    assert place.text().startswith(r"\frac{dy_{i,j}}{dx_{a,c}} &= \frac{d}{dx_{a,c}}")


def test_a_text_that_is_too_long_for_a_link_is_told(reader: Reader) -> None:
    place = reader.visit().open()
    place.editor.evaluate(PASTE, "".join(f"% {n * 7919 % 100003}\n" for n in range(4000)))
    place.press("Link to this")
    expect(place.status).to_contain_text("too long for a link, which has 8000 characters at most")
    assert place.page.evaluate("location.hash") == ""


def test_two_tabs_do_not_replace_what_the_other_keeps(reader: Reader) -> None:
    one, other = reader.visit().open(), reader.visit().open()
    one.type(MINE)
    expect(other.note).to_contain_text("Another tab keeps another version")
    other.type(THEIRS)
    third = reader.visit().open()
    assert third.text() == MINE
    third.page.close()
    other.press("Keep this one")
    expect(other.note).to_be_empty()
    expect(one.note).to_contain_text("Another tab keeps another version")
    assert one.text() == MINE
    one.press("Show what is kept")
    assert one.text() == THEIRS


def test_a_browser_that_keeps_nothing_is_told_of(reader: Reader) -> None:
    reader.context.add_init_script(FULL)
    place = reader.visit().open()
    place.type(MINE)
    expect(place.note).to_contain_text("keeps nothing of it over a reload")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    place.page.on("dialog", leave)
    place.page.reload()
    assert asked == ["beforeunload"]
