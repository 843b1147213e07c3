r"""Formulas in running text: declarations, definitions and conditions where the words say so."""

import json
from pathlib import Path

import pytest

from nnderiv import InputError, proofread, proofread_file


def verdicts(text: str, *, sentences: bool = True) -> list[str]:
    return [claim.verdict for claim in proofread(text, sentences=sentences).claims]


SOFTMAX = r"$$ z \in \mathbb{R}^n \\ o_j = \frac{e^{z_j}}{\sum_k e^{z_k}} $$"
QUADRATIC = r"$$ \frac{dy}{dx} = (A + A^\top) x $$"
NOT_SYMMETRIC = r"$$ \frac{dy}{dx} = 2 A x $$"
SIGMOID = r"$$ \frac{dy}{dz} = y (1 - y) $$"
NO_SIGMOID = r"$$ \frac{dy}{dz} = y (1 + y) $$"
OTHER = r"$$ \frac{\partial o_j}{\partial z_i} = -o_j o_i $$"
OTHER_SLIP = r"$$ \frac{\partial o_j}{\partial z_i} = o_j o_i $$"
SAME = r"$$ \frac{\partial o_j}{\partial z_i} = o_j (1 - o_i) $$"
SAME_SLIP = r"$$ \frac{\partial o_j}{\partial z_i} = o_j (1 + o_i) $$"
VECTOR, MATRIX = r"$x \in \mathbb{R}^n$", r"$A \in \mathbb{R}^{n \times n}$"
FORM = r"$y = x^\top A x$"

# (what is said, the text around ROW, the right row, the same with a slip)
CASES = [
    ("let and and", f"Let {VECTOR} and {MATRIX}. Let {FORM}.\n\nROW", QUADRATIC, NOT_SYMMETRIC),
    ("sets need no word", f"The vector {VECTOR}, the matrix {MATRIX}; define {FORM}.\n\nROW", QUADRATIC, NOT_SYMMETRIC),
    ("symmetric", f"Let {VECTOR}, and let {MATRIX} be symmetric. Consider {FORM}:\n\nROW", NOT_SYMMETRIC, r"$$ \frac{dy}{dx} = A x $$"),
    ("let a definition", r"Let $y = \sigma(z)$. Then" + "\n\nROW", SIGMOID, NO_SIGMOID),
    ("in round brackets", r"Let \(y = \sigma(z)\). Then" + "\n\nROW", SIGMOID, NO_SIGMOID),
    ("denote", r"We denote the output by $y = \sigma(z)$." + "\n\nROW", SIGMOID, NO_SIGMOID),
    ("is given by", r"The output is given by $y = \sigma(z)$, so" + "\n\nROW", SIGMOID, NO_SIGMOID),
    ("for a definition", r"For $y = \sigma(z)$ we have" + "\n\nROW", SIGMOID, NO_SIGMOID),
    ("where, behind the display", "ROW\n\n" + r"where $y = \sigma(z)$ is the output.", SIGMOID, NO_SIGMOID),
    ("where, in a list", "ROW\n\nwhere:\n\n" + r"- $y = \sigma(z)$ is the output" + "\n- $z \\in \\mathbb{R}$ the input", SIGMOID, NO_SIGMOID),
    ("here", "ROW\n\n" + r"Here $y = \sigma(z)$ is the output.", SIGMOID, NO_SIGMOID),
    ("in a list", "Let\n\n" + r"* $y = \sigma(z)$ be the output" + "\n\nROW", SIGMOID, NO_SIGMOID),
    ("bounds", "Let $0 < p < 1$.\n\nROW", r"$$ |p - 1| = 1 - p $$", r"$$ |p - 1| = p - 1 $$"),
    ("a bound", r"Assume that $x \geq 1$." + "\n\nROW", r"$$ |x - 1| = x - 1 $$", r"$$ |x - 1| = 1 - x $$"),
    ("positive", "for $x > 0$:\n\nROW", r"$$ |x| = x $$", r"$$ |x| = -x $$"),
    ("positive in words", "if $x$ is positive:\n\nROW", r"$$ |x| = x $$", r"$$ |x| = -x $$"),
    ("a positive one", "For positive $x$ we have:\n\nROW", r"$$ |x| = x $$", r"$$ |x| = -x $$"),
    ("an interval", "where $p \\in [0, 1]$ is a probability:\n\nROW", r"$$ |p - 1| = 1 - p $$", r"$$ |p - 1| = p - 1 $$"),
    ("one-hot", "where $t \\in \\mathbb{R}^n$ is one-hot:\n\nROW", r"$$ t_i^2 = t_i $$", r"$$ t_i^2 = 2 t_i $$"),
    ("a function", r"Take a function $f : \mathbb{R} \to \mathbb{R}$." + "\n\nROW", r"$$ \frac{d}{dx} f(2x) = 2 f'(2x) $$", r"$$ \frac{d}{dx} f(2x) = f'(2x) $$"),
    ("for another index", f"{SOFTMAX}\n\nFor $j \\neq i$:\n\nROW", OTHER, OTHER_SLIP),
    ("for another index, in the line", f"{SOFTMAX}\n\nFor $j \\neq i$ we get ROW", OTHER, OTHER_SLIP),
    ("if and only", f"{SOFTMAX}\n\n- If $i = j$, then\n\n  ROW", SAME, SAME_SLIP),
    ("a case in a heading", f"{SOFTMAX}\n\n## Case $i = j$\n\nWe get the following.\n\nROW", SAME, SAME_SLIP),
    ("suppose", f"{SOFTMAX}\n\nSuppose $i = j$. Then we get\n\nROW", SAME, SAME_SLIP),
    ("unless", f"{SOFTMAX}\n\nUnless $i = j$,\n\nROW", OTHER, OTHER_SLIP),
    ("behind the display", f"{SOFTMAX}\n\nROW\n\nfor all $j \\neq i$. Next.", OTHER, OTHER_SLIP),
    ("where, behind", f"{SOFTMAX}\n\nROW\nwhere $j \\neq i$.", OTHER, OTHER_SLIP),
    ("a role of MyST", r"Let {math}`y = \sigma(z)`. Then" + "\n\nROW", SIGMOID, NO_SIGMOID),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "right", "slip"), CASES, ids=[case[0] for case in CASES])
