"""The points at which a reader's backward pass is checked: as shown, and others, unseen.

A pass may be right at the sizes shown by luck: without its transpose for a square matrix, without
its sum for a batch of one. So each size that is shown is a letter, and other points have others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import InputError

Array = NDArray[np.float64]
Sizes = Mapping[int, int]  # in the place of each size that is shown

SQUARE = 3


def _rows(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Draw rows of probabilities, none of them 0."""
    drawn = rng.uniform(0.5, 2.0, shape)
    rows: Array = drawn / drawn.sum(axis=-1, keepdims=True)
    return rows


DRAWS: dict[str, Callable[[np.random.Generator, tuple[int, ...]], Array]] = {
    "numbers": lambda rng, shape: np.asarray(rng.standard_normal(shape)),
    "positive": lambda rng, shape: np.asarray(rng.uniform(0.5, 2.0, shape)),
    "probabilities": _rows,
    "fractions": lambda rng, shape: np.asarray(rng.uniform(0.1, 0.9, shape)),
}
SIGNS = {"negative numbers alone": -1.0, "positive numbers alone": 1.0}


@dataclass(frozen=True)
class Given:
    """An input of the forward pass, as the author gives it."""

    name: str
    shape: tuple[int, ...]
    draw: str = "numbers"


@dataclass(frozen=True)
class Point:
    """Inputs of the forward pass, and in words how they differ from those that are shown."""

    inputs: dict[str, Array]
    said: str = ""

    @property
    def shapes(self) -> str:
        """The shapes in words: x (4, 3) and W (3, 2)."""
        return shapes_in_words(self.inputs)


def given(inputs: Mapping[str, Sequence[Any]]) -> list[Given]:
    """Read the inputs of an exercise.

    Args:
        inputs: the shape of each, as (4, 3), or how it is drawn and its shape, as
            ("positive", 4, 3). Equal sizes are one letter, of which other points have more or
            fewer; a size of 1 stays 1.

    Raises:
        InputError: if one is no shape, or there is none.
    """
    read = []
    for name, shown in inputs.items():
        draw, shape = "numbers", tuple(shown)
        if shape and isinstance(shape[0], str):
            draw, shape = shape[0], shape[1:]
        if draw not in DRAWS or not all(isinstance(size, int) and size > 0 for size in shape):
            raise InputError(
                f"an input is given by its shape, or by {', '.join(DRAWS)} and its shape; got "
                f'{shown!r} for {name}. Write (4, 3), or ("positive", 4, 3).'
            )
        read.append(Given(name, shape, draw))
    if not read:
        raise InputError('a backward pass needs inputs; got none. Write inputs={"x": (4, 3)}.')
    return read


def points(inputs: Sequence[Given]) -> Iterator[Point]:
    """Yield the point with the sizes shown, then the others; they are the same every time."""
    letters = list(dict.fromkeys(size for one in inputs for size in one.shape if size > 1))
    yield drawn(inputs, {}, seed=0)
    others: list[tuple[str, Sizes]] = []
    if letters:
        odd = (max(letters) + min(letters) + 1) | 1  # so that no size stays, and the larger is less
        others.append(("other sizes", {size: odd - size for size in letters}))
    if len(letters) > 1:
        others.append(("equal sizes", dict.fromkeys(letters, SQUARE)))
    others += [("a size of 1", {size: 1}) for size in letters]
    for seed, (said, sizes) in enumerate(others, start=1):
        yield drawn(inputs, sizes, seed, said)
    if any(one.draw == "numbers" for one in inputs):
        for said, sign in SIGNS.items():
            yield drawn(inputs, {}, seed=len(others) + 1, said=said, sign=sign)


def drawn(
    inputs: Sequence[Given], sizes: Sizes, seed: int, said: str = "", sign: float | None = None
) -> Point:
    """Draw one point, with some sizes in the place of others, and all numbers of one sign."""
    rng = np.random.default_rng(seed)
    arrays = {}
    for one in inputs:
        array = DRAWS[one.draw](rng, tuple(sizes.get(size, size) for size in one.shape))
        array = np.asarray(sign * abs(array) if sign and one.draw == "numbers" else array)
        array.flags.writeable = False  # here already, lest a view of it is made writeable again
        arrays[one.name] = array
    return Point(arrays, said)


def in_words(parts: Sequence[str]) -> str:
    """Return a list in words: a, b and c."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def shapes_in_words(arrays: Mapping[str, Array]) -> str:
    """Return the shapes of arrays in words: x (4, 3) and W (3, 2)."""
    return in_words([f"{name} {array.shape}" for name, array in arrays.items()])
