"""Random numbers for what was declared: inputs, arbitrary functions, losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nnderiv.proofread.context.names import VARIABLE
from nnderiv.proofread.numeric import dual
from nnderiv.proofread.numeric.dual import Number
from nnderiv.proofread.numeric.tensor import Tensor, guard, reshaped, total

DRAWS = 4  # draws of all inputs, side by side
STYLES = ("real", "real", "positive", "unit", "mixed", "mixed", "unit", "positive")
MEMBERS = 16  # of a family of functions f_1, f_2, …


@dataclass
class Draw:
    """Sizes, and values for every input, each drawn when it is first asked for.

    The numbers of a name depend on the seed and the name alone, not on the order of the rows.

    Attributes:
        small: the name that runs over `nodes`, for the order of a remainder.
        wide: numbers of every size, to look for an exception to an order.
        remainder: times h^p is what O(h^p) stands for.
        values: the inputs that were drawn.
        known: what definitions came to.
    """

    seed: int
    sizes: dict[str, int]
    small: str | None = None
    nodes: NDArray[np.float64] | None = None
    wide: bool = False
    remainder: float = 0.0
    values: dict[str, Tensor] = field(default_factory=dict)
    known: dict[str, Tensor] = field(default_factory=dict)

    def random(self, name: str) -> np.random.Generator:
        """A generator of its own for every name."""
        return np.random.default_rng([self.seed, crc32(name.encode())])

    @property
    def together(self) -> int:
        """How many draws stand side by side."""
        return DRAWS if self.nodes is None else 1

    def numbers(
        self, key: str, shape: tuple[int, ...], domain: str, ends: Sequence[float]
    ) -> Tensor:
        """Draw the values of a name, of the kind that its declaration says."""
        if key == self.small and self.nodes is not None:
            return Tensor(self.nodes)
        rng = self.random(key)
        style = STYLES[self.seed % len(STYLES)]
        if style == "mixed":
            style = str(rng.choice(["real", "positive", "unit"]))
        if domain in ("real", VARIABLE):
            domain = style
        full = (*shape, self.together)
        guard(*full)
        if domain == "between":
            low, high = ends or (0.0, 1.0)
            return Tensor(low + (high - low) * rng.uniform(0.1, 0.9, full), len(shape))
        if domain == "whole":
            return Tensor(_whole(rng, full, *map(int, ends or (1, 2))), len(shape))
        found = _FROM[domain](rng, full)
        if self.wide and domain in ("real", "positive"):
            found = found * 10.0 ** np.arange(-1, self.together - 1)
        return Tensor(found, len(shape))

    # --- arbitrary functions

    def smooth(self, key: str, z: Number, members: Sequence[NDArray[np.int64]] = ()) -> Number:
        """An arbitrary function of a number, of one sign, with derivatives of every order."""
        rng = self.random("function " + key)
        result: Number = np.asarray(2.0 if self.seed % 2 == 0 else -2.0)
        count, member = _numbered(members)
        for _ in range(3):
            height, pace, shift = rng.uniform([0.2, 0.6, 0.0], [0.5, 1.6, 6.0], (count, 3)).T
            a, b, c = height[member], pace[member], shift[member]
            result = result + a * dual.sin(b * z + c)
        return result

    def loss(
        self, key: str, arguments: list[Tensor], members: Sequence[NDArray[np.int64]] = ()
    ) -> Tensor:
        """An arbitrary function of whole arrays, in which every entry acts on every other."""
        rng = self.random("loss " + key)
        alone, joint = Tensor(np.asarray(0.0)), Tensor(np.asarray(0.0))
        for z in arguments:
            a, b, c, g = (_factors(rng, z, members) for _ in range(4))
            data = reshaped(z, range(z.rank), max(z.running, a.ndim - z.rank))
            waves = total(Tensor(a * dual.sin(b * data + c), z.rank), z.rank)
            alone = Tensor(alone.data + waves.data)
            joint = Tensor(joint.data + total(Tensor(g * data, z.rank), z.rank).data)
        return Tensor(alone.data + dual.sin(joint.data))


def _numbered(members: Sequence[NDArray[np.int64]]) -> tuple[int, NDArray[np.int64]]:
    """How many functions a family f_{ij} has, and the number of each of these in it."""
    number = np.zeros((), dtype=np.int64)
    for member in members:
        number = MEMBERS * number + member
    return MEMBERS ** max(len(members), 1), number


def _factors(
    rng: np.random.Generator, z: Tensor, members: Sequence[NDArray[np.int64]]
) -> NDArray[np.float64]:
    """A factor for each entry of z, others for every member of a family of functions."""
    count, number = _numbered(members)
    if not members:
        return rng.uniform(0.4, 1.4, (*z.shape, *(1,) * z.running))
    guard(count, *z.shape)
    guard(*number.shape, *z.shape)
    factors = rng.uniform(0.4, 1.4, (count, *z.shape))[number]
    order = [*range(number.ndim, factors.ndim), *range(number.ndim)]
    running = (1,) * (z.running - number.ndim)
    return factors.transpose(order).reshape(*z.shape, *running, *number.shape)


def _real(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Of both signs, in every place: the sign changes from draw to draw."""
    signs = np.where(np.arange(shape[-1]) % 2, 1.0, -1.0) * rng.choice(
        [-1.0, 1.0], (*shape[:-1], 1)
    )
    single = len(shape) == 1  # a number reaches further out in one of the draws
    reach = np.where(single & (np.arange(shape[-1]) == DRAWS - 1), 3.0, 1.0)
    return np.asarray(rng.uniform(0.3, 1.5, shape) * signs * reach)


