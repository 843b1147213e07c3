"""Symbolic shapes: lengths that nobody said follow from what stands beside them.

A name that was never declared may have axes of open length, whose keys begin with #. Wherever a
row adds, multiplies or indexes such a name, its axes are as long as those of its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.grammar.tree import Name, Node, children

OPEN = "#"  # begins the key of a length that nobody said


@dataclass(frozen=True)
class Shape:
    """The lengths of the axes, and whether a vector is known to be a row."""

    axes: tuple[Node, ...] = ()
    row: bool = False


NUMBER = Shape()


@dataclass
class Shapes:
    """Walks over the formulas of one row, by a rule for each node.

    Attributes:
        context: the names that are known.
        rules: what gives the shape of which node.
        found: the open lengths, each with what it equals.
        letters: the axis that an index points into.
    """

    context: Context
    rules: Mapping[type[Node], Callable[[Shapes, Any], Shape | None]]
    found: dict[str, Node] = field(default_factory=dict)
    letters: dict[str, Node] = field(default_factory=dict)

    def of(self, node: Node) -> Shape | None:
        """The shape of a formula; None if it does not follow."""
        rule = self.rules.get(type(node))
        if rule is not None:
            found: Shape | None = rule(self, node)
            return found
        for below in children(node):
            self.of(below)
        return None

    def resolved(self, axis: Node) -> Node:
        """What a length is, as far as is known."""
        while isinstance(axis, Name) and axis.key in self.found:
            axis = self.found[axis.key]
        return axis

    def unify(self, one: Node, other: Node) -> None:
        """Two axes have one length."""
        one, other = self.resolved(one), self.resolved(other)
        if one == other:
            return
        for axis, known in ((one, other), (other, one)):
            if isinstance(axis, Name) and axis.key.startswith(OPEN):
                self.found[axis.key] = known
                return

    def join(self, one: Shape | None, other: Shape | None) -> Shape | None:
        """Entry by entry: a number goes with everything, a vector with the rows of a matrix."""
        if one is None or other is None:
            return one or other
        if len(one.axes) < len(other.axes):
            one, other = other, one
        if len(one.axes) == len(other.axes):
            for a, b in zip(one.axes, other.axes, strict=True):
                self.unify(a, b)
        elif len(other.axes) == 1 and not _said(self.resolved(other.axes[0])):
            self.unify(one.axes[-1], other.axes[0])
        return one

    def point(self, item: Node, axis: Node) -> None:
        """An index that stands alone runs as far as the axis that it points into."""
        if isinstance(item, Name) and not self.context.known(item.key):
            self.unify(self.letters.setdefault(item.key, axis), axis)
        else:
            self.of(item)

    def name(self, key: str) -> Shape | None:
        """The shape of a name."""
        if key in self.context.defined:
            return self.context.remember(("shape", key), lambda: self._of_definition(key))
        declared = self.context.inputs.get(key)
        return Shape(declared.shape) if declared is not None else NUMBER

    def _of_definition(self, key: str) -> Shape | None:
        """The shape of what a definition makes."""
        made, declared = self.context.defined[key], self.context.inputs.get(key)
        if declared is not None:
            return Shape(declared.shape)
        inner = Shapes(self.context, self.rules)
        body = inner.of(made.body)
        axes = tuple(inner.letters.get(letter) for letter in made.indices)
        if body is None or None in axes:
            return None
        known = (*(axis for axis in axes if axis is not None), *body.axes)
        return Shape(known, body.row) if not inner.found else None


def _said(axis: Node) -> bool:
    """Whether the text says this length."""
    return not (isinstance(axis, Name) and axis.key.startswith(OPEN))
