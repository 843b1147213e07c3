"""numpy's wheel for the pages comes from the first place that has it; its hash alone decides."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from numpy_wheel import (
    CARRIER,
    GIVEN,
    NotFoundError,
    Place,
    Wheel,
    find_wheel,
    from_package,
    from_server,
    wanted,
)
from sphinx.errors import ExtensionError

WHEEL = b"the wheel"
OTHER = b"something else"
NAME = "numpy-2.0.2-cp312-wasm32.whl"


class Counted:
    """A place that has a content, or none, and counts how often it is asked."""

    def __init__(self, content: bytes | None) -> None:
        self.content = content
        self.calls = 0

    def __call__(self, wheel: Wheel) -> bytes:
        self.calls += 1
        if self.content is None:
            raise NotFoundError("it does not answer")
        return self.content


@pytest.fixture(autouse=True)
def _no_path_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(GIVEN, raising=False)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "pyodide" / "pyodide-lock.json"
    path.parent.mkdir()
    numpy = {"file_name": NAME, "sha256": sha256(WHEEL).hexdigest()}
    content = {"info": {"version": "1.2.3"}, "packages": {"numpy": numpy}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def unused(wheel: Wheel) -> bytes:
    raise AssertionError("no place should be asked")


def loader_of(lock: Path, folder: Path) -> None:
    """Let Pyodide's loader name a folder as its server."""
    code = f"s.start(),d.setCdnUrl(`{folder.as_uri()}/v${{d.version}}/full/`),d.end()"
    lock.with_name("pyodide.mjs").write_text(code, encoding="utf-8")


def packer(content: bytes) -> Callable[[str, Path], None]:
    """Return what puts a package with this wheel into a folder, as pip would."""

    def download(requirement: str, folder: Path) -> None:
        assert requirement == CARRIER
        with ZipFile(folder / "carrier.whl", "w") as package:
            package.writestr(f"carrier/assets/pyodide/{NAME}", content)
            package.writestr("carrier/assets/pyodide/other.whl", OTHER)

    return download


def test_the_file_that_the_builder_names_goes_before_all_others(
    lock: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "given.whl").write_bytes(WHEEL)
    monkeypatch.setenv(GIVEN, str(tmp_path / "given.whl"))
    assert find_wheel(lock, cache, {"a place": unused}) == WHEEL
    assert not cache.exists()


@pytest.mark.parametrize(
    ("content", "arrived"),
    [(OTHER, f"has the SHA-256 {sha256(OTHER).hexdigest()}"), (None, "no file is there")],
)
def test_a_wrong_file_of_the_builder_is_an_error_that_tells_the_rule_and_the_way_out(
    content: bytes | None,
    arrived: str,
    lock: Path,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = tmp_path / "given.whl"
    if content is not None:
        given.write_bytes(content)
    monkeypatch.setenv(GIVEN, str(given))
    with pytest.raises(ExtensionError, match=f"{NAME} of Pyodide 1.2.3") as caught:
        find_wheel(lock, cache, {"a place": unused})
    message = str(caught.value)
    assert sha256(WHEEL).hexdigest() in message
    assert f"names {given}, but" in message
    assert arrived in message
    assert f"unset {GIVEN}" in message


def test_what_was_fetched_once_is_kept_and_no_place_is_asked_again(lock: Path, cache: Path) -> None:
    first, second = Counted(WHEEL), Counted(WHEEL)
    places: dict[str, Place] = {"first": first, "second": second}
    assert [find_wheel(lock, cache, places) for _ in range(3)] == [WHEEL] * 3
    assert (first.calls, second.calls) == (1, 0)
    assert [path.name for path in cache.iterdir()] == [NAME]


def test_a_wrong_file_in_the_cache_is_refused_and_replaced(
    lock: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache.mkdir()
    (cache / NAME).write_bytes(OTHER)
    place = Counted(WHEEL)
    assert find_wheel(lock, cache, {"a place": place}) == WHEEL
    assert place.calls == 1
    assert (cache / NAME).read_bytes() == WHEEL
    assert "is refused and fetched anew" in capsys.readouterr().out


def test_a_wrong_file_in_the_cache_is_not_taken_where_there_is_no_other(
    lock: Path, cache: Path
) -> None:
    cache.mkdir()
    (cache / NAME).write_bytes(OTHER)
    assert find_wheel(lock, cache, {"a place": Counted(None)}) is None


@pytest.mark.parametrize("content", [None, OTHER])
def test_the_next_place_is_asked_if_one_does_not_answer_or_sends_something_else(
    content: bytes | None, lock: Path, cache: Path
) -> None:
    first, second = Counted(content), Counted(WHEEL)
    assert find_wheel(lock, cache, {"first": first, "second": second}) == WHEEL
    assert (first.calls, second.calls) == (1, 1)
    assert (cache / NAME).read_bytes() == WHEEL


def test_where_it_cannot_be_had_one_line_tells_why_and_how_to_give_it(
    lock: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert find_wheel(lock, cache, {"first": Counted(None), "second": Counted(OTHER)}) is None
    *_, last = capsys.readouterr().out.splitlines()
    assert last.startswith(f"The book is built without live Python, because {NAME} cannot be had.")
    assert "first: it does not answer." in last
    assert f"second: what arrived is refused, its SHA-256 is {sha256(OTHER).hexdigest()}." in last
    assert f"set {GIVEN} to the path of this file (SHA-256 {sha256(WHEEL).hexdigest()})" in last
    assert not cache.exists()


def test_the_server_is_the_one_that_pyodide_s_loader_names(
    lock: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loader_of(lock, tmp_path / "server")
    with pytest.raises(NotFoundError, match="it cannot be reached"):
        from_server(wanted(lock))
    folder = tmp_path / "server" / "v1.2.3" / "full"
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(WHEEL)
    assert from_server(wanted(lock)) == WHEEL
    assert f"{len(WHEEL)} of {len(WHEEL)} bytes" in capsys.readouterr().out


def test_a_loader_without_a_server_is_told(lock: Path) -> None:
    lock.with_name("pyodide.mjs").write_text("start()", encoding="utf-8")
    with pytest.raises(NotFoundError, match=r"pyodide\.mjs of Pyodide 1\.2\.3 names no server"):
        from_server(wanted(lock))


def test_the_wheel_is_read_out_of_the_package_that_carries_it(lock: Path) -> None:
    assert from_package(wanted(lock), packer(WHEEL)) == WHEEL


def test_a_wrong_wheel_in_the_package_is_refused(lock: Path, cache: Path) -> None:
    places = {"a package": lambda wheel: from_package(wheel, packer(OTHER))}
    assert find_wheel(lock, cache, places) is None
    assert not cache.exists()


def test_a_package_without_the_wheel_or_that_is_damaged_is_told(lock: Path) -> None:
    with pytest.raises(NotFoundError, match=f"it does not hold {NAME}"):
        from_package(wanted(lock), lambda requirement, folder: None)
    with pytest.raises(NotFoundError, match=r"carrier\.whl is damaged"):
        from_package(wanted(lock), lambda _, folder: damaged(folder / "carrier.whl"))


def damaged(path: Path) -> None:
    path.write_bytes(OTHER)
