"""The icons that the pages show are kept, and no others."""

from pathlib import Path

import pydata_sphinx_theme
from fontTools.ttLib import TTFont
from icon_font import FONT, SCRIPT, lean_style, write_font

STATIC = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
CSS = (
    "@font-face{font-family:Font Awesome\\ 6 Free;src:url(a.woff2)}p{color:red}"
    '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}.fa-sun:before{content:"\\f185"}'
)


def test_the_rule_of_an_icon_stays_if_one_of_its_names_is_used() -> None:
    css = lean_style(CSS, {"fa-navicon"})
    assert "f0c9" in css
    assert "f185" not in css
    assert "p{color:red}" in css


def test_the_fonts_of_the_theme_give_way_to_the_small_one() -> None:
    css = lean_style(CSS, set())
    assert css.count("@font-face") == 1
    assert "a.woff2" not in css


def test_the_small_font_has_the_asked_glyphs_and_no_others(tmp_path: Path) -> None:
    write_font(STATIC / FONT, tmp_path / "icons.woff", {"f0c9", "f185"})
    assert set(TTFont(tmp_path / "icons.woff").getBestCmap()) == {0xF0C9, 0xF185}


def test_the_script_is_found_with_its_digest() -> None:
    tag = '\n  <script defer src="../_static/scripts/fontawesome.js?digest=55c2"></script>'
    assert SCRIPT.sub("", f"<head>{tag}</head>") == "<head></head>"
