"""Random numbers for what was declared: sizes that all differ, inputs, arbitrary functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread import duals
from nnderiv.proofread.context import VARIABLE, Context, Input
from nnderiv.proofread.duals import Number
from nnderiv.proofread.syntax import Name, Node, walk
from nnderiv.proofread.syntax import Number as Literal
from nnderiv.proofread.tensors import Tensor, guard, reshaped, total

DRAWS = 4  # draws of all inputs, side by side
STYLES = ("real", "real", "positive", "unit", "mixed", "mixed", "unit", "positive")
TRIES = 300
APART = 6  # from this seed on, of two sizes one is twice the other, as n > 2k - 1 needs it
MEMBERS = 16  # of a family of functions f_1, f_2, …


@dataclass
class Draw:
    """Sizes, and values for every input, each drawn when it is first asked for.

    The numbers of a name depend on the seed and the name alone, not on the order of the rows.
    """

    context: Context
    seed: int
    small: str | None = None  # the name that runs over `nodes`, for the order of a remainder
    nodes: NDArray[np.float64] | None = None
    wide: bool = False  # numbers of every size, to look for an exception to an order
    remainder: float = 0.0  # times h^p is what O(h^p) stands for
    sizes: dict[str, int] = field(default_factory=dict)
    values: dict[str, Tensor] = field(default_factory=dict)
    known: dict[str, Tensor] = field(default_factory=dict)  # what definitions came to

    def __post_init__(self) -> None:
        self.sizes = _sizes(self.context, self.seed)

    def random(self, name: str) -> np.random.Generator:
        """A generator of its own for every name."""
        return np.random.default_rng([self.seed, crc32(name.encode())])

    @property
    def together(self) -> int:
        """How many draws stand side by side."""
        return DRAWS if self.nodes is None else 1

    def input(self, key: str) -> Tensor:
        """The values of a declared input; a name that nobody declared is a real number."""
        if key not in self.values:
            self.values[key] = self._drawn(key)
        return self.values[key]

    def _drawn(self, key: str) -> Tensor:
        """Draw the values of a name, of the kind that its declaration says."""
        if key == self.small and self.nodes is not None:
            return Tensor(self.nodes)
        declared = self.context.inputs.get(key, Input())
        shape = tuple(self.length(axis) for axis in declared.shape)
        rng = self.random(key)
        style = STYLES[self.seed % len(STYLES)]
        if style == "mixed":
            style = str(rng.choice(["real", "positive", "unit"]))
        domain = style if declared.domain in ("real", VARIABLE) else declared.domain
        full = (*shape, self.together)
        guard(*full)
        if domain == "between":
            low, high = (self._bound(bound) for bound in declared.bounds or (0.0, 1.0))
            return Tensor(low + (high - low) * rng.uniform(0.1, 0.9, full), len(shape))
        if domain == "whole":
            low, high = (self._bound(bound) for bound in declared.bounds or (1.0, 2.0))
            return Tensor(rng.integers(int(low), int(high) + 1, full).astype(float), len(shape))
        numbers = _FROM[domain](rng, full)
        if self.wide and domain in ("real", "positive"):
            numbers = numbers * 10.0 ** np.arange(-1, self.together - 1)
        return Tensor(numbers, len(shape))

    def _bound(self, bound: float | Node) -> float:
        """An end of a range: a number, or the length that a formula gives."""
        return float(self.whole(bound)) if isinstance(bound, Node) else bound

    def length(self, axis: Node) -> int:
        """The length of an axis for the sizes of this draw."""
        length = self.whole(axis)
        if length < 1:
            raise ReadError(f"an axis of {length} entries has nothing to check", axis.at)
        return length

    def whole(self, axis: Node) -> int:
        """The whole number that a formula of sizes comes to."""
        from nnderiv.proofread.evaluate import Evaluator

        if isinstance(axis, Name) and axis.key in self.sizes:
            return self.sizes[axis.key]
        value = duals.value_of(Evaluator(self).of(axis).data)
        if value.size != 1 or not np.isfinite(value).all() or (value != np.rint(value)).any():
            raise ReadError("the length of an axis should be one whole number", axis.at)
        return round(float(value.reshape(-1)[0]))

    # --- arbitrary functions

    def smooth(self, key: str, z: Number, member: NDArray[Any] | None = None) -> Number:
        """An arbitrary function of a number, of one sign, with derivatives of every order."""
        rng = self.random("function " + key)
        result: Number = np.asarray(2.0 if self.seed % 2 == 0 else -2.0)
        for _ in range(3):
            height, pace, shift = rng.uniform([0.2, 0.6, 0.0], [0.5, 1.6, 6.0], (MEMBERS, 3)).T
            if member is None:
                a, b, c = height[0], pace[0], shift[0]
            else:
                a, b, c = height[member], pace[member], shift[member]
            result = result + a * duals.sin(b * z + c)
        return result

    def loss(self, key: str, arguments: list[Tensor]) -> Tensor:
        """An arbitrary function of whole arrays, in which every entry acts on every other."""
        rng = self.random("loss " + key)
        alone, joint = Tensor(np.asarray(0.0)), Tensor(np.asarray(0.0))
        for z in arguments:
            ends = (1,) * z.running
            a, b, c, g = (rng.uniform(0.4, 1.4, (*z.shape, *ends)) for _ in range(4))
            data = reshaped(z, range(z.rank), z.running)
            waves = total(Tensor(a * duals.sin(b * data + c), z.rank), z.rank)
            alone = Tensor(alone.data + waves.data)
            joint = Tensor(joint.data + total(Tensor(g * data, z.rank), z.rank).data)
        return Tensor(alone.data + duals.sin(joint.data))


def drawn(context: Context, seed: int) -> Draw:
    """The draw of this number for the context as it is now."""
    if context.draws_of != context.version:
        context.draws, context.draws_of = {}, context.version
    if seed not in context.draws:
        context.draws[seed] = Draw(context, seed)
    draw = context.draws[seed]
    assert isinstance(draw, Draw)
    return draw


def _real(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Of both signs, in every place: the sign changes from draw to draw."""
    signs = np.where(np.arange(shape[-1]) % 2, 1.0, -1.0) * rng.choice(
        [-1.0, 1.0], (*shape[:-1], 1)
    )
    single = len(shape) == 1  # a number reaches further out in one of the draws
    reach = np.where(single & (np.arange(shape[-1]) == DRAWS - 1), 3.0, 1.0)
    return np.asarray(rng.uniform(0.3, 1.5, shape) * signs * reach)


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
    return half + np.swapaxes(half, 0, 1)


