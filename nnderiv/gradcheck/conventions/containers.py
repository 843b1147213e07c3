"""Parameters in dicts, lists, tuples and dataclasses, nested: their arrays, by name, and back."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def is_container(value: Any) -> bool:
    """Whether an input is a container of arrays; what NumPy takes as one array is that array.

    Example:
        >>> is_container({"W": np.eye(2)}), is_container([np.eye(2), np.ones(3)])
        (True, True)
        >>> is_container([np.ones(2), np.ones(2)]), is_container([[1.0], [2.0]])
        (False, False)
    """
    if isinstance(value, Mapping) or _has_fields(value):
        return True
    return isinstance(value, list | tuple) and _holds_arrays(value) and _is_ragged(value)


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a container holds, each with what stands behind the container's name for it.

    Example:
        >>> list(parts({"W": 1.0, "b": 2.0}))
        [('["W"]', 1.0), ('["b"]', 2.0)]
    """
    if isinstance(value, Mapping):
        yield from ((_in_brackets(key), one) for key, one in value.items())
    elif is_dataclass(value):
        yield from ((f".{one.name}", getattr(value, one.name)) for one in fields(value))
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from ((f".{name}", one) for name, one in zip(value._fields, value, strict=True))
    else:
        yield from ((f"[{k}]", one) for k, one in enumerate(value))


def leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the arrays and numbers in a container, however deep, with their names.

    Example:
        >>> [name for name, _ in leaves("p", {"W": [1.0, np.ones(2)], "kind": "relu"})]
        ['p["W"][0]', 'p["W"][1]']
    """
    for place, one in parts(value):
        if is_nested(one):
            yield from leaves(name + place, one)
        elif is_number(one):
            yield name + place, one


def mapped(f: Callable[[Any], Any], value: Any) -> Any:
    """Return a container of the same kind with f of its arrays and numbers; or f(value)."""
    if not is_nested(value):
        return f(value) if is_number(value) or value is None else value
    found = [mapped(f, one) for _, one in parts(value)]
    if isinstance(value, Mapping):
        return _with_values(value, found)
    if is_dataclass(value):
        new = copy.copy(value)
        for one, part in zip(fields(value), found, strict=True):
            object.__setattr__(new, one.name, part)  # a frozen one, too
        return new
    return value._make(found) if hasattr(value, "_make") else type(value)(found)


def times_upstream(dy: Any, gradients: Any) -> Any:
    """Return the gradients of a scalar loss times its upstream gradient; None stays None."""
    return mapped(lambda one: one if one is None else dy.item() * np.asarray(one), gradients)


def is_nested(value: Any) -> bool:
    """Whether a value inside of a container is a container itself."""
    return isinstance(value, Mapping | list | tuple) or _has_fields(value)


def is_number(value: Any) -> bool:
    """Whether what a container holds is an array or a number, and no option such as "relu"."""
    return isinstance(value, int | float | complex | np.generic) or hasattr(value, "__array__")


def _has_fields(value: Any) -> bool:
    if isinstance(value, tuple):
        return hasattr(value, "_fields")
    return is_dataclass(value) and not isinstance(value, type) and not hasattr(value, "__array__")


def _holds_arrays(value: Any) -> bool:
    """Whether there is an array in a list, or what has names: numbers alone are meant as one."""
    return any(
        hasattr(one, "__array__")
        or isinstance(one, Mapping)
        or _has_fields(one)
        or (isinstance(one, list | tuple) and _holds_arrays(one))
        for one in value
    )


def _is_ragged(value: Any) -> bool:
    try:
        return bool(np.asarray(value).dtype == object)
    except (ValueError, TypeError, RuntimeError):  # torch refuses what has a graph with the latter
        return True


def _in_brackets(key: Any) -> str:
    return f'["{key}"]' if isinstance(key, str) else f"[{key!r}]"


def _with_values(value: Mapping[Any, Any], found: list[Any]) -> Any:
    pairs = zip(value, found, strict=True)
    if not isinstance(value, dict):
        return dict(pairs)
    new = copy.copy(value)  # of its class, such as one with attributes
    new.update(pairs)
    return new
