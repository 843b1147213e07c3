"""Parts of the graph that explain themselves, play, nudges and descent, in the built chapter."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .test_backpropagation_explorer import (
    GIVEN,
    LAST,
    PAGE,
    Press,
    Visit,
    computed,
    expect_graph,
    explorer,
    go,
    in_node,
    part,
)


def test_a_click_on_a_node_or_an_edge_explains_it_until_the_next_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, 12)
    part(widget, "z = ").click()
    lines = widget.locator(".nnd-line")
    expect(lines).to_have_text(
        [
            "z = σ(a) = σ(0.6) = 0.6457",
            "dL/dz = dL/dy · w₂ = 0.5913 · 2 = 1.183",
            "If z grows a little, L grows 1.183 times that much.",
        ]
    )
    expect(part(widget, "z = ")).to_have_attribute("aria-pressed", "true")
    part(widget, "from a to z").locator(".nnd-slope").click()
    expect(lines.first).to_have_text("dz/da = σ\N{PRIME}(a) = 0.2288")
    go(widget, 1)
    expect(lines).to_have_count(1)
    expect(widget.locator('[aria-pressed="true"]')).to_have_count(0)


def test_a_finger_on_a_node_or_on_an_edge_explains_it(phone: Page, server: str) -> None:
    phone.goto(f"{server}/{PAGE}")
    widget = explorer(phone)
    part(widget, "z, not").tap()
    expect(widget.locator(".nnd-formula").first).to_have_text("z = σ(a)")
    part(widget, "from a to z").locator(".nnd-edge-box").tap()
    expect(widget.locator(".nnd-formula").first).to_have_text("dz/da = σ\N{PRIME}(a)")


def test_the_arrow_keys_go_through_nodes_and_edges(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    part(widget, "x = ").focus()
    formula = widget.locator(".nnd-line .nnd-formula").first
    for key, text in [
        ("Enter", "x = 1"),
        ("ArrowRight", "da/dx = w₁"),
        ("ArrowDown", "w₁ = 0.5"),
        ("ArrowLeft", "da/dx = w₁"),
        ("End", "L = ½(y − t)²"),
        ("ArrowRight", "L = ½(y − t)²"),
        ("ArrowUp", "dL/dt = t − y"),
        ("Home", "x = 1"),
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
        expect_graph(widget, step)


def test_slopes_stand_on_the_edges_once_their_ends_are_computed(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    slopes = widget.locator(".nnd-slope")
    expect(slopes).to_have_count(0)
    n = computed()
    into = {"a": [n["x"], 1, n["w1"]], "z": [n["da"] / n["dz"]]}
    into |= {"y": [n["z"], 1, n["w2"]], "L": [n["t"] - n["y"], n["y"] - n["t"]]}
    known: list[str] = []
    for values in into.values():
        go(widget, 1)
        known += [in_node(value) for value in values]
        expect(slopes).to_have_count(len(known))
        assert sorted(slopes.all_text_contents()) == sorted(known)


def test_a_nudge_shows_the_predicted_beside_the_actual_change(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    n = computed()
    for name, label, by in [("w1", "w₁", 0.1), ("b2", "b₂", 0.01), ("t", "t", 0.1)]:
        widget.get_by_label("Input to nudge").select_option(name)
        widget.get_by_label("Amount of the nudge").select_option(f"{by:g}")
        slope = n["t"] - n["y"] if name == "t" else n[f"d{name}"]
        after = computed("sigmoid", **{name: n[name] + by})["L"]
        minus = "\N{MINUS SIGN}"
        predicted = f"dL/d{label} · {by:g} = {slope * by:.4g}".replace("-", minus)
        expect(widget.locator(".nnd-line-predicted")).to_have_text(predicted)
        actual = f"{after:.5f} − {n['L']:.5f} = {after - n['L']:.4g}".replace("-", minus)
        expect(widget.locator(".nnd-line-actual")).to_have_text(actual)


def test_steps_of_descent_lower_the_loss_and_too_large_ones_raise_it(
    visit: Visit, press: Press
) -> None:
    widget = explorer(visit(PAGE))
    told = widget.locator(".nnd-descent")
    step = widget.get_by_role("button", name="Take a step")
    given = dict(GIVEN)
    for taken in (1, 2, 3):
        before = computed("sigmoid", **given)
        press(step)
        given |= {p: given[p] - 0.5 * before[f"d{p}"] for p in ("w1", "b1", "w2", "b2")}
        expect(told).to_contain_text("L fell from")
        expect_graph(widget, LAST, **given)
        expect(widget.locator(".nnd-bar")).to_have_count(taken + 1)
    widget.get_by_role("slider", name="b₂", exact=True).press("End")
    expect(widget.locator(".nnd-bar")).to_have_count(1)  # a descent from here
    widget.get_by_role("slider", name="Rate").press("End")
    expect(told).to_contain_text("out of the range from")
    expect(step).to_have_attribute("aria-disabled", "true")
    step.press("Enter")
    expect(widget.locator(".nnd-bar")).to_have_count(1)
    press(widget.get_by_role("button", name="Reset"))
    widget.get_by_role("slider", name="Rate").press("End")
    press(step)
    expect(told).to_contain_text("L rose from 0.1748 to")


def test_play_steps_by_itself_until_the_reader_takes_over(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    widget.get_by_role("button", name="Play").click()
    way = widget.locator(".nnd-way")
    expect(way).to_contain_text("Step 2 of")
    widget.get_by_role("button", name="Back").click()
    play = widget.get_by_role("button", name="Play")
    expect(play).to_be_visible()
    play.click()
    pause = widget.get_by_role("button", name="Pause")
    expect(way).to_contain_text("Step 3 of")
    pause.click()
    expect(play).to_be_visible()


def test_play_ends_with_the_last_step(visit: Visit) -> None:
    widget = explorer(visit(PAGE))
    go(widget, LAST - 1)
    widget.get_by_role("button", name="Play").click()
    expect_graph(widget, LAST)
    expect(widget.get_by_role("button", name="Play")).to_be_visible()


@pytest.mark.parametrize(("motion", "name"), [("no-preference", "nnd-flow"), ("reduce", "none")])
def test_nothing_moves_for_those_who_want_less_motion(visit: Visit, motion: Any, name: str) -> None:
    page = visit(PAGE, anew=True)
    page.emulate_media(reduced_motion=motion)
    widget = explorer(page)
    widget.get_by_role("button", name="Play").click()
    line = widget.locator(".nnd-edge-forward .nnd-edge-line").first
    expect(line).to_have_css("animation-name", name)
