"""Who wrote the book, its version and its day, from CITATION.cff and the last commit."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from colophon import bibtex, citation, cited, day_of, footer, written

ROOT = Path(__file__).parents[2]
DAY = datetime(2026, 3, 1, tzinfo=UTC)
CONTENT = {
    "title": "A book",
    "version": "1.2",
    "license": "MIT",
    "authors": [{"name": "The group"}, {"given-names": "Ada", "family-names": "L"}],
    "references": [{"authors": [{"given-names": "B", "family-names": "C"}]}],
}


def test_the_book_is_cited_as_a_reader_writes_it() -> None:
    assert cited(CONTENT, DAY, "") == "The group and Ada L (2026). A book. Version 1.2."
    assert cited(CONTENT, DAY, "https://b.org/").endswith("Version 1.2. https://b.org/")


def test_the_entry_for_bibtex_has_an_address_where_the_book_has_one() -> None:
    entry = bibtex(CONTENT, DAY, "https://b.org/")
    assert "  author  = {{The group and Ada L}},\n" in entry
    assert "  year    = {2026},\n" in entry
    assert "  url     = {https://b.org/},\n}" in entry
    assert "url" not in bibtex(CONTENT, DAY, "")


def test_without_a_day_there_is_none() -> None:
    assert "year" not in bibtex(CONTENT, None, "")
    assert cited(CONTENT, None, "") == "The group and Ada L. A book. Version 1.2."


def test_the_line_below_a_page_names_authors_source_version_day_and_license() -> None:
    html = footer(CONTENT, DAY, "../how.html")
    assert "The group and Ada L, after a post by B C. Version 1.2 of 1 March 2026." in html
    assert '<a href="../how.html#license">MIT License</a>' in html


def test_the_day_is_that_of_the_environment_or_of_the_last_commit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DAY.timestamp())))
    assert day_of(tmp_path) == DAY
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert day_of(tmp_path) is None
    git = [
        "git",
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "commit",
        "-qm",
        "a",
        "--allow-empty",
    ]
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run([*git, "--date", "2020-01-01"], cwd=tmp_path, check=True)
    day = day_of(tmp_path)
    assert day is not None
    assert day > DAY  # when it was committed, not when it was written


def test_the_citation_of_this_book_has_what_is_cited() -> None:
    content = citation(ROOT)
    assert content["title"] in cited(content, DAY, "")
    assert written(DAY) == "1 March 2026"
