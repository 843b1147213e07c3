"""After a click on something live, what a reader has visited is there without a network."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from offline_reading import WORKER
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.small_site import KEPT, MODULE, PAGE, Site
from tests.browser.tabs import LAST_RESORT

UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    while (worker.state === "installing")
        await new Promise((done) => worker.addEventListener("statechange", done, { once: true }));
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "site")
    site.build("old", "The text")
    site.start()
    yield site
    site.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(LAST_RESORT)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def open_page(context: BrowserContext, site: Site) -> Callable[[str], Page]:
    def visit(path: str) -> Page:
        page = context.new_page()
        page.goto(site.at(path))
        expect(page.get_by_role("button")).to_be_enabled()
        return page

    return visit


def keep(page: Page) -> None:
    page.get_by_role("button").click()
    expect(page.locator("output")).to_have_text("true")


def expect_whole(page: Page, text: str, live: str) -> None:
    """Expect the page's text, style, script and live file."""
    expect(page.locator("p")).to_have_text(text)
    expect(page.locator("p")).to_have_css("color", "rgb(1, 2, 3)")
    expect(page.locator("html")).to_have_attribute("data-live", live)
    expect(page.get_by_role("button")).to_be_enabled()


def test_a_page_that_was_clicked_on_and_those_visited_from_then_on_come_without_a_network(
    site: Site, open_page: Callable[[str], Page]
) -> None:
    page = open_page("chapters/one.html")
    keep(page)
    page.goto(site.at("index.html#a-place"))
    expect_whole(page, "The text of index", "old")
    site.stop()
    page.reload()
    expect_whole(page, "The text of index", "old")
    page.goto(site.at("chapters/one.html?q=words"))
    expect_whole(page, "The text of chapters/one", "old")
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto(site.at("chapters/two.html"))


def test_what_the_page_has_loaded_is_kept_without_fetching_it_again(
    site: Site, open_page: Callable[[str], Page]
) -> None:
    page = open_page("index.html")
    before = site.asked.copy()
    keep(page)
    keep(page)
    later = site.asked - before
    assert not [path for path in later if path.startswith("/_static/live/")]
    assert set(page.evaluate(KEPT)) == {
        "/index.html",
        "/_static/book.css",
        "/_static/live/old.js",
        "/_static/offline.js",
        "/_static/page.js",
    }


def test_what_was_asked_for_before_the_worker_and_comes_after_it_is_kept(
    site: Site, open_page: Callable[[str], Page]
) -> None:
    (site.folder / "_static/live/held.js").write_text("document.title = 'here';")
    page = open_page("index.html")
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.src = "_static/live/held.js";
        document.head.append(script);
    }""")
    assert site.wanted.wait(LAST_RESORT / 1000)
    keep(page)
    assert "/_static/live/held.js" not in page.evaluate(KEPT)
    site.held.set()
    page.wait_for_function(f"async () => (await ({KEPT})()).includes('/_static/live/held.js')")
    assert page.title() == "here"


def test_live_files_come_from_what_is_kept_and_pages_from_the_network(
    site: Site, open_page: Callable[[str], Page]
) -> None:
    page = open_page("index.html")
    keep(page)
    asked = site.asked.copy()
    (site.folder / "index.html").write_text(PAGE.format(root="./", live="old", text="Corrected"))
    page.reload()
    expect_whole(page, "Corrected", "old")
    assert (site.asked - asked)["/index.html"] == 1
    assert (site.asked - asked)["/_static/live/old.js"] == 0
    site.stop()
    page.reload()
    expect_whole(page, "Corrected", "old")


def test_another_build_drops_what_it_has_no_more_when_no_page_needs_it(
    site: Site, open_page: Callable[[str], Page]
) -> None:
    page = open_page("index.html")
    keep(page)
    site.build("new", "A new text")
    page.reload()
    expect_whole(page, "A new text of index", "new")
    page.evaluate(UPDATE)
    assert {"/_static/live/old.js", "/_static/live/new.js"} <= set(page.evaluate(KEPT))
    page.close()
    page = open_page("chapters/one.html")
    page.wait_for_function(f"async () => !(await ({KEPT})()).includes('/_static/live/old.js')")
    assert {"/_static/live/new.js", "/index.html"} <= set(page.evaluate(KEPT))
    site.stop()
    page.goto(site.at("index.html"))
    expect_whole(page, "A new text of index", "new")


def test_what_the_server_answers_with_an_error_is_not_kept(
    site: Site, open_page: Callable[[str], Page]
) -> None:
    page = open_page("index.html")
    keep(page)
    assert page.evaluate("fetch('nothing.html').then(({ status }) => status)") == 404
    assert "/nothing.html" not in page.evaluate(KEPT)


def test_nothing_is_registered_before_the_click(open_page: Callable[[str], Page]) -> None:
    page = open_page("index.html")
    count = "navigator.serviceWorker.getRegistrations().then(({ length }) => length)"
    assert page.evaluate(count) == 0
    assert page.evaluate(KEPT) == []
    keep(page)
    assert page.evaluate(count) == 1


def test_where_nothing_can_be_kept_the_page_is_told_so(
    site: Site, open_page: Callable[[str], Page]
) -> None:
    (site.folder / WORKER.name).unlink()
    page = open_page("index.html")
    page.get_by_role("button").click()
    expect(page.locator("output")).to_have_text("false")


def test_from_the_disk_nothing_is_registered(context: BrowserContext, tmp_path: Path) -> None:
    code = MODULE.read_text(encoding="utf-8").replace("export ", "")
    (tmp_path / "page.html").write_text(f"<script>{code}</script>")
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate("keepForOffline()") is False
