"""Modules that pick entries or rows: dropout and the embedding."""

from collections.abc import Callable
from functools import partial
from typing import Any

import autograd.numpy as anp
import numpy as np

import nnderiv
from tests.catalogue import Module, numbers

KEEP = np.array([[True, False, True], [False, True, True]])

DROPOUT = Module(
    "dropout",
    nnderiv.dropout,
    nnderiv.dropout_backward,
    (numbers((2, 3), 30), KEEP),
    ("dx",),
)
DROPOUT_OF_A_FIFTH = Module(
    "dropout of a fifth",
    partial(nnderiv.dropout, p=0.2),
    partial(nnderiv.dropout_backward, p=0.2),
    (numbers((2, 3), 31), np.array([[False, True, True], [True, False, True]])),
    ("dx",),
)
EMBEDDING = Module(
    "embedding",
    nnderiv.embedding,
    nnderiv.embedding_backward,
    # Square, and the first row is asked for three times, the second one never.
    (np.array([[0, 2], [3, 0], [0, 3]]), numbers((4, 4), 32)),
    ("dE",),
)
EMBEDDING_OF_ALL_ROWS = Module(
    "embedding of all rows",
    nnderiv.embedding,
    nnderiv.embedding_backward,
    (np.array([2, 0, 1, 2]), numbers((3, 5), 33)),
    ("dE",),
)
MODULES = (DROPOUT, DROPOUT_OF_A_FIFTH, EMBEDDING, EMBEDDING_OF_ALL_ROWS)

MATRIX = [[0.5, 0.25], [1.0, 2.0]]
MASK = [[True, False], [True, True]]
GOOD: dict[str, dict[str, Any]] = {
    "dropout": {"x": MATRIX, "keep": MASK},
    "dropout_backward": {"dy": MATRIX, "x": MATRIX, "keep": MASK},
    "embedding": {"indices": [1, 1], "E": MATRIX},
    "embedding_backward": {"dy": MATRIX, "indices": [1, 1], "E": MATRIX},
}


def _one_hot_times(indices: Any, E: Any) -> Any:
    return anp.dot(np.eye(len(E))[indices], E)


AUTOGRAD: dict[str, Callable[..., Any]] = {
    "dropout": lambda x, keep: 2 * keep * x,
    "dropout of a fifth": lambda x, keep: 1.25 * keep * x,
    "embedding": _one_hot_times,
    "embedding of all rows": _one_hot_times,
}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's forward passes; its own dropout draws the mask, see test_dropout.py."""
    embedding = torch.nn.functional.embedding
    return {
        "dropout": lambda x, keep: x * keep / 0.5,
        "dropout of a fifth": lambda x, keep: x * keep / 0.8,
        "embedding": embedding,
        "embedding of all rows": embedding,
    }
