"""Each module beside PyTorch and JAX: names and defaults, kinks, ties, means, and how far apart.

Run it with: pip install -e '.[peers]' && python -m benchmarks.parity
"""

import inspect
from collections.abc import Callable, Iterator
from pkgutil import resolve_name
from typing import Any

import flax
import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch
from numpy.typing import NDArray

import nnderiv
from benchmarks.parity_jax import JAX_FORWARD
from benchmarks.parity_names import NAMES
from tests.catalogue import Module
from tests.modules.test_against_torch import TORCH_FORWARD
from tests.topics import MODULES

Array = NDArray[Any]
F: Any = torch.nn.functional


def table(name: str, *heads: str) -> None:
    """Print the first two rows of a table, and its name, by which the page of the book takes it."""
    print(f"\n<!-- {name} -->\n")
    row(*heads)
    print("|" + "---|" * len(heads))


def row(*cells: str) -> None:
    """Print a row of a table."""
    print("| " + " | ".join(cells) + " |")


def call(address: str, *options: str) -> str:
    """Return the name of a function, and the defaults that it has for some options."""
    parameters = inspect.signature(resolve_name(address)).parameters if options else {}
    library, _, name = address.rpartition(":")
    shown = [f"{one}={parameters[one].default!r}" for one in options]
    library = library.removeprefix("torch.nn").removeprefix(".").removesuffix(".linen")
    return " ".join([library, *(f"`{one}`" for one in (name, *shown))]).strip()


def names() -> None:
    """Print where each module is found, with the defaults that a reader may meet."""
    table("names", "nnderiv", "PyTorch", "JAX, flax, optax")
    for name, (options, *others) in NAMES.items():
        ours = call(f"nnderiv:{name}", *options.split()).removeprefix("nnderiv ")
        row(ours, *(call(*other.split()) if other else "—" for other in others))


def slopes(ours: Callable[..., Any] | None, theirs: Any, jaxs: Any, at: Array) -> Iterator[Array]:
    """Yield the gradient of the sum of a function at a point, by each library that has it."""
    if ours:
        yield ours(at)
    point = torch.tensor(at, requires_grad=True)
    theirs(point).sum().backward()
    yield point.grad.numpy()
    yield np.asarray(jax.grad(lambda x: jaxs(x).sum())(jnp.asarray(at)))


def kinks() -> None:
    """Print the slopes at a kink, and the shares of equal entries of a window."""
    zero, one = np.array([0.0]), np.array([1.0])
    at_zero = {
        "`relu`": (nnderiv.relu_backward, torch.relu, jax.nn.relu),
        "`leaky_relu`": (nnderiv.leaky_relu_backward, F.leaky_relu, jax.nn.leaky_relu),
        "`elu`": (nnderiv.elu_backward, F.elu, jax.nn.elu),
        "the larger of $x$ and 0": (
            None,
            lambda x: torch.maximum(x, torch.zeros_like(x)),
            lambda x: jnp.maximum(x, 0),
        ),
        "the absolute value": (None, torch.abs, jnp.abs),
    }
    table("kinks", "slope at 0", "nnderiv", "PyTorch", "JAX")
    for name, (backward, theirs, jaxs) in at_zero.items():
        ours = (lambda x, b=backward: b(one, x)[0]) if backward else None
        found = [f"{slope.item():g}" for slope in slopes(ours, theirs, jaxs, zero)]
        row(name, *(["—"] if ours is None else []), *found)
    ties()


def ties() -> None:
    """Print who gets the gradient of a maximum that four entries share."""
    window = np.ones((1, 1, 2, 2))
    dy = np.ones((1, 1, 1, 1))
    found = {
        "`max_pool2d`": slopes(
            lambda x: nnderiv.max_pool2d_backward(dy, x, size=2)[0],
            lambda x: F.max_pool2d(x, 2),
            JAX_FORWARD["max_pool2d"],
            window,
        ),
        "the maximum of an array": slopes(None, torch.amax, jnp.max, window),
    }
    table("ties", "of four equal entries each gets", "nnderiv", "PyTorch", "JAX")
    for name, gradients in found.items():
        cells = [", ".join(f"{share:g}" for share in one.ravel()) for one in gradients]
        row(name, *(["—"] if len(cells) < 3 else []), *cells)


