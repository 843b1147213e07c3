"""The pages as built: all of them, with every formula typeset, and no link that leads nowhere."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import yaml
from fontTools.ttLib import TTFont
from math_font import shown

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
# How many formulas a page has at least, if it is no chapter.
FORMULAS = {
    "introduction": 2, "proofread_your_own": 30, "measured": 0, "how_to_cite": 0, "licences": 0,
    "parity": 5, "references": 1, "glossary": 3, "try_it": 0, "review": 0, "teaching": 8,
}  # fmt: skip
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """The ids, links and loaded files of a page, and its text outside formulas and code."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.text: list[str] = []
        self.silent = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.silent += tag in ("script", "style", "code", "pre", "math")
        if values.get("id"):
            self.ids.add(str(values["id"]))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if tag in LOADED and values.get(LOADED[tag]):
            self.loaded.append(str(values[LOADED[tag]]))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code", "pre", "math")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)


def names() -> list[str]:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    return [contents["root"], *chapters]


@pytest.fixture(scope="module")
def pages() -> dict[Path, Page]:
    paths = [HTML / f"{name}.html" for name in names()]
    missing = [path.name for path in paths if not path.exists()]
    assert not missing, f"run `make book` first; these pages are missing: {missing}"
    return {path: Page(path) for path in paths}


def test_there_is_an_index_that_leads_to_the_first_page() -> None:
    index = Page(HTML / "index.html")
    assert index.links == [f"{names()[0]}.html"]
    assert f"url={names()[0]}.html" in index.path.read_text(encoding="utf-8")


def test_the_index_has_an_icon_so_that_no_browser_asks_for_another() -> None:
    (icon,) = Page(HTML / "index.html").loaded
    assert (HTML / icon).exists()


def test_every_formula_is_typeset(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        source = path.read_text(encoding="utf-8")
        assert source.count("<math") >= FORMULAS.get(path.stem, 50)
        text = "".join(page.text)
        raw = re.search(r"\\(frac|sum|begin|tag|sigma|odot)\b|\$[^$\n]+\$", text)
        assert not raw, f"{path.name}: {raw}"


def test_the_font_of_formulas_has_every_character_that_they_show(pages: dict[Path, Page]) -> None:
    characters = TTFont(HTML / "_static" / "formulas.woff2").getBestCmap()
    for path in pages:
        missing = shown(path.read_text(encoding="utf-8")) - set(characters)
        assert not missing, f"{path.name}: {''.join(map(chr, missing))}"


def test_every_link_inside_the_book_leads_somewhere(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            file, anchor = urldefrag(unquote(link))
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), f"{path.name} links to {link}"
            if anchor and target in pages:
                assert anchor in pages[target].ids, f"{path.name} links to {link}"


def test_nothing_is_loaded_from_another_host(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        remote = [url for url in page.loaded if re.match(r"(https?:)?//", url)]
        assert not remote, f"{path.name} loads {remote}"
        for url in page.loaded:
            file = urldefrag(url)[0].partition("?")[0]
            assert url.startswith("data:") or (path.parent / file).exists(), f"{path.name}: {url}"
