"""A figure's place is reserved before it arrives."""

from pathlib import Path

import pytest
from image_sizes import with_sizes

FIGURE = '<svg width="300pt" height="150pt" viewBox="0 0 300 150" version="1.1">'


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "a.svg").write_text(FIGURE, encoding="utf-8")
    return tmp_path / "page.html"


def test_a_figure_gets_its_size_in_pixels(page: Path) -> None:
    html = '<p><img alt="a bump" src="a.svg" /></p>'
    sized = '<p><img alt="a bump" src="a.svg" width="400" height="200" /></p>'
    assert with_sizes(html, page) == sized
    assert with_sizes(sized, page) == sized


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="a" src="a.svg" width="10" />',  # it has one
        '<img alt="a" src="missing.svg" />',
        '<img alt="a" src="https://example.org/a.svg" />',
        '<img alt="a" src="a.png" />',
    ],
)
def test_any_other_image_stays_as_it_is(html: str, page: Path) -> None:
    assert with_sizes(html, page) == html
