"""The formulas in the output of a derivation cell, typeset for the book."""

from derivation_rows import typeset_html

FORMULA = '<span class="derivation-tex">$\\displaystyle x &lt; 1$</span>'


def test_every_formula_is_typeset_and_the_styles_are_left_to_the_book() -> None:
    html = typeset_html(f'<style>p {{ }}</style><div class="derivation">{FORMULA}</div>')
    assert "<math>" in html
    assert "$" not in html
    assert "<style>" not in html


def test_punctuation_stays_on_the_line_of_its_formula() -> None:
    formula = '<span class="derivation-tex">$x$</span>'
    assert typeset_html(f"{formula}; then").startswith('<span class="unbroken">')
    assert typeset_html(f"{formula}; then").endswith(";</span> then")


def test_other_html_is_left_alone() -> None:
    assert typeset_html("<p>costs $5$ today</p>") == "<p>costs $5$ today</p>"
