"""Whose the scripts, styles and fonts are that are shipped with the pages.

The one list of what the pages bring along: a file that a package adds gets its row here.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from importlib.metadata import distribution
from pathlib import Path

import math_font
import pydata_sphinx_theme
from live_archives import ROOT
from live_files import LIVE, MODULES, numpy_wheel
from package_facts import (
    Package,
    from_banner,
    from_distribution,
    from_font,
    from_npm,
    from_wheel,
    python_inside,
    with_dependencies,
)

KINDS = {".css", ".js", ".ttf", ".woff", ".woff2"}
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
TEMML = ROOT / "_ext/node_modules/temml"
COPYBUTTON = Path(str(distribution("sphinx-copybutton").locate_file("sphinx_copybutton/_static")))
OWN = [
    path.name
    for folder in (ROOT / "_static", ROOT / "_ext", LIVE)
    for path in sorted(folder.iterdir())
    if path.suffix in KINDS
]
SPHINX = ["basic.css", "doctools.js", "documentation_options.js", "language_data.js"]
SPHINX += ["searchtools.js", "sphinx_highlight.js"]
NOT_IN_THE_EDITOR = {"esbuild", "pyodide"}  # of what live/package.json asks for
WRITTEN = [
    "late-*.js",
    "exercises.css",
    "exercises/*.js",
    "progress-*.js",
    "review-*.js",
    "live_boot.js",
    "live/page-*.js",
    "live/nnderiv-*.js",
    "live/editor-*.js",
]


@dataclass(frozen=True)
class Work:
    """What has a row: what it does, the patterns of its files, and what tells of its packages.

    `made_of` is the source map of a script that was made of others.
    """

    does: str
    files: list[str]
    packages: Callable[[], list[Package]]
    made_of: Path | None = None

    def has(self, name: str) -> bool:
        """Tell whether a file below `_static` belongs to it, alone or among others."""
        return any(fnmatch(name, pattern) for pattern in self.files)


def _installed(*names: str) -> list[Package]:
    return [from_distribution(name) for name in names]


def _editor() -> list[Package]:
    asked = json.loads((LIVE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    folders = with_dependencies(MODULES, asked.keys() - NOT_IN_THE_EDITOR)
    return [from_npm(folder) for folder in folders]


def _numpy() -> list[Package]:
    return [from_wheel(wheel)] if (wheel := numpy_wheel()) else []


def _pyodide() -> list[Package]:
    return [from_npm(MODULES / "pyodide"), python_inside(MODULES / "pyodide")]


WORKS = [
    Work("The book itself.", [*OWN, *WRITTEN], partial(_installed, "nnderiv")),
    Work(
        "Run Python on the page, once you edit or run something.",
        ["live/pyodide*.js", "live/python_stdlib-*.js"],
        _pyodide,
    ),
    Work("Computes with arrays, in the Python on the page.", ["live/numpy-*.js"], _numpy),
    Work("Make the editor in which you change LaTeX and code.", ["live/editor-*.js"], _editor),
    Work(
        "Typesets the formulas, and lets you copy them as LaTeX.",
        ["copy-tex.min.js", "live/editor-*.js"],
        lambda: [from_npm(TEMML)],
    ),
    Work(
        "Is the font of the formulas, cut down to the characters that they show.",
        ["formulas.woff2", "live/formulas.woff2"],
        lambda: [from_font(Path(str(math_font.FONT)))],
    ),
    Work(
        "Lays out the pages.",
        ["scripts/pydata-sphinx-theme.js", "styles/pydata-sphinx-theme.css", "styles/theme.css"],
        partial(_installed, "pydata-sphinx-theme"),
        THEME / "scripts/pydata-sphinx-theme.js.map",
    ),
    Work(
        "Makes these pages look like those of a book.",
        ["scripts/sphinx-book-theme.js", "styles/sphinx-book-theme.css", "page-*.js"],
        partial(_installed, "sphinx-book-theme"),
    ),
    Work(
        "Gives the pages their grid, and opens their menus.",
        ["scripts/bootstrap.js"],
        lambda: [from_banner(THEME / "scripts/bootstrap.js.LICENSE.txt")],
        THEME / "scripts/bootstrap.js.map",
    ),
    Work(
        "Draws the icons, of which the pages bring along those that they show.",
        ["icons.woff"],
        lambda: [from_banner(THEME / "scripts/fontawesome.js.LICENSE.txt")],
    ),
    Work(
        "Makes the pages out of their sources, and searches them.",
        SPHINX,
        partial(_installed, "sphinx"),
    ),
    Work("Colours code.", ["pygments.css"], partial(_installed, "pygments")),
    Work("Shows cells and what they print.", ["mystnb.*.css"], partial(_installed, "myst-nb")),
    Work(
        "Adds a button to code that copies it.",
        ["copybutton.css", "copybutton.js"],
        partial(_installed, "sphinx-copybutton"),
    ),
    Work(
        "Copies when that button is pressed.",
        ["clipboard.min.js"],
        lambda: [from_banner(COPYBUTTON / "clipboard.min.js")],
    ),
    Work(
        "Unfolds what is folded away.",
        ["togglebutton.css", "togglebutton.js"],
        partial(_installed, "sphinx-togglebutton"),
    ),
]


def shipped(static: Path) -> list[str]:
    """Return the names of the scripts, styles and fonts below `_static`."""
    paths = (path for path in static.rglob("*") if path.suffix in KINDS)
    return sorted(path.relative_to(static).as_posix() for path in paths)


def present(static: Path) -> list[Work]:
    """Return the works of which a file is shipped; without live Python, none of that."""
    names = shipped(static)
    return [work for work in WORKS if any(work.has(name) for name in names)]


def nobodys(static: Path) -> list[str]:
    """Return the names of the files that belong to no work of the list."""
    return [name for name in shipped(static) if not any(work.has(name) for work in WORKS)]
