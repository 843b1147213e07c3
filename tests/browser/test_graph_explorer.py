"""The explorer of graphs in the built chapter, as a reader uses it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.explorers.test_graph_explorer import FREE, INPUTS, STARTS, by_modules, gates, values_of

from .tabs import from_disk_too

PAGE = "chapters/backpropagation.html"
LABELS = {
    "product": "(a + b) · c",
    "paths": "a · b + max(a, c)",
    "neuron": "(σ(w · x + b) − t)²",
}
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
