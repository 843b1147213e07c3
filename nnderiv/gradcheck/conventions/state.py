"""The state of layers, such as running means: after a check it is what it was before."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

_HOLDERS = {FunctionType, MethodType, partial, list, tuple, dict}
_PASSES = ("forward", "backward", "__call__")


class StateKept:
    """Let two passes run, and put the layers that they use back into the state they had.

    These are the objects whose methods the passes are, and those with a method forward, backward or
    __call__ that a function of the passes names. A frozen dataclass has no state.
    """

    def __init__(self, *passes: Callable[..., Any]) -> None:
        self._seen: dict[int, Any] = {}  # what is in it stays alive, and its id its own
        self._dicts: list[tuple[dict[Any, Any], dict[Any, Any]]] = []
        self._lists: list[tuple[list[Any], list[Any]]] = []
        self._arrays: list[tuple[Any, Any]] = []
        for one in passes:
            self._hold_function(one)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *raised: object) -> None:
        """Give every object its own attributes, entries and numbers again."""
        for now, before in self._dicts:
            now.clear()
            now.update(before)
        for items, had in self._lists:
            items[:] = had
        for array, numbers in self._arrays:
            array[...] = numbers

    def _hold_function(self, function: Any) -> None:
        """Hold the layers that a function uses."""
        if isinstance(function, MethodType):
            self._hold(function.__self__, "")
        elif isinstance(function, partial):
            for one in (function.func, *function.args, *function.keywords.values()):
                self._hold_function(one)
        elif isinstance(function, FunctionType):
            if self._is_new(function):
                for one in _used(function):
                    if type(one) in _HOLDERS:
                        self._hold_inside(one, function)
                    elif _is_layer(one):
                        self._hold(one, "")
        elif not isinstance(function, type):
            self._hold(function, "")

    def _hold_inside(self, value: Any, user: FunctionType) -> None:
        """Hold the layers in a collection, or in another function, that a function uses."""
        if isinstance(value, FunctionType):
            if value.__globals__ is user.__globals__:
                self._hold_function(value)
        elif isinstance(value, MethodType | partial):
            self._hold_function(value)
        elif value:
            inside = value.values() if isinstance(value, dict) else value
            if _is_layer(next(iter(inside))):
                for one in inside:
                    self._hold(one, "")

    def _hold(self, value: Any, module: str) -> None:
        """Hold a layer, or what is in one whose class a module defines: arrays, parts, layers."""
        if type(value) in (int, float, str, bool, type(None)) or not self._is_new(value):
            return
        if isinstance(value, np.ndarray):
            if value.flags.writeable:
                self._arrays.append((value, value.copy()))
            return
        inside: Any
        if isinstance(value, list | tuple):
            inside = value
            if isinstance(value, list):
                self._lists.append((value, list(value)))
        elif isinstance(value, dict):
            self._dicts.append((value, dict(value)))
            inside = value.values()
        elif _has_state(value) and (
            not module or type(value).__module__ == module or _is_layer(value)
        ):
            module, attributes = type(value).__module__, vars(value)
            self._dicts.append((attributes, dict(attributes)))
            inside = attributes.values()
        else:
            return
        for one in inside:
            self._hold(one, module)

    def _is_new(self, value: Any) -> bool:
        """Whether a value was not met before."""
        before = len(self._seen)
        self._seen[id(value)] = value
        return len(self._seen) > before


def _used(function: FunctionType) -> list[Any]:
    """Return what a function has from outside of it: by its closure, and by global names."""
    found = []
    for cell in function.__closure__ or ():
        with suppress(ValueError):  # it is not bound yet
            found.append(cell.cell_contents)
    known = function.__globals__
    return found + [known[name] for name in _names(function.__code__) if name in known]


@lru_cache(maxsize=256)
def _names(code: CodeType) -> tuple[str, ...]:
    """Return the names in a code, and in the functions that it makes."""
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return code.co_names + tuple(name for one in inner for name in _names(one))


def _is_layer(value: object) -> bool:
    return _has_state(value) and any(hasattr(type(value), name) for name in _PASSES)


def _has_state(value: object) -> bool:
    """Whether an object has attributes that may change; those of a frozen dataclass do not."""
    if isinstance(value, type | FunctionType | ModuleType) or not type(value).__dictoffset__:
        return False
    made = getattr(value, "__dataclass_params__", None)
    return made is None or not made.frozen
