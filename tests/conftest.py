"""What all tests share: the settings of Hypothesis, and every module in turn."""

import pytest
from hypothesis import settings

from tests.catalogue import Module
from tests.topics import MODULES

settings.register_profile("deterministic", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("deterministic")


# Of the session, because Hypothesis does not reset a fixture between two examples.
@pytest.fixture(params=MODULES, ids=str, scope="session")
def module(request: pytest.FixtureRequest) -> Module:
    """Return each module of the catalogue in turn."""
    assert isinstance(request.param, Module)
    return request.param
