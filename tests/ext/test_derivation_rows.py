"""The formulas in the output of a derivation cell, typeset for the book."""

from derivation_rows import typeset_html

from nnderiv.proofread.derivation import environment

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


def test_a_row_has_a_link_to_itself_that_is_no_text_to_copy() -> None:
    row = f'<span class="derivation-right" id="row-x-1">{FORMULA}</span>'
    html = typeset_html(row)
    link = '<a class="headerlink" href="#row-x-1" aria-label="Link to this row"></a></span>'
    assert html.endswith(link)
    assert html.startswith('<span class="derivation-right" id="row-x-1">')


def test_numbers_are_no_pre_which_the_theme_would_measure() -> None:
    html = typeset_html('<pre class="derivation-numbers" hidden>a\nb</pre>')
    assert html == '<div class="derivation-numbers" hidden>a\nb</div>'


def test_latex_to_paste_names_its_packages_and_stands_in_an_environment() -> None:
    assert environment("a &= b \\\\\n&= c\n").splitlines() == [
        r"% needs \usepackage{amsmath, amssymb}",
        r"\begin{align}",
        r"a &= b \\",
        "&= c",
        r"\end{align}",
    ]
