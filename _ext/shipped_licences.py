"""The page that tells what the pages bring along, and under which licences.

The directives leave places, which are filled when all files are written: what is not among them,
such as live Python in a book that was built without it, has no row.
"""

from collections import defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path

from column_names import with_column_names
from docutils import nodes
from package_facts import Package, packed_into
from page_changes import change_pages
from shipped_works import Work, present
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

TABLE = '<div class="shipped-packages"></div>'
TEXTS = '<div class="shipped-licences"></div>'
HEAD = "<tr><th>Package</th><th>What it does</th><th>Licence</th></tr>"


class ShippedPackages(SphinxDirective):
    """The place of the table."""

    def run(self) -> list[nodes.Node]:
        """Leave the place."""
        return [nodes.raw("", TABLE, format="html")]


class LicenceTexts(SphinxDirective):
    """The place of the texts."""

    def run(self) -> list[nodes.Node]:
        """Leave the place."""
        return [nodes.raw("", TEXTS, format="html")]


def table(works: Iterable[tuple[Work, list[Package]]]) -> str:
    """Return the table of the packages, with a row for each work."""
    rows = "".join(
        f"<tr><td><p>{_names(packages)}</p></td><td><p>{_does(work)}</p></td>"
        f"<td><p>{_licences(packages)}</p></td></tr>"
        for work, packages in works
    )
    html = f'<table class="table"><thead>{HEAD}</thead><tbody>{rows}</tbody></table>'
    return with_column_names(html)


def _does(work: Work) -> str:
    holds = packed_into(work.made_of) if work.made_of else []
    return escape(f"{work.does} It holds {' and '.join(holds)}." if holds else work.does)


def _names(packages: list[Package]) -> str:
    return "<br>".join(
        _link(f"{package.name}\N{NO-BREAK SPACE}{package.version}", package.home)
        for package in packages
    )


def _licences(packages: list[Package]) -> str:
    """Name the licences of a work, and whose they are if there are several."""
    named: dict[str, list[str]] = defaultdict(list)
    for package in packages:
        named[package.licence].append(package.name)
    if len(named) == 1:
        return escape(next(iter(named)))
    return "<br>".join(f"{escape(one)} ({escape(', '.join(of))})" for one, of in named.items())


def _link(text: str, address: str) -> str:
    shown = escape(text).replace("/", "/<wbr>")  # where a long name is broken on a phone
    if not address.startswith("http"):
        return shown
    return f'<a class="reference external" href="{escape(address)}">{shown}</a>'


def texts(packages: Iterable[Package]) -> str:
    """Return each text of a licence once, folded away, below the names of its packages.

    A package without a text has its notice there, and a line that tells where the text is.
    """
    of: dict[tuple[str, str], list[Package]] = defaultdict(list)
    for package in packages:
        of[package.licence, package.text.strip()].append(package)
    return "".join(_text(*key, sharing) for key, sharing in of.items())


def _text(licence: str, text: str, packages: list[Package]) -> str:
    who = escape(f"{', '.join(package.name for package in packages)}: {licence}")
    inside = f"<pre>{escape(text)}</pre>" if text else "".join(map(_notice, packages))
    return f'<details class="licence"><summary>{who}</summary>{inside}</details>'


def _notice(package: Package) -> str:
    said = f"<pre>{escape(package.notice)}</pre>" if package.notice else ""
    where = _link("Its project's page", package.home)
    return f"{said}<p>{escape(package.name)} brings no text along. {where} leads to it.</p>"


def fill(app: Sphinx, exception: Exception | None) -> None:
    """When all files are there, fill the places."""
    static = Path(app.outdir) / "_static"
    filled: list[tuple[Work, list[Package]]] = []

    def changed(html: str, path: Path) -> str:
        if TABLE not in html and TEXTS not in html:
            return html
        if not filled:
            filled.extend((work, work.packages()) for work in present(static))
        packages = [package for _, of_work in filled for package in of_work]
        return html.replace(TABLE, table(filled)).replace(TEXTS, texts(packages))

    change_pages(app, exception, changed)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx, after what removes the files that no page uses."""
    app.add_directive("shipped-packages", ShippedPackages)
    app.add_directive("licence-texts", LicenceTexts)
    app.connect("build-finished", fill, priority=992)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
