"""The settings of explorers in a page's address: written, read again, and never a danger."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .boxes import box_of
from .tabs import from_disk_too

LINEAR = "chapters/linear.html"
# Each setting of an explorer in turn, as the widget sees it.
SETTINGS = """() => document.querySelector("[data-explorer] .nnd-explorer").textContent"""
HASH = "location.hash"
TOP = "node => node.getBoundingClientRect().top"

Open = Callable[[str], Page]


@pytest.fixture
def open_page(browser: Browser, root: str, book_html: Path) -> Iterator[Open]:
    """Open a page of the book, with a fragment, in a tab without an error."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)

    def opened(path: str) -> Page:
        page.goto("about:blank")
        page.goto(f"{root}/{path}")
        expect(page.locator("[data-explorer] .nnd-explorer").first).to_be_visible()
        return page

    yield opened
    page.close()
    assert faults == []


def size(page: Page, name: str) -> Locator:
    """Return the field for a size of the linear layer."""
    return page.locator("#linear-explorer").get_by_label(name)


def waits_for_hash(page: Page, wanted: str) -> None:
    """Wait until the fragment is this one."""
    page.wait_for_function(f"wanted => {HASH} === wanted", arg=wanted)


@from_disk_too
def test_a_change_is_written_to_the_address_and_outlives_a_reload(open_page: Open) -> None:
    page = open_page(LINEAR)
    assert page.evaluate(HASH) == ""
    size(page, "examples k").select_option("1")
    waits_for_hash(page, "#linear-explorer?k=1")
    page.reload()
    expect(size(page, "examples k")).to_have_value("1")
    page.locator("#linear-explorer").get_by_role("button", name="Reset").click()
    waits_for_hash(page, "")


@from_disk_too
def test_a_link_opens_the_page_at_the_explorer_in_its_setting(open_page: Open) -> None:
    page = open_page(f"{LINEAR}#linear-explorer?k=1&m=1&entry=dW:1,2")
    explorer = page.locator("#linear-explorer")
    expect(explorer.locator(".nnd-grid-x td")).to_have_count(1)
    expect(explorer.locator('.nnd-grid-dW [aria-selected="true"]')).to_have_count(1)
    page.evaluate("document.fonts.ready")
    assert 0 <= explorer.evaluate(TOP) <= 80
    assert box_of(explorer)["y"] + 100 < 800
    page.evaluate("location.hash = '#linear-explorer?k=3&m=2&n=3&entry=y:3,3'")
    expect(explorer.locator(".nnd-grid-x td")).to_have_count(6)
    expect(explorer.locator('.nnd-grid-y [aria-selected="true"]')).to_have_count(1)


@pytest.mark.parametrize(
    "fragment",
    [
        "linear-explorer?k=7",
        "linear-explorer?k=1.5",
        "linear-explorer?k=",
        "linear-explorer?k=[1]",
        'linear-explorer?k="3"',
        "linear-explorer?k=null",
        "linear-explorer?k=1e999",
        "linear-explorer?entry=nonsense",
        "linear-explorer?_esm=alert(1)&layout=x&nothing=1",
        "linear-explorer?constructor=1&__proto__=2",
        "linear-explorer-9?k=1",
        "linear-explorer?%E0%A4%A&k=%",
        "?;;=&&??#",
        "%",
        "<script>",
    ],
)
def test_a_malformed_fragment_changes_nothing(open_page: Open, fragment: str) -> None:
    page = open_page(LINEAR)
    first = page.evaluate(SETTINGS)
    page = open_page(f"{LINEAR}#{fragment}")
    assert page.evaluate(SETTINGS) == first


def test_an_entry_that_is_not_there_leads_to_one_that_is(open_page: Open) -> None:
    page = open_page(f"{LINEAR}#linear-explorer?entry=dx:9,9")
    expect(page.locator('#linear-explorer [aria-selected="true"]')).to_have_count(1)


def test_a_link_to_a_heading_stays_as_it_is_until_a_setting_changes(open_page: Open) -> None:
    page = open_page(f"{LINEAR}#exercises")
    assert 0 <= page.locator("#exercises").evaluate(TOP) <= 80
    assert page.evaluate(HASH) == "#exercises"
    size(page, "examples k").select_option("1")
    waits_for_hash(page, "#linear-explorer?k=1")


def test_the_explorer_that_was_changed_last_comes_first(open_page: Open) -> None:
    page = open_page("chapters/activations.html")
    ids = page.locator("[data-explorer]").evaluate_all("all => all.map(node => node.id)")
    assert len(ids) == len(set(ids)) == 2
    for id_ in [*ids, ids[0]]:
        radio = page.locator(f"#{id_} input[type=radio]:not(:checked):visible").last
        radio.check()
        page.wait_for_function(f"wanted => {HASH}.startsWith(wanted)", arg=f"#{id_}?")
    assert [part.split("?")[0] for part in page.evaluate(HASH)[1:].split(";")] == ids


def test_a_curve_that_a_link_draws_beside_those_on_offer_can_be_taken_away(open_page: Open) -> None:
    page = open_page("chapters/more_activations.html#activation-explorer?compare=%5B%22tanh%22%5D")
    widget = page.locator("#activation-explorer")
    tanh = widget.get_by_role("checkbox", name="tanh", exact=True)
    expect(tanh).to_be_checked()
    expect(widget.get_by_role("radio", name="tanh", exact=True)).to_be_visible()
    tanh.uncheck()
    expect(tanh).to_have_count(0)
    expect(widget.locator(".nnd-drawing path.nnd-other")).to_have_count(0)