def test_what_a_sentence_says_counts(name: str, text: str, right: str, slip: str) -> None:
    for row, verdict in ((right, "holds"), (slip, "fails")):
        found = verdicts(text.replace("ROW", row))
        assert [v for v in found if v not in ("declared", "defined")] == [verdict]


@pytest.mark.parametrize(
    "text",
    [
        r"We get $y = 2$.",
        r"It follows that $y = \sigma(z)$, and so $z = 3$.",
        r"In prose, $1 + 1 = 3$ is passed over.",
        "The entry is zero unless $$k=i$$ and $$l=j$$ hold.",
        r"Let us show that $y = 2x$.",
        r"Let $k$ be such that $y = 2x$.",
        r"Let's see: $y = 2x$.",
        r"Let $x$ be a number; then $y = 2x$.",
        r"where $y = 2x$ if it rains, and zero otherwise",
        r"Let $y = 2x$ for $x > 0$.",
        r"Let $y \succ 2x + \frac{",
        r"Let $5 and $6 be prices.",
        r"Code: `let $y = 2x$`.",
        "```\nLet $y = 2x$.\n```",
        r"<!-- Let $y = 2x$. -->",
        r"Let $y = x_{$.",
        r"Let $y \in \mathcal{Y}$ and $x \in \mathbb{C}$.",
        r"Let $n$ be even. For $i \neq j$, and for $x > 0$.",
        r"Assume $i = j$, $n = 3$, $k \neq l$.",
    ],
)
def test_what_is_merely_mentioned_or_not_understood_says_nothing(text: str) -> None:
    assert verdicts(text) == []


def test_sentences_can_be_left_out() -> None:
    text = f"Let {VECTOR}.\n\n$$ y = x^\\top x $$"
    assert verdicts(text) == ["declared", "defined"]
    assert "declared" not in verdicts(text, sentences=False)


def test_a_sentence_is_shown_with_its_own_place() -> None:
    text = "Text.\n\nWe let  $x \\in \\mathbb{R}^n$ and\n  $y = x^\\top x$."
    claims = proofread(text).claims
    assert [(claim.verdict, claim.line, claim.column) for claim in claims] == [
        ("declared", 3, 10),
        ("defined", 4, 4),
    ]


