"""axe-core, which finds what keeps people from using a page."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "tools" / "javascript" / "node_modules/axe-core/axe.min.js"
# Without its own copies of the style sheets, which only some rules of layout would need.
RUN = """async (options) => {
    const wanted = { preload: false, resultTypes: ["violations"], ...options };
    const { violations } = await axe.run(document, wanted);
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}"""


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def violations(page: Page, **options: object) -> list[list[object]]:
    """Return the rules that a page breaks, each with the elements that break it.

    Args:
        page: The page, at rest: axe sees nothing in what is not laid out.
        **options: More options of axe.run.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_source())  # by the debugger, which the policy of the page does not bind
    found: list[list[object]] = page.evaluate(RUN, options)
    return found
