"""The host of widgets: links, several views, failures that stay in their place."""

import json
from collections.abc import Iterator
from pathlib import Path

import ipywidgets
import late_traits
import pytest
from ipywidgets.embed import embed_data
from playwright.sync_api import Browser, Page, expect
from widget_host import with_shared_texts

from nnderiv.explorers import ActivationExplorer, DerivationExplorer
from nnderiv.proofread.derivation import read_derivation
from tests.browser.tabs import LAST_RESORT

HOST = Path(__file__).parents[2] / "_ext" / "widget_host.js"
X = ".nnd-point"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(LAST_RESORT)
    yield page
    page.close()


def show(page: Page, path: Path, *widgets: ipywidgets.Widget) -> None:
    """Open a page with these widgets, run by the host from the disk."""
    state = embed_data(views=list(widgets), drop_defaults=False)["manager_state"]
    mime = "application/vnd.jupyter.widget"
    views = "".join(
        f'<script type="{mime}-view+json">{json.dumps({"model_id": widget.model_id})}</script>'
        for widget in widgets
    )
    content = with_shared_texts(state)
    content["state"], late = late_traits.split(content["state"])
    content["late"] = late_traits.write(late, path.parent)
    data = json.dumps(content).replace("</", "<\\/")
    html = (
        f'<meta charset="utf-8"><body>{views}<script type="{mime}-state+json">{data}</script>'
        f"<script>{HOST.read_text(encoding='utf-8')}</script></body>"
    )
    path.write_text(html, encoding="utf-8")
    page.goto(path.as_uri())


def test_a_link_makes_two_widgets_move_as_one(page: Page, tmp_path: Path) -> None:
    one, other = ActivationExplorer(x=1), ActivationExplorer(x=3, activation="tanh")
    kept = ipywidgets.jslink((one, "x"), (other, "x"))
    show(page, tmp_path / "a.html", one, other)
    points = page.locator(X)
    expect(points.nth(1)).to_have_attribute("aria-valuenow", "1")
    points.nth(1).press("ArrowRight")
    expect(points.nth(0)).to_have_attribute("aria-valuenow", "1.1")
    kept.close()


def test_a_directed_link_leads_one_way(page: Page, tmp_path: Path) -> None:
    one, other = ActivationExplorer(x=1), ActivationExplorer(x=3)
    kept = ipywidgets.jsdlink((one, "x"), (other, "x"))
    show(page, tmp_path / "a.html", one, other)
    points = page.locator(X)
    points.nth(1).press("ArrowRight")
    expect(points.nth(1)).to_have_attribute("aria-valuenow", "1.1")
    expect(points.nth(0)).to_have_attribute("aria-valuenow", "1")
    points.nth(0).press("ArrowLeft")
    expect(points.nth(1)).to_have_attribute("aria-valuenow", "0.9")
    kept.close()


def test_two_widgets_of_a_kind_do_not_interfere(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path / "a.html", ActivationExplorer(x=1), ActivationExplorer(x=3))
    points = page.locator(X)
    points.nth(0).press("ArrowRight")
    expect(points.nth(0)).to_have_attribute("aria-valuenow", "1.1")
    expect(points.nth(1)).to_have_attribute("aria-valuenow", "3")
    page.get_by_role("radio", name="ReLU").first.check()
    expect(page.get_by_role("radio", name="sigmoid").nth(1)).to_be_checked()


def test_a_widget_that_fails_says_so_and_leaves_the_others_alive(
    page: Page, tmp_path: Path
) -> None:
    broken = ActivationExplorer()
    broken._esm = "export default { render() { throw new Error('the ink ran out'); } };"
    show(page, tmp_path / "a.html", broken, ActivationExplorer(x=2))
    expect(page.get_by_role("alert")).to_contain_text("could not be shown: the ink ran out")
    expect(page.locator(X)).to_have_attribute("aria-valuenow", "2")


def stepper() -> DerivationExplorer:
    rows = r"f &:= (x + 1)^2 \\ &= x^2 + 2 x + 1 \\ &= x (x + 2) + 1"
    return DerivationExplorer(read_derivation(rows))


def test_late_traits_are_loaded_once_when_the_first_widget_is_opened(
    page: Page, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    show(page, tmp_path / "a.html", stepper(), stepper())
    toggles = page.get_by_role("button", name="Step through")
    expect(toggles).to_have_count(2)
    assert not any("late-" in url for url in asked)
    for _ in range(2):
        toggles.first.click()
    expect(page.locator(".nnd-rows")).to_have_count(2)
    assert sum("late-" in url for url in asked) == 1


def test_late_traits_that_do_not_arrive_are_asked_for_again(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path / "a.html", stepper())
    (script,) = tmp_path.glob("late-*.js")
    script.rename(tmp_path / "away")
    page.get_by_role("button", name="Step through").click()
    failed = page.get_by_role("button", name="could not be loaded")
    expect(failed).to_have_attribute("aria-expanded", "true")
    (tmp_path / "away").rename(script)
    failed.click()
    page.get_by_role("button", name="Step through").click()
    expect(page.locator(".nnd-rows")).to_be_visible()
