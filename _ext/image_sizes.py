"""Write the size of each figure into the page, so that nothing jumps when the figure arrives."""

import re
from pathlib import Path

from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

IMAGE = re.compile(r'<img (?P<attributes>[^>]*?src="(?P<source>[^":]+\.svg)"[^>]*?)(?P<end> */?>)')
VIEW_BOX = re.compile(r'<svg\b[^>]*\bviewBox="0 0 ([\d.]+) ([\d.]+)"')
PIXELS = 4 / 3  # in a point, the unit of matplotlib's figures


def with_sizes(html: str, page: Path) -> str:
    """Return the HTML of a page with a width and a height on every figure that has none."""

    def sized(image: re.Match[str]) -> str:
        file = page.parent / image["source"]
        if " width=" in f" {image['attributes']}" or not file.exists():
            return image[0]
        box = VIEW_BOX.search(file.read_text(encoding="utf-8")[:5000])
        if box is None:
            return image[0]
        width, height = (round(float(points) * PIXELS) for points in box.groups())
        size = f'width="{width}" height="{height}"'
        return f"<img {image['attributes']} {size}{image['end']}"

    return IMAGE.sub(sized, html)


def write_sizes(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written, change them."""
    change_pages(app, exception, lambda html, path: with_sizes(html, Path(app.outdir) / path))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", write_sizes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
