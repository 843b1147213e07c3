"""The sum, with which a residual connection ends."""

from collections.abc import Callable
from typing import Any

import nnderiv
from tests.catalogue import Module, numbers

ADD = Module(
    "add",
    nnderiv.add,
    nnderiv.add_backward,
    (numbers((3, 4), 40), numbers((3, 4), 41)),
    ("da", "db"),
)
MODULES = (ADD,)

MATRIX = [[0.5, 0.25], [1.0, 2.0]]
GOOD: dict[str, dict[str, Any]] = {
    "add": {"a": MATRIX, "b": MATRIX},
    "add_backward": {"dy": MATRIX, "a": MATRIX, "b": MATRIX},
}
AUTOGRAD: dict[str, Callable[..., Any]] = {"add": lambda a, b: a + b}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's forward pass."""
    return {"add": torch.add}