def test_a_sentence_does_not_undo_what_a_display_defined() -> None:
    text = "$$ y = 2 x $$\n\nLet $y = 3x$, where $y \\in \\mathbb{R}$.\n\n$$ y = 2x $$ $$ y = 3x $$"
    assert verdicts(text) == ["defined", "holds", "fails"]


def test_a_name_that_is_declared_late_leaves_the_formulas_that_it_stands_in() -> None:
    text = r"$$ y = \sigma(z) $$" + "\n\n" + r"The logits are numbers, $z \in \mathbb{R}$." + "\n\n"
    assert verdicts(text + SIGMOID + NO_SIGMOID)[-2:] == ["holds", "fails"]
    text = r"Let $y = \sigma(z)$ with $z \in \mathbb{R}$." + "\n\n"
    assert verdicts(text + SIGMOID + NO_SIGMOID) == ["declared", "defined", "holds", "fails"]


def test_a_chain_goes_on_behind_a_sentence() -> None:
    text = "$$ y = (x + 1)^2 $$\n\nLet $z \\in \\mathbb{R}$.\n\n$$ = x^2 + 2x + 1 \\\\ = x^2 + 1 $$"
    assert verdicts(text) == ["defined", "declared", "holds", "fails"]


def test_a_display_that_disagrees_with_a_sentence_is_not_called_wrong() -> None:
    claims = proofread("Let $y = 2 x$.\n\n$$ y = 3x $$").claims
    assert [claim.verdict for claim in claims] == ["defined", "unread"]
    assert claims[1].reason == "the sentence on line 1 gives another formula for y"


def test_a_display_gives_a_formula_where_a_sentence_left_it_open() -> None:
    text = "Let $y = f(x)$.\n\n$$ y = x^2 $$\n\n$$ \\frac{dy}{dx} = 2x $$ $$ \\frac{dy}{dx} = 3x $$"
    assert verdicts(text) == ["defined", "defined", "holds", "fails"]


@pytest.mark.parametrize(
    "words",
    [
        "If $A$ is symmetric:",
        "For symmetric $A$ we get",
        r"For $A \prec B$:",
        r"For all $(x, A) \in \mathcal{D}$:",
        "For $n = 1, 2, 3$:",
        "For $n$ even this is known, for even $n$ we get",
    ],
)
def test_under_a_condition_that_was_not_read_no_row_fails(words: str) -> None:
    text = f"Let {VECTOR}, {MATRIX} and {FORM}.\n\n{words}\n\n"
    assert verdicts(text + NOT_SYMMETRIC)[-1] == "unread"
    assert verdicts(text + QUADRATIC)[-1] == "holds"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("For $i = j$ the entry is known.", "unread"),  # does it speak of the next display?
        ("The entry is zero if $i = j$.", "fails"),  # a sentence of its own
        ("For $i = j$ it is clear.\n\nIn general,", "fails"),
        ("The case $i = j$ is clear. Otherwise,", "fails"),
    ],
)
def test_the_condition_of_another_sentence_is_not_that_of_the_display(
    words: str, verdict: str
) -> None:
    assert verdicts(f"{SOFTMAX}\n\n{words}\n\n{SAME}")[-1] == verdict


def test_a_condition_counts_for_the_next_display_alone() -> None:
    assert verdicts(f"{SOFTMAX}\n\nFor $i = j$:\n\n{SAME}\n\nand\n\n{SAME}")[-2:] == [
        "holds",
        "fails",
    ]


def test_the_condition_of_a_heading_counts_up_to_the_next_heading() -> None:
    text = f"{SOFTMAX}\n\n## If $i = j$\n\nOne.\n\n{SAME}\n\nTwo.\n\n{SAME}\n\n## All\n\n{SAME}"
    assert verdicts(text)[-3:] == ["holds", "holds", "fails"]


