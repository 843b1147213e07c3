"""What every built page says of itself, and the parts and numbers of the chapters."""

import re
from html import unescape

import pytest
import yaml

from tests.pages.test_built_pages import HTML, ROOT, names

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
TITLE = CITATION["title"]
# As long as pyproject.toml names no address of the book, no page may pretend to have one.
NEEDS_AN_ADDRESS = ('rel="canonical"', 'property="og:', 'name="twitter:')


@pytest.fixture(params=names(), ids=lambda name: name.rpartition("/")[2])
def html(request: pytest.FixtureRequest) -> str:
    return (HTML / f"{request.param}.html").read_text(encoding="utf-8")


def one(pattern: str, html: str) -> str:
    (found,) = re.findall(pattern, html)
    return str(found)


def test_a_page_has_one_viewport_and_a_description_in_plain_text(html: str) -> None:
    assert html.count('name="viewport"') == 1
    about = one(r'<meta name="description" content="([^"]*)"', html)
    assert re.search(r"[.?!]$", about)
    assert not re.search(r"[\\${}<]", about)  # x_c is how a small c below the line is written
    assert about.count(" ") > 5


def test_the_styles_of_the_book_come_last_and_in_the_order_of_their_names(html: str) -> None:
    own = sorted(path.name for path in (ROOT / "_static").glob("*.css"))
    sheets = re.findall(r'<link rel="stylesheet"[^>]* href="[^"]*/([^/"?]+\.css)', html)
    assert sheets[-len(own) :] == own


def test_a_page_names_its_authors_in_its_head_and_below(html: str) -> None:
    (author,) = CITATION["authors"]
    assert one(r'<meta name="author" content="([^"]*)"', html) == author["name"]
    line = one(r'(?s)<div class="extra_footer">(.*?)</div>', html)
    assert author["name"] in line
    assert f"Version {CITATION['version']} of " in line
    assert f"{CITATION['license']} License" in line


def test_a_page_has_an_icon_for_phones_and_no_link_to_an_empty_index(html: str) -> None:
    icon = one(r'<link rel="apple-touch-icon" href="([^"]*)"', html)
    assert (HTML / "chapters" / icon).exists()
    assert "genindex" not in html


def test_without_an_address_nothing_needs_one(html: str) -> None:
    assert not [tag for tag in NEEDS_AN_ADDRESS if tag in html]
    assert "source-repository-button" not in html
    assert "mybinder.org" not in html


def test_the_index_of_the_search_is_loaded_by_the_search_page_alone(html: str) -> None:
    scripts = ("searchtools.js", "language_data.js", "searchindex.js")
    search = (HTML / "search.html").read_text(encoding="utf-8")
    assert all(search.count(f'{script}"') == 1 for script in scripts)
    assert not any(script in html for script in scripts)


def test_there_is_no_empty_index() -> None:
    assert not (HTML / "genindex.html").exists()


def test_the_title_of_the_book_has_one_spelling_and_is_not_said_twice() -> None:
    first = (HTML / f"{names()[0]}.html").read_text(encoding="utf-8")
    assert one("<title>([^<]*)</title>", first) == TITLE
    for page in HTML.rglob("*.html"):
        for found in re.findall(TITLE, page.read_text(encoding="utf-8"), re.IGNORECASE):
            assert found == TITLE, page.name


def test_there_is_a_page_for_addresses_that_lead_nowhere() -> None:
    page = (HTML / "404.html").read_text(encoding="utf-8")
    for name in names():
        assert f'href="{name}.html"' in page
    assert '<a href="search.html">search</a>' in page
    for link in re.findall(r'(?:href|src)="([^"#?]+)', page):
        assert (HTML / link).exists(), link


def test_chapters_are_numbered_through_all_parts_and_appendices_are_not() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    *parts, appendix = contents["parts"]
    assert appendix["caption"] == "Appendix"
    page = (HTML / f"{names()[0]}.html").read_text(encoding="utf-8")
    sidebar = one(r'(?s)<nav class="bd-links[^>]*>(.*?)</nav>', page)
    captions = re.findall(r'<span class="caption-text">([^<]*)', sidebar)
    assert captions == [part["caption"] for part in contents["parts"]]
    entries = re.findall(r'href="(\w+)\.html"[^>]*>\s*(\d*)', sidebar)
    numbers = {f"chapters/{name}": number for name, number in entries}
    numbered = [chapter["file"] for part in parts for chapter in part["chapters"]]
    assert [numbers[name] for name in numbered] == [str(i + 1) for i in range(len(numbered))]
    assert {numbers[chapter["file"]] for chapter in appendix["chapters"]} == {""}


def test_every_reference_leads_to_the_work() -> None:
    text = (ROOT / "chapters" / "references.md").read_text(encoding="utf-8")
    for entry in text.split("\n## ")[1:]:
        name, _, work = entry.partition("\n")
        assert re.search(r"\]\(https://[^)]+\)", work), name
        doi = re.search(r"\[doi:([^\]]+)\]\(https://doi\.org/([^)]+)\)", work)
        assert doi is None or doi[1] == doi[2], name


def test_the_page_on_citing_has_what_the_citation_file_says() -> None:
    page = (HTML / "chapters" / "how_to_cite.html").read_text(encoding="utf-8")
    text = unescape(re.sub(r"<[^>]*>", "", page))
    assert f"{CITATION['authors'][0]['name']} (20" in text
    assert f"version = {{{CITATION['version']}}}" in text
    assert 'pip install ".[figures,notebook]"' in text
