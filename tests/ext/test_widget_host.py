"""Widgets that would be dead in the page stop the build; those of the book do not."""

import ipywidgets
import pytest
from ipywidgets.embed import embed_data
from sphinx.errors import ExtensionError
from widget_host import min_height, refuse_kernel_widgets

from nnderiv.explorers import ActivationExplorer


def test_a_widget_that_needs_a_kernel_stops_the_build_with_its_name() -> None:
    slider = ipywidgets.FloatSlider()
    states = embed_data(views=[slider], drop_defaults=False)["manager_state"]["state"]
    with pytest.raises(ExtensionError, match="chapters/a shows a FloatSlider, a widget that needs"):
        refuse_kernel_widgets(states, [slider.model_id], "chapters/a")


def test_an_explorer_may_be_shown_and_its_height_is_known() -> None:
    explorer = ActivationExplorer()
    states = embed_data(views=[explorer], drop_defaults=False)["manager_state"]["state"]
    refuse_kernel_widgets(states, [explorer.model_id], "chapters/a")
    assert min_height(states, explorer.model_id) == ActivationExplorer.HEIGHT
