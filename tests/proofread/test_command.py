"""python -m nnderiv.proofread, as one types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nnderiv.proofread.__main__ import main

HOLDS = "$$ (x + 1)^2 = x^2 + 2x + 1 $$\n"
FAILS = "Text.\n\n$$ (x + 1)^2 = x^2 + 1 $$\n"
UNREAD = "$$ x = \\foo $$\n"
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["$$x \\in R$$\n", "$$x + x = 2x$$"]},
        {"cell_type": "code", "source": "print(1)"},
        {"cell_type": "code", "source": "%%derivation\ny &= x^2 \\\\\n&= x^3"},
    ]
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes.md"


@pytest.mark.parametrize(
    ("text", "code"),
    [(HOLDS, 0), (FAILS, 1), (UNREAD, 2), (FAILS + UNREAD, 1), (HOLDS + UNREAD, 2), ("", 0)],
)
def test_the_exit_code_tells_whether_all_rows_hold(file: Path, text: str, code: int) -> None:
    file.write_text(text, encoding="utf-8")
    assert main([str(file)]) == code


def test_a_row_that_fails_is_printed_with_its_place_and_the_numbers(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(HOLDS + FAILS, encoding="utf-8")
    main([str(file)])
    place, reason, inputs, summary = capsys.readouterr().out.splitlines()
    assert place == f"{file}, line 4: fails: (x + 1)^2 = x^2 + 1"
    assert "the left side is" in reason
    assert "for x = " in inputs
    assert summary == "1 holds, 1 fails"


def test_json_has_an_object_for_every_claim(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("$$ x \\in R $$\n$$ y = x^2 = x^3 $$\n" + UNREAD, encoding="utf-8")
    assert main([str(file), "--json"]) == 1
    claims = json.loads(capsys.readouterr().out)
    assert [claim["verdict"] for claim in claims] == ["declared", "defined", "fails", "unread"]
    keys = {"file", "line", "latex", "verdict", "reason", "error", "witness"}
    assert all(claim.keys() == keys for claim in claims)
    assert [claim["line"] for claim in claims] == [1, 2, 2, 3]
    assert [claim["latex"] for claim in claims[1:3]] == ["y = x^2", "= x^3"]
    assert claims[2]["error"] > 0.01
    assert claims[2]["witness"]["inputs"].keys() == {"x"}


def test_a_notebook_is_read_with_its_cells_in_one_context(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    assert main([str(path), "--json"]) == 1
    claims = json.loads(capsys.readouterr().out)
    places = [(claim["cell"], claim["line"], claim["verdict"]) for claim in claims]
    assert places == [(1, 1, "declared"), (1, 2, "holds"), (3, 2, "defined"), (3, 3, "fails")]


def test_each_file_has_a_context_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("$$ y = 2 x $$", encoding="utf-8")
    (tmp_path / "b.md").write_text("$$ y = 3 x $$", encoding="utf-8")
    assert main([str(tmp_path / "a.md"), str(tmp_path / "b.md")]) == 0


@pytest.mark.parametrize("json_option", [[], ["--json"]])
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    file: Path, capsys: pytest.CaptureFixture[str], json_option: list[str]
) -> None:
    file.write_text(HOLDS, encoding="utf-8")
    assert main([str(file.parent / "missing.md"), str(file), *json_option]) == 2
    printed = capsys.readouterr()
    assert "missing.md" in printed.err
    assert "holds" in printed.out


def test_it_runs_as_a_module(file: Path) -> None:
    file.write_text(FAILS, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "nnderiv.proofread", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.endswith("0 holds, 1 fails\n")
