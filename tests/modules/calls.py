"""Every public function with arguments that it takes gladly, but for those under test."""

from typing import Any

import nnderiv
from tests.topics import TOPICS

MATRIX = [[0.5, 0.25], [1.0, 2.0]]
ROWS = [[0.5, 0.5], [0.25, 0.75]]

# For every function the arguments that it takes gladly.
GOOD: dict[str, dict[str, Any]] = {
    "linear": {"x": MATRIX, "W": MATRIX, "b": [1.0, 2.0]},
    "linear_backward": {"dy": MATRIX, "x": MATRIX, "W": MATRIX, "b": [1.0, 2.0]},
    "relu": {"x": MATRIX},
    "relu_backward": {"dy": MATRIX, "x": MATRIX},
    "sigmoid": {"x": MATRIX},
    "sigmoid_backward": {"dy": MATRIX, "x": MATRIX},
    "softmax": {"h": MATRIX},
    "softmax_backward": {"dy": MATRIX, "h": MATRIX},
    "softmax_cross_entropy": {"h": MATRIX, "t": ROWS},
    "softmax_cross_entropy_backward": {"dy": 1.0, "h": MATRIX, "t": ROWS},
    "tanh": {"x": MATRIX},
    "tanh_backward": {"dy": MATRIX, "x": MATRIX},
}
for topic in TOPICS:
    GOOD |= topic.GOOD
# An integer stands for an option, such as the size of a window, and no array is asked for.
ARGUMENTS = [
    (function, name)
    for function, good in GOOD.items()
    for name in good
    if type(good[name]) is not int
]


def call(function: str, **arguments: Any) -> Any:
    """Call a public function with its good arguments, but for those given."""
    return getattr(nnderiv, function)(**{**GOOD[function], **arguments})
