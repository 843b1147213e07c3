"""Every file that is shipped with the pages is used."""

from tests.pages.test_built_pages import HTML

TEXTS = {".css", ".html", ".js"}


def test_every_static_file_is_named_by_a_page_a_style_sheet_or_a_script() -> None:
    texts = {path: path.read_text("utf-8") for path in HTML.rglob("*") if path.suffix in TEXTS}
    files = [path for path in (HTML / "_static").rglob("*") if path.is_file()]
    assert files
    lonely = [
        path.relative_to(HTML).as_posix()
        for path in files
        if not any(path.name in text for other, text in texts.items() if other != path)
    ]
    assert lonely == []


def test_the_theme_s_script_of_icons_and_its_font_are_not_shipped() -> None:
    assert not list(HTML.rglob("fontawesome.js*"))
    assert not list(HTML.rglob("fa-*"))
