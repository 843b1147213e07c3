"""Gradients of parameters in containers: {"W1": …} or {"dW1": …}, or one like the container."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnderiv.errors import GradientError
from nnderiv.gradcheck.calls import by_input, by_name, under
from nnderiv.gradcheck.conventions.containers import is_nested, is_number, leaves, mapped, parts
from nnderiv.gradcheck.inputs import Input, name_input


@dataclass(frozen=True)
class Group:
    """What the caller passes as one input: an array, or a container of some.

    Attributes:
        name: the name of the parameter of the forward pass.
        value: the array or the container.
        inputs: the arrays in it, in their order.
        constant: whether all of it is marked as held constant.
        label: whether it is constant if no gradient comes for it, as labels and options are.
    """

    name: str
    value: Any
    inputs: tuple[Input, ...]
    constant: bool
    label: bool

    @property
    def is_array(self) -> bool:
        """Whether it is no container."""
        return not is_nested(self.value)


def group(name: str, value: Any, constant: bool) -> Group:
    """Take an input that is a container apart."""
    inputs = [name_input(place, leaf, constant) for place, leaf in leaves(name, value)]
    options = _are_options(value)
    inputs = [replace(one, label=one.label or options) for one in inputs]
    return Group(name, value, tuple(inputs), constant, options)


def refilled(groups: Sequence[Group], arrays: Sequence[Any]) -> list[Any]:
    """Return the inputs as the caller's functions take them, with other arrays in their places."""
    found = iter(arrays)
    return [
        next(found) if one.is_array else mapped(lambda leaf: _in_place_of(leaf, found), one.value)
        for one in groups
    ]


def _in_place_of(leaf: Any, arrays: Iterator[Any]) -> Any:
    """Return the next array; an integer that is an option stays one, which may count or index."""
    if leaf is None:
        return None
    array = next(arrays)
    return leaf if isinstance(leaf, int) and array.dtype.kind in "iub" else array


def flat(
    backward: Callable[..., Any], groups: Sequence[Group]
) -> Callable[..., tuple[Any, ...] | None]:
    """Return a backward pass that takes all arrays one by one, and returns a gradient of each."""

    def plain(dy: Any, *arrays: Any) -> tuple[Any, ...] | None:
        returned = backward(dy, *refilled(groups, arrays))
        if returned is None:
            return None
        found = by_input(_as_list(returned, groups), groups)
        return tuple(
            dx for one, of_it in zip(groups, found, strict=True) for dx in _spread(one, of_it)
        )

    return plain


def _as_list(returned: Any, groups: Sequence[Group]) -> Sequence[Any]:
    """Return what came as one gradient for each input, or for each that wants one."""
    if isinstance(returned, Mapping):
        return by_name(returned, [one.name for one in groups]) or [returned]
    if not isinstance(returned, list | tuple) or hasattr(returned, "_fields"):
        return [returned]
    wanting = [one for one in groups if not one.constant and not one.label]
    if len(wanting) != 1 or wanting[0].is_array:
        return returned
    # A container alone: its gradient may stand by itself, or in a tuple, with None for the others.
    if len(returned) == 1 and is_nested(returned[0]):
        return returned
    in_its_place = len(returned) == len(groups) > 1 and all(
        dx is None or is_nested(dx) == is_nested(one.value)
        for dx, one in zip(returned, groups, strict=True)
    )
    return returned if in_its_place else [returned]


def _spread(one: Group, dx: Any) -> Iterator[Any]:
    """Yield the gradient of every array of a group."""
    if one.is_array:
        yield dx
    elif one.constant or (dx is None and one.label):
        yield from (None for _ in one.inputs)
    else:
        yield from _matched(one.name, one.value, dx)


def _matched(name: str, value: Any, dx: Any) -> Iterator[Any]:
    """Yield the gradients of the arrays in a container, from one that is built like it."""
    held = list(parts(value))
    if isinstance(dx, Mapping):
        keys = (
            list(value) if isinstance(value, Mapping) else [place.strip(".[]") for place, _ in held]
        )
        found = [under(dx, key) for key in keys]
        arrived = f"it has {', '.join(map(repr, dx)) or 'no key'}"
    elif is_nested(dx):
        found = [one for _, one in parts(dx)]
        arrived = f"it holds {len(found)} for {len(held)}"
        if len(found) != len(held) and len(found) == len(list(leaves(name, value))):
            yield from found  # one for each array, without the options between them
            return
    else:
        raise GradientError(
            f"the gradient of {name} must be a {type(value).__name__} like {name}, with a gradient "
            f"for each of its arrays, but it is {type(dx).__name__}."
        )
    if len(found) != len(held):
        raise GradientError(
            f"the gradient of {name} must hold one gradient for each part of {name}, but {arrived}."
        )
    for (place, one), part in zip(held, found, strict=True):
        if is_nested(one):
            inside = list(leaves(name + place, one))
            if part is None and inside and not _are_options(one):
                raise GradientError(_missing(name + place, dx, arrived))
            yield from (None for _ in inside) if part is None else _matched(name + place, one, part)
        elif is_number(one):
            if part is None and np.asarray(one).dtype.kind not in "iub":
                raise GradientError(_missing(name + place, dx, arrived))
            yield part


def _missing(name: str, dx: Any, arrived: str) -> str:
    return (
        f"the gradient of {name} must be an array of real numbers, but it is None"
        f"{f': {arrived}' if isinstance(dx, Mapping) else ''}. Return it under the key of its "
        "parameter, or pass what has no gradient outside of the container."
    )


def _are_options(value: Any) -> bool:
    """Whether a container holds no array, and is not of floats alone: {"mode": "train"}."""
    found = [one for _, one in leaves("", value)]
    if any(np.ndim(one) for one in found):
        return False
    return not all(isinstance(one, float | np.floating) for one in found) or _has_words(value)


def _has_words(value: Any) -> bool:
    inside = [one for _, one in parts(value)]
    return not inside or any(
        _has_words(one) if is_nested(one) else not is_number(one) for one in inside
    )
