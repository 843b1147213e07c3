"""Files that an extension puts where the pages look for them."""

import shutil
from pathlib import Path

from sphinx.application import Sphinx


def copy_static(app: Sphinx, *files: Path) -> None:
    """Copy files into the static folder of the built pages; a build of another kind has none."""
    if app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copyfile(file, static / file.name)
