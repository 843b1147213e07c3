"""A file of progress is read as it was written, merged by the better of both, or refused."""

import json
from typing import Any

import pytest

from tests.ext.module_in_node import call

ENTRY = {"done": True, "missed": False, "tries": 2, "hints": 1, "at": 5}
KEPT = [
    {"page": "linear", "name": "weights", "entry": ENTRY},
    {"page": "linear", "name": "bias", "entry": ENTRY | {"done": False}},
    {"page": "notation", "name": "shapes", "entry": ENTRY},
]
RULE = "A file of progress is one that “Export” on this page has written; "


def read(text: str) -> Any:
    return call("exercise_file.js", "readProgress", text, "old.json")


def content() -> dict[str, Any]:
    """Return what a file says."""
    written: dict[str, Any] = json.loads(call("exercise_file.js", "written", KEPT, "The book"))
    return written


def test_what_was_written_is_read() -> None:
    assert content()["book"] == "The book"
    assert read(json.dumps(content())) == KEPT


def test_what_nobody_writes_into_an_entry_is_left_out() -> None:
    told = content()
    told["exercises"] = {"linear": {"weights": ENTRY | {"more": "<script>"}}}
    assert read(json.dumps(told)) == KEPT[:1]


@pytest.mark.parametrize("text", ["", "done", '{"done": '])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^{RULE}old\.json is no JSON\. Choose the file"):
        read(text)


@pytest.mark.parametrize("told", [None, 3, [], {}, {"format": "notebook"}, {"cells": []}])
def test_json_of_another_kind_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match=rf"^{RULE}old\.json holds something else\. Choose"):
        read(json.dumps(told))


def test_a_file_of_a_newer_book_is_refused() -> None:
    with pytest.raises(ValueError, match=r"reads version 1 of it, and old\.json has version 2\. "):
        read(json.dumps(content() | {"version": 2}))


@pytest.mark.parametrize(
    "entry",
    [
        None,
        1,
        {},
        ENTRY | {"done": 1},
        ENTRY | {"tries": -1},
        ENTRY | {"hints": 0.5},
        ENTRY | {"at": "now"},
    ],
)
def test_an_entry_with_other_fields_is_refused_by_name(entry: object) -> None:
    told = content()
    told["exercises"]["linear"]["bias"] = entry
    with pytest.raises(
        ValueError, match=r"the entry “bias” of “linear” has other fields\. Nothing"
    ):
        read(json.dumps(told))


@pytest.mark.parametrize(
    ("page", "name"), [("a:b", "x"), ("a", "x:y"), ("__proto__", "x"), ("", "x")]
)
def test_a_name_that_no_page_and_no_exercise_has_is_refused(page: str, name: str) -> None:
    told = json.dumps(content() | {"exercises": {page: {name: ENTRY}}})
    with pytest.raises(ValueError, match="has other fields"):
        read(told)


def test_the_better_of_two_entries_has_all_that_was_done() -> None:
    early = {"done": True, "missed": True, "tries": 5, "hints": 0, "at": 1}
    late = {"done": False, "missed": False, "tries": 2, "hints": 3, "at": 9}
    best = {"done": True, "missed": False, "tries": 5, "hints": 3, "at": 9}
    assert call("exercise_file.js", "better", early, late) == best
    assert call("exercise_file.js", "better", late, early) == best
    assert call("exercise_file.js", "better", best, early) == best


def test_an_entry_without_a_time_is_the_earlier_one() -> None:
    old = {"done": True, "missed": True, "tries": 1}
    assert call("exercise_file.js", "better", old, ENTRY) == ENTRY
