"""A network: a list of steps, each a module of this package. Its gradient is the chain rule."""

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.nondifferentiable import held_constant_names


class Step(NamedTuple):
    """One step of a network.

    Attributes:
        output: the name of what it returns.
        module: the function of nnderiv that it calls, such as `linear`.
        inputs: the names of what it takes, in order, with spaces between them.
        options: what it takes by keyword.
    """

    output: str
    module: Callable[..., Any]
    inputs: str
    options: Mapping[str, Any] = MappingProxyType({})

    def __str__(self) -> str:
        name = getattr(self.module, "__name__", repr(self.module))
        return f"{self.output} = {name}({', '.join(self.inputs.split())})"


class Kept(NamedTuple):
    """What the backward pass needs: the output, and what each step keeps."""

    y: FloatArray
    of_steps: list[Any]


class Network:
    """Modules one after the other; what one returns, every later one may take.

    Args:
        steps: the steps, in the order in which they are computed.

    Raises:
        InputError: if there is no step, one calls no module of nnderiv, or an output has a name
            that stands for something else.

    Example:
        >>> from nnderiv import linear, relu
        >>> network = Network([Step("a", linear, "x W b"), Step("y", relu, "a")])
        >>> y, kept = network.forward({"x": [[1, 2]], "W": [[1, 0], [0, -1]], "b": [1, 1]})
        >>> y
        array([[2., 0.]])
        >>> network.backward([[10, 10]], kept)["b"]
        array([10.,  0.])
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        if not self.steps:
            raise InputError("a network must have a step, but there is none. Pass one.")
        known: dict[str, None] = {}  # in order
        for step in self.steps:
            _file_of(step)
            known.update(dict.fromkeys(step.inputs.split()))
            if step.output in known:
                raise InputError(
                    f"an output must have a name of its own, but that of {step} already stands "
                    "for something else. Rename it."
                )
            known[step.output] = None
        outputs = {step.output for step in self.steps}
        differentiated = {name for step in self.steps for name in _differentiated(step)}
        self.takes = [name for name in known if name not in outputs]
        self._floats = [name for name in self.takes if name in differentiated]
        self._fitting: set[Any] = set()  # the shapes and types that the modules have looked at

    def forward(self, values: Mapping[str, ArrayLike]) -> tuple[FloatArray, Kept]:
        """Return what the last step returns, and what the backward pass needs.

        Where shapes or types are new, every module first looks at what it takes.

        Args:
            values: by its name each array that no step returns, parameters and data alike.

        Raises:
            InputError: if a name has no value, or a value does not fit; the step is named.
        """
        arrays = self._arrays(values)
        of_steps = []
        for step in self.steps:
            inputs = (arrays[name] for name in step.inputs.split())
            arrays[step.output], kept = _file_of(step).forward(*inputs, **step.options)
            of_steps.append(kept)
        y = arrays[self.steps[-1].output]
        return y, Kept(y, of_steps)

    def backward(self, dy: ArrayLike, kept: Kept) -> dict[str, FloatArray]:
        """Return dL/dv for each name v that the output depends on and that is not held constant.

        A name that several steps take gets the sum of their gradients.

        Args:
            dy: the upstream gradient, the shape of the output.
            kept: what the forward pass returned beside the output.

        Raises:
            InputError: if dy has another shape, or is not made of finite real numbers.
        """
        (dy,) = float_arrays(dy=dy)
        require_shape("dy", dy, np.shape(kept.y), "the shape of the output", UPSTREAM)
        gradients = {self.steps[-1].output: dy.astype(kept.y.dtype, copy=False)}
        for step, of_step in zip(reversed(self.steps), reversed(kept.of_steps), strict=True):
            if step.output not in gradients:
                continue  # the output does not depend on it
            found = _file_of(step).backward(gradients[step.output], of_step)
            for name, gradient in zip(_differentiated(step), found, strict=True):
                gradients[name] = gradients[name] + gradient if name in gradients else gradient
        return gradients

    def _arrays(self, values: Mapping[str, ArrayLike]) -> dict[str, Any]:
        """Return the values as arrays that fit; what has a gradient, as floats of one type."""
        for name in self.takes:
            if name not in values:
                user = next(step for step in self.steps if name in step.inputs.split())
                raise InputError(
                    f"every input must be the output of an earlier step or have a value, but "
                    f"{name} in {user} is neither. Pass it, or correct the name."
                )
        arrays: dict[str, Any] = {name: np.asarray(values[name]) for name in self.takes}
        if self._floats:
            found = float_arrays(**{name: values[name] for name in self._floats})
            arrays.update(zip(self._floats, found, strict=True))
        shapes = tuple((one.shape, one.dtype) for one in arrays.values())
        if shapes not in self._fitting:
            self._require_fit(arrays)
            self._fitting.add(shapes)
        return arrays

    def _require_fit(self, values: Mapping[str, Any]) -> None:
        """Raise InputError where a module refuses what it would get."""
        arrays = dict(values)
        for step in self.steps:
            inputs = (arrays[name] for name in step.inputs.split())
            try:
                arrays[step.output] = step.module(*inputs, **step.options)
            except (InputError, TypeError) as error:  # TypeError: one input too many, or too few
                raise InputError(f"in {step}: {error}") from error


def _file_of(step: Step) -> ModuleType:
    """Return the file that a module stands in, where `forward` and `backward` stand beside it."""
    name = getattr(step.module, "__module__", None) or ""
    if not name.startswith("nnderiv.modules.") or step.module.__name__ != name.split(".")[-1]:
        raise InputError(
            f"a step must call the forward pass of a module of nnderiv, but it is {step}. "
            "Pass a function such as nnderiv.linear."
        )
    return sys.modules[name]


def _differentiated(step: Step) -> list[str]:
    """Return the names of the inputs that the backward pass of a step has gradients of."""
    names, parameters = step.inputs.split(), _parameters(step.module)
    constants = held_constant_names(step.module)
    return [n for n, p in zip(names, parameters, strict=False) if p not in constants]


@cache
def _parameters(module: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(module).parameters)
