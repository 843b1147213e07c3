"""The command as one types it: exit codes, help, standard input, pipes and interrupts."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nnderiv import DerivationError, proofread
from nnderiv.proofread.__main__ import EPILOG, main

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
    [
        (HOLDS, 0),
        (FAILS, 1),
        (UNREAD, 2),
        (FAILS + UNREAD, 1),
        (HOLDS + UNREAD, 2),
        ("", 2),
        ("Text.", 2),
    ],
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
    assert main([str(file), "--format", "json"]) == 1
    claims = json.loads(capsys.readouterr().out)
    assert [claim["verdict"] for claim in claims] == ["declared", "defined", "fails", "unread"]
    keys = "file line column latex verdict reason cause undeclared error witness".split()
    assert all(list(claim) == keys for claim in claims)
    assert [claim["line"] for claim in claims] == [1, 2, 2, 3]
    assert [claim["latex"] for claim in claims[1:3]] == ["y = x^2", "= x^3"]
    assert claims[2]["error"] > 0.01
    assert claims[2]["witness"]["inputs"].keys() == {"x"}


def test_a_notebook_is_read_with_its_cells_in_one_context(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    assert main([str(path), "--format", "json"]) == 1
    claims = json.loads(capsys.readouterr().out)
    places = [(claim["cell"], claim["line"], claim["verdict"]) for claim in claims]
    assert places == [(1, 1, "declared"), (1, 2, "holds"), (3, 2, "defined"), (3, 3, "fails")]


def test_each_file_has_a_context_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("$$ y = 2 x $$", encoding="utf-8")
    (tmp_path / "b.md").write_text("$$ y = 3 x $$", encoding="utf-8")
    assert main([str(tmp_path / "a.md"), str(tmp_path / "b.md")]) == 0


@pytest.mark.parametrize("option", [[], ["--format", "json"]])
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    file: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    file.write_text(HOLDS, encoding="utf-8")
    assert main([str(file.parent / "missing.md"), str(file), *option]) == 2
    printed = capsys.readouterr()
    assert printed.err == f"there is no such file: {file.parent / 'missing.md'}\n"
    assert "holds" in printed.out


def test_a_text_without_a_row_says_that_nothing_was_checked(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("Text, and $x$.", encoding="utf-8")
    assert main([str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "0 holds, 1 file without a row\n"
    assert printed.err.startswith("nothing was checked: there is no displayed formula")


def test_a_report_without_a_claim_is_false() -> None:
    report = proofread("Text, and $x$.")
    assert not report
    assert report.exit_code == 2
    with pytest.raises(DerivationError, match=r"nothing was checked.* between \$\$ and \$\$"):
        report.raise_if_failed()


def test_sentences_are_read_unless_told_otherwise(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Let $X, Y \\in \\mathbb{R}^{n \\times n}$.\n\n$$ (X + Y) Y = X Y + Y^2 $$"
    file.write_text(text, encoding="utf-8")
    assert main([str(file)]) == 0
    assert capsys.readouterr().out == "1 declared, 1 holds\n"
    assert main(["--no-sentences", str(file)]) == 2
    assert "not declared" in capsys.readouterr().out


def test_a_given_file_declares_what_the_text_does_not(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = file.with_name("given.txt")
    given.write_text("X, Y \\in \\mathbb{R}^{n \\times n}\n", encoding="utf-8")
    file.write_text("$$ (X + Y) Y = X Y + Y^2 $$", encoding="utf-8")
    assert main([str(file)]) == 2
    capsys.readouterr()
    assert main(["--given", str(given), str(file)]) == 0
    assert capsys.readouterr().out == "1 holds\n"


def test_a_given_file_that_is_missing_is_named_once(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for other in (file, file.with_name("other.md")):
        other.write_text(HOLDS, encoding="utf-8")
    assert main(["--given", "missing.txt", str(file.parent)]) == 2
    assert capsys.readouterr().err == "there is no such file: missing.txt\n"


# --- as a process

MODULE = [sys.executable, "-W", "error", "-m", "nnderiv.proofread"]
SCRIPT = [str(Path(sys.executable).with_name("nnderiv-proofread"))]


@pytest.mark.parametrize("command", [MODULE, SCRIPT], ids=["module", "script"])
def test_it_runs_as_a_module_and_as_a_script(file: Path, command: list[str]) -> None:
    file.write_text(FAILS, encoding="utf-8")
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.endswith("0 holds, 1 fails\n")


@pytest.mark.parametrize(
    ("command", "name"), [(MODULE, "python -m nnderiv.proofread"), (SCRIPT, "nnderiv-proofread")]
)
def test_help_has_an_example_and_says_what_is_read_and_what_is_returned(
    command: list[str], name: str
) -> None:
    done = subprocess.run([*command, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: {name} ")
    for part in (
        "example:",
        "what is read:",
        "g.__doc__",
        "1  a row fails",
        "-v, --verbose",
        ".qmd",
    ):
        assert part in done.stdout
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_the_help_names_the_way_to_the_grammar() -> None:
    (code,) = re.findall(r'python -c "(.*)"', EPILOG)
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "derivative = " in done.stdout


def test_standard_input_is_read(file: Path) -> None:
    done = subprocess.run([*MODULE, "-"], input=FAILS, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("standard input, line 3: fails: (x + 1)^2 = x^2 + 1\n")


def test_standard_input_is_read_with_what_is_given(file: Path) -> None:
    file.write_text("x \\in \\mathbb{R}^n", encoding="utf-8")
    text = "$$ x^\\top x = \\|x\\|^2 $$"
    done = subprocess.run(
        [*MODULE, "-", "--given", str(file)],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "1 holds\n")


def test_a_reader_that_goes_away_is_no_error(file: Path) -> None:
    file.write_text("$$ y = x^2 $$\n" * 5000, encoding="utf-8")
    with subprocess.Popen(
        [*MODULE, "-v", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_an_interrupt_is_quiet() -> None:
    pipe = subprocess.PIPE

    def heeds_interrupts() -> None:  # which a job in the background of a shell does not
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(
        [*MODULE, "-"], stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=heeds_interrupts
    ) as process:
        assert process.stdin is not None
        process.stdin.write(HOLDS.encode() * 100_000)  # more than the pipe holds: it is being read
        process.send_signal(signal.SIGINT)
        assert process.communicate() == (b"", b"")
    assert process.returncode == 130
