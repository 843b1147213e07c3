"""A whole document, proof-read without a file on a disk."""

import json
from pathlib import Path

import pytest

from nnderiv import proofread_file
from nnderiv.live.documents import proofread_document
from nnderiv.proofread.report.files import FileReport
from nnderiv.proofread.report.undeclared import undeclared
from nnderiv.proofread.source.files import SUFFIXES
from tests.live.chapters import CHAPTERS, FOLDER

TESTS = Path(__file__).parents[1] / "proofread"
FIXTURES = sorted(path for path in TESTS.glob("*_*.*") if path.suffix != ".py")
DOCUMENTS = [*FIXTURES, *CHAPTERS, FOLDER / "post.tex"]
UNREAD = r"""
$$ y = \foo{x} $$

$$ z = y + 1 $$

$$ \frac{dz}{dy} = 1 $$

$$ u = \foo{2} $$
"""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_text_has_the_verdicts_of_the_file_that_holds_it(path: Path) -> None:
    answer = proofread_document(path.name, path.read_text(encoding="utf-8"))
    report = proofread_file(path)
    assert [
        (row["verdict"], row["line"], row["column"], row["cell"], row["latex"])
        for row in answer["rows"]
    ] == [
        (claim.verdict, claim.line, claim.column, claim.cell, claim.latex)
        for claim in report.claims
    ]
    assert answer["counts"]["fails"] == len(answer["failing"]) == report.count("fails")
    assert sum(reason["count"] + reason["resting"] for reason in answer["unread"]) == (
        report.count("unread")
    )
    assert answer["declare"] == undeclared([FileReport(path.name, report.claims)])
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_verdict_on_a_document_is_the_gravest(path: Path) -> None:
    answer = proofread_document(path.name, path.read_text(encoding="utf-8"))
    assert answer["verdict"] == ("holds" if path.name.startswith("pass_") else "fails")


def test_a_row_that_fails_has_its_place_and_its_numbers() -> None:
    answer = proofread_document("a.md", "# Text\n\n$$\n\\frac{d}{dx} x^2 = 3x\n$$\n")
    (row,) = answer["failing"]
    assert (row["line"], row["cell"], row["latex"]) == (4, None, r"\frac{d}{dx} x^2 = 3x")
    assert row["details"] == [
        "the left side is 2.62835, the right side 3.94252",
        "the right side is 3/2 times the left",
        "for x = 1.314174",
    ]
    assert row["caret"] == []
    assert answer["summary"] == "0 holds, 1 fails"


def test_a_reason_counts_the_rows_that_rest_on_it_and_has_a_caret() -> None:
    first, *_ = proofread_document("a.md", UNREAD)["unread"]
    assert first["reason"] == r"\foo is not known here"
    assert first["details"] == [first["reason"]]
    assert first["caret"] == [r"y = \foo{x}", "    ^"]
    assert first["line"] == 2
    assert (first["count"], first["resting"]) == (2, 2)
    assert [row["line"] for row in first["others"]] == [8]


def test_lines_that_declare_what_nobody_declared_are_proposed_and_help() -> None:
    text = "$$ A B - B A = 2 A B - B A - A B $$\n"
    before = proofread_document("a.md", text)
    assert before["verdict"] == "unread"
    lines = r" \\ ".join(before["declare"]).replace("?", "n")
    after = proofread_document("a.md", f"$$ {lines} $$\n\n{text}")
    assert (after["verdict"], after["declare"]) == ("holds", [])


def test_in_a_notebook_a_row_has_the_number_of_its_cell() -> None:
    cells = [
        {"cell_type": "markdown", "source": "# A notebook"},
        {"cell_type": "code", "source": ["%%derivation\n", r"\frac{d}{dx} x^2 &= 3x"]},
    ]
    answer = proofread_document("a.ipynb", json.dumps({"cells": cells}))
    (row,) = answer["rows"]
    assert (row["verdict"], row["cell"], row["line"]) == ("fails", 2, 2)


def test_the_suffix_says_what_a_text_is() -> None:
    text = "% $$ x = 2 y $$\n"
    assert proofread_document("a.tex", text)["rows"] == []
    assert len(proofread_document("a.md", text)["rows"]) == 1
    for suffix in set(SUFFIXES) - {".ipynb"}:
        assert proofread_document(f"a{suffix}", "")["error"] is None


@pytest.mark.parametrize("text", ["", "hello", "$x$", "```\n$$ x = 2x $$\n```"])
def test_a_text_without_a_row_is_never_green(text: str) -> None:
    answer = proofread_document("a.md", text)
    assert answer["verdict"] == "nothing"
    assert answer["summary"].startswith("nothing was checked: there is no displayed formula")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ipynb", "hello", "a.ipynb is not a notebook: it should be JSON with cells"),
        ("a.ipynb", "[" * 100_000, "is not a notebook"),
        ("a.md", "a\0b", "a.md is not text: it holds zero bytes"),
        ("a.md", "\ud800", "a.md is not text in UTF-8"),
        ("a.md", "é" * 2_600_000, "a.md has 5 MB; at most 5 MB are read"),
    ],
)
def test_what_cannot_be_read_says_why_and_is_not_green(name: str, text: str, message: str) -> None:
    answer = proofread_document(name, text)
    assert message in answer["error"]["message"]
    assert answer["verdict"] == "nothing"
    assert answer["summary"] == "0 holds, 1 file could not be read"


def test_no_other_file_is_brought_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.tex").write_text("$$ x = 2 x $$", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert proofread_document("main.tex", r"\input{other}")["rows"] == []


def test_progress_is_told_row_by_row() -> None:
    parts: list[float] = []
    proofread_document("a.md", UNREAD, parts.append)
    assert parts == [0.25, 0.5, 0.75, 1.0]
