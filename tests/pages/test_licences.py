"""Every script, style and font that is shipped has its row on the page of licences."""

import re
from html import unescape
from importlib.metadata import version
from pathlib import Path

import pytest
from shipped_works import nobodys, present

from tests.pages.test_built_pages import HTML

STATIC = HTML / "_static"


@pytest.fixture(scope="module")
def page() -> str:
    html = (HTML / "chapters" / "licences.html").read_text(encoding="utf-8")
    return unescape(html.replace("<wbr>", ""))


def test_every_script_style_and_font_belongs_to_a_row() -> None:
    assert nobodys(STATIC) == []


@pytest.mark.parametrize("name", ["new.js", "live/other-1234.js", "styles/new.css", "new.woff2"])
def test_a_file_that_belongs_to_none_is_found(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    (tmp_path / "basic.css").touch()
    assert nobodys(tmp_path) == [name]


def test_without_live_python_it_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "basic.css").touch()
    (work,) = present(tmp_path)
    assert [package.name for package in work.packages()] == ["Sphinx"]


def test_the_page_has_a_row_for_each_work_and_every_package_with_its_version(page: str) -> None:
    works = present(STATIC)
    (rows,) = re.findall(r"(?s)<tbody>(.*?)</tbody>", page)
    assert rows.count("<tr>") == len(works) > 10
    for package in (package for work in works for package in work.packages()):
        assert f"{package.name}\xa0{package.version}" in rows
        assert package.text.strip() or package.home
        assert package.text.strip() in page
        assert package.notice in page
        assert package.licence
    assert f"Sphinx\xa0{version('sphinx')}" in rows


def test_the_page_tells_of_live_python_if_the_book_has_it(page: str) -> None:
    live = (STATIC / "live").is_dir()
    for name in ("pyodide\xa00", "Python\xa03", "numpy\xa02", "@codemirror/state\xa06"):
        assert (name in page) is live


def test_nothing_is_left_to_fill(page: str) -> None:
    assert 'class="shipped-' not in page
    assert page.count('<details class="licence">') > 10
