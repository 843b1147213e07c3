"""The hook for pre-commit and the action for GitHub: they call the command as it is."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from nnderiv.proofread.source.files import SUFFIXES

ROOT = Path(__file__).parents[2]
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
TEXT = "$$ (x + 1)^2 = x^2 + 2x + 1 $$\n\n$$ (x + 1)^2 = x^2 + 1 $$\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "two.md").write_text("$$ x + x = 2 x $$", encoding="utf-8")
    return tmp_path


def test_the_hook_calls_the_command_that_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {HOOK["entry"]: "nnderiv.proofread.__main__:main"}
    assert HOOK["language"] == "python"


def test_the_hook_takes_files_of_kinds_that_are_read() -> None:
    taken = {suffix for suffix in SUFFIXES if re.search(HOOK["files"], f"notes/a{suffix}")}
    assert taken == set(SUFFIXES) - {".txt", ".html", ".htm"}
    assert not re.search(HOOK["files"], "a.py")


@pytest.mark.parametrize(("names", "code"), [(["two.md"], 0), (["one.md", "two.md"], 1)])
def test_the_hook_fails_if_a_row_does(folder: Path, names: list[str], code: int) -> None:
    command = [str(Path(sys.executable).with_name(HOOK["entry"])), *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ACTION["runs"]["steps"]
    return found


def test_every_shell_step_of_the_action_names_its_shell_and_takes_inputs_as_variables() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in steps():
        assert ("run" in step) == ("shell" in step)
        assert "${{" not in step.get("run", "")  # what an input says must not be run
    named = re.findall(r"\$\{\{ inputs\.(\w+) \}\}", str(steps()))
    assert set(named) == ACTION["inputs"].keys()


def test_the_action_installs_its_own_repository() -> None:
    assert [step["run"] for step in steps() if "pip install" in step.get("run", "")] == [
        '"$PYTHON" -m pip install --quiet "$GITHUB_ACTION_PATH"\n'
    ]


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action runs in bash")
@pytest.mark.parametrize(
    ("files", "code", "annotations"),
    [("*.md", 1, 1), ("two.md one.md", 1, 1), ("two.md", 0, 0), ("*.tex", 2, 1), (".", 1, 1)],
)
def test_the_action_marks_the_rows_that_fail(
    folder: Path, files: str, code: int, annotations: int
) -> None:
    script = steps()[-1]["run"]
    # As GitHub runs it: bash -e, with the step's variables.
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=os.environ | {"PYTHON": sys.executable, "FILES": files},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stdout.count("::error file=") == annotations