def means() -> None:
    """Print what the mean of a loss is over, of 2 rows of 3 entries."""
    rng = np.random.default_rng(0)
    a, t = rng.standard_normal((2, 3)), rng.uniform(0.1, 0.9, (2, 3))
    classes = np.array([2, 0])
    losses: dict[str, tuple[Any, Any, Array]] = {
        "mse_loss": (F.mse_loss, optax.squared_error, t),
        "bce_with_logits_loss": (
            F.binary_cross_entropy_with_logits,
            optax.sigmoid_binary_cross_entropy,
            t,
        ),
        "softmax_cross_entropy": (
            F.cross_entropy,
            optax.softmax_cross_entropy_with_integer_labels,
            classes,
        ),
    }
    table("means", "2 rows of 3 entries: the sum divided by", "nnderiv", "PyTorch", "optax")
    for name, (theirs, jaxs, target) in losses.items():
        ours = getattr(nnderiv, name)
        tensors = torch.tensor(a), torch.tensor(target)
        divisors = (
            ours(a, target, reduction="sum") / ours(a, target),
            theirs(*tensors, reduction="sum") / theirs(*tensors),
        )
        shape = jaxs(jnp.asarray(a), jnp.asarray(target)).shape
        row(f"`{name}`", *(f"{one:.0f}" for one in divisors), f"nothing: an array of shape {shape}")


def edges() -> None:
    """Print what comes out where a formula has no answer."""
    q, keys, values = np.ones((1, 1, 2)), np.ones((1, 2, 2)), np.array([[[1.0], [3.0]]])
    nobody = np.zeros((1, 2), dtype=bool)
    theirs = F.scaled_dot_product_attention(
        *(torch.tensor(one) for one in (q, keys, values)), attn_mask=torch.tensor(nobody)
    )
    jaxs = JAX_FORWARD["attention"](*map(jnp.asarray, (q, keys, values, nobody)))
    table("edges", "no key takes part, the values are 1 and 3", "nnderiv", "PyTorch", "JAX")
    ours = nnderiv.attention(q, keys, values, nobody)
    row("`attention`", *(f"{float(one.ravel()[0]):g}" for one in (ours, theirs.numpy(), jaxs)))


def statistics() -> None:
    """Print what batch normalisation keeps of a batch: how much of the old, and which variance."""
    x = np.arange(4.0)[:, None]
    theirs = torch.nn.BatchNorm1d(1, dtype=torch.float64)
    theirs(torch.tensor(x))
    layer = resolve_name("flax.linen:BatchNorm")(False)
    state = layer.init(jax.random.key(0), x)
    kept = layer.apply(state, x, mutable=["batch_stats"])[1]["batch_stats"]
    table("statistics", "after one batch with the variance", "PyTorch keeps", "flax keeps")
    of_theirs, of_flax = theirs.running_var.item(), kept["var"].item()
    row(f"{x.var():g}, unbiased {x.var(ddof=1):.4f}", f"{of_theirs:.5f}", f"{of_flax:.5f}")
    momenta = theirs.momentum, layer.momentum
    row("`momentum`", *(f"{one:g}" for one in momenta))


def apart(module: Module) -> Iterator[float]:
    """Yield how far value and gradients are from PyTorch's and from JAX's, at the tests' point."""
    ours = (module.forward(*module.inputs), *module.backward(module.dy, *module.inputs))
    tensors = [torch.tensor(one) for one in module.inputs]
    leaves = [tensors[place].requires_grad_() for place in module.stepped]
    y = TORCH_FORWARD[module.name](*tensors)
    theirs = y.detach(), *torch.autograd.grad(y, leaves, torch.tensor(module.dy))
    yield farthest(ours, theirs)

    def of_stepped(*stepped: Any) -> Any:
        inputs: list[Any] = list(map(jnp.asarray, module.inputs))
        for place, one in zip(module.stepped, stepped, strict=True):
            inputs[place] = one
        return JAX_FORWARD[module.name](*inputs)

    value, pull = jax.vjp(of_stepped, *(jnp.asarray(module.inputs[k]) for k in module.stepped))
    yield farthest(ours, (value, *pull(jnp.asarray(module.dy, value.dtype))))


def farthest(ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> float:
    """Return the largest difference of an array from ours, as a part of the largest entry."""
    pairs = [(np.asarray(one), np.asarray(other)) for one, other in zip(ours, theirs, strict=True)]
    return max(float(np.abs(one - other).max() / np.abs(one).max()) for one, other in pairs)


def main() -> None:
    """Print the tables."""
    jax.config.update("jax_enable_x64", True)
    names()
    kinks()
    means()
    edges()
    statistics()
    table("apart", "value and gradients, farthest from", "PyTorch", "JAX")
    for module in MODULES:
        row(module.name, *(f"{one:.0e}" for one in apart(module)))
    print("\n<!-- versions -->")
    print(
        f"\nfloat64, torch {torch.__version__}, jax {jax.__version__}, flax {flax.__version__}, "
        f"optax {optax.__version__}."
    )


if __name__ == "__main__":
    main()
