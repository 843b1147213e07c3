"""Exercises in the pages: their task stands there, their answers lie in scripts of their own."""

import json
from pathlib import Path

import pytest
from classic_script import classic
from exercises import HERE, place, typeset_all

from nnderiv.exercises.exercise import Answer, Exercise, Task
from nnderiv.exercises.html import radios
from nnderiv.judging.html import prose


@pytest.fixture
def exercise() -> Exercise:
    options = [("1", prose("$x^2$"), "row 1"), ("2", "none", "row 2")]
    answers = (
        Answer("1", prose("Right: $2x$ is positive."), right=True),
        Answer("2", "The secret of the second."),
    )
    return Exercise("signs", [Task(radios("Which?", options), answers)])


def put(exercise: Exercise, static: Path) -> tuple[str, str]:
    """Put an exercise into a page; return what stands there, and its script."""
    (static / "exercises").mkdir()
    state = {name: getattr(exercise, name) for name in ("name", "html", "tasks")}
    html = place(state, "linear", "../", static)
    (file,) = (static / "exercises").iterdir()
    assert f'data-source="../_static/exercises/{file.name}"' in html
    return html, file.read_text(encoding="utf-8")


def test_the_task_stands_in_the_page_and_no_answer_does(exercise: Exercise, tmp_path: Path) -> None:
    html, script = put(exercise, tmp_path)
    assert "Which?" in html
    assert "secret" not in html
    assert "secret" in script


def test_the_formulas_are_typeset_in_the_page_and_in_the_answers(
    exercise: Exercise, tmp_path: Path
) -> None:
    html, script = put(exercise, tmp_path)
    assert "<math" in html
    data = json.loads(script.removeprefix("exerciseData(").removesuffix(");\n"))
    assert data["page"] == "linear"
    assert data["html"] in html
    assert "<math" in data["tasks"][0]["answers"][0]["feedback"]


def test_what_python_judges_by_stays_as_it_is() -> None:
    ask = {"latex": '<span class="nnd-tex">x</span>'}
    assert typeset_all({"ask": ask})["ask"] is ask


def test_the_script_of_all_pages_is_a_classic_one() -> None:
    lines = classic(HERE / "exercises.js").splitlines()
    assert not [line for line in lines if line.startswith(("import ", "export "))]
    assert sum(line.startswith("function readNumber") for line in lines) == 1


def test_scripts_are_named_after_their_content(tmp_path: Path) -> None:
    names = []
    for i, told in enumerate(["Yes.", "Yes.", "Right."]):
        static = tmp_path / str(i)
        static.mkdir()
        html, _ = put(Exercise("a", [Task("?", (Answer("1", told, right=True),))]), static)
        names.append(html)
    assert names[0] == names[1] != names[2]
