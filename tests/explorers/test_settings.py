"""What a link to a page may set in an explorer, and which values it may give."""

import json

from nnderiv.explorers import (
    ActivationExplorer,
    DerivationExplorer,
    JacobianExplorer,
    LinearExplorer,
)
from nnderiv.proofread.derivation import read_derivation

ROWS = r"(x^2)' &= 2x \\ &= x + x"


def test_numbers_have_their_range_and_names_their_list() -> None:
    settings = ActivationExplorer()._settings
    assert settings["activation"]["of"][:3] == ["sigmoid", "tanh", "relu"]
    assert set(ActivationExplorer().compare) <= set(settings["compare"]["of"])
    assert settings["x"] == {"from": -6.0, "to": 6.0}
    assert LinearExplorer()._settings["k"] == {"from": 1, "to": 3, "whole": True}


def test_every_setting_is_a_trait_that_a_page_can_write_down() -> None:
    for explorer in (ActivationExplorer(), JacobianExplorer(), LinearExplorer()):
        assert set(explorer._settings) == set(explorer._own())
        json.dumps(explorer._settings)


def test_the_steps_below_a_derivation_have_no_settings() -> None:
    assert DerivationExplorer(read_derivation(ROWS))._settings == {}
