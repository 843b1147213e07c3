"""The files of live Python: parts that join to the file, and archives of what is needed."""

import base64
import gzip
import re
from pathlib import Path

import pytest
from live_archives import ROOT, numpy_files, package_files, packed, unpacked
from live_files import LIVE, bundle, write_parts
from node_packages import install
from sphinx.errors import ExtensionError

CONTENT = bytes(number * number % 251 for number in range(1_000_000))


def letters(folder: Path, names: list[str]) -> str:
    """What the parts hold."""
    texts = [(folder / name).read_text(encoding="utf-8") for name in names]
    return "".join(re.fullmatch(r'liveFile\("[^"]*","(.*)"\);\n', text)[1] for text in texts)  # type: ignore[index]


def test_the_parts_join_to_the_file(tmp_path: Path) -> None:
    names, count = write_parts("A.wasm", CONTENT, tmp_path)
    joined = letters(tmp_path, names)
    assert len(joined) == count
    assert gzip.decompress(base64.b64decode(joined)) == CONTENT


def test_the_names_change_with_the_content_alone(tmp_path: Path) -> None:
    once, _ = write_parts("a.zip", CONTENT, tmp_path)
    again, _ = write_parts("a.zip", CONTENT, tmp_path)
    other, _ = write_parts("a.zip", b"other", tmp_path)
    assert once == again
    assert not set(once) & set(other)


def test_an_archive_is_the_same_for_the_same_files() -> None:
    files = {"b.py": b"2", "a/c.py": b"3"}
    assert packed(files) == packed(dict(reversed(files.items())))
    assert unpacked(packed(files)) == files


def test_nnderiv_goes_without_what_needs_a_notebook() -> None:
    names = package_files(ROOT / "nnderiv")
    assert {"nnderiv/__init__.py", "nnderiv/live/bridge.py"} <= names.keys()
    assert not [name for name in names if "/explorers/" in name or "/figures/" in name]


def test_numpy_goes_without_its_tests_and_keeps_its_licence() -> None:
    kept = ["numpy/__init__.py", "numpy/lib/scimath.py", "numpy-2.dist-info/LICENSE.txt"]
    left = ["numpy/tests/test_a.py", "numpy/f2py/a.py", "numpy/__init__.pyi", "numpy/lib/a.a"]
    wheel = packed(dict.fromkeys([*kept, *left], b""))
    assert sorted(numpy_files(wheel)) == sorted(kept)


def test_a_fault_in_a_script_is_told_in_the_words_of_esbuild(tmp_path: Path) -> None:
    modules = install(LIVE, "The editor of the pages")
    fault = tmp_path / "fault.js"
    fault.write_text('import "./nowhere.js";', encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"could not be bundled(.|\n)*nowhere"):
        bundle(modules, fault, {})
