"""Leave the theme's icons to a font of the few that the pages show.

The theme draws icons by a script of 540 KB (compressed) that replaces elements when a page is
opened, and brings the rules of two thousand icons. The pages show about twenty. What is left is a
subset of the theme's own font, and the rules for these.
"""

import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

SCRIPT = re.compile(r'\s*<script[^>]*src="[^"]*scripts/fontawesome\.js[^"]*"></script>')
RULE = re.compile(r'((?:\.fa-[\w-]+:{1,2}before,?)+)\{content:"\\[0-9a-f]+"\}')
FACE = re.compile(r"@font-face\{[^}]*Awesome[^}]*\}")
USED = re.compile(r"\bfa-[a-z0-9-]+")
CODE = re.compile(r"\\(f[0-9a-f]{3})\b")
FONT = "vendor/fontawesome/webfonts/fa-solid-900.ttf"


def lean_style(css: str, used: set[str]) -> str:
    """Return the theme's style sheet with the rules of the icons in `used` alone, and one font."""

    def kept(rule: re.Match[str]) -> str:
        names = re.findall(r"\.(fa-[\w-]+)", rule[1])
        return rule[0] if used & set(names) else ""

    face = (
        '@font-face{font-family:"Font Awesome 6 Free";font-weight:900;font-display:block;'
        'src:url(../icons.woff) format("woff")}'
    )
    return face + RULE.sub(kept, FACE.sub("", css))


def write_font(source: Path, target: Path, codes: set[str]) -> None:
    """Write the glyphs with these hexadecimal codes into a font for the web."""
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(subset.Options(notdef_outline=True))
    subsetter.populate(unicodes=[int(code, 16) for code in codes])
    subsetter.subset(font)
    font.flavor = "woff"
    font.save(target)


def shrink_icons(app: Sphinx, exception: Exception | None) -> None:
    """When the pages are written: take the script out of them, and write style and font anew."""
    texts: list[str] = []

    def changed(html: str, path: Path) -> str:
        texts.append(SCRIPT.sub("", html))
        return texts[-1]

    static = Path(app.outdir) / "_static"
    if not change_pages(app, exception, changed):
        return
    scripts = [path for path in static.rglob("*.js") if path.name != "fontawesome.js"]
    texts += [path.read_text(encoding="utf-8") for path in scripts]
    style = static / "styles" / "pydata-sphinx-theme.css"
    css = style.read_text(encoding="utf-8")
    if Path(FONT).stem not in css:
        return  # it was written anew by an earlier build, and not copied again by this one
    used = set(USED.findall("\n".join(texts)))
    style.write_text(lean_style(css, used), encoding="utf-8")
    sheets = [*static.glob("*.css"), *(static / "styles").glob("*.css")]
    codes = set(CODE.findall("\n".join(path.read_text(encoding="utf-8") for path in sheets)))
    write_font(static / FONT, static / "icons.woff", codes)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", shrink_icons)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