# --- for the proof-reader alone


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- $$ {} $$ -->",
        "<!--\nFor the proof-reader:\n\\begin{{align}}\n{}\n\\end{{align}}\n-->",
        "% given: {}",
        "%% given: ${}$",
        ".. given: {}",
    ],
)
def test_a_comment_declares_and_defines(comment: str) -> None:
    given = comment.format(r"x \in \mathbb{R}^n, A \in \mathbb{R}^{n \times n} \\ y = x^\top A x")
    if "given" in comment:
        given = given.replace(r"\\", r"\\ ")
    assert verdicts(f"{given}\n\n{QUADRATIC}") == ["declared", "declared", "defined", "holds"]
    assert verdicts(f"{given}\n\n{NOT_SYMMETRIC}")[-1] == "fails"


def test_in_latex_a_comment_with_the_marker_declares_and_others_do_not() -> None:
    text = "\\documentclass{article}\\begin{document}\n% given: x > 0\n% y = 3x\n\\[ |x| = x \\] \\[ |x| = -x \\]\n"
    assert verdicts(text + "\\end{document}") == ["declared", "holds", "fails"]


def test_what_a_comment_does_not_declare_is_reported() -> None:
    text = "$$ y = 2x $$ <!-- $$ y = 3x $$ --> <!-- $$ y = x + x $$ --> <!-- $$ z \\in \\foo $$ -->"
    claims = proofread(text).claims
    assert [claim.verdict for claim in claims] == ["defined", "unread", "unread", "unread"]
    assert "declares or defines" in claims[1].reason


GIVEN = [
    ("given.md", "Words.\n\n$$ x \\in \\mathbb{R}^n $$\n\n$$ A \\in \\mathbb{R}^{n \\times n} $$"),
    ("given.txt", "x \\in \\mathbb{R}^n\n\n% a comment\nA \\in \\mathbb{R}^{n \\times n}\n"),
    ("given.tex", "\\[ x \\in \\mathbb{R}^n, A \\in \\mathbb{R}^{n \\times n} \\]"),
]


@pytest.mark.parametrize(("name", "content"), GIVEN, ids=[name for name, _ in GIVEN])
def test_a_file_declares_what_the_text_does_not(tmp_path: Path, name: str, content: str) -> None:
    given, text = tmp_path / name, tmp_path / "text.md"
    given.write_text(content, encoding="utf-8")
    for row, verdict in ((QUADRATIC, "holds"), (NOT_SYMMETRIC, "fails")):
        text.write_text(f"$$ y = x^\\top A x $$\n\n{row}", encoding="utf-8")
        report = proofread_file(text, given=given)
        assert [claim.verdict for claim in report.claims] == ["defined", verdict]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x \\in \\mathbb{R}^n\nA \\in \\foo", r"line 2 of .*given.txt was not read: .*\\foo"),
        ("x > 0\nx = 3x", r"line 2 of .*given.txt was not read: .* declares or defines"),
    ],
)
def test_a_file_that_does_not_declare_is_an_error(
    tmp_path: Path, content: str, message: str
) -> None:
    given, text = tmp_path / "given.txt", tmp_path / "text.md"
    given.write_text(content, encoding="utf-8")
    text.write_text("$$ y = 2x $$", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        proofread_file(text, given=given)


# --- notebooks


def notebook(path: Path, *cells: tuple[str, str]) -> Path:
    listed = [{"cell_type": kind, "source": source} for kind, source in cells]
    path.write_text(json.dumps({"cells": listed}), encoding="utf-8")
    return path


def test_in_a_notebook_sentences_count_from_cell_to_cell(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "a.ipynb",
        ("markdown", f"Let {VECTOR}, {MATRIX} and {FORM}."),
        ("markdown", QUADRATIC),
    )
    assert [c.verdict for c in proofread_file(path).claims][-1] == "holds"


def test_a_derivation_in_a_cell_sees_nothing_of_the_text_around_it(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "a.ipynb",
        ("markdown", r"# One" + "\n\n" + r"Let $y = \sigma(z)$. $$\newcommand{\s}{\sigma}$$"),
        ("code", "%%derivation\ny &= z^2 \\\\ \\frac{dy}{dz} &= 2z"),
        ("code", "%%derivation\n\\s &= 2"),
    )
    assert [c.verdict for c in proofread_file(path).claims] == ["defined", "holds", "unread"]
