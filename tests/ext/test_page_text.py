"""The text of a page: formulas readable, and no labels of the interface."""

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from page_text import first_sentence, sections

DERIVATION = (
    '<style>p {}</style><table class="derivation"><tr><td>'
    '<span class="derivation-tex">$o - t$</span>'
    '<span class="derivation-rule">(all of <span class="derivation-tex">$o$</span>)</span>'
    '<details class="derivation-mark"><summary>✓ holds</summary><pre>0.5  0.5</pre></details>'
)


def page(*parts: nodes.Node) -> nodes.document:
    """A page with a title, a paragraph and these parts."""
    section = nodes.section("", nodes.title("", "A page"), ids=["a-page"])
    section += nodes.paragraph(
        "", "We want ", nodes.math("", r"\frac{dL}{dx}"), nodes.Text(". It has")
    )
    section += list(parts)
    document = new_document("a page", get_default_settings())
    document += section
    return document


def cell(source: str, **outputs: nodes.Node) -> nodes.container:
    """A code cell with an output in several forms."""
    code = nodes.literal_block(source, source)
    forms = [nodes.container("", form, mime_type=kind) for kind, form in outputs.items()]
    return nodes.container(
        "",
        nodes.container("", code, nb_element="cell_code_source"),
        nodes.container("", *forms, nb_element="mime_bundle"),
        nb_element="cell_code",
    )


def plain(text: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, classes=["output", "text_plain"])


def test_formulas_are_written_in_line() -> None:
    (section,) = sections(page())
    assert (section.anchor, section.title) == ("a-page", "A page")
    assert section.text == "We want dL/dx. It has"


def test_a_derivation_is_its_formulas_and_the_names_of_its_rules() -> None:
    html = {"text/html": nodes.raw("", DERIVATION, format="html"), "text/plain": plain("[✓ holds]")}
    (section,) = sections(page(cell("%%derivation\no - t", **html)))
    assert section.text == "We want dL/dx. It has o − t (all of o)"
    assert section.code == ""


def test_code_and_what_it_printed_stand_apart_from_the_text() -> None:
    (section,) = sections(page(cell("y = softmax(x)", **{"text/plain": plain("0.25")})))
    assert section.text == "We want dL/dx. It has"
    assert section.code == "y = softmax(x) 0.25"


def test_a_widget_and_what_folds_have_no_text_of_their_own() -> None:
    view = nodes.raw("", "<script>{}</script>", format="html")
    kind = "application/vnd.jupyter.widget-view+json"
    widget = cell("Explorer()", **{kind: view, "text/plain": plain("Explorer(row=0)")})
    fold = nodes.raw("", "<details><summary>Solution</summary>", format="html")
    (section,) = sections(page(widget, fold, nodes.paragraph("", "Yes.")))
    assert section.text == "We want dL/dx. It has Yes."
    assert section.code == "Explorer()"


def test_a_section_ends_where_the_next_begins() -> None:
    inner = nodes.section("", nodes.title("", "Below"), nodes.paragraph("", "b"), ids=["below"])
    outer, below = sections(page(inner))
    assert "b" not in outer.text.split()
    assert (below.anchor, below.title, below.text) == ("below", "Below", "b")


def test_a_page_is_described_by_its_first_sentence() -> None:
    assert first_sentence(page()) == "We want dL/dx."
