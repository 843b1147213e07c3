"""The files of live Python in the one form in which every page can load them.

A page that was opened from the disk may fetch nothing but scripts. So each file is compressed, put
into base64, cut into parts, and each part is a script, named after its content: they load from the
disk as from a server, show how far they have come, and stay in the cache until they change.
"""

import base64
import gzip
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from content_names import named_after
from live_archives import KEPT, ROOT, archives
from node_packages import NODE
from numpy_wheel import find_wheel
from sphinx.errors import ExtensionError

LIVE = ROOT / "live"
MODULES = LIVE / "node_modules"
PYODIDE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm")
LIBRARY = "python_stdlib.zip"
LOCK = "pyodide-lock.json"
PART = 1024 * 1024  # letters of base64


@cache
def numpy_wheel() -> bytes | None:
    """Return numpy's wheel for the pages, looked for once in a build; None if there is none."""
    return find_wheel(MODULES / "pyodide" / LOCK, KEPT)


def write_parts(name: str, content: bytes, folder: Path) -> tuple[list[str], int]:
    """Write a file as scripts into a folder; return their names, and how many letters they hold."""
    letters = base64.b64encode(gzip.compress(content, mtime=0)).decode()
    parts = [letters[start : start + PART] for start in range(0, len(letters), PART)]
    return [write_script(name, part, folder) for part in parts], len(letters)


def write_script(name: str, letters: str, folder: Path) -> str:
    """Write a script that hands over letters, named after them; return its name."""
    part = named_after(letters, Path(name).stem.lower())
    (folder / part).write_text(f'liveFile("{part}","{letters}");\n', encoding="utf-8")
    return part


def python_files(modules: Path, wheel: bytes) -> dict[str, bytes]:
    """Return what the worker needs, by file name: Pyodide, numpy, nnderiv."""
    pyodide = modules / "pyodide"
    files = {name: (pyodide / name).read_bytes() for name in PYODIDE}
    lock = json.loads((pyodide / LOCK).read_text(encoding="utf-8"))
    files[LOCK] = json.dumps({**lock, "packages": {}}).encode()
    return files | archives((pyodide / LIBRARY).read_bytes(), wheel, ROOT / "nnderiv")


def page_script(page: dict[str, Any], folder: Path) -> str:
    """Write what a page says of itself, and return the name of the script."""
    content = json.dumps(page, ensure_ascii=False).encode()
    (part,), _ = write_parts("page", content, folder)
    return part


def bundle(modules: Path, entry: Path, known: dict[str, Any], *options: str) -> str:
    """Return a script with all that it imports.

    Args:
        modules: where npm installed its packages.
        entry: the script.
        known: values of the names that the build sets.
        options: more options of esbuild.

    Raises:
        ExtensionError: if esbuild finds a fault in it; it says which.
    """
    command: list[str | Path] = [
        NODE,
        modules / "esbuild/bin/esbuild",
        entry,
        "--bundle",
        "--log-level=error",
    ]
    command += ["--minify", "--format=iife", "--target=es2022", "--loader:.css=text", *options]
    command += [f"--define:{name}={json.dumps(value)}" for name, value in known.items()]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise ExtensionError(f"The editor of the pages could not be bundled: {done.stderr}")
    return done.stdout


def write_python(modules: Path, wheel: bytes, folder: Path) -> dict[str, Any]:
    """Write the files of Python into a folder; return what the scripts have to know of them."""
    folder.mkdir(parents=True, exist_ok=True)
    python, letters = {}, 0
    for name, content in python_files(modules, wheel).items():
        python[name], count = write_parts(name, content, folder)
        letters += count
    return {"LIVE_FILES": python, "LIVE_BYTES": letters}


def write_live_files(modules: Path, wheel: bytes, folder: Path) -> str:
    """Write everything that a page may ask for into a folder; return the name of the editor."""
    known = write_python(modules, wheel, folder)
    editor = bundle(modules, LIVE / "page/main.js", known)
    name = named_after(editor, "editor")
    (folder / name).write_text(editor, encoding="utf-8")
    return name
