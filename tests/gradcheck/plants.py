"""Wrong backward passes made by rule, and right ones at awkward points, over all modules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tests.catalogue import (
    CROSS_ENTROPY_OF_CLASSES,
    CROSS_ENTROPY_OF_ROWS,
    ENTRY_BY_ENTRY,
    FIRST,
    LINEAR,
    RELU,
    SIGMOID,
    SOFTMAX,
    TANH,
    Array,
    Module,
    distributions,
    numbers,
)

Change = Callable[[Array], Any]


@dataclass(frozen=True)
class Plant:
    """A wrong backward pass: the mistake by its kind, and how its cause is named, if it is."""

    kind: str
    module: Module
    backward: Callable[..., Any]
    named: str = ""

    def __str__(self) -> str:
        return f"{self.kind}, {self.module}"


def drawn(module: Module, seed: int, n: int = 4) -> Module:
    """Return a module at another point, where all axes are n long."""
    if module is LINEAR:
        shapes: list[tuple[int, ...]] = [(n, n), (n, n), (n,)]
        return replace(module, inputs=tuple(numbers(s, seed + j) for j, s in enumerate(shapes)))
    if module is CROSS_ENTROPY_OF_CLASSES:
        return replace(module, inputs=(numbers((n, n), seed), np.arange(n)[::-1]))
    if module is CROSS_ENTROPY_OF_ROWS:
        return replace(module, inputs=(numbers((n, n), seed), distributions((n, n), seed + 1)))
    return replace(module, inputs=(numbers((n, n), seed),))


def changed(module: Module, k: int, change: Change) -> Callable[..., Any]:
    """Return the backward pass of a module with `change` done to its gradient k."""

    def backward(dy: Array, *inputs: Array) -> tuple[Any, ...]:
        found = module.backward(dy, *inputs)
        return (*found[:k], change(found[k]), *found[k + 1 :])

    return backward


def one_entry(dx: Array) -> Array:
    """Return the gradient with its largest entry a twentieth of a percent too large."""
    dx = dx.copy()
    dx[np.unravel_index(np.argmax(np.abs(dx)), dx.shape)] *= 1.0005
    return dx


CHANGES: dict[str, tuple[Change, str]] = {
    "sign": (lambda dx: -dx, "the wrong sign"),
    "factor 2": (lambda dx: 2 * dx, "a factor of 2"),
    "factor 1/2": (lambda dx: dx / 2, "a factor of 1/2"),
    "mean for sum": (lambda dx: dx / 4, "a factor of 1/4"),
    "zero": (lambda dx: 0 * dx, "a gradient that is never computed"),
    "off by 0.05 %": (lambda dx: 1.0005 * dx, "a constant factor of 1.0005"),
    "one wrong entry": (one_entry, "a single wrong entry"),
    "float32 inside": (lambda dx: dx.astype(np.float32), "float32"),
}
LINEAR_MISTAKES: dict[str, list[tuple[int, Callable[..., Any], str]]] = {
    "transpose": [
        (0, lambda dy, x, W: dy @ W, "a transpose"),
        (0, lambda dy, x, W: W @ dy.T, "a transpose"),
        (1, lambda dy, x, W: x @ dy, "a transpose"),
        (1, lambda dy, x, W: dy.T @ x, "a transpose"),
    ],
    "dropped sum": [
        (1, lambda dy, x, W: np.outer(x[0], dy[0]), "a sum over the batch forgotten"),
        (2, lambda dy, x, W: dy[0], "a sum over the batch forgotten"),
        (2, lambda dy, x, W: dy[-1], "a sum over the batch forgotten"),
        (2, lambda dy, x, W: dy[:-1].sum(axis=0), "a sum over the batch that leaves out"),
    ],
    "swap": [
        (0, lambda dy, x, W: x.T @ dy, "gradients in the wrong order"),
        (1, lambda dy, x, W: dy @ W.T, "gradients in the wrong order"),
    ],
}


def _sums(a: Array) -> Any:
    return a.sum(axis=-1, keepdims=True)


FORMULAS: dict[str, list[tuple[Module, Callable[..., Any], str]]] = {
    "output for input": [
        (SIGMOID, lambda dy, x: dy * x * (1 - x), "a formula in the output"),
        (TANH, lambda dy, x: dy * (1 - x**2), "a formula in the output"),
    ],
    "dropped term": [
        (SIGMOID, lambda dy, x: dy * SIGMOID.forward(x), ""),
        (SIGMOID, lambda dy, x: dy * SIGMOID.forward(-x), ""),
        (TANH, lambda dy, x: dy * TANH.forward(x) ** 2, ""),
        (TANH, lambda dy, x: dy * (1 - TANH.forward(x)), ""),
        (SOFTMAX, lambda dy, h: SOFTMAX.forward(h) * dy, ""),
        (SOFTMAX, lambda dy, h: -SOFTMAX.forward(h) * _sums(dy * SOFTMAX.forward(h)), ""),
        (CROSS_ENTROPY_OF_ROWS, lambda dy, h, t: dy * SOFTMAX.forward(h), ""),
        (CROSS_ENTROPY_OF_ROWS, lambda dy, h, t: -dy * t, ""),
    ],
    "wrong mask": [
        (RELU, lambda dy, x: dy, "a case forgotten"),
        (RELU, lambda dy, x: dy * (x < 0), ""),
        (RELU, lambda dy, x: dy * (x > 0.3), ""),
        (RELU, lambda dy, x: dy * (dy > 0), "dy used otherwise"),
    ],
}


def wrong() -> Iterator[Plant]:
    """Yield the wrong backward passes."""
    for seed in (20, 30, 40):
        for module in (drawn(one, seed) for one in FIRST):
            for k, name in enumerate(module.gradients):
                for kind, (change, named) in CHANGES.items():
                    yield Plant(f"{kind} of {name}", module, changed(module, k, change), named)
            yield Plant("no dy", module, _without_dy(module), "dy not multiplied in")
            yield Plant("stale value", module, _stale(module))
        layer = drawn(LINEAR, seed)
        for kind, mistakes in LINEAR_MISTAKES.items():
            for k, formula, named in mistakes:
                yield Plant(kind, layer, _with_gradient(layer, k, formula), named)
        for kind, formulas in FORMULAS.items():
            for module, backward, named in formulas:
                yield Plant(kind, drawn(module, seed), backward, named)
    for module in (*ENTRY_BY_ENTRY, SOFTMAX, CROSS_ENTROPY_OF_CLASSES, LINEAR):
        large = drawn(module, 50, 90)
        backward = changed(large, 0, one_entry)
        yield Plant("one wrong entry in a large array", large, backward)


def _without_dy(module: Module) -> Callable[..., Any]:
    return lambda dy, *inputs: module.backward(np.ones_like(dy), *inputs)


def _stale(module: Module) -> Callable[..., Any]:
    """Return the gradients at the inputs of an earlier step."""
    earlier = numbers(module.inputs[0].shape, 90)
    return lambda dy, x, *others: module.backward(dy, x + earlier, *others)


def _with_gradient(module: Module, k: int, formula: Callable[..., Any]) -> Callable[..., Any]:
    def backward(dy: Array, x: Array, W: Array, b: Array) -> Any:
        found = list(module.backward(dy, x, W, b))
        found[k] = formula(dy, x, W)
        return tuple(found)

    return backward


def read_only(x: Array) -> Array:
    """Return a copy that cannot be written to."""
    x = x.copy()
    x.flags.writeable = False
    return x


AWKWARD: dict[str, Callable[[Array], Any]] = {
    "tiny": lambda x: 1e-8 * x,
    "small": lambda x: 1e-3 * x,
    "large": lambda x: 10 * x,
    "huge": lambda x: 1e4 * x,
    "reversed in memory": lambda x: x[::-1],
    "every second entry": lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
    "Fortran order": np.asfortranarray,
    "read-only": read_only,
    "float32": lambda x: x.astype(np.float32),
    "a list": lambda x: x.tolist(),
    "one large entry": lambda x: np.where(x == x.max(), 50.0, x),
    "many equal entries": lambda x: np.round(x) + 0.5,
}


def right() -> Iterator[tuple[str, Module]]:
    """Yield right backward passes at awkward points: the first input is what is awkward."""
    for module in FIRST:
        point = drawn(module, 60)
        for name, make in AWKWARD.items():
            yield (
                f"{module}, {name}",
                replace(point, inputs=(make(point.inputs[0]), *point.inputs[1:])),
            )
        for n in (1, 2):
            yield f"{module}, {n} by {n}", drawn(module, 70, n)
        x = numbers((2, 1, 3, 1, 4), 80)
        if module in (*ENTRY_BY_ENTRY, SOFTMAX):
            yield f"{module}, many axes", replace(point, inputs=(x,))
        if module is LINEAR:
            yield f"{module}, many axes", replace(point, inputs=(x, *point.inputs[1:]))
