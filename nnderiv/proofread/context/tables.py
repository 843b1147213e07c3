"""The tables of names, and what was computed from them since they last changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from typing import Any, TypeVar

from nnderiv.proofread.context.names import Arbitrary, Definition, Input
from nnderiv.proofread.grammar.tree import Name, Node, rewrite, walk

T = TypeVar("T")
Snapshot = dict[str, Any]  # the tables as they were


class Tables:
    """The tables of names. Only methods change them; a change empties what was remembered."""

    def __init__(self) -> None:
        self._inputs: dict[str, Input] = {}
        self._defined: dict[str, Definition] = {}
        self._functions: dict[str, Definition | Arbitrary] = {}
        self._sizes: dict[str, None] = {}
        self._losses: dict[str, tuple[str, ...]] = {}
        self._remembered: dict[Hashable, Any] = {}
        self.section = 0  # the heading under which the rows stand that are being read
        self.shapes: dict[str, tuple[Node, ...]] = {}  # with which each name was declared first
        self.redeclared: set[str] = set()  # names that were declared with another shape, too
        self.sections: dict[str, int] = {}  # the heading under which each name was declared

    @property
    def inputs(self) -> Mapping[str, Input]:
        """The names that were declared, or whose shape follows from a row."""
        return self._inputs

    @property
    def defined(self) -> Mapping[str, Definition]:
        """The names with a formula."""
        return self._defined

    @property
    def functions(self) -> Mapping[str, Definition | Arbitrary]:
        """The functions of the text, with a formula or without."""
        return self._functions

    @property
    def sizes(self) -> Set[str]:
        """The whole numbers that something has as its length."""
        return self._sizes.keys()

    @property
    def losses(self) -> Mapping[str, tuple[str, ...]]:
        """The scalars without a formula, each with the names that it is a function of."""
        return self._losses

    def known(self, key: str) -> bool:
        """Whether this is the whole name of something declared or defined."""
        return key in self.inputs or key in self.defined or key in self.sizes

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for this key since the last change."""
        if key not in self._remembered:
            self._remembered[key] = make()
        found: T = self._remembered[key]
        return found

    def declare(self, key: str, declared: Input) -> None:
        """This name is an array of such numbers."""
        self._inputs[key] = declared
        self.sections[key] = self.section
        if not declared.guessed and self.shapes.setdefault(key, declared.shape) != declared.shape:
            self.redeclared.add(key)
        self._changed()

    def bind_size(self, key: str, length: Node) -> None:
        """This length, which nobody said, is that one."""
        for name, known in self._inputs.items():
            if known.shape and any(Name(key) in walk(axis) for axis in known.shape):
                shape = rewrite(known.shape, lambda part: length if part == Name(key) else None)
                self._inputs[name] = replace(known, shape=shape)
        self._sizes.pop(key, None)
        self._changed()

    def define(self, key: str, definition: Definition) -> None:
        """This name has a formula."""
        self._defined[key] = definition
        self._changed()

    def set_rank(self, key: str, rank: int) -> None:
        """How many axes a formula came to; nothing that was remembered rests on it."""
        self._defined[key] = replace(self._defined[key], rank=rank)

    def define_function(self, key: str, function: Definition | Arbitrary) -> None:
        """This name is a function."""
        self._functions[key] = function
        self._changed()

    def bind_loss(self, key: str, names: tuple[str, ...]) -> None:
        """This name is a loss: a scalar function of these, which the text leaves open."""
        self._losses[key] = names
        self._changed()

    @contextmanager
    def declared_as(self, key: str, declared: Input) -> Iterator[None]:
        """Declare a name otherwise for a while."""
        before = self._inputs.get(key)
        self.declare(key, declared)
        try:
            yield
        finally:
            if before is None:
                del self._inputs[key]
                self._changed()
            else:
                self.declare(key, before)

    def snapshot(self) -> Snapshot:
        """All that is known now."""
        return {name: copy(value) for name, value in vars(self).items()}

    def restore(self, snapshot: Snapshot) -> None:
        """Forget what came after a snapshot."""
        vars(self).update(snapshot)

    def keeps_formulas_of(self, snapshot: Snapshot) -> bool:
        """Whether no name that had a formula then was declared without one since."""
        return not any(
            declared is not snapshot[table].get(key) and key in snapshot["_defined"]
            for table, now in (("_inputs", self._inputs), ("_functions", self._functions))
            for key, declared in now.items()
        ) and not any(
            isinstance(function, Definition) and self._functions.get(key) is not function
            for key, function in snapshot["_functions"].items()
        )

    def _changed(self) -> None:
        """What was remembered no longer fits."""
        self._remembered = {}
