"""The explorer of graphs in the built chapter, as a reader uses it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.explorers.test_graph_explorer import FREE, INPUTS, STARTS, by_modules, gates, values_of

from .axe import violations
from .boxes import expect_to_fill_its_place, expect_to_fit_across
from .tabs import from_disk_too

PAGE = "chapters/backpropagation.html"
LABELS = {
    "product": "(a + b) · c",
    "paths": "a · b + max(a, c)",
    "neuron": "(σ(w · x + b) − t)²",
}
FOLLOW = """(hash) => new Promise((done) => {
    addEventListener("hashchange", done, { once: true });
    location.hash = hash;
})"""
MINUS = "\N{MINUS SIGN}"
Visit = Callable[..., Page]
Press = Callable[[Locator], None]


def in_node(value: float) -> str:
    """Return a number as the graph writes it."""
    assert value == 0 or abs(value) >= 0.0005
    return f"{round(value, 3) + 0:.4g}".replace("-", MINUS)


def explorer(page: Page, example: str = "product") -> Locator:
    """Return the explorer, once it is drawn, with this example chosen."""
    widget = page.locator(".nnd-graph").first
    expect(widget.locator(".nnd-formula").first).not_to_be_empty()
    widget.get_by_label(LABELS[example], exact=True).check()
    return widget


def node(widget: Locator, name: str) -> Locator:
    """Return a node of the graph."""
    return widget.locator(f".nnd-node-{name}")


def edge(widget: Locator, start: str, end: str) -> Locator:
    """Return an edge of the graph."""
    return widget.locator(f'.nnd-part[aria-label^="from {start} to {end},"]')


def go(widget: Locator, steps: int) -> None:
    """Press Next as often."""
    for _ in range(steps):
        widget.get_by_role("button", name="Next").click()


def steps_of(example: str) -> tuple[list[str], list[str]]:
    """Return the nodes in the order in which values and then gradients become known."""
    forward = list(gates(example))
    return forward, [*reversed(forward), *FREE[example]]


def expect_graph(widget: Locator, example: str, inputs: list[float], step: int) -> None:
    """Wait until each node shows its value and its gradient, and those not reached yet none."""
    forward, backward = steps_of(example)
    expect(widget.locator(".nnd-way")).to_contain_text(
        f"Step {step} of {len(forward) + len(backward)}"
    )
    values, gradients = values_of(example, inputs), by_modules(example, inputs)
    known = [*INPUTS[example], *forward[:step]]
    back = backward[: max(0, step - len(forward))]
    for name in [*INPUTS[example], *forward]:
        shown = [in_node(float(values[name]))] if name in known else []
        expect(node(widget, name).locator(".nnd-card-value")).to_have_text(shown)
        shown = [in_node(gradients[name])] if name in back else []
        expect(node(widget, name).locator(".nnd-card-gradient")).to_have_text(shown)


@from_disk_too
@pytest.mark.parametrize("example", LABELS)
def test_next_goes_through_the_values_and_then_through_the_gradients(
    visit: Visit, example: str
) -> None:
    widget = explorer(visit(PAGE), example)
    expect_graph(widget, example, STARTS[example], 0)
    expect(widget.get_by_role("button", name="Back")).to_be_disabled()
    last = sum(map(len, steps_of(example)))
    for step in range(1, last + 1):
        go(widget, 1)
        expect_graph(widget, example, STARTS[example], step)
    expect(widget.get_by_role("button", name="Next")).to_be_disabled()


def test_back_takes_back_the_last_number(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 4)
    press(widget.get_by_role("button", name="Back"))
    expect_graph(widget, "product", STARTS["product"], 3)


def test_an_input_is_typed_or_dragged_and_all_numbers_follow(visit: Visit) -> None:
    widget = explorer(visit(PAGE), "paths")
    go(widget, 9)
    field = widget.get_by_role("spinbutton", name="a", exact=True)
    field.fill("-1.25")
    expect_graph(widget, "paths", [-1.25, -2.0, 1.0], 9)
    slider = widget.get_by_role("slider", name="c by slider")
    slider.press("End")
    expect_graph(widget, "paths", [-1.25, -2.0, 5.0], 9)
    slider.press("ArrowLeft")
    expect_graph(widget, "paths", [-1.25, -2.0, 4.9], 9)
    expect(widget.get_by_role("spinbutton", name="c", exact=True)).to_have_value("4.9")
    field.fill("7")
    field.blur()
    expect(field).to_have_value("5")  # the end of the range
    expect_graph(widget, "paths", [5.0, -2.0, 4.9], 9)


def test_the_inputs_of_an_example_are_there_again_when_it_is_chosen_again(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("spinbutton", name="a", exact=True).fill("4")
    explorer(widget.page, "neuron")
    expect(widget.get_by_role("spinbutton")).to_have_count(4)
    expect_graph(widget, "neuron", STARTS["neuron"], 0)
    widget.get_by_label(LABELS["neuron"], exact=True).press("Home")
    explorer(widget.page, "product")
    expect_graph(widget, "product", [4.0, -1.0, 3.0], 0)


@pytest.mark.parametrize(
    ("example", "name", "amount"),
    [("product", "b", 0.5), ("paths", "a", 0.1), ("paths", "c", 0.5), ("neuron", "x", 0.5)],
)
def test_a_nudge_shows_the_change_of_each_node_that_it_reaches(
    visit: Visit, example: str, name: str, amount: float
) -> None:
    widget = explorer(visit(PAGE), example)
    widget.get_by_label("Input to nudge").select_option(name)
    widget.get_by_label("Amount of the nudge").select_option(f"{amount:g}")
    moved = list(STARTS[example])
    moved[INPUTS[example].index(name)] += amount
    before, after = values_of(example, STARTS[example]), values_of(example, moved)
    reached = {name}
    for at, (operands, _) in gates(example).items():
        reached |= {at} if reached & set(operands) else set()
    for at in before:
        change = float(after[at] - before[at])
        shown = [("" if change < 0 else "+") + in_node(change)] if at in reached else []
        expect(node(widget, at).locator(".nnd-card-change")).to_have_text(shown)
    change, slope = float(after["L"] - before["L"]), by_modules(example, STARTS[example])[name]
    predicted = f"dL/d{name} · {amount:g} = {slope * amount:.4g}".replace("-", MINUS)
    expect(widget.locator(".nnd-line-predicted")).to_have_text(predicted)
    actual = f"= {change:.4g}".replace("-", MINUS)
    expect(widget.locator(".nnd-line-actual")).to_contain_text(actual)


def test_a_nudge_that_is_sent_forward_travels_to_the_loss_and_waits_there(
    visit: Visit, press: Press
) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 7)
    press(widget.get_by_role("button", name="Send it forward"))
    changes = widget.locator(".nnd-card-change")
    expect(changes).to_have_text(["+0.1"])
    expect(changes).to_have_text(["+0.1", "+0.1"])
    expect(widget.locator(".nnd-edge-forward:not(.nnd-edge-quiet)")).to_have_count(1)
    expect(changes).to_have_text(["+0.1", "+0.1", "+0.3"])
    expect(widget.get_by_role("button", name="Play")).to_be_visible()
    expect_graph(widget, "product", STARTS["product"], 2)


def test_a_click_on_a_node_shows_the_product_along_each_path_and_their_sum(visit: Visit) -> None:
    widget = explorer(visit(PAGE), "paths")
    node(widget, "a").click()
    expect(widget.locator(".nnd-line")).to_have_text(
        [
            "Path L → p → a: dL/dp · dp/da = 1 · (−2) = −2",
            "Path L → m → a: dL/dm · dm/da = 1 · 1 = 1",
            "dL/da = −2 + 1 = −1",
        ]
    )
    expect(node(widget, "a")).to_have_attribute("aria-pressed", "true")
    for path, slopes in [(1, ["−2", "1"]), (2, ["1", "1"])]:
        shown = widget.locator(f".nnd-path-{path}.nnd-edge-backward .nnd-slope")
        expect(shown).to_have_text(slopes)
    edge(widget, "a", "m").locator(".nnd-edge-box").click()
    expect(widget.locator(".nnd-formula").first).to_have_text("dm/da = 1 if a > c, else 0")
    go(widget, 1)
    expect(widget.locator('[aria-pressed="true"]')).to_have_count(0)


def test_the_arrow_keys_go_through_nodes_and_edges(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    node(widget, "a").focus()
    formula = widget.locator(".nnd-line .nnd-formula").first
    for key, text in [
        ("Enter", "Path L → s → a:"),
        ("ArrowRight", "Path L → s → b:"),
        ("PageDown", "Path L → s → a:"),
        ("End", "L = s · c"),
        ("ArrowUp", "dL/dc = s"),
        ("ArrowLeft", "dL/ds = c"),
        ("Home", "Path L → s → a:"),
    ]:
        widget.page.keyboard.press(key)
        expect(formula).to_have_text(text)
        expect(widget.locator('[aria-pressed="true"]')).to_be_focused()
        expect(widget.locator('.nnd-part[tabindex="0"]')).to_have_count(1)


def test_left_and_right_on_the_buttons_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("button", name="Play").focus()
    for key, step in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)]:
        widget.page.keyboard.press(key)
        expect_graph(widget, "product", STARTS["product"], step)


def test_a_finger_on_a_node_or_on_an_edge_explains_it(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    widget = explorer(phone, "neuron")
    node(widget, "x").tap()
    expect(widget.locator(".nnd-formula").first).to_have_text("Path L → y → z → p → x:")
    edge(widget, "z", "y").locator(".nnd-edge-box").tap()
    expect(widget.locator(".nnd-formula").first).to_have_text("dy/dz = σ(z)(1 − σ(z))")


def test_where_both_operands_of_max_are_equal_the_convention_is_told(visit: Visit) -> None:
    widget = explorer(visit(PAGE), "paths")
    widget.get_by_role("spinbutton", name="a", exact=True).fill("1")
    go(widget, 9)
    expect_graph(widget, "paths", [1.0, -2.0, 1.0], 9)
    expect(widget.locator(".nnd-line-tie")).to_contain_text("the second, c, gets the slope")
    expect(widget.locator(".nnd-panel .nnd-caption")).to_contain_text("there is no derivative")


def test_the_target_is_held_constant_and_no_gradient_comes_back_to_it(visit: Visit) -> None:
    widget = explorer(visit(PAGE), "neuron")
    go(widget, 11)
    expect(node(widget, "t")).to_have_accessible_name("t, constant, 0")
    expect(edge(widget, "t", "L").locator(".nnd-slope")).to_have_count(0)
    node(widget, "t").click()
    expect(widget.locator(".nnd-line")).to_contain_text("is held constant")
    expect(widget.get_by_label("Input to nudge").locator("option")).to_have_text(["w", "x", "b"])


def test_the_graph_says_its_numbers_to_a_screen_reader(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 2)
    expect(widget.get_by_role("group", name="Graph of L")).to_have_attribute(
        "aria-label",
        "Graph of L: a = 2, changes by +0.1; b = −1; c = 3; s by add = 1, changes by +0.1; "
        "L by multiply = 3, changes by +0.3",
    )
    expect(edge(widget, "s", "L")).to_have_accessible_name("from s to L, slope 3")
    go(widget, 1)
    expect(node(widget, "L")).to_have_accessible_name("L by multiply = 3, dL/dL = 1")


@pytest.fixture
def linked(visit: Visit) -> Callable[[str], Locator]:
    """Open the page with a fragment that sets the explorer."""
    page = visit(PAGE, anew=True)

    def opened(settings: str) -> Locator:
        page.evaluate(FOLLOW, f"#graph-explorer?{settings}")
        return page.locator(".nnd-graph")

    return opened


def test_a_link_sets_the_explorer_and_a_change_is_written_to_the_address(
    linked: Callable[[str], Locator],
) -> None:
    widget = linked("example=paths&paths=[4,1,2]&step=9&selected=b&nudge=0.5")
    expect_graph(widget, "paths", [4.0, 1.0, 2.0], 9)
    expect(widget.locator(".nnd-formula").first).to_have_text("Path L → p → b:")
    expect(widget.locator(".nnd-line-predicted")).to_have_text("dL/da · 0.5 = 1")
    widget.get_by_role("button", name="Back").click()
    wanted = "#graph-explorer?example=paths&nudge=0.5&paths=%5B4,1,2%5D&step=8"
    widget.page.wait_for_function("wanted => location.hash === wanted", arg=wanted)


@pytest.mark.parametrize(
    "settings",
    ["example=net", "product=[9,0,0]", "product=[1,2]", "nudge=7", "nudged=t", "step=12", "step=x"],
)
def test_a_link_to_what_is_not_there_changes_nothing(
    linked: Callable[[str], Locator], settings: str
) -> None:
    widget = linked("step=2")
    expect_graph(widget, "product", STARTS["product"], 2)
    first = widget.text_content()
    linked(settings)
    assert widget.text_content() == first


@pytest.mark.parametrize("example", LABELS)
def test_the_graph_is_legible_on_a_phone_and_nothing_overlaps(visit: Visit, example: str) -> None:
    widget = explorer(visit(PAGE, width=360), example)
    for name in INPUTS[example]:
        widget.get_by_role("spinbutton", name=name, exact=True).fill("-1.234")
    go(widget, sum(map(len, steps_of(example))))
    expect_to_fit_across(360, widget, widget.locator(".nnd-stage"), widget.locator(".nnd-panel"))
    sizes = """node => [...node.querySelectorAll('text, tspan')].map((text) =>
        parseFloat(getComputedStyle(text).fontSize))"""
    assert min(widget.evaluate(sizes)) >= 13
    overflows = """node => [...node.querySelectorAll('.nnd-card')].filter((card) =>
        [...card.querySelectorAll('text')].some((text) =>
            text.getBBox().width > card.querySelector('rect').getBBox().width - 6)).length"""
    assert widget.evaluate(overflows) == 0
    overlaps = """node => {
        const all = [...node.querySelectorAll('.nnd-slope, .nnd-card-box')];
        const boxes = all.map((part) => part.getBoundingClientRect());
        return boxes.flatMap((one, i) => boxes.slice(i + 1).filter((other) =>
            one.left < other.right && other.left < one.right &&
            one.top < other.bottom && other.top < one.bottom)).length;
    }"""
    assert widget.evaluate(overlaps) == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("example", LABELS)
def test_the_height_reserved_in_the_page_holds_the_widget(
    visit: Visit, width: Any, example: str
) -> None:
    widget = explorer(visit(PAGE, width=width), example)
    for name in INPUTS[example]:  # long numbers, and a tie
        widget.get_by_role("spinbutton", name=name, exact=True).fill("-4.321")
    for _ in range(sum(map(len, steps_of(example)))):
        go(widget, 1)
        expect_to_fill_its_place(widget, gap=8)
    for part in widget.locator(".nnd-part").all():
        part.focus()
        widget.page.keyboard.press("Enter")
        expect(part).to_have_attribute("aria-pressed", "true")
        expect_to_fill_its_place(widget, gap=8)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "light"), (1280, "dark")])
@pytest.mark.parametrize("example", LABELS)
def test_axe_finds_nothing_in_any_example_on_the_way(
    visit: Visit, width: Any, theme: Any, example: str
) -> None:
    page = visit(PAGE, width=width, theme=theme)
    widget = explorer(page, example)
    go(widget, 3)
    options = {"rules": {"target-size": {"enabled": True}}}
    assert violations(page, **options) == []
    node(widget, INPUTS[example][0]).click()
    assert violations(page, **options) == []


def test_play_goes_to_the_last_step_unless_the_reader_takes_over(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 5)
    widget.get_by_role("button", name="Play").click()
    expect_graph(widget, "product", STARTS["product"], 7)
    play = widget.get_by_role("button", name="Play")
    play.click()
    expect(widget.locator(".nnd-way")).to_contain_text("Step 1 of")
    widget.get_by_role("button", name="Back").click()
    expect(play).to_be_visible()
    expect_graph(widget, "product", STARTS["product"], 0)


@from_disk_too
def test_reset_goes_back_to_the_start(visit: Visit, press: Press) -> None:
    widget = explorer(visit(PAGE), "neuron")
    widget.get_by_role("spinbutton", name="w", exact=True).fill("-3")
    go(widget, 5)
    press(widget.get_by_role("button", name="Reset"))
    expect_graph(widget, "product", STARTS["product"], 0)
    explorer(widget.page, "neuron")
    expect_graph(widget, "neuron", STARTS["neuron"], 0)
