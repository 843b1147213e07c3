"""Formulas in LaTeX to MathML, by Temml in a Node process that lives as long as the build.

Temml comes from the npm registry, at the version in package-lock.json; Node comes through pip.
"""

import atexit
import json
import subprocess
from functools import cache
from pathlib import Path

from node_packages import NODE, install
from sphinx.errors import ExtensionError

HERE = Path(__file__).parent


def temml() -> Path:
    """Return where Temml is installed, after installing it if need be."""
    return install(HERE, "Temml") / "temml"


def closing_punctuation(text: str) -> str:
    """Return the punctuation that a text begins with, which belongs to the formula before it."""
    return text[: len(text) - len(text.lstrip(",.;:?!)"))]


@cache
def typeset(latex: str, display: bool = False) -> str:
    """Return a formula as MathML.

    Raises:
        ExtensionError: if Temml cannot read the formula; its message shows where.
    """
    process = _node()
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"latex": latex, "display": display}) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise ExtensionError("Node ended while it typeset formulas. Its message stands above.")
    answer: dict[str, str] = json.loads(line)
    if "error" in answer:
        raise ExtensionError(f"Temml cannot read the formula {latex}: {answer['error']}")
    return answer["html"]


@cache
def _node() -> subprocess.Popen[str]:
    """Start the process; it ends by itself when the build closes its input."""
    temml()
    process = subprocess.Popen(
        [NODE, HERE / "typeset.js"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    """Close the pipes, at which Node ends, and wait for it."""
    process.communicate()
