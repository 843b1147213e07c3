"""A review draws what was missed first, then what was done longest ago, and in turn."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from classic_script import HERE
from node_packages import NODE

from tests.ext.module_in_node import call

DONE = {"done": True, "missed": False}
MISSED = {"done": False, "missed": True}
AGAIN = {"done": True, "missed": True}  # done before, and missed the last time
KEPT = {
    ("a", "done-lately"): DONE | {"at": 9},
    ("a", "done-once"): DONE | {"at": 2},
    ("a", "missed-lately"): AGAIN | {"at": 8},
    ("b", "missed-once"): MISSED | {"at": 1},
    ("b", "without-a-time"): DONE,
    ("b", "first-stage-only"): {"done": False, "missed": False, "at": 7},
}
NEW = [("a", "new"), ("b", "new"), ("c", "new")]
ORDER = """
import {{ inOrder, draw }} from {module};
const {{ book, kept, counts }} = JSON.parse(process.argv[1]);
const ordered = inOrder(book, (page, name) => kept[`${{page}} ${{name}}`] ?? null);
const shown = new Set();
const names = (some) => some.map(({{ page, name }}) => `${{page}} ${{name}}`);
console.log(JSON.stringify([names(ordered), ...counts.map((n) => names(draw(ordered, n, shown)))]));
"""


def drawn(*counts: int) -> list[list[str]]:
    """Return all in order, and then what is drawn of them by this many each."""
    book = [{"page": page, "name": name} for page, name in [*KEPT, *NEW]]
    told: dict[str, Any] = {
        "book": book,
        "kept": {" ".join(key): entry for key, entry in KEPT.items()},
        "counts": counts,
    }
    code = ORDER.format(module=json.dumps((HERE / "exercise_draw.js").as_uri()))
    command: list[str | Path] = [NODE, "--input-type=module", "--eval", code, json.dumps(told)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


MISSED_ONES = ["b missed-once", "b first-stage-only", "a missed-lately"]
DONE_ONES = ["b without-a-time", "a done-once", "a done-lately"]
ALL = [*MISSED_ONES, *DONE_ONES, "a new", "b new"]


def test_what_was_missed_comes_first_and_chapters_not_begun_do_not_come() -> None:
    assert drawn() == [ALL]


def test_drawing_anew_brings_others_until_all_had_their_turn() -> None:
    _, first, second, third = drawn(3, 3, 3)
    assert first == ALL[:3]
    assert second == ALL[3:6]
    assert third == [*ALL[6:], ALL[0]]


def test_after_all_had_their_turn_the_next_others_come() -> None:
    assert drawn(3, 3, 3, 3)[-1] == ALL[1:4]


def test_fewer_than_asked_for_come_again_each_time() -> None:
    _, first, second = drawn(10, 10)
    assert first == second == ALL


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "yesterday"), (3, "3 days ago"), (7, "last week"), (20, "2 weeks ago"),
        (45, "last month"), (300, "10 months ago"), (800, "2 years ago"), (-1, "today"),
    ],
)  # fmt: skip
def test_a_day_is_called_as_one_says_it(days: int, words: str) -> None:
    now = 1_800_000_000_000
    assert call("exercise_words.js", "ago", now - days * 86_400_000, now) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 parts"), (1, "1 part"), (2, "2 parts")])
def test_one_is_no_plural(number: int, words: str) -> None:
    assert call("exercise_words.js", "counted", number, "part") == words
