"""What a package says of itself: its name, version and licence, from where it was installed.

Python packages say it in their metadata, npm's in `package.json`, fonts in their table of names,
and what was copied into another package in the comment that it begins with.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from importlib.metadata import distribution, distributions
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from fontTools.ttLib import TTFont

LICENCE_FILE = re.compile(r"(licen[cs]e|copying|ofl)(\.(txt|md|rst))?$", re.IGNORECASE)
LONGEST = 40  # letters of a field that names a licence; a longer one is the licence itself
BANNER = re.compile(r"(?P<name>[A-Za-z][\w. ]*?) +v?(?P<version>\d+(?:\.\d+)+)\b")
LICENSED = re.compile(r"Licensed (?:under )?([\w.-]+)|\((Icons:[^)]*)\)")
ADDRESS = re.compile(r"https?://[^\s)>]+")
NAMES = {"MIT License": "MIT"}  # of licences in the metadata of Python, and their SPDX identifiers
THIRD_CLAUSE = "Neither the name"
PACKED = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
SITE = "site.py"  # of Python's standard library, where its licence is named


@dataclass(frozen=True)
class Package:
    """What a package says of itself.

    `licence` is an SPDX identifier where there is one, `text` the licence in full if the package
    has that, and `notice` what it says in place of it.
    """

    name: str
    version: str
    licence: str
    home: str
    text: str = ""
    notice: str = ""


def from_distribution(name: str) -> Package:
    """Read what an installed Python package says."""
    # a folder of the path may have what is left of a build, which says less
    whole = (one for one in distributions(name=name) if one.read_text("METADATA"))
    found = next(whole, None) or distribution(name)
    texts = [
        Path(str(found.locate_file(path))).read_text(encoding="utf-8")
        for path in found.files or []
        if ".dist-info" in str(path) and LICENCE_FILE.match(path.name)
    ]
    message = Parser().parsestr(found.read_text("METADATA") or "")
    return _from_metadata(message, texts)


def from_wheel(wheel: bytes) -> Package:
    """Read what a Python package in a wheel says."""
    with ZipFile(BytesIO(wheel)) as content:
        paths = [path for path in content.namelist() if ".dist-info/" in path]
        (metadata,) = [path for path in paths if path.endswith(".dist-info/METADATA")]
        texts = [content.read(path).decode() for path in paths if LICENCE_FILE.match(_last(path))]
        return _from_metadata(Parser().parsestr(content.read(metadata).decode()), texts)


def _from_metadata(message: Message, texts: list[str]) -> Package:
    links = dict(re.split(r",\s*", link, maxsplit=1) for link in message.get_all("Project-URL", []))
    links = {label.lower(): address for label, address in links.items()}
    known = [
        message["Home-page"],
        *(links.get(kind) for kind in ("homepage", "source", "repository")),
    ]
    kinds = message.get_all("Classifier", [])
    classified = [_last(kind, "::").strip() for kind in kinds if kind.startswith("License ::")]
    field = message["License"] or ""
    short = [message["License-Expression"], field if len(field) <= LONGEST else None, *classified]
    text = "\n".join(texts)
    return Package(
        message["Name"], message["Version"], _spdx(_first(short), text), _first(known), text
    )


def _spdx(named: str, text: str) -> str:
    """Return the SPDX identifier of a licence; which BSD licence it is, its text tells."""
    if named.startswith("BSD") and " " in named:
        clauses = 3 if THIRD_CLAUSE in " ".join(text.split()) else 2
        return f"BSD-{clauses}-Clause"
    return NAMES.get(named, named)


def from_npm(folder: Path) -> Package:
    """Read what a package says that npm installed."""
    content = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if LICENCE_FILE.match(path.name)
    ]
    home = content.get("homepage") or _repository(content)
    return Package(content["name"], content["version"], content["license"], home, "\n".join(texts))


def _repository(content: dict[str, Any]) -> str:
    """Return the address of a repository, which npm has in several forms, to open in a browser."""
    named = content.get("repository", "")
    address = named["url"] if isinstance(named, dict) else named
    return re.sub(r"^git\+|\.git$", "", str(address))


def with_dependencies(modules: Path, names: Iterable[str]) -> list[Path]:
    """Return the folders of npm's packages with these names, and of all that they need."""
    found: dict[str, Path] = {}
    left = sorted(names, reverse=True)
    while left:
        if (name := left.pop()) not in found:
            found[name] = modules / name
            content = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
            left += content.get("dependencies", {})
    return [found[name] for name in sorted(found)]


def from_banner(path: Path) -> Package:
    """Read what a script says in the comment that it begins with, or a file with such a comment."""
    comment = path.read_text(encoding="utf-8").partition("*/")[0]
    name = BANNER.search(comment)
    licence = LICENSED.search(comment)
    if name is None or licence is None:
        raise ValueError(
            f"{path.name} should begin with a comment that tells name, version and licence. It "
            "begins otherwise: look where this version of the package tells them."
        )
    home = ADDRESS.search(comment)
    lines = [line.lstrip(" */!").rstrip() for line in comment.splitlines()]
    return Package(
        name["name"],
        name["version"],
        _first(licence.groups()),
        home[0] if home else "",
        notice="\n".join(filter(None, lines)),
    )


def from_font(path: Path) -> Package:
    """Read what a font says in its table of names."""
    with TTFont(path) as font:
        said = [font["name"].getDebugName(number) or "" for number in (0, 1, 5, 13, 14)]
    copyright_, family, version, licence, address = said
    open_font = re.search(r"SIL Open Font License, Version (\d+(?:\.\d+)*)", licence)
    number = re.search(r"\d+(\.\d+)+", version)
    short = f"OFL-{open_font[1]}" if open_font else licence
    notice = f"{copyright_}\n{licence}"
    return Package(family, number[0] if number else version, short, address, notice=notice)


def python_inside(pyodide: Path) -> Package:
    """Read what Python says that Pyodide consists of: its version, and where its licence is."""
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    with ZipFile(pyodide / "python_stdlib.zip") as library:
        address = re.search(r'"See (https://[^"]+)"', library.read(SITE).decode())
    if address is None:
        raise ValueError(f"{SITE} of Pyodide should say where Python's licence is, and does not.")
    return Package("Python", lock["info"]["python"], "PSF-2.0", address[1])


def packed_into(source_map: Path) -> list[str]:
    """Return the names of npm's packages that a script holds, as its source map has them.

    What the script is named after is not among them.
    """
    sources = json.loads(source_map.read_text(encoding="utf-8"))["sources"]
    names = {name[1] for source in sources if (name := PACKED.search(source))}
    return sorted(names - {source_map.name.partition(".")[0]})


def _first(values: Iterable[str | None]) -> str:
    return next((value for value in values if value), "")


def _last(text: str, separator: str = "/") -> str:
    return text.rpartition(separator)[2]
