"""The roles and names that assistive technology needs."""

from pathlib import Path

import pytest
from accessible_pages import leave_tab_stops, mended
from sphinx.errors import ExtensionError


def test_the_sidebar_is_a_landmark_with_a_name() -> None:
    html = mended('<div id="pst-primary-sidebar" class="a">', Path("a.html"))
    assert html == (
        '<div id="pst-primary-sidebar" role="complementary" aria-label="The book" class="a">'
    )


@pytest.mark.parametrize(
    ("html", "named_by_its_text"),
    [
        ('<summary aria-label="Toggle hidden content">Show', "<summary>Show"),
        (
            '<button class="btn search-button-field" title="Search" aria-label="Search">Search',
            '<button class="btn search-button-field" title="Search">Search',
        ),
    ],
)
def test_what_shows_a_text_is_called_by_it(html: str, named_by_its_text: str) -> None:
    assert mended(html, Path()) == named_by_its_text


def test_the_search_button_that_shows_no_text_keeps_its_name() -> None:
    button = '<button class="btn search-button" title="Search" aria-label="Search"><i></i></button>'
    assert mended(button, Path()) == button


def test_the_script_of_the_theme_measures_no_boxes() -> None:
    script = 'f(document.querySelectorAll(["pre",".nboutput > .output_area"].join(", ")))'
    left = leave_tab_stops(script)
    assert left == 'f(document.querySelectorAll(":not(*)"))'
    assert leave_tab_stops(left) == left


def test_another_script_of_the_theme_stops_the_build() -> None:
    with pytest.raises(ExtensionError, match=r"once, not 0 times\. Look for what replaced it"):
        leave_tab_stops("f(document.querySelectorAll('pre'))")


def test_a_page_is_dark_from_the_start_where_the_system_is() -> None:
    html = 'dataset.theme = localStorage.getItem("theme") || "auto";'
    assert 'matchMedia("(prefers-color-scheme: dark)").matches ? "dark"' in mended(html, Path())
