"""How long a gradient check takes, beside the checks of other libraries, in one run and in turn.

Every library is given the same formula, a linear layer with softmax cross entropy on it, in its own
arrays.

Run it with: pip install -e '.[peers]' && python -m benchmarks.gradcheck
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from math import ceil
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from autograd import numpy as anp
from autograd.test_util import check_grads as autograd_check
from numpy.typing import NDArray
from scipy.optimize import check_grad

from nnderiv import gradcheck
from nnderiv.gradcheck.differences import TINY_STEP

Array = NDArray[Any]
Check = Callable[[], object]

ROUNDS = 7
TURN = 0.05  # seconds
# examples, inputs and outputs of the linear layer, for about as many entries
SIZES = {80: (4, 6, 8), 3000: (16, 40, 58), 100_000: (64, 256, 320)}
# how many times ours a peer should take
ASKED = {
    ("torch gradcheck", 80): 8.0,
    ("torch gradcheck", 3000): 4.0,
    **{("scipy check_grad", entries): 1.0 for entries in SIZES},
    **{("torch gradcheck, fast mode", entries): 10.0 for entries in SIZES},
    **{("jax check_grads", entries): 20.0 for entries in SIZES},
    **{("autograd check_grads", entries): 4.0 for entries in SIZES},
}


@dataclass(frozen=True)
class Point:
    """A linear layer with softmax cross entropy on it, at a random point."""

    x: Array
    W: Array
    b: Array
    t: Array

    @property
    def inputs(self) -> tuple[Array, Array, Array]:
        """The inputs that are checked; the target is held constant."""
        return self.x, self.W, self.b

    def forward(self, x: Any, W: Any, b: Any) -> Any:
        """Return the loss."""
        h = x @ W + b
        z = h - h.max(axis=1, keepdims=True)
        log_o = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return -log_o[np.arange(len(self.t)), self.t].mean()

    def backward(self, dy: Any, x: Any, W: Any, b: Any) -> tuple[Array, ...]:
        """Return the gradients of x, W and b."""
        h = x @ W + b
        e = np.exp(h - h.max(axis=1, keepdims=True))
        dh = e / e.sum(axis=1, keepdims=True)
        dh[np.arange(len(self.t)), self.t] -= 1
        dh *= dy / len(self.t)
        return dh @ W.T, x.T @ dh, dh.sum(axis=0)


def draw(k: int, m: int, n: int) -> Point:
    """Draw the point, the same at every run."""
    rng = np.random.default_rng(0)
    x, W, b = (rng.standard_normal(shape) for shape in ((k, m), (m, n), (n,)))
    return Point(x, W, b, rng.integers(n, size=k))


def ours(point: Point, mode: Any) -> Check:
    """Our check, which must pass."""

    def run() -> None:
        report = gradcheck(
            lambda x, W, b: point.forward(x, W, b),
            lambda dy, x, W, b: point.backward(dy, x, W, b),
            *point.inputs,
            mode=mode,
        )
        report.raise_if_failed()

    return run


def torchs(point: Point, fast: bool) -> Check:
    """PyTorch's check."""
    import torch

    torch.set_num_threads(1)
    inputs = [torch.tensor(one, requires_grad=True) for one in point.inputs]
    t = torch.tensor(point.t)

    def forward(x: Any, W: Any, b: Any) -> Any:
        return torch.nn.functional.cross_entropy(x @ W + b, t)

    return partial(torch.autograd.gradcheck, forward, inputs, fast_mode=fast)


def jaxs(point: Point) -> Check:
    """JAX's check, of the reverse mode, first order."""
    import jax
    from jax.test_util import check_grads

    jax.config.update("jax_enable_x64", True)

    def forward(x: Any, W: Any, b: Any) -> Any:
        log_o = jax.nn.log_softmax(x @ W + b)
        return -log_o[np.arange(len(point.t)), point.t].mean()

    inputs = tuple(map(jax.numpy.asarray, point.inputs))
    return partial(check_grads, forward, inputs, order=1, modes=["rev"])


def autograds(point: Point) -> Check:
    """The check of HIPS autograd, of the reverse mode, first order, in every input."""

    def forward(x: Any, W: Any, b: Any) -> Any:
        h = x @ W + b
        z = h - anp.max(h, axis=1, keepdims=True)
        log_o = z - anp.log(anp.sum(anp.exp(z), axis=1, keepdims=True))
        return -anp.mean(log_o[np.arange(len(point.t)), point.t])

    every = tuple(range(len(point.inputs)))
    return partial(autograd_check(forward, every, modes=["rev"], order=1), *point.inputs)


