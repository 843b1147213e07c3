"""How long the modules take beside PyTorch on the CPU: same shapes, types and number of threads.

Run it with: pip install -e '.[peers]' && OPENBLAS_NUM_THREADS=1 python -m benchmarks.modules

It prints our time as a part of PyTorch's. The forward pass of PyTorch records no graph. Its
backward pass runs on a graph already built, which keeps what the forward pass found; ours is a
function of the inputs alone, and computes that anew.
"""

import os
import sys
from collections.abc import Callable, Iterator
from statistics import median
from timeit import timeit
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

import nnderiv

Array = NDArray[Any]
Run = Callable[[], Any]

BATCHES = (1, 64, 4096)
FEATURES = 64
TYPES = ("float32", "float64")
ROUNDS = 21
LEAST = 1e-3  # seconds that a round lasts
SLOW = 1.5

THEIRS: dict[str, Callable[..., Any]] = {
    "linear": lambda x, W, b: torch.addmm(b, x, W),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softmax": lambda h: torch.softmax(h, dim=-1),
    "softmax_cross_entropy": torch.nn.functional.cross_entropy,
}


def draw(name: str, batch: int, dtype: str) -> tuple[Array, ...]:
    """Draw the inputs of a module, the same at every run."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((batch, FEATURES)).astype(dtype)
    if name == "linear":
        W, b = rng.standard_normal((FEATURES, FEATURES)), rng.standard_normal(FEATURES)
        return x, W.astype(dtype), b.astype(dtype)
    if name == "softmax_cross_entropy":
        return x, rng.integers(FEATURES, size=batch)
    return (x,)


def passes(name: str, inputs: tuple[Array, ...]) -> Iterator[tuple[str, Run, Run]]:
    """Yield the forward and the backward pass, ours and theirs."""
    forward, backward = getattr(nnderiv, name), getattr(nnderiv, f"{name}_backward")
    tensors = [torch.tensor(one) for one in inputs]
    yield "forward", lambda: forward(*inputs), lambda: THEIRS[name](*tensors)
    leaves = [one.clone().requires_grad_(one.is_floating_point()) for one in tensors]
    stepped = [leaf for leaf in leaves if leaf.requires_grad]
    y = THEIRS[name](*leaves)
    dy = np.random.default_rng(1).standard_normal(y.shape).astype(inputs[0].dtype)
    upstream = torch.tensor(dy)
    yield (
        "backward",
        lambda: backward(dy, *inputs),
        lambda: torch.autograd.grad(y, stepped, upstream, retain_graph=True),
    )


def require_same(ours: Any, theirs: Any) -> None:
    """Raise AssertionError unless both return the same numbers, of the same type."""
    pairs = zip(ours, theirs, strict=True) if isinstance(ours, tuple) else [(ours, theirs)]
    for one, other in pairs:
        assert one.dtype == other.numpy().dtype
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


def ratio(ours: Run, theirs: Run) -> float:
    """Return our time as a part of theirs, the medians of rounds in turn."""
    require_same(ours(), theirs())
    times: dict[Run, list[float]] = {ours: [], theirs: []}
    numbers = {run: enough(run) for run in times}
    for _ in range(ROUNDS):
        for run, number in numbers.items():
            times[run].append(timeit(run, number=number) / number)
    return median(times[ours]) / median(times[theirs])


def enough(run: Run) -> int:
    """Return how often to repeat a run so that a round lasts."""
    number = 1
    while timeit(run, number=number) < LEAST:
        number *= 2
    return number


def rows(name: str, batch: int) -> Iterator[str]:
    """Yield the rows of the table for one module and batch."""
    columns = [passes(name, draw(name, batch, dtype)) for dtype in TYPES]
    for columns_of_pass in zip(*columns, strict=True):
        ratios = [ratio(ours, theirs) for _, ours, theirs in columns_of_pass]
        cells = [f"**{one:.2f}**" if one > SLOW else f"{one:.2f}" for one in ratios]
        yield f"| {name} | {columns_of_pass[0][0]} | {batch} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("Set OPENBLAS_NUM_THREADS=1: PyTorch is given one thread as well.")
    torch.set_num_threads(1)
    print(f"| module | pass | batch | {' | '.join(TYPES)} |")
    print("|---|---|--:|" + "--:|" * len(TYPES))
    for name in THEIRS:
        for batch in BATCHES:
            print(*rows(name, batch), sep="\n", flush=True)
    print(
        f"\nOur time / PyTorch's, above {SLOW} in bold; {FEATURES} features, one thread, "
        f"numpy {np.__version__}, torch {torch.__version__}."
    )


if __name__ == "__main__":
    main()
