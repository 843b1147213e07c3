"""Which files the arguments of the command mean, and how those in other encodings are refused."""

from pathlib import Path

import pytest

from nnderiv import InputError
from nnderiv.proofread.__main__ import main
from nnderiv.proofread.inputs import files_meant
from nnderiv.proofread.source.encoding import decoded
from nnderiv.proofread.source.files import SUFFIXES

HOLDS = "$$ (x + 1)^2 = x^2 + 2x + 1 $$\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HOLDS, encoding="utf-8")


def meant(argument: str) -> list[str]:
    return [path.as_posix() for path in files_meant(argument)]


def test_of_a_directory_every_file_of_a_kind_that_is_read_is_meant(folder: Path) -> None:
    names = [f"notes/deep/a{suffix}" for suffix in SUFFIXES]
    write(folder, *names, "notes/b.MD", "notes/c.py", "notes/d")
    assert meant("notes") == sorted([*names, "notes/b.MD"])


def test_what_is_hidden_built_or_installed_is_passed_over(folder: Path) -> None:
    write(folder, "a.md", ".venv/b.md", "_build/html/c.md", "node_modules/d/e.md", ".f.md")
    assert meant(".") == ["a.md"]


def test_a_directory_without_a_file_that_is_read_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "code/a.py")
    assert main(["code"]) == 2
    assert capsys.readouterr().err.startswith("no file in code is read: none ends in .md, .tex, ")


def test_a_directory_without_a_row_says_that_nothing_was_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.md").write_text("Text.", encoding="utf-8")
    (folder / "b.md").write_text("Text.", encoding="utf-8")
    assert main(["."]) == 2
    printed = capsys.readouterr()
    assert printed.out == "0 holds, 2 files without a row\n"
    assert "nothing was checked" in printed.err


def test_a_file_without_a_row_beside_others_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "a.md")
    (folder / "b.md").write_text("Text.", encoding="utf-8")
    assert main(["."]) == 0
    assert capsys.readouterr().out == "1 holds, 1 file without a row\n"


def test_a_pattern_that_the_shell_leaves_alone_is_read_as_the_shell_would(folder: Path) -> None:
    write(folder, "a/x.md", "a/y.tex", "b/c/z.md", "a/.hidden.md")
    assert meant("*/*.md") == ["a/x.md"]
    assert meant("**/*.md") == ["a/x.md", "b/c/z.md"]
    assert meant("a/?.[mt]*") == ["a/x.md", "a/y.tex"]
    assert meant(f"{folder.as_posix()}/a/*.md") == [f"{folder.as_posix()}/a/x.md"]


def test_a_file_whose_name_looks_like_a_pattern_stands_for_itself(folder: Path) -> None:
    write(folder, "a[1].md", "a1.md")
    assert meant("a[1].md") == ["a[1].md"]


@pytest.mark.parametrize("pattern", ["*.md", "missing/**", "[x]"])
def test_a_pattern_that_matches_nothing_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], pattern: str
) -> None:
    write(folder, "a.tex")
    assert main(["a.tex", pattern]) == 2
    printed = capsys.readouterr()
    assert printed.err == f"no file matches {pattern}\n"
    assert printed.out == "1 holds, 1 file could not be read\n"


def test_a_file_that_is_named_twice_is_read_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "a.md")
    assert main(["a.md", ".", "*.md"]) == 0
    assert capsys.readouterr().out == "1 holds\n"


# --- encodings


def test_a_mark_at_the_beginning_and_any_line_ends_are_no_part_of_the_text() -> None:
    assert decoded(b"\xef\xbb\xbfa\r\nb\rc\n", "a.md") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Résumé\n$$ x = 1 $$".encode("latin-1"), "Latin-1"),
        ("$$ x = 1 $$".encode("utf-16"), "UTF-16"),
        ("$$ x = 1 $$".encode("utf-16-le"), "UTF-16LE"),
        ("$$ x = 1 $$".encode("utf-16-be"), "UTF-16BE"),
    ],
)
def test_another_encoding_is_named_with_the_way_to_convert_it(data: bytes, encoding: str) -> None:
    with pytest.raises(InputError, match="is not text") as caught:
        decoded(data, "my notes.md")
    assert f"It looks like {encoding}: save it as UTF-8" in str(caught.value)
    assert str(caught.value).endswith(f"iconv -f {encoding} -t UTF-8 'my notes.md'")


def test_the_first_byte_that_is_no_text_is_named_with_its_line() -> None:
    with pytest.raises(InputError, match="byte 0xe9 on line 2 is none of it"):
        decoded(b"Text.\nR\xe9sum\xe9", "a.md")


@pytest.mark.parametrize(
    "data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"$$ x = 1 $$\0"]
)
def test_what_is_no_text_is_not_said_to_be_one(data: bytes) -> None:
    with pytest.raises(InputError, match="It looks like no text at all"):
        decoded(data, "a.md")


def test_the_message_names_the_file_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_bytes(b"R\xe9sum\xe9")
    assert main(["a.md"]) == 2
    message = capsys.readouterr().err
    assert message.startswith("a.md is not text in UTF-8: ")
    assert message.count("\n") == 1
