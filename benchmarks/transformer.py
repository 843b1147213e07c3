"""The small transformer of the book beside the same in PyTorch: the same numbers, and its time.

Run it with: pip install -e '.[peers]' && OPENBLAS_NUM_THREADS=1 python -m benchmarks.transformer

Both begin with the same parameters and take the same batches and the same steps of Adam. It prints
how far apart they are after the last step, which for float64 has a bound, and how much time of
a processor a step takes each of them, forward pass, backward pass and Adam.
"""

import os
import sys
from collections.abc import Iterator
from statistics import median
from string import ascii_lowercase
from time import process_time
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from nnderiv.arrays import FloatArray
from nnderiv.network import Network
from nnderiv.training.adam import adam, adam_start
from nnderiv.training.characters import NO_TARGET, Tokens, encode
from nnderiv.training.transformer import Transformer

MODEL = Transformer(length=12)
TYPES = ("float64", "float32")
STEPS, BATCH, RATE = 50, 32, 0.005
BOUND = 1e-10  # of the relative difference, in float64

Named = dict[str, Any]
Batch = dict[str, Tokens]


def batches() -> list[Batch]:
    """Return a batch of random words for each step, the same at every run."""
    rng = np.random.default_rng(0)
    return [encode([word(rng) for _ in range(BATCH)], MODEL.length) for _ in range(STEPS)]


def word(rng: np.random.Generator) -> str:
    """Return a random word that is not too long."""
    return "".join(rng.choice(list(ascii_lowercase), rng.integers(1, MODEL.length)))


def ours(parameters: Named, data: list[Batch]) -> Iterator[tuple[float, Named]]:
    """Yield the loss before each step of our program, and the parameters after it."""
    network, state = Network(MODEL.steps()), adam_start(parameters)
    for batch in data:
        L, kept = network.forward({**parameters, **batch})
        gradients = network.backward(1.0, kept)
        parameters, state = adam(parameters, gradients, state, rate=RATE)
        yield float(L), parameters


def theirs(parameters: Named, data: list[Batch]) -> Iterator[tuple[float, Named]]:
    """Yield the same from PyTorch's modules, its gradients and its Adam."""
    tensors = {name: torch.tensor(p, requires_grad=True) for name, p in parameters.items()}
    optimiser = torch.optim.Adam(tensors.values(), lr=RATE)
    for batch in data:
        optimiser.zero_grad()
        L = loss(tensors, {name: torch.tensor(one) for name, one in batch.items()})
        L.backward()
        optimiser.step()
        yield L.item(), {name: p.detach().numpy() for name, p in tensors.items()}


def loss(p: Named, batch: dict[str, Any]) -> Any:
    """Return the loss of the transformer, in PyTorch's functions."""
    x = functional.embedding(batch["tokens"], p["E"])
    x = x + functional.embedding(batch["positions"], p["P"])
    for k in range(MODEL.blocks):
        x = block({name.removeprefix(f"{k}."): one for name, one in p.items()}, x)
    h = functional.linear(norm(x, p["gamma"], p["beta"]), p["W"].T, p["b"])
    return functional.cross_entropy(
        h.flatten(0, 1), batch["targets"].flatten(), ignore_index=NO_TARGET
    )


def block(p: Named, x: Any) -> Any:
    """Return what a block makes of x."""
    n = norm(x, p["gamma1"], p["beta1"])
    q, k, v = (
        (n @ p[name]).unflatten(-1, (MODEL.heads, -1)).transpose(-3, -2)
        for name in ("Wq", "Wk", "Wv")
    )
    heads = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    x = x + heads.transpose(-3, -2).flatten(-2) @ p["Wo"]
    a = functional.linear(norm(x, p["gamma2"], p["beta2"]), p["W1"].T, p["b1"])
    z = functional.gelu(a, approximate="tanh")
    return x + functional.linear(z, p["W2"].T, p["b2"])


def norm(x: Any, gamma: Any, beta: Any) -> Any:
    """Return x normalised."""
    return functional.layer_norm(x, x.shape[-1:], gamma, beta)


class Run:
    """What one of the two programs has done so far: losses, times, and the parameters now."""

    def __init__(self, steps: Iterator[tuple[float, Named]]) -> None:
        self.steps = steps
        self.losses: list[float] = []
        self.times: list[float] = []
        self.parameters: Named = {}

    def step(self) -> None:
        """Make a step; other programs on the same processor do not count."""
        start = process_time()
        L, self.parameters = next(self.steps)
        self.times.append(process_time() - start)
        self.losses.append(L)


def apart(one: FloatArray, other: FloatArray) -> float:
    """Return the largest difference, as a part of the largest entry."""
    return float(np.abs(one - other).max() / np.abs(other).max())


def row(dtype: str, first: dict[str, FloatArray], data: list[Batch]) -> str:
    """Return the row of the table for a type; raise AssertionError if the numbers differ."""
    start = {name: p.astype(dtype) for name, p in first.items()}
    runs = our, their = Run(ours(start, data)), Run(theirs(start, data))
    for _ in data:
        for run in runs:
            run.step()
    of_loss = apart(np.array(our.losses), np.array(their.losses))
    of_parameters = max(apart(our.parameters[name], p) for name, p in their.parameters.items())
    if dtype == "float64":
        assert max(of_loss, of_parameters) < BOUND, (of_loss, of_parameters)
    our_time, time = (median(run.times) for run in runs)
    losses = their.losses
    numbers = f"{losses[0]:.4f} | {losses[-1]:.4f} | {of_loss:.0e} | {of_parameters:.0e}"
    times = f"{1000 * our_time:.1f} ms | {1000 * time:.1f} ms | {our_time / time:.2f}"
    return f"| {dtype} | {numbers} | {times} |"


def main() -> None:
    """Print the table."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("Set OPENBLAS_NUM_THREADS=1: PyTorch is given one thread as well.")
    torch.set_num_threads(1)
    first, data = MODEL.first_parameters(np.random.default_rng(1)), batches()
    print("| type | first loss | last loss | losses apart | parameters apart ", end="")
    print("| a step, ours | PyTorch's | ratio |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for dtype in TYPES:
        print(row(dtype, first, data), flush=True)
    size = sum(p.size for p in first.values())
    print(
        f"\n{size:,} parameters, {STEPS} steps with batches of {BATCH} words, one thread, "
        f"numpy {np.__version__}, torch {torch.__version__}."
    )


if __name__ == "__main__":
    main()
