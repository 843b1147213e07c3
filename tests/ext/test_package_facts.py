"""What a package says of itself is read from its metadata, in every form that it has."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from package_facts import (
    from_banner,
    from_distribution,
    from_npm,
    from_wheel,
    packed_into,
    python_inside,
    with_dependencies,
)

TWO = "Redistributions in binary form must reproduce the above"
THREE = f"{TWO}\nNeither\n  the name of the authors"


def wheel(metadata: str, licence: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as content:
        content.writestr("a-1.0.dist-info/METADATA", f"Name: a\nVersion: 1.0\n{metadata}\n\nText")
        content.writestr("a-1.0.dist-info/licenses/LICENSE.txt", licence)
        content.writestr("a/LICENSE", "of a part")
    return packed.getvalue()


def npm_package(folder: Path, **content: object) -> Path:
    folder.mkdir(parents=True)
    content = {"name": folder.name, "version": "2.1.0", "license": "MIT", **content}
    (folder / "package.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("metadata", "text", "licence"),
    [
        ("License-Expression: MIT\nLicense: other", "", "MIT"),
        ("License: MIT License", "", "MIT"),
        ("Classifier: License :: OSI Approved :: MIT License", "", "MIT"),
        ("License: BSD License", TWO, "BSD-2-Clause"),
        (f"License: {'a licence in full ' * 9}\nClassifier: License :: BSD License", THREE,
         "BSD-3-Clause"),
    ],
)  # fmt: skip
def test_a_wheel_names_its_licence_in_the_newest_of_its_ways(
    metadata: str, text: str, licence: str
) -> None:
    package = from_wheel(wheel(metadata, text))
    assert (package.name, package.version, package.licence) == ("a", "1.0", licence)
    assert package.text == text


def test_a_wheel_names_its_project_s_page() -> None:
    links = "Project-URL: Tracker, https://a.example/bugs\nProject-URL: Source, https://a.example"
    assert from_wheel(wheel(links, "")).home == "https://a.example"


def test_an_installed_package_is_read_with_its_text() -> None:
    package = from_distribution("nnderiv")
    assert package.licence == "MIT"
    assert package.text == (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")


def test_a_package_of_npm_is_read_with_its_text_and_the_page_of_its_repository(
    tmp_path: Path,
) -> None:
    repository = {"type": "git", "url": "git+https://a.example/a.git"}
    folder = npm_package(tmp_path / "a", repository=repository)
    (folder / "LICENSE.md").write_text("the text", encoding="utf-8")
    package = from_npm(folder)
    assert (package.name, package.version, package.licence) == ("a", "2.1.0", "MIT")
    assert (package.home, package.text) == ("https://a.example/a", "the text")


def test_what_a_package_of_npm_needs_comes_along_once(tmp_path: Path) -> None:
    npm_package(tmp_path / "a", dependencies={"b": "1", "@c/c": "1"})
    npm_package(tmp_path / "b", dependencies={"@c/c": "1"})
    npm_package(tmp_path / "@c" / "c", dependencies={"a": "1"})
    npm_package(tmp_path / "alone")
    folders = with_dependencies(tmp_path, ["a", "b"])
    assert folders == [tmp_path / "@c" / "c", tmp_path / "a", tmp_path / "b"]


def test_a_script_is_read_in_the_comment_that_it_begins_with(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_text(
        "/*!\n * thing.js v2.0.8\n * https://a.example/\n * Licensed MIT © A\n */let b;"
    )
    package = from_banner(path)
    assert (package.name, package.version, package.licence) == ("thing.js", "2.0.8", "MIT")
    assert package.home == "https://a.example/"
    assert package.text == ""
    assert package.notice == "thing.js v2.0.8\nhttps://a.example/\nLicensed MIT © A"


def test_a_script_without_such_a_comment_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("let version = 1.2;")
    with pytest.raises(ValueError, match=r"a\.js should begin with a comment that tells name"):
        from_banner(tmp_path / "a.js")


def test_a_source_map_tells_what_a_script_was_made_of(tmp_path: Path) -> None:
    sources = ["w://a/./node_modules/@b/b/c.js", "w://a/./node_modules/d/e.js", "w://a/./f.js"]
    sources += [sources[0], "w://a/./node_modules/own/own.js"]
    (tmp_path / "own.js.map").write_text(json.dumps({"sources": sources}))
    assert packed_into(tmp_path / "own.js.map") == ["@b/b", "d"]


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    lock = json.dumps({"info": {"python": "3.12.7"}})
    (tmp_path / "pyodide-lock.json").write_text(lock, encoding="utf-8")
    return tmp_path


def test_python_inside_pyodide_is_told_with_the_page_of_its_licence(pyodide: Path) -> None:
    with ZipFile(pyodide / "python_stdlib.zip", "w") as library:
        library.writestr("site.py", 'license = Printer("See https://a.example/license/", files)')
    package = python_inside(pyodide)
    assert (package.name, package.version) == ("Python", "3.12.7")
    assert package.home == "https://a.example/license/"


def test_a_python_that_does_not_name_the_page_is_told(pyodide: Path) -> None:
    with ZipFile(pyodide / "python_stdlib.zip", "w") as library:
        library.writestr("site.py", "")
    with pytest.raises(ValueError, match=r"site\.py of Pyodide should say where"):
        python_inside(pyodide)
