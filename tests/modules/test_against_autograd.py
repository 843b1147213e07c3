"""Every module against HIPS autograd, which differentiates a forward pass of its own."""

import numpy as np
import pytest

from tests.catalogue import Module
from tests.modules.references import AUTOGRAD_FORWARD, autograd_gradient
from tests.topics import GRADIENT_IDS, GRADIENTS, TOPICS

FORWARD = dict(AUTOGRAD_FORWARD)
for topic in TOPICS:
    FORWARD |= topic.AUTOGRAD


def test_the_forward_pass_gives_what_the_reference_gives(module: Module) -> None:
    expected = FORWARD[module.name](*module.inputs)
    np.testing.assert_allclose(module.forward(*module.inputs), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(("module", "k"), GRADIENTS, ids=GRADIENT_IDS)
def test_the_backward_pass_gives_what_autograd_gives(module: Module, k: int) -> None:
    place = module.stepped[k]
    expected = autograd_gradient(FORWARD[module.name], place, module.dy, module.inputs)
    found = module.backward(module.dy, *module.inputs)[k]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)
