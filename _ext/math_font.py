"""The font of formulas, cut down to the characters that they show.

Browsers draw MathML with a font that says how formulas are set, and few systems have one. The pages
bring STIX Two Math along, from the package ziamath; of its 6,000 glyphs they show some 500. Where a
reader types formulas, a page brings a font that has all characters that Temml can make.
"""

import re
import shutil
from html import unescape
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from page_changes import change_pages
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from typeset import temml

FONT = distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")
EARLY = Path(__file__).with_name("early_font.js")
FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
NOT_SHOWN = re.compile(r"<annotation.*?</annotation>|<[^>]*>", re.DOTALL)
# Browsers draw the sign of a root, which stands nowhere in the text of a formula.
ROOT, RADICAL = re.compile(r"<m(sqrt|root)\b"), "√"
# Where Unicode has the italic letters that browsers draw for a name of one letter: from A, from a,
# and from both sizes of alpha.
ITALIC = {"A": 0x1D434, "a": 0x1D44E, "\u0391": 0x1D6E2, "\u03b1": 0x1D6FC}
ITALIC_ALONE = {"h": 0x210E, "∂": 0x1D715, "ϵ": 0x1D716, "ϕ": 0x1D719}
LETTERS = 26
# What a reader types as it stands, and the alphabets that Temml reaches by counting.
TYPED = (range(0x20, 0x180), range(0x2100, 0x2150), range(0x1D400, 0x1D800))
ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{4,5})")  # of a character in JavaScript
# Thousandths of the font's size: a rule of 68, as it comes, is drawn two pixels thick now and then.
RULE = 45


def shown(text: str) -> set[int]:
    """Return the codes of the characters that the formulas in a text show, upright and italic."""
    formulas = FORMULA.findall(text)
    characters = {one for formula in formulas for one in unescape(NOT_SHOWN.sub("", formula))}
    if any(ROOT.search(formula) for formula in formulas):
        characters.add(RADICAL)
    return {code for one in characters for code in (ord(one), italic(one))}


def italic(letter: str) -> int:
    """Return the code of a letter in italics, or its own if there is none."""
    for first, code in ITALIC.items():
        if 0 <= (place := ord(letter) - ord(first)) < LETTERS:
            return ITALIC_ALONE.get(letter, code + place)
    return ITALIC_ALONE.get(letter, ord(letter))


def cut_font(codes: set[int]) -> bytes:
    """Return the font with the glyphs of these characters, and with all sizes of them."""
    font = TTFont(FONT, recalcTimestamp=False)
    font["MATH"].table.MathConstants.FractionRuleThickness.Value = RULE
    options = subset.Options(layout_features=["ssty"], hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def complete_font() -> bytes:
    """Return the font with all characters that Temml can make of what a reader types.

    They stand in Temml's script: in its tables of symbols, as themselves or as escapes.
    """
    script = (temml() / "dist" / "temml.mjs").read_text(encoding="utf-8")
    named = {int(code, 16) for code in ESCAPE.findall(script)}
    return cut_font(
        named | {ord(one) for one in script} | {code for part in TYPED for code in part}
    )


def add_font(app: Sphinx, exception: Exception | None) -> None:
    """Write the font, and fetch it with each page that has a formula, before the style sheets."""
    codes: set[int] = set()

    def changed(html: str, path: Path) -> str:
        codes.update(shown(html))
        tag = f'<script src="{"../" * (len(path.parts) - 1)}_static/{EARLY.name}"></script>'
        needed = "<math" in html and tag not in html
        return html.replace("<head>", f"<head>{tag}", 1) if needed else html

    if change_pages(app, exception, changed):
        static = Path(app.outdir) / "_static"
        shutil.copy(EARLY, static)
        for script in static.glob("*.js"):
            codes.update(shown(script.read_text(encoding="utf-8")))
        (static / "formulas.woff2").write_bytes(cut_font(codes))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("build-finished", add_font)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
