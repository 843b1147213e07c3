"""After the first visit, a page of the book is read and edited without its server."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.live import LivePlace
from tests.browser.small_site import KEPT, Site

# Whether the page is kept, and all that it has loaded.
ALL_KEPT = f"""async () => {{
  const loaded = performance.getEntriesByType("resource").map(({{ name }}) => name);
  const needed = [location.href, ...loaded].filter((url) => url.startsWith(origin));
  const kept = await ({KEPT})();
  return needed.every((url) => kept.includes(new URL(url).pathname));
}}"""


def test_a_derivation_is_edited_when_the_server_is_gone(browser: Browser, book_html: Path) -> None:
    site = Site(book_html)
    site.start()
    try:
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(site.at("chapters/linear.html"))
            place = LivePlace(page, "derivation.2").open()
            expect(place.status).to_contain_text("1 holds")
            page.wait_for_function(ALL_KEPT)
            site.stop()
            page.reload()
            expect(place.open().status).to_contain_text("1 holds")
    finally:
        site.stop()
