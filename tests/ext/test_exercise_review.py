"""The page of review has its places, and a script that knows the exercises in their order."""

from types import SimpleNamespace
from typing import Any

import pytest
from exercise_list import Listed
from exercise_review import Place, script_for

ONE = Listed("linear", "weights", "../weights.js", 3, "Which row?")
OTHER = Listed("notation", "shapes", "../shapes.js", 0, "")
BOOK = {"linear": [ONE], "notation": [OTHER]}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("exercise-review", "<noscript><p>Drawing takes JavaScript."),
        ("exercise-keeping", ">Forget my progress</button>"),
    ],
)
def test_a_directive_leaves_a_place_for_the_script(name: str, says: str) -> None:
    directive: Any = SimpleNamespace(name=name)
    (node,) = Place.run(directive)
    assert says in node.astext()
    assert '<p role="status"></p>' in node.astext()


def test_the_script_has_the_exercises_in_the_order_of_the_book() -> None:
    code = script_for(BOOK, {"notation": "Notation", "training": "Training", "linear": "Layers"})
    (line,) = [line for line in code.splitlines() if line.startswith("const EXERCISES")]
    assert line.index('"shapes"') < line.index('"weights"')
    assert '"number":3,"above":"Which row?","title":"Layers"}' in line


def test_the_script_needs_no_modules() -> None:
    code = script_for(BOOK, {})
    assert "\nimport " not in code
    assert "\nexport " not in code