def scipys(point: Point) -> Check:
    """SciPy's check, which takes one vector and one-sided differences."""
    ends = np.cumsum([one.size for one in point.inputs])[:-1]

    def split(v: Array) -> list[Array]:
        parts = np.split(v, ends)
        return [part.reshape(one.shape) for part, one in zip(parts, point.inputs, strict=True)]

    def slope(v: Array) -> Array:
        return np.concatenate([one.ravel() for one in point.backward(1.0, *split(v))])

    start = np.concatenate([one.ravel() for one in point.inputs])
    return lambda: check_grad(lambda v: point.forward(*split(v)), slope, start)


def calls(point: Point) -> dict[str, Check]:
    """The two functions under test by themselves, and the forward pass in complex numbers."""
    stepped = [one + 1j * TINY_STEP for one in point.inputs]
    return {
        "forward": lambda: point.forward(*point.inputs),
        "backward": lambda: point.backward(1.0, *point.inputs),
        "complex": lambda: point.forward(*stepped),
    }


def in_turn(checks: dict[str, Check]) -> dict[str, float]:
    """Return the median milliseconds of each check, all of them run in turn.

    A turn of a short check is made of as many runs as take a twentieth of a second.
    """
    runs: dict[str, int] = {}
    for name, run in checks.items():
        run()
        runs[name] = ceil(TURN / seconds_of(run, 1))
    turns: dict[str, list[float]] = {name: [] for name in checks}
    for _ in range(ROUNDS):
        for name, run in checks.items():
            turns[name].append(seconds_of(run, runs[name]))
    return {name: 1000 * median(times) for name, times in turns.items()}


def seconds_of(run: Check, times: int) -> float:
    """Return how long one run takes, of several in a row."""
    start = perf_counter()
    for _ in range(times):
        run()
    return (perf_counter() - start) / times


def rows(entries: int, mode: str, times: dict[str, float]) -> Iterator[str]:
    """Yield a row of the table for each peer: the times, and what ours would have to be."""
    own = times["nnderiv"]
    for peer in (name for name in times if (name, entries) in ASKED):
        ratio, asked = times[peer] / own, ASKED[peer, entries]
        cells = (mode, f"{entries:,}", f"{own:.2f}", peer, f"{times[peer]:.2f}")
        yield f"| {' | '.join(cells)} | {ratio:.1f} | {asked:g} | {verdict(ratio, asked)} |"


def row_of_calls(entries: int, times: dict[str, float]) -> str:
    """Return how long the calls alone take that a check in projected mode makes, and what is asked.

    It calls the forward pass once as it is, once in complex numbers and twice for a difference, and
    the backward pass twice.
    """
    least = times["forward"] + times["backward"]
    six = 3 * times["forward"] + times["complex"] + 2 * times["backward"]
    asked = min(times[peer] / ASKED[peer, entries] for peer in times if (peer, entries) in ASKED)
    cells = (least, six, times["nnderiv"], asked)
    return f"| {entries:,} | {' | '.join(f'{one:.3f}' for one in cells)} |"


def verdict(ratio: float, asked: float) -> str:
    """Say whether a bound is kept."""
    return "yes" if ratio >= asked else "no"


def main() -> None:
    """Print the two tables."""
    print("| mode | entries | nnderiv, ms | peer | its ms | times ours | asked | reached |")
    print("|---|--:|--:|---|--:|--:|--:|---|")
    of_calls = []
    for entries, shape in SIZES.items():
        point = draw(*shape)
        if entries <= 3000:
            full = {
                "nnderiv": ours(point, "full"),
                "torch gradcheck": torchs(point, fast=False),
                "scipy check_grad": scipys(point),
            }
            print(*rows(entries, "full", in_turn(full)), sep="\n", flush=True)
        projected = {
            "nnderiv": ours(point, "projected"),
            "torch gradcheck, fast mode": torchs(point, fast=True),
            "jax check_grads": jaxs(point),
            "autograd check_grads": autograds(point),
            **calls(point),
        }
        times = in_turn(projected)
        print(*rows(entries, "projected", times), sep="\n", flush=True)
        of_calls.append(row_of_calls(entries, times))
    print(
        "\n| entries | one forward, one backward, ms | the six calls, ms | nnderiv, ms "
        "| the most that all three ask, ms |"
    )
    print("|--:|--:|--:|--:|--:|", *of_calls, sep="\n")
    libraries = ("numpy", "torch", "jax", "autograd", "scipy")
    print(f"\n{', '.join(f'{one} {version(one)}' for one in libraries)}, one thread.")


if __name__ == "__main__":
    main()
