"""A derivation that is rewritten in the place of a cell of its page."""

import re
from pathlib import Path
from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.live.derivations import Derivations
from nnderiv.magic import DerivationMagic
from nnderiv.proofread.derivation import read_derivation
from tests.live.chapters import CHAPTERS, derivations

SUM = r"x &\in \mathbb{R}^{n} \\ s &= \sum_{i=1}^{n} x_i^2"
SLOPE = r"\frac{ds}{dx_i} &= 2 x_i"
TWICE = r"t &= 2 s \\ \frac{dt}{dx_i} &= 4 x_i"
PAGE = [SUM, SLOPE, TWICE]
ID = re.compile(r'id="([^"]*)"')


def verdict(page: list[str], index: int, latex: str) -> Any:
    return Derivations(page).read(index, latex)["verdict"]


# --- the book


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_each_derivation_of_the_book_is_read_as_the_notebook_reads_it(path: Path) -> None:
    cells = derivations(path)
    page, magic = Derivations(cells), DerivationMagic()
    from_notebook = [magic.read(cell) for cell in cells]
    for index in reversed(range(len(cells))):
        answer = page.read(index, cells[index])
        expected = from_notebook[index]
        assert answer["html"].replace(f"edited-{index}-", "") == expected.table_html()
        assert answer["summary"] == expected.report.summary
        assert [row["verdict"] for row in answer["rows"]] == [
            claim.verdict for claim in expected.report.claims
        ]


@pytest.mark.slow
def test_a_factor_of_3_in_the_last_row_of_a_derivation_of_the_book_is_found() -> None:
    found: list[str] = []
    for path in CHAPTERS:
        cells = derivations(path)
        page, magic = Derivations(cells), DerivationMagic()
        for index, cell in enumerate(cells):
            *_, (row, claims) = magic.read(cell).parts()
            if [claim.verdict for claim in claims] == ["holds"] and "&=" in row.latex:
                wrong = cell.replace(row.latex, _tripled(row.latex))
                found.append(page.read(index, wrong)["verdict"])
                assert found[-1] in ("fails", "unread"), wrong  # numbers alone are not read
    assert found.count("fails") > 0.95 * len(found) > 80


def _tripled(row: str) -> str:
    left, right = row.split("&=")
    body = right.strip(" \n.,")
    return rf"{left}&= 1" if body == "0" else rf"{left}&= 3 \left( {body} \right)"


# --- what is known, and what is not


def test_what_the_cells_before_declare_and_define_is_known() -> None:
    assert verdict(PAGE, 1, SLOPE) == "holds"
    assert verdict(PAGE, 2, TWICE) == "holds"


def test_what_later_cells_define_is_not_known() -> None:
    assert verdict(PAGE, 1, r"\frac{dt}{dx_i} &= 4 x_i") == "unread"


def test_what_the_cell_itself_defined_before_it_was_rewritten_is_not_known() -> None:
    assert verdict(PAGE, 0, SLOPE) == "unread"
    assert verdict(PAGE, 2, r"\frac{dt}{dx_i} &= 4 x_i") == "unread"


def test_a_reading_leaves_no_trace_in_the_next() -> None:
    page = Derivations(PAGE)
    before = page.read(2, TWICE)
    other = page.read(2, r"s &= \sum_{i=1}^{n} x_i^3 \\ t &= 5 s \\ x &\in \mathbb{R}")
    assert other["verdict"] != "holds"
    page.read(1, r"s &= 7 \\ \sum_{k=0}^{3} s_k &= s")
    page.read(0, r"x &\in \mathbb{R}^{5} \\ s &= x_1")
    assert page.read(2, TWICE) == before
    assert page.read(1, SLOPE)["verdict"] == "holds"


def test_readings_in_any_order_are_the_same() -> None:
    upwards, downwards = Derivations(PAGE), Derivations(PAGE)
    texts = list(enumerate(PAGE))
    there = [upwards.read(index, latex) for index, latex in texts]
    back = [downwards.read(index, latex) for index, latex in reversed(texts)]
    assert there == back[::-1]


@pytest.mark.parametrize("index", [-1, 3, 10**9])
def test_a_cell_that_the_page_has_not_is_refused(index: int) -> None:
    with pytest.raises(InputError, match=f"has 3 derivations, counted from 0; there is no {index}"):
        Derivations(PAGE).read(index, SLOPE)


# --- verdicts


def test_a_row_that_fails_shows_its_numbers() -> None:
    answer = Derivations(PAGE).read(1, r"\frac{ds}{dx_i} &= 3 x_i")
    assert (answer["verdict"], answer["summary"]) == ("fails", "0 holds, 1 fails")
    assert "the left side is 2.62835, the right side 3.94252" in answer["html"]
    assert "the right side is 3/2 times the left" in answer["html"]
    assert '<details class="derivation-mark derivation-fails" open>' in answer["html"]


def test_a_row_that_is_not_read_shows_the_reason_and_a_caret() -> None:
    answer = Derivations(PAGE).read(1, r"\frac{ds}{dx_i} &= \foo{x_i}")
    assert (answer["verdict"], answer["summary"]) == ("unread", "0 holds, 1 not read")
    assert r"\foo is not known" in answer["html"]
    assert re.search(r"^ +\^$", answer["html"].split("</pre>")[0], flags=re.MULTILINE)


