"""Put the pen into the reader's hand: buttons that edit a derivation, run a cell, check a gradient.

Each derivation and each cell that prints gets a place with a button, and the page a script that
brings the editor when one is pressed: nothing is loaded before. What the editor needs of the page,
the LaTeX and the code, stands in a script of its own.
"""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
from derivation_rows import MAGIC
from docutils import nodes
from live_document import about_document
from live_files import LIVE, numpy_wheel, page_script, write_live_files
from math_font import complete_font
from node_packages import install
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

EXERCISE = "exercise"  # the tag of a cell that shows one, and has its answers in its source
CHECKS = "check-gradient"  # the tag of a cell with a forward and a backward pass to mend
FOLDER = "_static/live"
PLACES = ('class="live-bar"', "data-exercise", 'class="review"')
BUTTONS = {"derivation": "Edit this derivation", "check": "Edit and check", "code": "Edit and run"}
# What stands in the folded code of a figure, where other cells have their button.
DRAWS = (
    '<p class="live-draws">This code draws, which the Python of this page cannot: it runs in a '
    'notebook. See <a href="introduction.html#how-to-run-it">How to run it</a>.</p>'
)


def kind_of(cell: nbformat.NotebookNode) -> str:
    """Return what a cell of code does: derivation, draws, or prints."""
    if cell.source.startswith(MAGIC):
        return "derivation"
    shown = {kind for output in cell.outputs for kind in output.get("data", {})}
    drawn = any(kind.startswith("image/") or "widget" in kind for kind in shown)
    return "draws" if drawn else "prints"


def code_cells(path: Path) -> dict[int, nbformat.NotebookNode]:
    """Return the cells of code of a notebook by their index among all cells."""
    notebook = nbformat.read(path, as_version=4)
    return {i: cell for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"}


def files_of(folder: Path, cells: dict[int, nbformat.NotebookNode]) -> dict[str, str]:
    """Return the texts that lie beside a notebook and are named in its code, by name."""
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.tex"))
        if any(f'"{path.name}"' in cell.source for cell in cells.values())
    }


def about(
    name: str, cells: dict[int, nbformat.NotebookNode], files: dict[str, str]
) -> dict[str, Any]:
    """Return what the editor has to know of a page."""
    return {
        "name": name,
        "files": files,
        "derivations": [
            cell.source.removeprefix(MAGIC)
            for cell in cells.values()
            if kind_of(cell) == "derivation"
        ],
        "cells": [
            {
                "source": "" if EXERCISE in cell.metadata.get("tags", []) else cell.source,
                "kind": kind_of(cell),
                "checks": CHECKS in cell.metadata.get("tags", []),
            }
            for cell in cells.values()
        ],
    }


def place_of(index: int, cells: dict[int, nbformat.NotebookNode]) -> tuple[str, str] | None:
    """Return the place of a cell, such as derivation.3, and what its button is for, or None."""
    cell = cells[index]
    kind = kind_of(cell)
    tags = set(cell.metadata.get("tags", []))
    if kind == "derivation":
        above = [i for i, other in cells.items() if i < index and kind_of(other) == kind]
        return f"derivation.{len(above)}", kind
    folded = {"remove-cell", "remove-input", "hide-input"} & tags
    if kind == "draws" or folded:
        return None
    return f"code.{list(cells).index(index)}", "check" if CHECKS in tags else "code"


def draws_from_folded_code(cell: nbformat.NotebookNode) -> bool:
    """Return whether a cell shows a figure and has its code folded away."""
    return kind_of(cell) == "draws" and "hide-input" in cell.metadata.get("tags", [])


class LivePlaces(SphinxPostTransform):
    """Give derivations and cells their buttons."""

    default_priority = 320  # when inputs are folded away and rows are typeset
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Append the buttons."""
        path = Path(self.env.doc2path(self.env.docname))
        if not self.app.config.live_editor or path.suffix != ".ipynb":
            return
        cells = code_cells(path)
        count = Counter[str]()
        for node in list(self.document.findall(nodes.container)):
            if node.get("nb_element") == "cell_code":
                if draws_from_folded_code(cells[node["cell_index"]]):
                    node[0].append(nodes.raw("", DRAWS, format="html"))
                place = place_of(node["cell_index"], cells)
                if place is not None:
                    count[place[1]] += 1
                    is_folded = node.get("hide_mode") == "all"
                    (node[0] if is_folded else node).append(bar(*place, count[place[1]]))


def bar(place: str, button: str, number: int) -> nodes.raw:
    """Return the place for an editor, with the button that opens it; which one, can be heard."""
    html = (
        f'<div class="live-bar" data-live="{place}"><button type="button" aria-expanded="false">'
        f'{BUTTONS[button]} <span class="visually-hidden">number {number}</span></button></div>'
    )
    return nodes.raw("", html, format="html")


def prepare(app: Sphinx) -> None:
    """Write the files of live Python, if there is a wheel of numpy for it."""
    app.config.live_editor = ""
    if app.builder.format != "html":
        return
    modules = install(LIVE, "The editor of the pages")
    if (wheel := numpy_wheel()) is not None:
        app.config.live_editor = write_live_files(modules, wheel, Path(app.outdir) / FOLDER)
        (Path(app.outdir) / FOLDER / "formulas.woff2").write_bytes(complete_font())
        shutil.copyfile(LIVE / "boot.js", Path(app.outdir) / "_static/live_boot.js")
        shutil.copyfile(LIVE / "live.css", Path(app.outdir) / "_static/live.css")


def add_scripts(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Add the script that brings the editor to a page with a place for one, or an exercise."""
    body = context.get("body", "")
    if not app.config.live_editor or not any(place in body for place in PLACES):
        return
    path = Path(app.env.doc2path(pagename))
    cells = code_cells(path) if path.suffix == ".ipynb" else {}
    told = about(pagename, cells, files_of(path.parent, cells)) | about_document(context["body"])
    page = page_script(told, Path(app.outdir) / FOLDER)
    editor = f"live/{app.config.live_editor}"
    data: dict[str, Any] = {"data-page": page, "data-editor": editor}
    # behind the scripts of the explorers, which are seen first
    app.add_js_file("live_boot.js", loading_method="defer", priority=900, **data)
    app.add_css_file("live.css")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.add_config_value("live_editor", "", "", str)
    app.add_post_transform(LivePlaces)
    app.connect("builder-inited", prepare)
    app.connect("html-page-context", add_scripts, priority=420)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
