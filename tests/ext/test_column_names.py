"""The names of columns on the cells of a table, for a phone to show."""

from column_names import with_column_names

FORMULA = (
    "<math><semantics><mi>f</mi><mo>(</mo><mi>x</mi><mo>)</mo>"
    '<annotation encoding="application/x-tex">f(x)</annotation></semantics></math>'
)


def table(*names: str, kind: str = "table") -> str:
    """A table with one row, as docutils writes it."""
    heads = "".join(f'<th class="head"><p>{name}</p></th>\n' for name in names)
    cells = "".join("<td><p>1</p></td>\n" for _ in names)
    return (
        f'<table class="{kind}">\n<thead>\n<tr class="row-odd">{heads}</tr>\n</thead>\n'
        f'<tbody>\n<tr class="row-even">{cells}</tr>\n</tbody>\n</table>'
    )


def test_each_cell_carries_the_name_of_its_column() -> None:
    html = with_column_names(table("Row", 'A "b"', "C"))
    for name in ("Row", "A &quot;b&quot;", "C"):
        assert html.count(f'<td data-column="{name}"><p>1</p></td>') == 1


def test_a_formula_in_a_name_is_written_once_as_latex() -> None:
    drawn = f'<span>{FORMULA}<span aria-hidden="true"><span>f</span>(x)</span></span>'
    html = with_column_names(table("Row", f"Formula {drawn}, in short", "C"))
    assert '<td data-column="Formula f(x) , in short">' in html


def test_a_table_of_two_columns_and_a_derivation_are_left_alone() -> None:
    for html in (table("A", "B"), table("A", "B", "C", kind="derivation")):
        assert with_column_names(html) == html


def test_a_page_that_is_changed_twice_is_changed_once() -> None:
    once = with_column_names(table("A", "B", "C"))
    assert with_column_names(once) == once
