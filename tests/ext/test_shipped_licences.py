"""The table names what is shipped, and each licence stands below it once."""

from pathlib import Path

from package_facts import Package
from shipped_licences import table, texts
from shipped_works import Work

ONE = Package("one", "1.0", "MIT", "https://one.example", "The text <of> MIT.\n")
TWO = Package("two", "2.0", "MIT", "https://two.example", "The text <of> MIT.")
BARE = Package("bare", "3.0", "MPL-2.0", "https://bare.example", notice="© Bare")


def work(does: str, *packages: Package, made_of: Path | None = None) -> tuple[Work, list[Package]]:
    return Work(does, [], lambda: list(packages), made_of), list(packages)


def test_a_row_has_the_packages_with_versions_what_they_do_and_their_licence() -> None:
    html = table([work("Do this & that.", ONE, TWO)])
    assert '<a class="reference external" href="https://one.example">one\xa01.0</a><br>' in html
    assert '<td data-column="What it does"><p>Do this &amp; that.</p></td>' in html
    assert '<td data-column="Licence"><p>MIT</p></td>' in html


def test_packages_of_a_row_with_different_licences_each_have_theirs() -> None:
    assert "MIT (one)<br>MPL-2.0 (bare)" in table([work("Run.", ONE, BARE)])


def test_what_a_script_was_made_of_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.map").write_text('{"sources": ["node_modules/inner/a.js"]}')
    assert "Runs. It holds inner.</p>" in table([work("Runs.", ONE, made_of=tmp_path / "a.map")])


def test_a_text_that_packages_share_stands_once_and_in_full() -> None:
    html = texts([ONE, TWO])
    assert html.count("<details ") == 1
    assert "<summary>one, two: MIT</summary><pre>The text &lt;of&gt; MIT.</pre>" in html


def test_a_package_without_a_text_has_its_notice_and_a_way_to_the_text() -> None:
    html = texts([BARE])
    assert "<summary>bare: MPL-2.0</summary><pre>© Bare</pre>" in html
    assert 'bare brings no text along. <a class="reference external" href="https://bare' in html
