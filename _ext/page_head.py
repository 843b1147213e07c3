"""The head of every page: what it is about, who wrote it, and how it looks where it is shared.

The tags for those who share a page, of the Open Graph protocol, name it by its full address, so
there are none as long as the book has no address. `sphinxext-opengraph` would write relative ones
then, and it takes LaTeX into its descriptions.
"""

import re
from html import escape
from pathlib import Path
from typing import Any

import matplotlib
from docutils import nodes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from page_changes import change_pages
from page_text import first_sentence
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# docutils, Sphinx and the theme write one each.
VIEWPORTS = re.compile(r'<meta (?:content="[^"]*" )?name="viewport"[^>]*>')
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1" />'
TOUCH_ICON = "touch_icon.png"
SIDE = 180  # pixels


def describe(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the tags of a page that has a text."""
    icon = context["pathto"](f"_static/{TOUCH_ICON}", True)
    tags = [f'<link rel="apple-touch-icon" href="{icon}" />']
    if doctree is not None:
        tags += _tags(app, pagename)
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def order_styles(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the styles of the book in the order of their names, not in that of the file system."""
    own = {path.name for path in (Path(app.srcdir) / "_static").glob("*.css")}
    names = {sheet: Path(str(sheet.filename)).name for sheet in context["css_files"]}
    context["css_files"].sort(key=lambda sheet: names[sheet] if names[sheet] in own else "")


def _tags(app: Sphinx, pagename: str) -> list[str]:
    """Return what is said of a page with a text."""
    about = first_sentence(app.env.get_doctree(pagename))
    tags = [_tag("name", "description", about), _tag("name", "author", app.config.author)]
    if book := app.config.html_baseurl:
        graph = {
            "title": app.env.titles[pagename].astext(),
            "type": "website" if pagename == app.config.root_doc else "article",
            "url": f"{book}{app.builder.get_target_uri(pagename)}",
            "site_name": app.config.html_title,
            "description": about,
            "image": f"{book}_static/{TOUCH_ICON}",
        }
        tags += [_tag("property", f"og:{name}", content) for name, content in graph.items()]
        tags.append(_tag("name", "twitter:card", "summary"))
    return tags


def _tag(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}" />'


def mended(html: str, book: str) -> str:
    """Return a page with one viewport, and with a title that does not name the book twice."""
    charset = '<meta charset="utf-8" />'
    html = VIEWPORTS.sub("", html).replace(charset, charset + VIEWPORT, 1)
    name = escape(book)
    return html.replace(f"<title>{name} &#8212; {name}</title>", f"<title>{name}</title>")


def draw_touch_icon(path: Path) -> None:
    """Draw the book's icon as phones want it, which round its corners themselves."""
    with matplotlib.rc_context({"mathtext.fontset": "stix"}):
        figure = Figure(figsize=(1, 1), dpi=SIDE)
        figure.add_artist(Rectangle((0, 0), 1, 1, color="#1a5fa8"))
        figure.text(0.5, 0.48, r"$\partial$", color="white", size=62, ha="center", va="center")
        figure.savefig(path, metadata={"Software": None})


def finish(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, mend their heads and draw the icon."""
    if change_pages(app, exception, lambda html, path: mended(html, app.config.html_title)):
        draw_touch_icon(Path(app.outdir) / "_static" / TOUCH_ICON)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("html-page-context", describe)
    app.connect("html-page-context", order_styles, priority=900)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
