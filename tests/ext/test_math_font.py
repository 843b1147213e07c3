"""The font of formulas has what they show, and what browsers make of it."""

import unicodedata
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from math_font import complete_font, cut_font, italic, shown
from typeset import typeset

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


@pytest.fixture(scope="module")
def complete() -> TTFont:
    """The font for what a reader types."""
    return TTFont(BytesIO(complete_font()))


def test_the_font_is_small_and_still_knows_how_formulas_are_set() -> None:
    font = TTFont(BytesIO(cut_font({ord("∑"), ord(X)})))
    assert set(font.getBestCmap()) == {ord("∑"), ord(X)}
    assert "MATH" in font
    assert len(font.getGlyphOrder()) > 3  # the sum comes in two sizes


@pytest.mark.parametrize(
    "latex",
    [
        r"\mathfrak{A} \mathfrak{c} \mathcal{L} \mathscr{B} \mathbb{Rk} \mathbf{x\beta}",
        r"\mathsf{T} \mathtt{x} \boldsymbol{\Sigma\varphi} \varkappa \imath \hbar \ell \Re \wp",
        r"\oint \iiint \coprod \bigsqcup \bigodot \bigotimes \biguplus \prod",
        r"\left\lfloor \left\lceil \sqrt[3]{\langle x \rangle} \right\rceil \right\rfloor",
        r"\xrightarrow{f} \Longleftrightarrow \hookrightarrow \rightharpoonup \twoheadrightarrow",
        r"\preccurlyeq \sqsubseteq \ltimes \boxplus \therefore \measuredangle \nexists \coloneqq",
        r"\hat{x} \widetilde{xyz} \overbrace{a+b} \underbrace{c} \overrightarrow{AB} \ddot{x}",
        r"\text{Füße, Kronecker's Łukasiewicz} x' x'' \dagger \S \pounds",
    ],
)
def test_a_reader_may_type_characters_that_the_book_has_nowhere(
    complete: TTFont, latex: str
) -> None:
    assert shown(typeset(latex)) - set(complete.getBestCmap()) == set()


def test_both_fonts_set_formulas_alike(complete: TTFont) -> None:
    book = TTFont(BytesIO(cut_font({ord("∑"), ord(X)})))
    constants = [vars(font["MATH"].table.MathConstants) for font in (book, complete)]
    values = [
        {name: getattr(value, "Value", value) for name, value in one.items()} for one in constants
    ]
    assert values[0] == values[1]
    assert values[0]["FractionRuleThickness"] == 45