def _whole(
    rng: np.random.Generator, shape: tuple[int, ...], low: int, high: int
) -> NDArray[np.float64]:
    """Of low, …, high; the last draws are these ends themselves, which seldom come up by chance.

    A sum that misses its first or last term is wrong there alone, and so is what holds for
    different indices only: at its end, an index equals all others of its range.
    """
    found = rng.integers(low, high + 1, shape).astype(float)
    found[..., DRAWS - 2 : DRAWS - 1] = low
    found[..., DRAWS - 1 :] = high
    return found


def _one_hot(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A single 1 along the last axis."""
    classes = rng.integers(0, shape[-2], (*shape[:-2], 1, shape[-1]))
    return np.asarray(np.arange(shape[-2]).reshape(-1, 1) == classes, dtype=float)


def _simplex(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Positive numbers that sum to 1 along the last axis."""
    numbers = rng.uniform(0.2, 1.0, shape)
    return np.asarray(numbers / numbers.sum(axis=-2, keepdims=True))


def _symmetric(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A matrix that is its own transpose."""
    half = _real(rng, shape)
    return half + np.swapaxes(half, -3, -2)


def _definite(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A symmetric matrix whose quadratic form is positive."""
    half = _real(rng, shape)
    whole: NDArray[np.float64] = np.einsum("...ikd,...jkd->...ijd", half, half)
    return whole + 0.1 * np.eye(shape[-2])[..., None]


def _orthogonal(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A matrix whose columns are perpendicular and of length 1."""
    factors = np.linalg.qr(np.moveaxis(_real(rng, shape), -1, 0))[0]
    return np.asarray(np.moveaxis(factors, 0, -1))


_FROM = {
    "real": _real,
    "positive": lambda rng, shape: rng.uniform(0.3, 1.8, shape),
    "unit": lambda rng, shape: rng.uniform(0.1, 0.9, shape),
    "signs": lambda rng, shape: rng.choice([-1.0, 1.0], shape),
    "binary": lambda rng, shape: rng.integers(0, 2, shape).astype(float),
    "one-hot": _one_hot,
    "simplex": _simplex,
    "symmetric": _symmetric,
    "definite": _definite,
    "orthogonal": _orthogonal,
}
