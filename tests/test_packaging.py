"""What is installed with nnderiv: the package, its plugin for pytest, and NumPy alone."""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from importlib.metadata import Distribution, version
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
BUILT = ("__pycache__", "_build", "build", "node_modules", "*.egg-info", ".*")
BUILD = "from setuptools import build_meta; print(build_meta.build_{}('.'))"
# What a project needs beside the package to be built again, and what the build writes down.
BESIDE = {"CHANGELOG.md", "CITATION.cff", "LICENSE", "MANIFEST.in", "README.md", "pyproject.toml"}
WRITTEN = {"PKG-INFO", "setup.cfg"}

# Before anything else, so that Python is as in an environment with NumPy and nothing more.
NUMPY_ALONE = """
import sys

class NumpyAlone:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in {*sys.stdlib_module_names, "numpy", "nnderiv"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NumpyAlone())
"""
GRADCHECK = """
import numpy as np
from nnderiv import gradcheck, linear, linear_backward
report = gradcheck(linear, linear_backward, np.eye(2), np.ones((2, 3)), np.ones(3))
print(report.verdict)
"""
PROOFREAD = """
from nnderiv import proofread
print(proofread(r"$$\\frac{d}{dx} x^3 = 3 x^2$$"))
"""
COMMAND = """
import runpy
sys.argv = ["nnderiv.proofread", "post.md"]
runpy.run_module("nnderiv.proofread", run_name="__main__")
"""


def build(kind: str, source: Path) -> Path:
    """Build an sdist or a wheel of a folder with the environment's setuptools, as pip would."""
    command = [sys.executable, "-W", "error", "-c", BUILD.format(kind)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return source / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, for builds leave files behind."""
    copy = tmp_path_factory.mktemp("copy") / "project"
    return shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*BUILT))


@pytest.fixture(scope="module")
def wheel(project: Path) -> Path:
    """The wheel."""
    return build("wheel", project)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed in."""
    folder = tmp_path_factory.mktemp("site-packages")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def of_the_package() -> set[str]:
    """The paths of all files that are to be installed."""
    paths = [path for path in (ROOT / "nnderiv").rglob("*.*") if path.suffix != ".pyc"]
    return {path.relative_to(ROOT).as_posix() for path in paths} | {"pytest_nnderiv.py"}


def run(installed: Path, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a folder where nnderiv and NumPy are installed, and nothing else."""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-W", "error", "-c", NUMPY_ALONE + code]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_the_package_and_its_plugin_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert found == of_the_package()


def test_the_wheel_brings_the_command_and_the_plugin(installed: Path) -> None:
    (info,) = installed.glob("*.dist-info")
    found = {(one.group, one.name, one.value) for one in Distribution.at(info).entry_points}
    assert found == {
        ("console_scripts", "nnderiv-proofread", "nnderiv.proofread.__main__:main"),
        ("pytest11", "nnderiv_proofread", "pytest_nnderiv"),
    }


def test_the_sdist_holds_what_builds_the_wheel_and_no_tests(project: Path) -> None:
    with tarfile.open(build("sdist", project)) as archive:
        paths = [Path(member.name) for member in archive if member.isfile()]
    found = {path.relative_to(f"nnderiv-{PROJECT['version']}") for path in paths}
    own = {path.as_posix() for path in found if path.parts[0] != "nnderiv.egg-info"}
    assert own == of_the_package() | BESIDE | WRITTEN


def test_what_is_built_here_is_built_by_what_pip_takes() -> None:
    assert PYPROJECT["build-system"]["requires"] == [f"setuptools=={version('setuptools')}"]


def test_nothing_but_numpy_is_installed_unless_asked_for(installed: Path) -> None:
    (info,) = installed.glob("*.dist-info")
    requires = Distribution.at(info).requires or []
    assert [one for one in requires if "extra ==" not in one] == ["numpy>=2.0"]


@pytest.mark.parametrize(
    ("code", "printed"), [(GRADCHECK, "pass"), (PROOFREAD, "1 holds"), (COMMAND, "1 holds")]
)
def test_gradients_and_derivations_are_checked_with_numpy_alone(
    installed: Path, tmp_path: Path, code: str, printed: str
) -> None:
    (tmp_path / "post.md").write_text("$$(x + 1)^2 = x^2 + 2x + 1$$", encoding="utf-8")
    done = run(installed, code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{printed}\n", "")


@pytest.mark.parametrize(
    ("code", "package", "extra"),
    [
        ("import nnderiv.figures", "matplotlib", "figures"),
        ("import nnderiv.explorers", "traitlets", "notebook"),
        ("from nnderiv.explorers.linear import LinearExplorer", "traitlets", "notebook"),
        (
            "from nnderiv.magic import DerivationMagic\nDerivationMagic().derivation('', 'x = x')",
            "IPython",
            "notebook",
        ),
    ],
)
def test_what_needs_more_than_numpy_says_which_extra_to_install(
    installed: Path, tmp_path: Path, code: str, package: str, extra: str
) -> None:
    done = run(installed, code, tmp_path)
    assert done.stderr.endswith(
        f"nnderiv.errors.MissingExtraError: this part of nnderiv needs {package}, which is not "
        f'installed. Install it with: pip install "nnderiv[{extra}]"\n'
    )


def test_the_citation_agrees_with_the_project() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert citation["keywords"] == PROJECT["keywords"]
    assert citation.get("repository-code") == PROJECT["urls"].get("Repository")


def test_new_versions_are_looked_for_wherever_npm_installs_from() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    (npm,) = (one for one in updates["updates"] if one["package-ecosystem"] == "npm")
    paths = [*ROOT.glob("package.json"), *ROOT.glob("[!.]*/**/package.json")]
    found = {path.parent.relative_to(ROOT) for path in paths}
    own = {folder for folder in found if not {"node_modules", "_build"} & set(folder.parts)}
    assert {Path(folder.strip("/")) for folder in npm["directories"]} == own
