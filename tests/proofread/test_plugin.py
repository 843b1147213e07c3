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
        (["--proofread", "*.tex"], "pytest_nnderiv"),
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
