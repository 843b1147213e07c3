"""The page for a text of one's own has its examples, or says what to do without an editor."""

from types import SimpleNamespace
from typing import Any

import pytest
from live_document import BAR, EXAMPLES, LiveDocument, about_document

from nnderiv import proofread


def place(editor: str) -> str:
    """Return the HTML of the place in a book with this script of an editor, or without one."""
    env = SimpleNamespace(note_reread=lambda: None)
    directive: Any = SimpleNamespace(env=env, config=SimpleNamespace(live_editor=editor))
    (node,) = LiveDocument.run(directive)
    return str(node.astext())


def test_with_an_editor_there_is_a_button_and_a_sentence_for_those_without_scripts() -> None:
    html = place("editor-1.js")
    assert '<button type="button" aria-expanded="false">Open the editor</button>' in html
    assert "nnderiv-proofread" in html.partition("<noscript>")[2]


def test_a_book_without_an_editor_names_the_command_and_has_no_button() -> None:
    html = place("")
    assert "nnderiv-proofread" in html
    assert "<button" not in html


def test_only_a_page_with_a_place_brings_the_examples() -> None:
    assert about_document("<p>Words</p>") == {}
    examples = about_document(BAR)["document"]["examples"]
    assert [example["label"] for example in examples] == list(EXAMPLES)


@pytest.mark.parametrize(
    ("label", "verdicts"),
    [
        ("A text that is right", {"declared", "defined", "holds"}),
        ("A text with a mistake", {"declared", "defined", "holds", "fails"}),
    ],
)
def test_an_example_is_what_it_is_called(label: str, verdicts: set[str]) -> None:
    report = proofread(EXAMPLES[label].read_text(encoding="utf-8"))
    assert {claim.verdict for claim in report.claims} == verdicts
