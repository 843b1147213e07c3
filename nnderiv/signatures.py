"""What a function takes: how many arguments by position, their names, and which by name."""

import inspect
from collections.abc import Callable
from inspect import Parameter
from math import inf
from types import FunctionType, MethodType
from typing import Any, NamedTuple

_VAR_POSITIONAL = inspect.CO_VARARGS
_BY_POSITION = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


class Arguments(NamedTuple):
    """What a function takes by position.

    Attributes:
        names: the names of its parameters.
        required: how many of them have no default.
        most: how many arguments it takes at most; infinite with *args.
    """

    names: tuple[str, ...]
    required: int
    most: float

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.required <= count <= self.most


def arguments_of(function: Callable[..., Any]) -> Arguments | None:
    """Return what a function takes by position, or None if it does not say, as some built-in ones.

    Example:
        >>> arguments_of(lambda x, W, b=0.0: x @ W + b)
        Arguments(names=('x', 'W', 'b'), required=2, most=3)
    """
    bound = isinstance(function, MethodType)
    plain = function.__func__ if isinstance(function, MethodType) else function
    if isinstance(plain, FunctionType) and not hasattr(plain, "__wrapped__"):
        code = plain.__code__  # much faster than a signature
        names = code.co_varnames[bound : code.co_argcount]
        several = code.co_flags & _VAR_POSITIONAL
        return Arguments(
            names,
            len(names) - min(len(names), len(plain.__defaults__ or ())),
            inf if several else len(names),
        )
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # a built-in function need not have a signature
        return None
    taken = [one for one in parameters if one.kind in _BY_POSITION]
    several = any(one.kind is Parameter.VAR_POSITIONAL for one in parameters)
    return Arguments(
        tuple(one.name for one in taken),
        sum(one.default is Parameter.empty for one in taken),
        inf if several else len(taken),
    )


def takes_keyword(function: Callable[..., Any], name: str) -> bool:
    """Whether a function takes an argument of a name, as far as it says so.

    Example:
        >>> takes_keyword(lambda x, axis=0: x, "axis"), takes_keyword(lambda x: x, "axis")
        (True, False)
    """
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return True
    several = any(one.kind is Parameter.VAR_KEYWORD for one in parameters.values())
    named = name in parameters and parameters[name].kind is not Parameter.POSITIONAL_ONLY
    return several or named
