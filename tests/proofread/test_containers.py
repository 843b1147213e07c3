r"""Where formulas stand: in each kind of text, a row that holds and the same with a slip."""

import json
from pathlib import Path

import pytest

from nnderiv import proofread, proofread_file

BACKTICKS = "`" * 3

# (what is read, the ending of the file, the text around ROW)
CONTAINERS = [
    ("a fence of MyST", "md", f"{BACKTICKS}{{math}}\nROW\n{BACKTICKS}"),
    ("a fence with options", "md", f"{BACKTICKS}{{math}}\n:label: eq\n:nowrap:\n\nROW\n{BACKTICKS}"),
    ("a fence with YAML", "myst", f"{BACKTICKS}{{math}}\n---\nlabel: eq\n---\nROW\n{BACKTICKS}"),
    ("a fence of GitHub", "md", f"{BACKTICKS}math\nROW\n{BACKTICKS}"),
    ("colons", "myst", ":::{math}\n:label: eq\nROW\n:::"),
    ("a directive in a directive", "md", f"````{{note}}\n{BACKTICKS}{{math}}\nROW\n{BACKTICKS}\n````"),
    ("colons in colons", "md", "::::{prf:theorem}\n:::{math}\nROW\n:::\n::::"),
    ("text in a directive", "md", f"{BACKTICKS}{{note}}\nText.\n\n$$ ROW $$\n{BACKTICKS}"),
    ("reStructuredText", "rst", "Text:\n\n.. math::\n   :label: eq\n\n   ROW\n\nText."),
    ("a directive on one line", "rst", ".. math:: ROW\n\nText."),
    ("a directive in a list", "rst", "* Text:\n\n  .. math::\n\n     ROW\n\n  Text."),
    ("several formulas", "rst", ".. math::\n\n   a = 2\n\n   ROW\n\n   b = 3"),
    ("Quarto", "qmd", "$$\nROW\n$$ {#eq-one}\n\nText."),
    ("Quarto on one line", "qmd", "Text $x$.\n\n$$ ROW $$ {#eq-one}"),
    ("a quotation", "md", "> Text\n>\n> $$\n> ROW\n> $$"),
    ("a list", "md", "1. Text\n\n   $$\n   ROW\n   $$"),
    ("a page", "html", "<p>Text</p>\n\\[ ROW \\]"),
    ("a page with dollar signs", "htm", "<!DOCTYPE html><div>$$ ROW $$</div>"),
    ("a page with a script", "html", '<script type="math/tex; mode=display">ROW</script>'),
    ("frames", "tex", "\\documentclass{beamer}\\begin{document}\\begin{frame}<1->[fragile]{Text}\n\\only<2>{\\[ ROW \\]}\\pause\\end{frame}\\end{document}"),
    ("a chapter without a preamble", "tex", "``Text'' \\[ ROW \\] ``text''"),
    ("alignat", "tex", "\\begin{alignat}{2} ROW \\end{alignat}"),
    ("alignat*", "md", "\\begin{alignat*}{2} ROW \\end{alignat*}"),
    ("alignat in dollar signs", "md", "$$\\begin{alignat}{2} ROW \\end{alignat}$$"),
    ("alignedat", "md", "$$\\begin{alignedat}{2} ROW \\end{alignedat}$$"),
    ("IEEEeqnarray", "tex", "\\begin{IEEEeqnarray}{rCl} ROW \\end{IEEEeqnarray}"),
    ("an array", "md", "$$\\begin{array}{rcl} ROW \\end{array}$$"),
    ("an array with a label", "tex", "\\begin{equation}\\label{a}\\begin{array}[t]{r@{}l}ROW\\end{array}.\\end{equation}"),
    ("a new line", "md", "$$ a = 2 \\newline ROW $$"),
    ("a starred new row", "md", "$$ a = 2 \\\\* ROW \\\\*[2pt] b = 3 $$"),
]  # fmt: skip
ROW, SLIP = r"\frac{d}{dx} x^2 = 2x", r"\frac{d}{dx} x^2 = 3x"


