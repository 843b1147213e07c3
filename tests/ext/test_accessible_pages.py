"""The roles that assistive technology needs."""

from pathlib import Path

from accessible_pages import mended


def test_the_sidebar_is_a_landmark_with_a_name() -> None:
    html = mended('<div id="pst-primary-sidebar" class="a">', Path("a.html"))
    assert html == (
        '<div id="pst-primary-sidebar" role="complementary" aria-label="The book" class="a">'
    )


def test_a_reference_is_an_item_of_its_list() -> None:
    html = mended('<div role="list"><div role="doc-biblioentry">', Path("a.html"))
    assert html == '<div role="list"><div role="listitem">'
