"""What the tests know of the modules, topic by topic: points, good arguments, references.

A topic is a file with

- `MODULES`: every module at points in general position;
- `GOOD`: for every public function the arguments that it takes gladly;
- `AUTOGRAD`: by the names in MODULES, a forward pass of its own for HIPS autograd;
- `torch_forward(torch)`: by the same names, PyTorch's forward pass.
"""

from types import ModuleType

from tests.catalogue import FIRST
from tests.topics import (
    activations,
    attention,
    convolution,
    lookup,
    losses,
    normalisation,
    recurrent,
    sums,
)

TOPICS: tuple[ModuleType, ...] = (
    losses,
    activations,
    recurrent,
    lookup,
    normalisation,
    attention,
    convolution,
    sums,
)
MODULES = (*FIRST, *(module for topic in TOPICS for module in topic.MODULES))
GRADIENTS = [(module, k) for module in MODULES for k in range(len(module.gradients))]
GRADIENT_IDS = [f"{module}-{module.gradients[k]}" for module, k in GRADIENTS]
