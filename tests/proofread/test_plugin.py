"""pytest --proofread: every claim of a file is a test."""

import subprocess
import sys
from pathlib import Path

import pytest

TEXT = """\
$$ (x + 1)^2 = x^2 + 2x + 1 $$
$$ (x + 1)^2 = x^2 + 1 $$
$$ x = \\foo $$
"""


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder)]
    return subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, cwd=folder, timeout=120
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
