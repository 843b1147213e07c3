"""The text of a page, section by section, as a reader has it before the eyes.

Formulas are written in one line, and what is a label of the interface, a mark or LaTeX to unfold is
no text. The search shows it, and the first sentence describes the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from docutils import nodes
from latex_text import latex_to_text
from sphinx import addnodes

# Of the forms that an output has, the page shows the first; a widget has no text.
SHOWN = ("widget-view+json", "text/html", "image/", "text/markdown", "text/latex")
NO_TEXT = (
    nodes.comment, nodes.title, nodes.section, nodes.image, nodes.substitution_definition,
    addnodes.toctree,
)  # fmt: skip
FORMULA = re.compile(r'<span class="derivation-tex">\$(.*?)\$</span>', re.DOTALL)
OF_A_DERIVATION = re.compile(
    r'<span class="derivation-(?:tex">\$.*?\$|rule">(?:[^<]|<span.*?</span>)*)</span>', re.DOTALL
)
LABEL = re.compile(r"<(style|script|summary)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SENTENCE = re.compile(r"(?<=[.!?]) +(?=\S)")


@dataclass(frozen=True)
class Section:
    """A heading with its anchor, the text up to the next heading, and code with what it printed."""

    anchor: str
    title: str
    text: str
    code: str


def sections(document: nodes.document) -> Iterator[Section]:
    """Yield all sections of a page in their order."""
    for section in document.findall(nodes.section):
        heading = next(iter(section.findall(nodes.title)))
        code = [node for node in _own(section) if _is_code(node)]
        yield Section(
            anchor=section["ids"][0],
            title=" ".join(_text(heading).split()),
            text=_joined(_text(node) for node in section.children if not isinstance(node, NO_TEXT)),
            code=_joined(node.astext() for node in code),
        )


def first_sentence(document: nodes.document) -> str:
    """Return the sentence that a page begins with, below its title."""
    for section in document.findall(nodes.section):
        for paragraph in section.children:
            if isinstance(paragraph, nodes.paragraph):
                sentence = SENTENCE.split(" ".join(_text(paragraph).split()))[0]
                return re.sub(":$", ".", sentence)
    return ""


def _joined(texts: Iterator[str]) -> str:
    return " ".join(" ".join(texts).split())


def _own(section: nodes.Element) -> Iterator[nodes.Node]:
    """Yield what a section contains outside the sections in it."""
    for child in section.children:
        if not isinstance(child, nodes.section):
            yield from child.findall()


def _is_code(node: nodes.Node) -> bool:
    """Tell what was typed into a cell or printed by it, but for what the page shows otherwise."""
    if not isinstance(node, nodes.literal_block):
        return False
    if "output" in node["classes"]:
        return node.parent.get("mime_type") is None or len(node.parent.parent.children) == 1
    source = node.parent.get("nb_element") == "cell_code_source"
    return source and not node.astext().startswith("%%")


def _text(node: nodes.Node) -> str:
    """Return the text of a node; where one block ends, a space."""
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.math | nodes.math_block):
        return latex_to_text(node.astext())
    if isinstance(node, nodes.raw):
        return _text_of_html(node.astext()) if node.get("format") == "html" else ""
    assert isinstance(node, nodes.Element)
    if node.get("nb_element") == "cell_code_source" or "output" in node["classes"]:
        return ""
    if node.get("nb_element") == "mime_bundle":
        return _text_of_output(node)
    inside = "".join(_text(child) for child in node.children if _is_read(child))
    return inside if isinstance(node, nodes.Inline) else f"{inside} "


def _is_read(node: nodes.Node) -> bool:
    return isinstance(node, nodes.title) or not isinstance(node, NO_TEXT)


def _text_of_output(bundle: nodes.Element) -> str:
    """Return the text of the form in which a page shows an output."""
    forms = {form.get("mime_type", ""): form for form in bundle.children}
    for shown in SHOWN:
        for kind, form in forms.items():
            if shown in kind:
                return "" if "widget" in kind else "".join(map(_text, form.children))
    return ""


def _text_of_html(html: str) -> str:
    """Return the text of raw HTML: of a derivation, its formulas and the names of its rules."""
    if 'class="derivation"' in html:
        html = " ".join(OF_A_DERIVATION.findall(html))
    html = FORMULA.sub(lambda found: latex_to_text(unescape(found[1])), LABEL.sub(" ", html))
    return f"{unescape(TAG.sub(' ', html))} "
