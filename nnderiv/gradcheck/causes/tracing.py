"""A forward pass run with a change in it: an operand held constant, a small constant left out.

The forward pass is a function like any other. Its input goes in as an array that shows every use
that numpy makes of it, and of all that is computed from it, to an editor, which may change it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.loss import Loss

SMALL = 1e-2  # a larger constant is hardly there to avoid a division by 0


@dataclass(frozen=True)
class Use:
    """An operand of one operation of the forward pass that depends on the input.

    Attributes:
        operation: what numpy calls the operation.
        position: which of its operands.
        number: how many operations were before.
    """

    operation: str
    position: int
    number: int

    def __str__(self) -> str:
        return f"{self.operation}, operation {self.number + 1} of the forward pass"


@dataclass
class Editor:
    """Sees every use, and changes some.

    Attributes:
        held: the uses, by their numbers, whose operand is held constant.
        dropped: a constant that is not added.
        skipped: a first and a last operation, by their numbers, whose derivative is left out.
        times: how often that derivative is multiplied in: 0 if it is left out.
        uses: all uses that were seen.
        constants: small constants that were added.
    """

    held: frozenset[int] = frozenset()
    dropped: float | None = None
    skipped: tuple[int, int] | None = None
    times: int = 0
    uses: list[Use] = field(default_factory=list)
    constants: set[float] = field(default_factory=set)
    operations: int = 0
    entering: NDArray[Any] | None = None

    def begin(self) -> None:
        """Forget what was seen of the forward pass, which is about to run again."""
        self.uses.clear()
        self.operations, self.entering = 0, None

    def edit(self, operation: str, operands: Sequence[Any]) -> list[Any]:
        """Return the operands of an operation, each as it is or changed."""
        edited = [self._operand(operation, j, one) for j, one in enumerate(operands)]
        self.operations += 1
        return edited

    def result(self, found: Any) -> Any:
        """Return what the last operation found, as it is or changed."""
        if self.skipped is None or self.operations != self.skipped[1] + 1 or self.entering is None:
            return found
        before, self.entering = self.entering, None
        if np.shape(found) != before.shape or not np.iscomplexobj(found):
            return found
        if self.times:
            return found.real + 1j * found.imag**2 / np.where(before == 0, 1, before)
        return found.real + 1j * before

    def _operand(self, operation: str, j: int, one: Any) -> Any:
        if isinstance(one, list | tuple):
            return type(one)(self._operand(operation, j, part) for part in one)
        if operation == "add" and isinstance(one, float | np.floating) and 0 < one <= SMALL:
            self.constants.add(float(one))
            return 0.0 if one == self.dropped else one
        if not isinstance(one, Traced):
            return one
        plain = one.view(np.ndarray)
        if not np.imag(plain).any():
            return plain
        self.uses.append(Use(operation, j, self.operations))
        if self.skipped is not None and self.operations == self.skipped[0]:
            self.entering = plain.imag.copy()
        return plain.real.astype(plain.dtype) if len(self.uses) - 1 in self.held else plain


class Traced(np.ndarray[Any, Any]):
    """An array whose every use by numpy goes past an editor."""

    editor: Editor

    def __array_finalize__(self, parent: Any) -> None:
        if isinstance(parent, Traced):
            self.editor = parent.editor

    def __array_ufunc__(
        self, ufunc: Any, method: str, *operands: Any, out: Any = None, **options: Any
    ) -> Any:
        edited = self.editor.edit(ufunc.__name__, operands)
        if out is not None:
            options["out"] = tuple(_plain(one) for one in out)
        found = self.editor.result(getattr(ufunc, method)(*edited, **options))
        return traced(found, self.editor)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, arguments: Any, options: Any
    ) -> Any:
        edited = self.editor.edit(function.__name__, arguments)
        plain = {name: _plain(one) for name, one in options.items()}
        return traced(self.editor.result(function(*edited, **plain)), self.editor)


def _plain(one: Any) -> Any:
    return one.view(np.ndarray) if isinstance(one, Traced) else one


def traced(found: Any, editor: Editor) -> Any:
    """Return complex numbers as an array that is traced, and anything else as it is."""
    if isinstance(found, np.complexfloating):
        found = np.asarray(found)
    if not (isinstance(found, np.ndarray) and np.iscomplexobj(found)):
        return found
    shown: Any = found.view(Traced)
    shown.editor = editor
    return shown


def edited(loss: Loss, editor: Editor) -> Loss:
    """Return the loss with the forward pass as an editor changes it."""

    def forward(*inputs: NDArray[Any]) -> Any:
        editor.begin()
        y = loss.forward(*(traced(one, editor) for one in inputs))
        plain = tuple(_plain(one) for one in outputs(y))
        return plain if isinstance(y, tuple) else plain[0]

    return replace(loss, forward=forward)
