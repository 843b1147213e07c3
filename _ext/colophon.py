"""Who wrote the book, its version and its day, below every page, and how to cite it.

All of it is read from CITATION.cff. The day is that of the last commit, or of SOURCE_DATE_EPOCH, so
that two builds of one commit are alike.
"""

import os
import subprocess
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

HOW_TO_CITE = "chapters/how_to_cite"
BIBTEX = """@misc{{deriving_the_derivatives,
  author  = {{{{{authors}}}}},
  title   = {{{title}}},
  year    = {{{year}}},
  version = {{{version}}},{url}
}}"""


def citation(root: Path) -> dict[str, Any]:
    """Return what CITATION.cff in a folder says."""
    content: dict[str, Any] = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    return content


def authors(content: dict[str, Any]) -> str:
    """Return the names of the authors, in a row."""
    names = [
        author.get("name") or f"{author['given-names']} {author['family-names']}"
        for author in content["authors"]
    ]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def day_of(root: Path) -> datetime | None:
    """Return the day of the source in a folder; none if neither git nor the environment knows."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        command = ["git", "log", "-1", "--format=%ct"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        seconds = done.stdout.strip()
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def written(day: datetime) -> str:
    """Return a day as one writes it, in any locale."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def cited(content: dict[str, Any], day: datetime | None, address: str) -> str:
    """Return the book as an entry of a list of references."""
    when = f" ({day.year})" if day else ""
    where = f" {address}" if address else ""
    return f"{authors(content)}{when}. {content['title']}. Version {content['version']}.{where}"


def bibtex(content: dict[str, Any], day: datetime | None, address: str) -> str:
    """Return the book as an entry for BibTeX."""
    entry = BIBTEX.format(
        authors=authors(content),
        title=content["title"],
        year=day.year if day else "",
        version=content["version"],
        url=f"\n  url     = {{{address}}}," if address else "",
    )
    return entry if day else entry.replace("  year    = {},\n", "")


class Citation(SphinxDirective):
    """The book as one cites it, in words and for BibTeX."""

    def run(self) -> list[nodes.Node]:
        """Make both from CITATION.cff, which the page then depends on."""
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / "CITATION.cff"))
        known = citation(root), day_of(root), self.config.html_baseurl
        entry = bibtex(*known)
        block = nodes.literal_block(entry, entry, language="bibtex")
        return [nodes.block_quote("", nodes.paragraph("", cited(*known))), block]


def footer(content: dict[str, Any], day: datetime | None, how_to_cite: str) -> str:
    """Return the line below every page."""
    source = content["references"][0]
    (writer,) = source["authors"]
    after = f"after a post by {writer['given-names']} {writer['family-names']}"
    version = f"Version {content['version']}" + (f" of {written(day)}" if day else "")
    return (
        f"<p>{escape(authors(content))}, {escape(after)}. {escape(version)}. "
        f'<a href="{escape(how_to_cite)}#license">{escape(content["license"])} License</a> · '
        f'<a href="{escape(how_to_cite)}#how-to-cite">How to cite</a></p>'
    )


def show_footer(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the line into the theme's place for one."""
    how_to_cite = context["pathto"](HOW_TO_CITE).removesuffix("#")  # which leads to the page itself
    context["theme_extra_footer"] = footer(*_known(Path(app.srcdir)), how_to_cite)


@cache
def _known(root: Path) -> tuple[dict[str, Any], datetime | None]:
    """Ask once for what stands below every page, for git is a process of its own."""
    return citation(root), day_of(root)


def name_authors(app: Sphinx, config: Config) -> None:
    """Tell Sphinx who wrote the book."""
    config.author = authors(citation(Path(app.srcdir)))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.add_directive("citation", Citation)
    app.connect("config-inited", name_authors)
    app.connect("html-page-context", show_footer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
