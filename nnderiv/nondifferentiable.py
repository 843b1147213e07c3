"""Mark the inputs of a function that have no gradient, such as the target of a loss."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from nnderiv.errors import InputError

F = TypeVar("F", bound=Callable[..., Any])

_MARK = "_nnderiv_held_constant"


def held_constant(*names: str) -> Callable[[F], F]:
    """Mark the named inputs of the decorated function as constants without a gradient.

    The backward pass returns no gradient for them, and `gradcheck` does not step them.

    Args:
        *names: parameters of the function.

    Returns:
        The decorator, which returns the function itself.

    Raises:
        InputError: if the function has no parameter of such a name.

    Source:
        The book's chapter "Notation", on the target t.

    Example:
        >>> @held_constant("t")
        ... def squared_error(y, t):
        ...     return ((y - t) ** 2).sum()
        >>> held_constant_names(squared_error)
        ('t',)
    """
    if not all(isinstance(name, str) for name in names):
        arrived = ", ".join(getattr(one, "__name__", repr(one)) for one in names)
        raise InputError(
            f"held_constant must be given names of parameters, but it was given {arrived}. "
            'Write them in parentheses: @held_constant("t").'
        )

    def mark(function: F) -> F:
        parameters = tuple(inspect.signature(function).parameters)
        for name in names:
            if name not in parameters:
                raise InputError(
                    f"held_constant must name parameters of {function.__name__}, which are "
                    f"{', '.join(parameters)}, but it names {name!r}. Use one of these."
                )
        setattr(function, _MARK, names)
        return function

    return mark


def held_constant_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names that `held_constant` gave, none for a function that it did not mark."""
    while not hasattr(function, _MARK):  # what wraps another function holds constant the same
        if isinstance(function, partial):
            function = function.func
        elif hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        else:
            break
    names: tuple[str, ...] = getattr(function, _MARK, ())
    return names
