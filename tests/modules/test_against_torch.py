"""Every module against PyTorch, where it is installed; it is no requirement of the book."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.catalogue import Module
from tests.topics import TOPICS

torch = pytest.importorskip("torch")
functional = torch.nn.functional

TORCH_FORWARD: dict[str, Callable[..., Any]] = {
    "linear": lambda x, W, b: functional.linear(x, W.T, b),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softmax": lambda h: functional.softmax(h, dim=-1),
    "softmax_cross_entropy of classes": functional.cross_entropy,
    "softmax_cross_entropy of rows": lambda h, t: functional.cross_entropy(h, t, reduction="sum"),
}
for topic in TOPICS:
    TORCH_FORWARD |= topic.torch_forward(torch)


def test_forward_and_backward_give_what_pytorch_gives(module: Module) -> None:
    inputs = [torch.tensor(array) for array in module.inputs]
    stepped = [inputs[place].requires_grad_() for place in module.stepped]
    y = TORCH_FORWARD[module.name](*inputs)
    np.testing.assert_allclose(module.forward(*module.inputs), y.detach().numpy(), rtol=1e-12)
    y.backward(torch.tensor(module.dy))
    found = module.backward(module.dy, *module.inputs)
    for dx, one in zip(found, stepped, strict=True):
        np.testing.assert_allclose(dx, one.grad.numpy(), rtol=1e-11, atol=1e-15)
