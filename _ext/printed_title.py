"""The title of a printed page has the number of its chapter, as the title on the screen has."""

from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def number_title(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the number before the title that the theme prints, if the chapter has one."""
    number = app.env.toc_secnumbers.get(pagename, {}).get("")
    if number and "pagetitle" in context:
        context["pagetitle"] = f"{'.'.join(map(str, number))}. {context['pagetitle']}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx, behind the theme."""
    app.connect("html-page-context", number_title, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