def _definite(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A symmetric matrix whose quadratic form is positive."""
    half = _real(rng, shape)
    whole: NDArray[np.float64] = np.einsum("ikd,jkd->ijd", half, half)
    return whole + 0.1 * np.eye(shape[0])[..., None]


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


def _sizes(context: Context, seed: int) -> dict[str, int]:
    """A length for every size: all different, and such that every axis has two entries or more.

    Seeds come in pairs: of two sizes the larger one under one seed is the smaller under the other.
    """
    rng = np.random.default_rng(seed // 2)
    names = list(context.sizes)
    axes = {axis for known in context.inputs.values() for axis in known.shape}
    derived = [axis for axis in axes if not isinstance(axis, Name | Literal)]
    taken = {int(axis.value) for axis in axes if isinstance(axis, Literal)}
    least = 2 + seed // 2  # later seeds have larger sizes, for sums up to n - 3 and the like
    candidates = list(range(least, least + len(names) + len(taken) + 2))
    if seed >= APART:
        candidates = [2**k + 1 for k in range(len(names) + len(taken) + 2)]
    pool = [n for n in candidates if n not in taken]
    pool = pool[: len(names) + 1]
    best: dict[str, int] = {}
    most = -1
    for _ in range(TRIES if derived else 1):
        order = [int(n) for n in rng.permutation(pool)]
        if seed % 2:
            order = [pool[-1 - pool.index(n)] for n in order]
        chosen = dict(zip(names, order, strict=False))
        lengths = [_length(axis, chosen) for axis in derived]
        fit = sum(n >= 2 for n in lengths) + len({*lengths, *chosen.values()})
        if fit > most and min(lengths, default=1) >= 1:
            best, most = chosen, fit
    if most < 0:
        raise ReadError("no sizes were found for which every declared axis has an entry")
    return best


def _length(axis: Node, sizes: dict[str, int]) -> float:
    """The length of an axis for trial sizes; 0 if a name in it is no size."""
    from nnderiv.proofread.evaluate import Evaluator

    holder = Draw.__new__(Draw)
    holder.context, holder.seed, holder.values = Context(), 0, {}
    holder.small = holder.nodes = None
    holder.known = {}
    holder.sizes = sizes
    value = duals.value_of(Evaluator(holder).of(axis).data)
    if any(isinstance(p, Name) and p.key not in sizes for p in walk(axis)) or value.size != 1:
        return 0.0
    return float(value.reshape(()))