@pytest.mark.parametrize(("name", "ending", "text"), CONTAINERS, ids=[c[0] for c in CONTAINERS])
def test_a_row_is_judged_wherever_it_stands(
    tmp_path: Path, name: str, ending: str, text: str
) -> None:
    path = tmp_path / f"text.{ending}"
    for row, verdict in ((ROW, "holds"), (SLIP, "fails")):
        path.write_text(text.replace("ROW", row), encoding="utf-8")
        found = [claim.verdict for claim in proofread_file(path).claims]
        assert [v for v in found if v != "defined"] == [verdict]


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("md", f"{BACKTICKS}{{code-cell}} python\n$$ ROW $$\n{BACKTICKS}"),
        ("md", f"{BACKTICKS}{{code-block}} latex\n$$ ROW $$\n{BACKTICKS}"),
        ("qmd", f"{BACKTICKS}{{python}}\n$$ ROW $$\n{BACKTICKS}"),
        ("myst", ":::{code-block} latex\n$$ ROW $$\n:::"),
        ("md", "Text {math}`ROW` text."),
        ("rst", "Text :math:`ROW` text, ``$$ ROW $$``."),
        ("rst", ".. code-block:: latex\n\n   $$ ROW $$\n\nText."),
        ("rst", "Write it so::\n\n   .. math:: ROW\n\nText."),
        ("html", "<pre>$$ ROW $$</pre><code>$$ ROW $$</code><style>$$ ROW $$</style>"),
        ("html", "<script>let formula = '$$ ROW $$'</script><script type='math/tex'>ROW</script>"),
        ("html", "<!-- ROW -->"),
        ("tex", "% \\[ ROW \\]"),
        ("tex", "\\begin{verbatim}\\[ ROW \\]\\end{verbatim}"),
    ],
)
def test_code_and_formulas_in_running_text_are_passed_over(
    tmp_path: Path, ending: str, text: str
) -> None:
    path = tmp_path / f"text.{ending}"
    path.write_text(text.replace("ROW", SLIP), encoding="utf-8")
    assert proofread_file(path).claims == ()


def verdicts(text: str) -> list[str]:
    return [claim.verdict for claim in proofread(text).claims]


def test_entities_are_the_signs_that_they_stand_for(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        r"<p>Text</p>\[ \begin{aligned} y &amp;= 2x \\ y &amp;= 3x \end{aligned} \]"
        r"\[ x &gt; 0 \] \[ |x| = x \]",
        encoding="utf-8",
    )
    claims = proofread_file(path).claims
    assert [claim.verdict for claim in claims] == ["defined", "fails", "declared", "holds"]
    assert [claim.column for claim in claims] == [31, 46, 77, 92]


def test_formulas_of_a_directive_are_parted_by_blank_lines() -> None:
    text = ".. math::\n\n   y = 2x\n\n   z = 3y \\\\\n   z = 7x\n\n   z =\n   6x"
    assert verdicts(text) == ["defined", "defined", "fails", "holds"]


def test_with_two_dollar_signs_everywhere_formulas_between_words_are_inline() -> None:
    assert verdicts("It is zero unless $$k=2$$ and $$k=3$$ hold.") == []
    assert verdicts(
        "It is zero unless $$k=2$$ holds.\n$$k=3$$ is another case.\n\n$$ k = 4 $$"
    ) == ["defined"]


@pytest.mark.parametrize(
    "text",
    [
        "We have $$y = 2x$$\n\n$$y = 3x$$",
        "We have $$y = 2x$$ where $x$ is a number\n\n$$y = 3x$$ and so on",
        "- $$y = 2x$$.\n- $$y = 3x$$ (1)",
        "$$y = 2x$$, $$y = 3x$$",
    ],
)
def test_elsewhere_two_dollar_signs_make_a_display(text: str) -> None:
    assert verdicts(text) == ["defined", "fails"]


def test_a_relation_behind_the_start_of_a_line_is_no_quotation() -> None:
    assert verdicts("$$ x\n> 0 $$ $$ |x| = x $$") == ["declared", "holds"]


def test_a_notebook_has_the_containers_of_myst(tmp_path: Path) -> None:
    path = tmp_path / "notebook.ipynb"
    source = f"{BACKTICKS}{{math}}\n{SLIP}\n{BACKTICKS}"
    cells = [{"cell_type": "markdown", "source": source}]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert [claim.verdict for claim in proofread_file(path).claims] == ["fails"]
