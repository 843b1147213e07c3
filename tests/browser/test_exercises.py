"""Exercises answer: from the disk, by mouse and by keyboard, and what was done is kept."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from playwright.sync_api import Browser, Page, expect

from nnderiv.exercises.exercise import Answer, Exercise, Hint, Task
from nnderiv.exercises.html import number, radios, selects, textarea
from tests.browser.axe import violations
from tests.browser.exercise_page import check, exercise, kept, told, write
from tests.browser.tabs import LAST_RESORT

ROWS = [(str(i), f"the row number {i}", f"row {i}") for i in range(1, 5)]
RULES = [("sign", "a sign", "the first"), ("sum", "a sum", "the second")]
WHY = Task(
    radios("Which rule?", RULES),
    (Answer("sum", "Yes, a sum is missing.", right=True), Answer("sign", "The signs are right.")),
    end="The right row has a sum.",
)
ROW = Task(
    radios("Which row is wrong?", ROWS, rows=True, signs=("✓ holds", "✗ fails")),
    (
        *(Answer(str(i), f"Row {i} holds. Look elsewhere.") for i in (1, 2, 4)),
        Answer("3", "Left 1, right 2.", right=True),
    ),
    hints=(Hint("It is one of the last two.", ("1", "2")), Hint("Count the sums.")),
    then=WHY,
)
NUMBER = Task(
    number("The slope is"),
    (Answer(0.5, "Right: one half.", right=True), Answer(-0.5, "Its sign is lost.")),
    otherwise="Look at the second column.",
    tolerance=0.005,
)
SHAPE = Task(
    selects("The shape?", [("rows", ["k", "m"]), ("columns", ["k", "m"])]),
    (Answer("k,m", "Right.", right=True),),
    otherwise="The inner sizes do not meet.",
)

CODE = Task(
    textarea("Your code", "dx = ...", "python"),
    (Answer("dx = dy", "Right.", right=True),),
    otherwise="Not yet.",
    then=Task(
        textarea("Your rows", "dx &= ", "latex"),
        (Answer("dx &= dy", "Right, too.", right=True),),
        otherwise="Not yet.",
    ),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    easier = Task(radios("Which?", ROWS[:2]), (Answer("1", "Right.", right=True),), otherwise="No.")
    return write(
        tmp_path_factory.mktemp("exercises"),
        Exercise("rows", [ROW, easier]),
        Exercise("slope", [NUMBER]),
        Exercise("shape", [SHAPE]),
        Exercise("code", [CODE]),
    )


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        errors: list[object] = []
        page.on("pageerror", lambda error: errors.append(error))
        page.set_default_timeout(LAST_RESORT)
        page.goto(address)
        yield page
        assert errors == []


def test_a_press_before_the_script_has_come_leaves_the_page_and_the_choice(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/exercises.js", lambda route: route.abort())
        page.goto(address)
        check(exercise(page, "rows"), "2")
        page.wait_for_load_state()
        expect(exercise(page, "rows").locator("input[value='2']")).to_be_checked()
        assert page.url == address


def test_the_button_says_what_it_will_do(page: Page) -> None:
    rows = exercise(page, "rows")
    expect(rows.locator(".nnd-check")).to_have_text("Check")
    rows.locator("input[value='2']").check()
    expect(rows.locator(".nnd-check")).to_have_text("Check row 2")


def test_no_answer_comes_before_it_is_asked_for(page: Page) -> None:
    assert page.locator("head script").count() == 0
    check(exercise(page, "rows"), "1")
    expect(page.locator("head script")).to_have_count(1)


def test_a_wrong_answer_says_why_below_its_row_and_cannot_be_given_again(page: Page) -> None:
    rows = exercise(page, "rows")
    check(rows, "2")
    expect(rows.locator("[data-for='2']")).to_have_text("Row 2 holds. Look elsewhere.")
    expect(rows.locator("label:has([value='2'])")).to_contain_text("✓ holds")
    expect(rows.locator("input[value='2']")).to_be_disabled()
    expect(rows.locator(".nnd-tries")).to_have_text("first try")


def test_the_right_answer_is_followed_by_its_question_and_by_the_end(page: Page) -> None:
    rows = exercise(page, "rows")
    check(rows, "3")
    expect(rows.locator("label:has([value='3'])")).to_contain_text("✗ fails")
    check(rows, "sign")
    expect(told(rows)).to_have_text("The signs are right.")
    check(rows, "sum")
    expect(rows.locator(".nnd-end")).to_have_text("The right row has a sum.")
    expect(rows.locator(".nnd-tries")).to_have_text("Done, at the third try.")
    expect(rows.locator(".nnd-check")).to_be_hidden()


def test_another_one_is_offered_at_the_end_and_begins_anew(page: Page) -> None:
    rows = exercise(page, "rows")
    another = rows.locator(".nnd-another")
    check(rows, "3")
    expect(another).to_be_hidden()
    check(rows, "sum")
    another.click()
    expect(rows.locator("legend")).to_have_text("Which?")
    expect(rows.locator(".nnd-hint")).to_be_hidden()
    check(rows, "2")
    expect(told(rows)).to_have_text("No.")
    check(rows, "1")
    expect(rows.locator(".nnd-tries")).to_have_text("Done, at the second try.")


def test_a_hint_rules_out_what_it_says_and_there_are_no_more_than_there_are(page: Page) -> None:
    rows = exercise(page, "rows")
    hint = rows.locator(".nnd-hint")
    hint.click()
    expect(told(rows)).to_have_text("It is one of the last two.")
    assert [rows.locator(f"input[value='{i}']").is_disabled() for i in (1, 2, 3, 4)] == (
        [True, True, False, False]
    )
    hint.click()
    expect(told(rows)).to_have_text("Count the sums.")
    expect(hint).to_be_hidden()


def test_the_keyboard_alone_goes_from_the_first_row_to_the_end(page: Page) -> None:
    rows = exercise(page, "rows")
    rows.locator("input[value='1']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(rows.locator("[data-for='1']")).not_to_be_empty()
    for key in ("ArrowDown", "ArrowUp", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("input[name=answer]:focus")).to_have_value("sign")
    for key in ("Space", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(rows.locator(".nnd-end")).to_be_visible()
    expect(rows.locator(".nnd-another")).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.5", "Right: one half."),
        (" 1/2 ", "Right: one half."),
        ("5e-1", "Right: one half."),
        ("-1 / 2", "Its sign is lost."),
        ("−.5", "Its sign is lost."),
        ("0.503", "Right: one half."),
        ("0.51", "Look at the second column."),
        ("7", "Look at the second column."),
    ],
)
def test_a_number_is_read_as_people_write_it(page: Page, typed: str, said: str) -> None:
    slope = exercise(page, "slope")
    slope.locator("input").fill(typed)
    slope.locator("input").press("Enter")
    expect(told(slope)).to_have_text(said)
    expect(slope.locator(".nnd-tries")).to_have_text(re.compile("first try"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your answer first."),
        ("0,5", "with a point"),
        ("half", "“half” is neither"),
        ("1/0", "cannot divide by 0"),
        ("1/2/3", "is neither"),
        ("<b>1</b>", "“<b>1</b>” is neither"),
    ],
)
def test_what_is_no_number_is_no_try(page: Page, typed: str, said: str) -> None:
    slope = exercise(page, "slope")
    slope.locator("input").fill(typed)
    slope.locator(".nnd-check").click()
    expect(told(slope)).to_contain_text(said)
    expect(slope.locator(".nnd-tries")).to_be_empty()


def test_a_wrong_number_can_be_mended(page: Page) -> None:
    slope = exercise(page, "slope")
    for typed in ("7", "0.5"):
        slope.locator("input").fill(typed)
        slope.locator(".nnd-check").click()
    expect(told(slope)).to_have_text("Right: one half.")
    expect(slope.locator(".nnd-tries")).to_have_text("Done, at the second try.")
    expect(slope.locator("input")).to_have_js_property("readOnly", True)


def test_several_fields_are_one_answer(page: Page) -> None:
    shape = exercise(page, "shape")
    first, second = shape.locator("select").all()
    first.select_option("k")
    shape.locator(".nnd-check").click()
    expect(told(shape)).to_have_text("Choose something in each field first.")
    second.select_option("k")
    shape.locator(".nnd-check").click()
    expect(told(shape)).to_have_text("The inner sizes do not meet.")
    second.select_option("m")
    shape.locator(".nnd-check").click()
    expect(told(shape)).to_have_text("Right.")


def test_what_was_done_is_kept_and_a_later_miss_does_not_undo_it(page: Page) -> None:
    slope = exercise(page, "slope")
    for typed in ("7", "0.5"):
        slope.locator("input").fill(typed)
        slope.locator(".nnd-check").click()
    expect(slope.locator(".nnd-tries")).to_contain_text("Done")
    assert kept(page, "slope") == {"done": True, "missed": True, "tries": 2, "hints": 0}
    page.reload()
    slope.locator("input").fill("8")
    slope.locator(".nnd-check").click()
    expect(told(slope)).to_have_text("Look at the second column.")
    assert kept(page, "slope") == {"done": True, "missed": True, "tries": 3, "hints": 0}


def test_what_is_right_at_once_was_not_missed(page: Page) -> None:
    slope = exercise(page, "slope")
    slope.locator("input").fill("0.5")
    slope.locator(".nnd-check").click()
    expect(slope.locator(".nnd-tries")).to_contain_text("Done")
    assert kept(page, "slope") == {"done": True, "missed": False, "tries": 1, "hints": 0}


def test_an_answer_is_told_to_the_rest_of_the_page(page: Page) -> None:
    page.evaluate("addEventListener('exerciseanswered', ({ detail }) => (window.told = detail))")
    check(exercise(page, "rows"), "1")
    expect(exercise(page, "rows").locator("[data-for='1']")).not_to_be_empty()
    assert page.evaluate("told") == {"page": "page", "name": "rows", "right": False}


@pytest.mark.parametrize("comes_later", [False, True])
def test_a_link_leads_to_a_task(page: Page, address: str, comes_later: bool) -> None:
    if comes_later:
        page.evaluate("location.hash = '#exercise=rows&task=2'")
    else:
        page.goto("about:blank")
        page.goto(f"{address}#exercise=rows&task=2")
    expect(exercise(page, "rows").locator("legend")).to_have_text("Which?")


@pytest.mark.parametrize("hash_", ["exercise=none&task=2", "exercise=rows&task=x", "a"])
def test_a_link_to_nothing_changes_nothing(page: Page, address: str, hash_: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}#{hash_}")
    check(exercise(page, "rows"), "1")
    expect(exercise(page, "rows").locator("[data-for='1']")).not_to_be_empty()


def test_where_the_browser_keeps_nothing_exercises_still_answer(page: Page) -> None:
    page.evaluate("void (Storage.prototype.setItem = () => { throw new Error('refused') })")
    check(exercise(page, "rows"), "1")
    expect(exercise(page, "rows").locator("[data-for='1']")).not_to_be_empty()


def test_answers_that_cannot_be_loaded_are_asked_for_again(page: Page, address: str) -> None:
    rows = exercise(page, "rows")
    (script,) = Path(url2pathname(urlsplit(address).path)).parent.glob("**/page-rows-*.js")
    gone = script.rename(script.with_suffix(".gone"))
    check(rows, "1")
    expect(told(rows)).to_contain_text("The answers could not be loaded. Are you still online?")
    gone.rename(script)
    rows.locator(".nnd-check").click()
    expect(rows.locator("[data-for='1']")).to_have_text("Row 1 holds. Look elsewhere.")


def test_axe_finds_nothing_in_what_was_answered(page: Page) -> None:
    check(exercise(page, "rows"), "1")
    exercise(page, "rows").locator(".nnd-hint").click()
    check(exercise(page, "rows"), "3")
    expect(exercise(page, "rows").locator(".nnd-task")).to_have_count(2)
    assert violations(page) == []


def test_on_paper_a_task_has_room_and_no_buttons(page: Page) -> None:
    page.emulate_media(media="print")
    shape = exercise(page, "shape")
    expect(shape.locator(".nnd-check")).to_be_hidden()
    box = shape.bounding_box()
    last = shape.locator("fieldset").bounding_box()
    assert box
    assert last
    assert box["y"] + box["height"] - last["y"] - last["height"] > 140  # nearly four centimetres


def test_what_is_typed_is_there_after_a_reload_until_it_was_right(page: Page) -> None:
    code = exercise(page, "code")
    code.get_by_label("Your code").fill("dx = 2 * dy")
    code.locator(".nnd-check").click()
    expect(told(code)).to_have_text("Not yet.")
    page.reload()
    expect(code.get_by_label("Your code")).to_have_value("dx = 2 * dy")

    code.get_by_label("Your code").fill("dx = dy")
    code.locator(".nnd-check").click()
    code.get_by_label("Your rows").fill("dx &= d")
    page.reload()
    expect(code.get_by_label("Your code")).to_have_value("dx = ...")
    code.get_by_label("Your code").fill("dx = dy")
    code.locator(".nnd-check").click()
    expect(code.get_by_label("Your rows")).to_have_value("dx &= d")
    code.get_by_label("Your rows").fill("dx &= dy")
    code.locator(".nnd-check").click()
    expect(told(code)).to_have_text("Right, too.")
    assert page.evaluate("localStorage.getItem('exercise-text:page:code')") is None


def test_a_text_that_is_as_it_came_is_not_kept(page: Page) -> None:
    field = exercise(page, "code").get_by_label("Your code")
    field.fill("dx = 0")
    assert page.evaluate("localStorage.getItem('exercise-text:page:code')") is not None
    field.fill("dx = ...")
    assert page.evaluate("localStorage.getItem('exercise-text:page:code')") is None
