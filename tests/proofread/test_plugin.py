"""pytest --proofread: every claim of a file is a test."""

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

import pytest

TEXT = """\
$$ (x + 1)^2 = x^2 + 2x + 1 $$
$$ (x + 1)^2 = x^2 + 1 $$
$$ x = \\foo $$
"""


# The conftest of a project that wants to know what its tests import.
WITNESS = """\
import sys

def pytest_unconfigure(config):
    print("imported:", *sorted({"numpy", "nnderiv", "pytest_nnderiv"} & sys.modules.keys()))
"""


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder, with this plugin and no other that is installed."""
    command = [sys.executable, "-m", "pytest", "-p", "pytest_nnderiv", "-p", "no:cacheprovider"]
    alone: Mapping[str, str] = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [*command, "--rootdir", str(folder), *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=alone,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "one.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_each_claim_is_a_test_of_its_own(folder: Path) -> None:
    done = run(folder, "--proofread", "chapters/*.md", "chapters")
    assert done.returncode == 1
    assert "2 failed, 1 passed" in done.stdout
    assert "the left side is" in done.stdout
    assert r"\foo is not known" in done.stdout


def test_without_the_option_nothing_is_collected(folder: Path) -> None:
    assert run(folder, "chapters").returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def settings(folder: Path, *lines: str) -> None:
    text = "\n".join(["[pytest]", *lines])
    (folder / "pytest.ini").write_text(text, encoding="utf-8")


def test_a_pattern_that_no_file_matches_is_an_error(folder: Path) -> None:
    done = run(folder, "--proofread", "chapters/*.tex", "chapters")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"--proofread chapters/*.tex: no file below {folder} matches" in done.stderr


def test_one_of_two_patterns_that_no_file_matches_is_an_error(folder: Path) -> None:
    done = run(folder, "--proofread", "*.md", "--proofread", "*.tex", "chapters")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR


def test_a_pattern_outside_of_what_is_collected_is_an_error_with_the_way_out(folder: Path) -> None:
    (folder / "tests").mkdir()
    settings(folder, "testpaths = tests")
    done = run(folder, "--proofread", "chapters/*.md")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "chapters/one.md matches, but pytest collects only tests; name its " in done.stderr
    assert run(folder, "--proofread", "chapters/*.md", "chapters").returncode == 1


def test_a_pattern_in_the_settings_is_none_where_a_run_names_what_to_collect(folder: Path) -> None:
    (folder / "tests").mkdir()
    (folder / "tests" / "test_one.py").write_text("def test_one(): pass", encoding="utf-8")
    settings(folder, "testpaths = tests chapters", "addopts = --proofread=chapters/*.md")
    assert run(folder).returncode == 1
    assert "1 passed" in run(folder, "tests").stdout


def test_files_without_a_row_are_an_error(folder: Path) -> None:
    (folder / "chapters" / "two.tex").write_text("Text.", encoding="utf-8")
    done = run(folder, "--proofread", "*.tex", "chapters")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--proofread *.tex: no file that matches has a row" in done.stderr


def test_with_several_workers_such_a_pattern_is_a_test_that_fails(folder: Path) -> None:
    done = run(folder, "-p", "xdist", "-n", "2", "--proofread", "*.tex", "chapters")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert f"--proofread *.tex: no file below {folder} matches" in done.stdout


def test_a_file_that_cannot_be_read_is_an_error(folder: Path) -> None:
    (folder / "chapters" / "one.md").write_bytes(b"\xff\xfe\x00")
    done = run(folder, "--proofread", "*.md", "chapters")
    assert done.returncode == pytest.ExitCode.INTERRUPTED
    assert "is not text in UTF-8" in done.stdout


def test_pytest_finds_the_plugin_where_nnderiv_is_installed() -> None:
    (found,) = entry_points(group="pytest11", name="nnderiv_proofread")
    assert found.value == "pytest_nnderiv"


@pytest.mark.parametrize(
    ("options", "imported"),
    [
        ([], "pytest_nnderiv"),
        (["--proofread", "*.md"], "nnderiv numpy pytest_nnderiv"),
    ],
)
def test_a_project_without_a_file_to_proof_read_does_not_pay_for_nnderiv(
    folder: Path, options: list[str], imported: str
) -> None:
    (folder / "conftest.py").write_text(WITNESS, encoding="utf-8")
    (folder / "chapters" / "test_nothing.py").write_text("", encoding="utf-8")
    done = run(folder, "--collect-only", *options)
    assert f"imported: {imported}\n" in done.stdout
