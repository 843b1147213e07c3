"""The addresses of the book and of its repository, from the table of them in pyproject.toml.

`Documentation` is where the book can be read: pages then name themselves and are found from any
depth. `Repository` is where its source lies: pages then lead to it, to an editor, to the list of
issues, and to a machine that runs them. As long as an address is missing, so is what needs it.
"""

import tomllib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

# Binder sets up what runtime.txt and requirements.txt ask for. Colab would run a chapter without.
LAUNCH = {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"}
BUTTONS = ("repository", "source", "edit_page", "issues")
BRANCH = "main"
# The page's font of icons has none of companies.
COMPANY, SOURCE = "fab ", "fa-solid fa-code-branch"


def project(app: Sphinx) -> dict[str, Any]:
    """Return what pyproject.toml says of the project."""
    text = (Path(app.srcdir) / "pyproject.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)["project"]
    return table


def configure(app: Sphinx, config: Config) -> None:
    """Tell Sphinx and the theme the addresses that there are."""
    addresses = project(app).get("urls", {})
    if book := addresses.get("Documentation"):
        config.html_baseurl = book.rstrip("/") + "/"
    if repository := addresses.get("Repository"):
        config.html_theme_options |= {
            "repository_url": repository.rstrip("/").removesuffix(".git"),
            "repository_branch": BRANCH,
            "launch_buttons": LAUNCH,
            **{f"use_{button}_button": True for button in BUTTONS},
        }


def draw_icons(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Give the buttons that lead to the source an icon of the page's own font."""
    for button in context.get("header_buttons", []):
        for one in [button, *button.get("buttons", [])]:
            if one.get("icon", "").startswith(COMPANY):
                one["icon"] = SOURCE


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("config-inited", configure)
    app.connect("html-page-context", draw_icons, priority=900)  # once the theme made the buttons
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
