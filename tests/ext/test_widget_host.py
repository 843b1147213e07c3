"""Widgets that would be dead in the page stop the build; those of the book do not."""

import ipywidgets
import pytest
from ipywidgets.embed import dependency_state, embed_data
from sphinx.errors import ExtensionError
from widget_host import min_height, refuse_kernel_widgets, with_shared_texts

from nnderiv.explorers import ActivationExplorer, SoftmaxExplorer


def test_a_widget_that_needs_a_kernel_stops_the_build_with_its_name() -> None:
    slider = ipywidgets.FloatSlider()
    states = embed_data(views=[slider], drop_defaults=False)["manager_state"]["state"]
    with pytest.raises(ExtensionError, match="chapters/a shows a FloatSlider, a widget that needs"):
        refuse_kernel_widgets(states, [slider.model_id], "chapters/a")


def test_an_explorer_may_be_shown_and_its_height_is_known() -> None:
    explorer = SoftmaxExplorer()
    states = embed_data(views=[explorer], drop_defaults=False)["manager_state"]["state"]
    refuse_kernel_widgets(states, [explorer.model_id], "chapters/a")
    assert min_height(states, explorer.model_id) == SoftmaxExplorer.HEIGHT


def test_two_explorers_of_a_kind_share_their_script_and_their_style() -> None:
    explorers = [ActivationExplorer(x=1), ActivationExplorer(x=2)]
    own = dependency_state(explorers, drop_defaults=False)
    state = embed_data(views=explorers, state=own)["manager_state"]
    shared = with_shared_texts(state)
    assert shared["texts"] == [ActivationExplorer._css, ActivationExplorer._esm]
    for explorer in explorers:
        found = shared["state"][explorer.model_id]["state"]
        assert (found["_css"], found["_esm"], found["x"]) == (0, 1, explorer.x)
        assert state["state"][explorer.model_id]["state"]["_esm"] == ActivationExplorer._esm
