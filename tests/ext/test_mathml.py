"""Formulas are set as TeX sets them, and what cannot be read stands there as it was written."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from node_packages import NODE
from sphinx.errors import ExtensionError
from typeset import HERE, temml, typeset

SHOW = """
import {{ mathml }} from {module};
const requests = JSON.parse(process.argv[1]);
console.log(JSON.stringify(requests.map((latex) => mathml(latex, {{ throwOnError: false }}))));
"""
# Commands by which a formula could name an address, a style or an attribute, or break out of one.
HOSTILE = [
    r"\href{javascript:alert(1)}{x}",
    r"\url{https://example.org}",
    r"\includegraphics[alt=x]{https://example.org/x.png}",
    r"\style{position:fixed}{x}",
    r"\data{place=x}{x}",
    r"\id{top}{x}",
    r"\color{red;position:fixed}{x}",
    r"\fcolorbox{red\"onclick=alert(1)}{blue}{x}",
]


def shown_to_readers(*latex: str) -> list[str]:
    """The formulas as the page shows them, where an error must not stop the typing."""
    temml()
    module = json.dumps((HERE / "mathml.js").as_uri())
    command: list[str | Path] = [NODE, "--input-type=module", "--eval", SHOW.format(module=module)]
    answer = subprocess.run(
        [*command, json.dumps(latex)], capture_output=True, encoding="utf-8", check=True
    )
    shown: Any = json.loads(answer.stdout)
    return [str(html) for html in shown]


def test_no_room_is_left_around_an_operator_in_a_limit() -> None:
    assert '<mo lspace="0" rspace="0">=</mo>' in typeset(r"\sum_{i = 1}^n x_i")
    assert "<mo>=</mo>" in typeset("x = 1")


def test_an_index_of_brackets_belongs_to_the_closing_one() -> None:
    formula = typeset(r"(\frac{a}{b})_{1*}")
    assert "<msub><mo" in formula
    assert formula.index("<mfrac>") < formula.index("<msub>")


def test_an_index_of_brackets_that_grow_belongs_to_all_of_it() -> None:
    formula = typeset(r"\left(\frac{a}{b}\right)_{1*}")
    assert formula.index("<msub>") < formula.index("<mfrac>")


@pytest.mark.parametrize(("latex", "spaces"), [(r"t \log o", 2), (r"-\log o", 1), (r"= \log o", 1)])
def test_a_name_stands_apart_from_what_is_multiplied_with_it(latex: str, spaces: int) -> None:
    assert typeset(latex).count("<mspace") == spaces


def test_anything_else_stays_as_temml_sets_it() -> None:
    row = "<mrow><mi>x</mi><mo>&lt;</mo><mn>1</mn></mrow>"
    assert typeset("x < 1").startswith(f"<math><semantics>{row}<annotation")


def test_what_is_copied_says_nothing_of_sizes_and_classes() -> None:
    formula = typeset(r"\displaystyle {} = \class{mjx-new}{\displaystyle x}")
    assert 'class="mjx-new"' in formula
    assert '<annotation encoding="application/x-tex">= {x}</annotation>' in formula


def test_a_reference_is_no_empty_link_but_two_question_marks_as_in_latex() -> None:
    formula = typeset(r"x \quad \text{by \eqref{eq:a}, \ref{eq:b}}")
    assert "<a " not in formula
    assert ">by\xa0(??),\xa0??<" in formula


def test_a_macro_of_one_formula_is_unknown_to_the_next() -> None:
    assert "<mi>x</mi>" in typeset(r"\gdef\mine{x} \mine")
    with pytest.raises(ExtensionError, match=r"Temml cannot read the formula \\mine"):
        typeset(r"\mine")


def test_what_cannot_be_read_stops_the_build_and_names_the_place() -> None:
    with pytest.raises(ExtensionError, match=r"Temml cannot read the formula \\frac\{1\}.*at end"):
        typeset(r"\frac{1}")


def test_what_a_reader_types_and_temml_cannot_read_stands_there_with_the_reason() -> None:
    unread, read = shown_to_readers(r"\displaystyle {} a<b & \frac{1}", "x")
    code = "<code>a&#60;b &#38; \\frac{1}</code>"
    reason = "<small>(not typeset: Expected &#39;EOF&#39;, got &#39;&#38;&#39;)</small>"
    assert unread == f'<span class="unread-formula">{code} {reason}</span>'
    assert read.startswith("<math>")


def test_a_formula_that_ends_too_early_says_so() -> None:
    (unread,) = shown_to_readers(r"\left( x")
    assert "Expected &#39;\\right&#39;, got &#39;EOF&#39; at end of input)" in unread


def test_brackets_without_end_are_unread_as_well() -> None:
    (unread,) = shown_to_readers("{" * 20_000)
    assert unread.startswith('<span class="unread-formula">')


@pytest.mark.parametrize("latex", HOSTILE)
def test_a_formula_names_no_address_no_style_and_no_attribute(latex: str) -> None:
    (shown,) = shown_to_readers(latex)
    assert shown.startswith('<span class="unread-formula"><code>\\')
    assert shown.count("<") == 6  # the span, the code, the reason


def test_text_in_a_formula_is_no_markup() -> None:
    (shown,) = shown_to_readers(r"\text{<img src=x onerror=alert(1)>}")
    assert "<img" not in shown
    assert "&lt;img" in shown
