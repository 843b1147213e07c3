"""Links in the maps of the book name the chapters with exercises, and no other links do."""

import pytest
from exercise_progress import script_for, with_chapters_named

LINK = '<a class="reference internal" href="{}">Chapter</a>'
HERE = '<a class="current reference internal" href="#">Chapter</a>'
NAMES = {"linear": ["weights", "bias"]}


@pytest.mark.parametrize("link", [LINK.format("linear.html"), LINK.format("chapters/linear.html")])
@pytest.mark.parametrize(
    "part", ['<nav class="bd-links">{}</nav>', '<section id="the-map">{}</section>']
)
def test_a_link_in_a_map_names_its_chapter(part: str, link: str) -> None:
    html = with_chapters_named(part.format(link), "notation", NAMES)
    assert html == part.format(link.replace('">', '" data-exercises="linear">', 1))


@pytest.mark.parametrize("own", ["linear", "notation"])
def test_the_link_to_the_page_itself_names_it_if_it_has_exercises(own: str) -> None:
    html = with_chapters_named(f'<nav class="bd-links">{HERE}</nav>', own, NAMES)
    assert ('href="#" data-exercises="linear"' in html) == (own == "linear")


@pytest.mark.parametrize(
    "html",
    [
        f'<nav class="bd-links">{LINK.format("notation.html")}</nav>',
        f"<p>{LINK.format('linear.html')}</p>",
        f'<nav class="page-toc">{LINK.format("#")}</nav>',
    ],
)
def test_other_links_stay_as_they_are(html: str) -> None:
    assert with_chapters_named(html, "linear", NAMES) == html


def test_the_script_knows_the_names_and_needs_no_modules() -> None:
    code = script_for(NAMES)
    assert 'const NAMES = {"linear":["weights","bias"]};' in code
    assert "import " not in code
    assert "export " not in code
