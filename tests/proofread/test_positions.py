"""Each claim has the line and the column at which it begins in its file."""

import json
from pathlib import Path

import pytest

from nnderiv import proofread, proofread_file
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.source.traced import joined, whole


def places(text: str) -> list[tuple[int, int]]:
    return [(claim.line, claim.column) for claim in proofread(text).claims]


def begins(text: str, claim: Claim) -> str:
    """What stands at the place of a claim."""
    return text.splitlines()[claim.line - 1][claim.column - 1 :]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$ y = 2x $$", [(1, 4)]),
        ("Prose.\n\n$$\n  y = 2x, \\quad z = 3y\n$$", [(4, 3), (4, 17)]),
        ("$$ y = 2x \\\\\n &= x + x \\\\ &= 3x $$", [(1, 4), (2, 3), (2, 15)]),
        ("$$ y = 2x\n  = x + x\n  = 3x $$", [(1, 4), (2, 3), (3, 3)]),
        ("$$ y % = 3x\n  = 2x $$", [(1, 4)]),
        ("$$ y = 2x \\tag{a\nb} \\quad z = 3x $$", [(1, 4), (2, 10)]),
        ("$$ y = 2x \\\\[2pt] z = 3x $$", [(1, 4), (1, 19)]),
        ("$$ y &= 2x \\\\\n &\\quad + x \\\\ z = 3x $$", [(1, 4), (2, 16)]),
    ],
    ids=["one", "two", "rows", "sides", "a comment", "a tag", "an option", "a row that goes on"],
)
def test_a_claim_knows_its_line_and_its_column(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(text) == expected


def test_behind_the_call_of_a_macro_the_columns_are_those_of_the_file() -> None:
    macro = "$$\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\\partial #2}}$$\n"
    text = macro + "$$ y = x^2, \\pd{y}{x} = 2x, z = 3 $$"
    assert places(text) == [(2, 4), (2, 13), (2, 29)]


def test_what_a_macro_stands_for_stands_at_its_call() -> None:
    text = "$$\\newcommand{\\both}{y = 2x, z = 3y}$$\n\n$$ \\both $$"
    assert places(text) == [(3, 4), (3, 4)]


@pytest.mark.parametrize(
    "latex",
    [
        r"\left( \frac{x}{2} \right)^2 = 1",
        r"\Bigl( \frac{x}{2} \Bigr)^2 = 1",
        r"\left| x \right| = \left\{ \begin{array}{ll} x & x > 0 \\ 0 & x < 0 \end{array} \right.",
    ],
)
def test_a_claim_is_shown_with_the_sizes_of_its_brackets(latex: str) -> None:
    text = f"$$ x \\in \\mathbb{{R}} $$\n\n$$ {latex} $$"
    assert proofread(text).claims[-1].latex == latex
    assert proofread(text).claims[-1].column == 4


def test_in_a_notebook_lines_count_within_the_cell(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": "Text\n\n$$ y = 2x $$"},
        {"cell_type": "code", "source": "%%derivation\nz &= 3y \\\\\n  &= 6x"},
    ]
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    found = [(claim.cell, claim.line, claim.column) for claim in proofread_file(path).claims]
    assert found == [(1, 3, 4), (2, 2, 1), (2, 3, 4)]


def test_every_claim_of_a_long_text_begins_where_its_place_says() -> None:
    path = Path(__file__).parent / "pass_softmax.md"
    text = path.read_text(encoding="utf-8")
    for claim in proofread_file(path).claims:
        first = claim.latex.lstrip("& \n").split("\n")[0].rstrip(" .,")
        assert begins(text, claim).startswith(first.split(r" \tag")[0])


def test_parts_that_were_cut_and_joined_know_where_they_come_from() -> None:
    text = whole("ab\ncd\nef")
    parts = joined([text.cut(3, 5), text.in_place(1, "xyz"), text.cut(7, 8)])
    assert parts.text == "cdxyzf"
    assert [parts.place(at) for at in range(6)] == [(2, 1), (2, 2), (1, 2), (1, 2), (1, 2), (3, 2)]
    assert [parts.cut(1, 6).stripped().place(at) for at in (0, 1, 4)] == [(2, 2), (1, 2), (3, 2)]
