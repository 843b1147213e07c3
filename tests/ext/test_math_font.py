"""The font of formulas has what they show, and what browsers make of it."""

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from math_font import italic, shown, write_font

X = "\N{MATHEMATICAL ITALIC SMALL X}"


@pytest.mark.parametrize(
    ("letter", "drawn"),
    [
        ("x", "MATHEMATICAL ITALIC SMALL X"),
        ("h", "PLANCK CONSTANT"),
        ("W", "MATHEMATICAL ITALIC CAPITAL W"),
        ("δ", "MATHEMATICAL ITALIC SMALL DELTA"),
        ("∂", "MATHEMATICAL ITALIC PARTIAL DIFFERENTIAL"),
        ("2", "DIGIT TWO"),
        ("\N{DOUBLE-STRUCK CAPITAL R}", "DOUBLE-STRUCK CAPITAL R"),
    ],
)
def test_a_name_of_one_letter_is_drawn_in_italics(letter: str, drawn: str) -> None:
    assert unicodedata.name(chr(italic(letter))) == drawn


def test_of_a_formula_its_text_is_shown_and_not_its_latex() -> None:
    formula = '<math><mi>x</mi><mo>&lt;</mo><annotation encoding="a">\\lt q</annotation></math>'
    assert {chr(code) for code in shown(f"<p>away {formula} too</p>")} == {"x", X, "<"}


def test_a_root_shows_its_sign() -> None:
    root = "<math><msqrt><mn>2</mn></msqrt></math>"
    assert {chr(code) for code in shown(root)} == {"2", "√"}
    assert {chr(code) for code in shown(root.replace("msqrt", "mroot"))} == {"2", "√"}


def test_the_font_is_small_and_still_knows_how_formulas_are_set(tmp_path: Path) -> None:
    write_font(tmp_path / "a.woff2", {ord("∑"), ord(X)})
    font = TTFont(tmp_path / "a.woff2")
    assert set(font.getBestCmap()) == {ord("∑"), ord(X)}
    assert "MATH" in font
    assert len(font.getGlyphOrder()) > 3  # the sum comes in two sizes