def test_one_wrong_row_outweighs_those_that_hold_or_are_unread() -> None:
    latex = rf"{SLOPE} \\ \frac{{ds}}{{dx_i}} &= 3 x_i \\ \foo &= 1"
    answer = Derivations(PAGE).read(1, latex)
    assert (answer["verdict"], answer["summary"]) == ("fails", "1 holds, 1 fails, 1 not read")
    assert [row["line"] for row in answer["rows"]] == [1, 1, 1]


@pytest.mark.parametrize("latex", ["", " \n\t", "% x = 1", r"\\ \\", r"\quad", "{}"])
def test_a_text_that_says_nothing_is_never_green(latex: str) -> None:
    answer = Derivations(PAGE).read(1, latex)
    assert answer["verdict"] == "nothing"
    assert answer["summary"] == "nothing was checked: no row states an equation"


def test_declarations_alone_are_not_green_for_nothing_was_checked() -> None:
    answer = Derivations(PAGE).read(0, SUM)
    assert (answer["verdict"], answer["summary"]) == ("nothing", "1 declared, 1 defined, 0 holds")


def test_each_row_has_its_line_for_the_margin_of_the_editor() -> None:
    latex = "\n".join([r"\frac{ds}{dx_i} &= 2 x_i \\", r"&= x_i + x_i \\", "", r"&= 3 x_i"])
    rows = Derivations(PAGE).read(1, latex)["rows"]
    assert [(row["line"], row["verdict"]) for row in rows] == [
        (1, "holds"),
        (2, "holds"),
        (4, "fails"),
    ]


def test_a_text_between_dollar_signs_or_in_align_is_read_as_well() -> None:
    assert verdict(PAGE, 1, f"$$ {SLOPE} $$") == "holds"
    assert verdict(PAGE, 1, f"\\begin{{align}}{SLOPE}\\end{{align}}") == "holds"


# --- what the page shows


def test_no_id_is_one_that_the_page_has_already() -> None:
    page = [cell for path in CHAPTERS for cell in derivations(path)[:2]]
    notebook = DerivationMagic()
    on_page = [found for cell in page for found in ID.findall(notebook.read(cell).table_html())]
    edited = Derivations(page)
    answers = [edited.read(index, cell)["html"] for index, cell in enumerate(page)]
    ids = [*on_page, *(found for html in answers for found in ID.findall(html))]
    assert len(ids) == 2 * len(on_page) > 100
    assert len(set(ids)) == len(ids)


def test_above_leads_to_a_row_of_the_page_or_to_one_in_the_editor() -> None:
    again = rf"{SLOPE} \tag{{from above}}"
    assert 'href="#row-ds-dx-i-1"' in Derivations(PAGE).read(2, again)["html"]
    twice = Derivations(PAGE).read(1, rf"{SLOPE} \\ {again}")["html"]
    assert 'id="edited-1-row-ds-dx-i-1"' in twice
    assert 'href="#edited-1-row-ds-dx-i-1"' in twice


def test_the_table_comes_without_styles_which_the_policy_of_the_page_refuses() -> None:
    html = Derivations(PAGE).read(1, SLOPE)["html"]
    assert html.startswith('<table class="derivation"')
    assert "style" not in html.replace("displaystyle", "")


def test_what_is_typed_is_text_in_the_page_and_no_markup() -> None:
    hostile = r"\frac{ds}{dx_i} &= 2 x_i \tag{<img src=x onerror=alert(1)>} \\ <script> &= \foo"
    html = Derivations(PAGE).read(1, hostile)["html"]
    assert "<img" not in html
    assert "<script" not in html


def test_rows_are_a_document_in_their_environment() -> None:
    assert Derivations(PAGE).read(1, f"{SLOPE}\n")["document"].splitlines() == [
        r"% needs \usepackage{amsmath, amssymb}",
        r"\begin{align}",
        SLOPE,
        r"\end{align}",
    ]


@pytest.mark.parametrize(
    "document", ["", f"$$ {SLOPE} $$", f"\\begin{{align}}{SLOPE}\\end{{align}}"]
)
def test_what_is_a_document_already_stays_as_it_is(document: str) -> None:
    assert Derivations(PAGE).read(1, f"{document}\n")["document"] == document


# --- silly and hostile texts


@pytest.mark.parametrize(
    "latex",
    [
        "x" * 100_000,
        "s = " * 25_000,
        "{" * 50_000 + "}" * 50_000 + "= s",
        r"\frac{1}{" * 10_000 + "s" + "}" * 10_000 + " &= s",
        "(" * 100_000,
        "&" * 100_000,
        r"\\" * 50_000,
        r"\begin{align}" * 7_000,
        "$$" * 50_000,
        "s &= " + "-" * 5_001 + "s",
        "s^{" * 3_000 + "2" + "}" * 3_000 + " &= 1",
        "\0\ud800\u202e&= s",
    ],
    ids=lambda latex: repr(latex[:20]),
)
def test_no_text_ends_the_worker_or_is_green(latex: str) -> None:
    page = Derivations(PAGE)
    answer = page.read(1, latex)
    assert answer["verdict"] in ("unread", "nothing", "fails")
    assert answer["summary"]
    assert page.read(1, SLOPE)["verdict"] == "holds"


def test_a_page_whose_own_cells_are_silly_is_read_all_the_same() -> None:
    assert verdict([SUM, "{" * 10_000, SLOPE], 2, SLOPE) == "holds"


def test_rows_alone_are_read_as_without_a_page() -> None:
    latex = rf"{SUM} \\ {SLOPE}"
    assert Derivations([latex]).read(0, latex)["summary"] == read_derivation(latex).report.summary
