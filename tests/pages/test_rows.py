"""The rows of the derivations on the built pages: each can be linked to."""

import re
from pathlib import Path

import pytest

HTML = Path(__file__).parents[2] / "_build" / "html"
PAGES = sorted((HTML / "chapters").glob("*.html"))
RIGHT_SIDE = re.compile(r'<span class="derivation-right"( id="([^"]*)")?')
ID = re.compile(r'\sid="([^"]*)"')


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_row_has_an_id_of_its_own_and_a_link_to_it(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    rows = [match[2] for match in RIGHT_SIDE.finditer(html)]
    assert len(rows) == html.count('<tr class="derivation-row"')
    ids = ID.findall(html)
    for row in rows:
        assert ids.count(row) == 1
        assert html.count(f'<a class="headerlink" href="#{row}"') == 1


def test_from_above_is_a_link_where_the_row_is_known() -> None:
    linear = (HTML / "chapters" / "linear.html").read_text(encoding="utf-8")
    targets = re.findall(r'<a href="#(row-[^"]*)">from above</a>', linear)
    assert targets
    assert all(f'id="{target}"' in linear for target in targets)
