"""The verdicts in the page are those of nnderiv: on the book, the post, and all texts of the tests.

The page runs another numpy on another processor, in WebAssembly. Whole answers are compared: every
claim with its line and its verdict, and the numbers that show a mistake.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from live_pages import about, code_cells, kind_of
from playwright.sync_api import Browser

from nnderiv import proofread_file
from nnderiv.exercises.derivations.slips import slips
from nnderiv.live.bridge import answer
from tests.browser.python_of_page import PythonOfPage, python_of_page
from tests.proofread.test_fixtures import FIXTURES
from tests.proofread.wild_documents import DOCUMENTS, given

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
POST = CHAPTERS[0].with_name("post.tex")
TEXTS = [POST, *FIXTURES, *DOCUMENTS]
TOLD = [path for path in DOCUMENTS if path.suffix in (".md", ".tex")]
PLACE = ("line", "column", "cell", "verdict", "latex")
MARK = 'class="derivation-mark'


@pytest.fixture(scope="module")
def python(browser: Browser, server: str, book_html: Path) -> Iterator[PythonOfPage]:
    with python_of_page(browser, server, book_html) as python:
        yield python


def here(**request: Any) -> dict[str, Any]:
    """What nnderiv answers outside of the page."""
    found: dict[str, Any] = json.loads(answer(json.dumps(request), lambda kind, text: None))
    return found


def derivations(path: Path) -> list[str]:
    """The derivations of a chapter, as its page sends them."""
    cells: list[str] = about(path.stem, code_cells(path), {})["derivations"]
    return cells


def both(python: PythonOfPage, cells: list[str], edited: list[str]) -> list[dict[str, Any]]:
    """The answers, which are the same in the page and here, on edited derivations of a page."""
    requests: list[dict[str, Any]] = [{"do": "open", "page": "page", "derivations": cells}]
    for index, latex in enumerate(edited):
        requests.append({"do": "derivation", "page": "page", "index": index, "latex": latex})
    found = [python.answer(**request) for request in requests]
    assert found == [here(**request) for request in requests]
    return found[1:]


def with_slips(path: Path) -> list[str]:
    """The derivations of a chapter, each with a slip after which not all of its rows hold."""
    cells = derivations(path)
    here(do="open", page="page", derivations=cells)

    def fails(index: int, latex: str) -> bool:
        found = here(do="derivation", page="page", index=index, latex=latex)
        return found["verdict"] not in ("holds", "nothing")

    edited = []
    for index, latex in enumerate(cells):
        changed = one_slip_in(latex)
        first = 7 * index % max(1, len(changed))  # now in this row, now in that
        tried = (one for one in changed[first:] + changed[:first] if fails(index, one))
        edited.append(next(tried, latex))
    return edited


def one_slip_in(latex: str) -> list[str]:
    """A derivation with one slip in it, in every way."""
    rows = latex.split(r"\\")
    return [
        r"\\".join([*rows[:i], slip.latex, *rows[i + 1 :]])
        for i, row in enumerate(rows)
        for slip in slips(row)
    ]


def stored(path: Path) -> Iterator[str]:
    """What the derivations of a notebook show as HTML."""
    for cell in code_cells(path).values():
        for output in cell.outputs if kind_of(cell) == "derivation" else ():
            yield output.get("data", {}).get("text/html", "")


def marks(htmls: Iterable[str]) -> int:
    """How many rows have a mark."""
    return sum(html.count(MARK) for html in htmls)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_the_verdicts_that_its_notebook_shows(
    python: PythonOfPage, path: Path
) -> None:
    cells = derivations(path)
    found = both(python, cells, cells)
    rows = [(row["verdict"], row["latex"]) for answered in found for row in answered["rows"]]
    assert rows == [(claim.verdict, claim.latex) for claim in proofread_file(path).claims]
    assert marks(answered["html"] for answered in found) == marks(stored(path)) > 0


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_derivations_with_a_slip_in_each_have_the_same_verdicts(
    python: PythonOfPage, path: Path
) -> None:
    edited = with_slips(path)
    found = both(python, derivations(path), edited)
    wrong = [answered for answered in found if answered["verdict"] not in ("holds", "nothing")]
    assert len(wrong) == sum(a != b for a, b in zip(edited, derivations(path), strict=True)) > 0


def asked(path: Path, before: str = "") -> dict[str, str]:
    """The request for a document, with a text before it."""
    return {"do": "document", "name": path.name, "text": before + path.read_text(encoding="utf-8")}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_has_the_same_verdicts_and_reasons(python: PythonOfPage, path: Path) -> None:
    found = python.answer(**asked(path))
    assert found == here(**asked(path))
    claims = proofread_file(path).claims
    assert found["rows"] == [{part: getattr(claim, part) for part in PLACE} for claim in claims]
    assert claims


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.name)
def test_so_it_has_behind_its_declarations(python: PythonOfPage, path: Path) -> None:
    request = asked(path, before=given(path).read_text(encoding="utf-8") + "\n\n")
    found = python.answer(**request)
    assert found == here(**request)
    assert found["counts"]["declared"] > 0
