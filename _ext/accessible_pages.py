"""Mend what assistive technology stumbles over in the theme's markup.

The sidebar with the book's title and search is a landmark of its own. What folds code away, and the
search button, are called what they show, so that one can say it to press them. Which boxes are
stops of the Tab key is left to `scrollable.js`: the theme's script measures all of them at once, at
the opening of a page and after every change.
"""

import re
from pathlib import Path

from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

SIDEBAR = '<div id="pst-primary-sidebar"'
LANDMARK = f'{SIDEBAR} role="complementary" aria-label="The book"'
# The theme's script of the head leaves "auto" to one that comes when the page was drawn light.
AUTO = 'localStorage.getItem("theme") || "auto"'
SYSTEM = (
    'localStorage.getItem("theme") || '
    '(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")'
)
OTHER_NAME = re.compile(
    r'(<summary|<button class="[^"]*\bsearch-button-field\b[^>]*) '
    r'aria-label="(?:Toggle hidden content|Search)"'
)
TAB_STOPS = re.compile(r'\["pre","\.nboutput[^\]]*\]\.join\(", "\)')
NOTHING = '":not(*)"'


def mended(html: str, path: Path) -> str:
    """Return a page with right roles and names, dark from the start where the system is."""
    html = OTHER_NAME.sub(r"\1", html)
    return html.replace(SIDEBAR, LANDMARK).replace(AUTO, SYSTEM)


def leave_tab_stops(script: str) -> str:
    """Return the theme's script with a selector of boxes that selects none.

    Raises:
        ExtensionError: if there is none to replace.
    """
    if NOTHING in script:
        return script
    changed, count = TAB_STOPS.subn(NOTHING, script)
    if count != 1:
        raise ExtensionError(
            f"The theme's script should choose the stops of the Tab key once, not {count} times. "
            "Look for what replaced it in this version of the theme, and change TAB_STOPS."
        )
    return changed


def mend(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, change them and the theme's script."""
    if change_pages(app, exception, mended):
        script = Path(app.outdir) / "_static" / "scripts" / "pydata-sphinx-theme.js"
        changed = leave_tab_stops(script.read_text(encoding="utf-8"))
        script.write_text(changed, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", mend)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
