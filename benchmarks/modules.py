"""How long the modules take beside PyTorch on the CPU: same shapes, types and number of threads.

Run it with: pip install -e '.[peers]' && OPENBLAS_NUM_THREADS=1 python -m benchmarks.modules

It prints our time as a part of PyTorch's, for float32 and for float64. The forward pass of PyTorch
records no graph, and its backward pass runs on a graph already built, which keeps what the forward
pass found. Of ours there are two: `NAME_backward` is a function of the inputs alone and computes
that anew; a network keeps it. Both passes through a network stand beside both of PyTorch's.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from statistics import median
from timeit import timeit
from typing import Any

import numpy as np
import torch

import nnderiv
from benchmarks.module_cases import CASES, Array, Case
from nnderiv.network import Network, Step

Run = Callable[[], Any]

BATCHES = (64, 1024)
TYPES = ("float32", "float64")
ROUNDS = 11
LEAST = 1e-3  # seconds that a round lasts
BOUNDED = 64  # the smallest batch that the bounds hold for
BOUNDS = {True: 2.0, False: 4.0}  # of what are matrix products, and of the others


def drawn(case: Case, batch: int, dtype: str) -> dict[str, Array]:
    """Draw the inputs of a module, the same at every run."""
    inputs = case.draw(np.random.default_rng(0), batch)
    floats = {name for name, one in inputs.items() if one.dtype == np.float64}
    return {name: one.astype(dtype) if name in floats else one for name, one in inputs.items()}


def passes(case: Case, inputs: dict[str, Array]) -> Iterator[tuple[Run, Run]]:
    """Yield ours and theirs: forward, backward twice, and both passes through a network."""
    forward, backward = getattr(nnderiv, case.name), getattr(nnderiv, f"{case.name}_backward")
    tensors = [torch.tensor(one) for one in inputs.values()]
    yield lambda: forward(**inputs, **case.options), lambda: case.theirs(*tensors)
    network = Network([Step("output", forward, " ".join(inputs), case.options)])
    y, kept = network.forward(inputs)
    names = [name for name in network.backward(np.ones_like(y), kept) if name in inputs]
    leaves = {
        name: one.clone().requires_grad_(name in names)
        for name, one in zip(inputs, tensors, strict=True)
    }
    stepped = [leaves[name] for name in names]
    graph = case.theirs(*leaves.values())
    dy = np.random.default_rng(1).standard_normal(y.shape).astype(y.dtype)
    upstream = torch.tensor(dy)

    def theirs() -> Any:
        return torch.autograd.grad(graph, stepped, upstream, retain_graph=True)

    def of_network(found: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(found[name] for name in names)

    yield lambda: backward(dy, **inputs, **case.options), theirs
    yield lambda: of_network(network.backward(dy, kept)), theirs
    yield (
        lambda: of_network(network.backward(dy, network.forward(inputs)[1])),
        lambda: torch.autograd.grad(case.theirs(*leaves.values()), stepped, upstream),
    )


def require_same(ours: Any, theirs: Any) -> None:
    """Raise AssertionError unless both return the same numbers, of the same type."""
    pairs = zip(ours, theirs, strict=True) if isinstance(ours, tuple) else [(ours, theirs)]
    for one, other in pairs:
        assert one.dtype == other.numpy().dtype
        scale = np.abs(other.numpy()).max()
        np.testing.assert_allclose(one / scale, other / scale, rtol=1e-3, atol=1e-4)


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


def line(case: Case, batch: int) -> str:
    """Return the row of the table for one module and batch."""
    bound = BOUNDS[case.is_product] if batch >= BOUNDED else float("inf")
    columns = zip(*(passes(case, drawn(case, batch, dtype)) for dtype in TYPES), strict=True)
    cells = [
        " / ".join(
            f"**{found:.1f}**" if (found := ratio(ours, theirs)) > bound else f"{found:.1f}"
            for ours, theirs in column
        )
        for column in columns
    ]
    return f"| {case.name} | {batch:,} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description="How long the modules take beside PyTorch.")
    parser.add_argument("names", nargs="*", help="the modules to time; all, if there is none")
    chosen = parser.parse_args().names
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("Set OPENBLAS_NUM_THREADS=1: PyTorch is given one thread as well.")
    torch.set_num_threads(1)
    print("| module | batch | forward | backward | backward in a network | both in a network |")
    print("|---|--:|--:|--:|--:|--:|")
    for case in CASES:
        if not chosen or case.name in chosen:
            for batch in BATCHES:
                print(line(case, batch), flush=True)
    print(
        f"\nOur time / PyTorch's, float32 / float64; in bold where it is above "
        f"{BOUNDS[True]:g} for modules that are matrix products and above {BOUNDS[False]:g} for "
        f"the others, at a batch of {BOUNDED} or more. One thread, numpy {np.__version__}, "
        f"torch {torch.__version__}."
    )


if __name__ == "__main__":
    main()
