"""The head of a page: one viewport, one name of the book, an icon for phones."""

from pathlib import Path

from matplotlib.image import imread
from page_head import SIDE, draw_touch_icon, mended

HEAD = (
    '<meta charset="utf-8" /><meta name="viewport" content="width=device-width" />'
    '<meta content="width=device-width" name="viewport"/><title>{}</title>'
)


def test_there_is_one_viewport_and_it_comes_early() -> None:
    html = mended(HEAD.format("A chapter"), "The book")
    assert html.count("viewport") == 1
    assert html.index("viewport") < html.index("<title>")


def test_the_first_page_does_not_name_the_book_twice() -> None:
    html = mended(HEAD.format("The book &#8212; The book"), "The book")
    assert "<title>The book</title>" in html


def test_another_page_keeps_both_names() -> None:
    html = mended(HEAD.format("A chapter &#8212; The book"), "The book")
    assert "<title>A chapter &#8212; The book</title>" in html


def test_the_touch_icon_is_a_blue_square_with_a_white_sign(tmp_path: Path) -> None:
    draw_touch_icon(tmp_path / "icon.png")
    image = imread(tmp_path / "icon.png")
    assert image.shape[:2] == (SIDE, SIDE)
    assert (image[2, 2, :3] * 255).round().tolist() == [0x1A, 0x5F, 0xA8]
    assert (image[..., :3].min(axis=-1) > 0.9).any()
    assert (tmp_path / "icon.png").stat().st_size < 10_000
