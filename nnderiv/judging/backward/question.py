"""A forward pass as source, whose backward pass is asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nnderiv.errors import InputError
from nnderiv.gradcheck.calls import checked, outputs
from nnderiv.gradcheck.loss import SEED, draw_upstream
from nnderiv.judging.backward.points import Array, Given, Point, given
from nnderiv.nondifferentiable import held_constant_names
from nnderiv.signatures import arguments_of

NAMES = "import numpy as np\nfrom nnderiv import *"  # what there is without an import


@dataclass(frozen=True)
class Question:
    """A forward pass, and the shapes of what goes into it.

    Attributes:
        source: the text of the forward pass; the last function in it is meant.
        shown: its inputs, as `points.given` reads them.
    """

    source: str
    shown: Mapping[str, Sequence[Any]]

    @cached_property
    def inputs(self) -> list[Given]:
        """What goes into it.

        Raises:
            InputError: if that is no list of shapes, or not what the function takes.
        """
        inputs = given(self.shown)
        takes = arguments_of(self.forward)
        names = [one.name for one in inputs]
        if takes is None or [*takes.names] != names:
            raise InputError(
                "the inputs of a backward pass are those of its forward pass, in their order; got "
                f"{', '.join(names)} for {', '.join(takes.names if takes else ())}. "
                "Give each its shape."
            )
        if "y" in names:
            raise InputError(
                "the gradient of an input y would be called dy, as the upstream gradient is; got "
                f"{', '.join(names)}. Call that input x."
            )
        return inputs

    @cached_property
    def forward(self) -> Callable[..., Any]:
        """The function, among names of its own, so that a reader's code cannot change it.

        Raises:
            InputError: if the source defines none.
        """
        functions = [node for node in self._tree.body if isinstance(node, ast.FunctionDef)]
        if not functions:
            raise InputError(
                f"a forward pass is a source that defines a function; got {self.source!r}. "
                'Write "def forward(x): …".'
            )
        names = fresh_names()
        exec(compile(self._tree, "<the forward pass>", "exec", dont_inherit=True), names)
        function: Callable[..., Any] = names[functions[-1].name]
        return function

    @property
    def _tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def calls(self) -> set[str]:
        """The names that it uses: of these parts, the backward passes are not asked for."""
        return {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}

    @property
    def wanted(self) -> list[str]:
        """The inputs whose gradients are asked for."""
        held = held_constant_names(self.forward)
        return [one.name for one in self.inputs if one.name not in held]

    @property
    def gradients(self) -> str:
        """The gradients as they are returned: dx, dW."""
        return ", ".join(f"d{name}" for name in self.wanted)

    def upstream(self, point: Point) -> dict[str, Array]:
        """Draw the upstream gradient of each output at a point: dy, or dy[0] and dy[1]."""
        y = checked(self.forward(*point.inputs.values()))
        dy = draw_upstream(outputs(y), np.random.default_rng(SEED))
        return {f"dy[{j}]" if isinstance(y, tuple) else "dy": one for j, one in enumerate(dy)}


def fresh_names() -> dict[str, Any]:
    """Return the names that code of an exercise has: NumPy and those of the book."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(NAMES, names)
    return names
