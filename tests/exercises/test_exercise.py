"""What every exercise has: a name, tasks, and an answer to each answer."""

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises.exercise import Answer, Exercise, Hint, Task
from nnderiv.exercises.html import (
    matrix,
    number,
    radios,
    selects,
    solution,
    textarea,
)
from nnderiv.judging.html import prose, tex

YES = Answer("yes", "Right: it holds.", right=True)
NO = Answer("no", "It does not: look at the sign.")


def test_a_task_becomes_json_without_what_is_empty() -> None:
    second = Task("Why?", (YES,))
    task = Task("Does it?", (YES, NO), hints=(Hint("Look.", ("no",)),), then=second)
    assert task.as_json() == {
        "html": "Does it?",
        "answers": [vars(YES), vars(NO)],
        "hints": [{"html": "Look.", "excludes": ["no"]}],
        "then": {"html": "Why?", "answers": [vars(YES)]},
    }


def test_a_solution_is_folded_away_and_a_book_for_a_course_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOLUTIONS", raising=False)
    assert solution("<p>2x</p>").endswith("<summary>Solution</summary><p>2x</p></details>")
    monkeypatch.setenv("SOLUTIONS", "no")
    assert solution("<p>2x</p>") == ""


def test_a_task_needs_a_right_answer() -> None:
    with pytest.raises(InputError, match=r"one answer must be right; got \['no'\], all of them wr"):
        Task("Does it?", (NO,))


def test_a_task_that_python_judges_needs_no_answers() -> None:
    assert Task("Write it.", ask={"do": "row"}).as_json()["ask"] == {"do": "row"}


def test_two_answers_with_one_value_are_refused() -> None:
    with pytest.raises(InputError, match="distinct values; got 'yes' twice"):
        Task("Does it?", (YES, Answer("yes", "No.")))


@pytest.mark.parametrize(("other", "apart"), [(1.015, False), (1.03, True)])
def test_numbers_that_one_answer_could_mean_are_one_value(other: float, apart: bool) -> None:
    answers = (Answer(1.0, "Right.", right=True), Answer(other, "Half of it is missing."))
    if apart:
        assert len(Task("How much?", answers, tolerance=0.01).answers) == 2
        return
    with pytest.raises(InputError, match=r"distinct values; got 1\.015 twice"):
        Task("How much?", answers, tolerance=0.01)


def test_an_exercise_shows_its_first_task_and_brings_all() -> None:
    exercise = Exercise("the-first", [Task("One?", (YES,)), Task("Two?", (YES,))])
    assert "One?" in exercise.html
    assert "Two?" not in exercise.html
    assert [task["html"] for task in exercise.tasks] == ["One?", "Two?"]
    assert repr(exercise) == "Exercise('the-first', tasks=2)"


@pytest.mark.parametrize("hints", [(), (Hint("Look."),)])
def test_only_a_task_with_hints_offers_one(hints: tuple[Hint, ...]) -> None:
    html = Exercise("name", [Task("One?", (YES,), hints=hints)]).html
    assert ('nnd-hint" hidden' in html) is not bool(hints)


@pytest.mark.parametrize("name", ["", "Weights", "a b", "-a", 'a"', None])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="small letters, digits and hyphens; got"):
        Exercise(name, [Task("One?", (YES,))])


def test_an_exercise_without_a_task_is_refused() -> None:
    with pytest.raises(InputError, match="has at least one task; 'empty' got none"):
        Exercise("empty", [])


def test_what_an_author_writes_is_escaped_and_formulas_and_code_are_marked() -> None:
    assert prose("a < b, `x<y` & $x<y$") == ("a &lt; b, <code>x&lt;y</code> &amp; " + tex("x<y"))
    assert tex("x<y") == '<span class="nnd-tex">x&lt;y</span>'


def test_controls_are_those_of_the_platform() -> None:
    asked = radios("Which?", [("1", "one", "row 1"), ("2", "two", "row 2")])
    assert asked.count('<input type="radio" name="answer"') == 2
    assert asked.startswith("<fieldset><legend>Which?</legend>")
    assert '<label class="nnd-field">x' in number("x")
    assert "<option>k</option>" in selects("Shape?", [("rows", ["k", "m"])])
    assert ">x &lt; y</textarea>" in textarea("Row", "x < y", "latex")
    assert matrix([["1", "2"], ["3", "4"]]).count("<td>") == 4


def test_rows_have_a_place_below_each_for_what_is_said_of_it() -> None:
    asked = radios("Which?", [("1", "one", "row 1")], rows=True, signs=("✓ holds", "✗ fails"))
    assert 'data-for="1" role="status"' in asked
    assert 'data-signs="✓ holds|✗ fails"' in asked
