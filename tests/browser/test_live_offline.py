"""After the first visit, a page of the book is read and edited without its server."""

import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import QuietHandler

# Whether all that the page has loaded is kept, and the page itself.
KEPT = """async () => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const [name] = await caches.keys();
  if (!name) return false;
  const cache = await caches.open(name);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const bare = (url) => url.split(/[?#]/)[0];
  const needed = [location.href, ...loaded].filter((url) => url.startsWith(origin)).map(bare);
  return needed.every((url) => kept.has(url));
}"""


def test_a_derivation_is_edited_when_the_server_is_gone(browser: Browser, book_html: Path) -> None:
    handler = partial(QuietHandler, directory=str(book_html))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/chapters/linear.html")
        press = page.locator('[data-live="derivation.2"] > button')
        status = page.locator('[id="live-derivation.2"] .live-status')
        press.click()
        expect(status).to_contain_text("1 holds")
        page.wait_for_function(KEPT)
        server.shutdown()
        thread.join()
    page.reload()
    press.click()
    expect(status).to_contain_text("1 holds")
    context.close()
