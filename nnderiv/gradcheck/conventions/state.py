"""The state of layers, such as running means: after a check it is what it was before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

_PASSES = ("forward", "backward", "__call__")


@contextmanager
def kept(*passes: Callable[..., Any]) -> Iterator[None]:
    """Let two passes run, and put the layers that they use back into the state they had.

    These are the objects whose methods the passes are, and those with a method forward, backward or
    __call__ that a function of the passes names.
    """
    memory = _Memory()
    for one in passes:
        memory.hold_function(one)
    try:
        yield
    finally:
        memory.put_back()


class _Memory:
    """What the objects held at the beginning."""

    def __init__(self) -> None:
        self._seen: dict[int, Any] = {}  # what is in it stays alive, and its id its own
        self._dicts: list[tuple[dict[Any, Any], dict[Any, Any]]] = []
        self._lists: list[tuple[list[Any], list[Any]]] = []
        self._arrays: list[tuple[Any, Any]] = []

    def hold_function(self, function: Any) -> None:
        """Hold the layers that a function uses."""
        if isinstance(function, MethodType):
            self._hold(function.__self__, "")
        elif isinstance(function, partial):
            for one in (function.func, *function.args, *function.keywords.values()):
                self.hold_function(one)
        elif isinstance(function, FunctionType):
            if self._is_new(function):
                for one in _used(function):
                    self._hold_used(one, function)
        elif not isinstance(function, type):
            self._hold(function, "")

    def put_back(self) -> None:
        """Give every object its own attributes, entries and numbers again."""
        for now, before in self._dicts:
            now.clear()
            now.update(before)
        for items, had in self._lists:
            items[:] = had
        for array, numbers in self._arrays:
            array[...] = numbers

    def _hold_used(self, value: Any, user: FunctionType) -> None:
        """Hold what a function uses, if it is a layer, a collection of them or such a function."""
        if isinstance(value, FunctionType):
            if value.__globals__ is user.__globals__:
                self.hold_function(value)
        elif isinstance(value, MethodType | partial):
            self.hold_function(value)
        elif isinstance(value, list | tuple):
            if any(map(_is_layer, value[:1])):
                for one in value:
                    self._hold(one, "")
        elif isinstance(value, dict):
            if value is not user.__globals__ and any(map(_is_layer, list(value.values())[:1])):
                for one in value.values():
                    self._hold(one, "")
        elif _is_layer(value):
            self._hold(value, "")

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


def _used(function: FunctionType) -> Iterator[Any]:
    """Yield what a function has from outside of it: by its closure, and by global names."""
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # it is not bound yet
            continue
    known = function.__globals__
    for name in _names(function.__code__):
        if name in known:
            yield known[name]


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names in a code, and in the functions that it makes."""
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _names(one)


def _is_layer(value: Any) -> bool:
    kind = type(value)
    return _has_state(value) and any(hasattr(kind, name) for name in _PASSES)


def _has_state(value: Any) -> bool:
    """Whether a value is an object with attributes, and no class, function or module."""
    return hasattr(value, "__dict__") and not isinstance(value, type | FunctionType | ModuleType)
