"""A forward and a backward pass in numpy, handed to other libraries and differentiated by them."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any

import jax
import numpy as np
import torch
from autograd.extend import defvjp, primitive
from autograd.test_util import make_numerical_jvp
from jax._src.public_test_util import numerical_jvp
from numpy.typing import NDArray
from torch.autograd.gradcheck import _get_numerical_jacobian

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.differences import TINY_STEP
from tests.catalogue import Module

jax.config.update("jax_enable_x64", True)
torch.set_num_threads(1)

Array = NDArray[Any]
Function = Callable[..., Any]
# the derivative of the output by each entry, as one matrix for each input
Jacobians = list[Array]


@dataclass(frozen=True)
class Passes:
    """The two passes as functions of the inputs that have a gradient, and these inputs.

    Attributes:
        forward: the forward pass.
        backward: the backward pass, right or wrong.
        inputs: the point, in float64, one block of memory each, which every library takes.
    """

    forward: Function
    backward: Function
    inputs: tuple[Array, ...]

    @property
    def tensors(self) -> list[Any]:
        """The inputs for PyTorch."""
        return [torch.tensor(one, requires_grad=True) for one in self.inputs]


def passes_of(module: Module, backward: Function) -> Passes:
    """Close a module, with this backward pass, over the inputs that have no gradient."""
    n = len(module.gradients)
    constants = module.inputs[n:]

    def gradients(dy: Array, *inputs: Array) -> tuple[Any, ...]:
        found = backward(dy, *inputs, *constants)
        return found if isinstance(found, tuple) else (found,)

    passes = Passes(
        lambda *inputs: module.forward(*inputs, *constants),
        gradients,
        tuple(np.array(one, np.float64, order="C") for one in module.inputs[:n]),
    )
    several = isinstance(module.forward(*module.inputs), tuple)
    return with_one_output(passes) if several else passes


def with_one_output(passes: Passes) -> Passes:
    """Return two passes with all outputs joined to one vector."""
    outputs = passes.forward(*passes.inputs)
    ends = np.cumsum([y.size for y in outputs])[:-1]

    def forward(*inputs: Array) -> Array:
        return np.concatenate([np.ravel(y) for y in passes.forward(*inputs)])

    def backward(dy: Array, *inputs: Array) -> tuple[Any, ...]:
        parts = zip(np.split(dy, ends), outputs, strict=True)
        gradients: tuple[Any, ...] = passes.backward(
            tuple(part.reshape(y.shape) for part, y in parts), *inputs
        )
        return gradients

    return Passes(forward, backward, passes.inputs)


def in_torch(passes: Passes) -> Function:
    """Return the function for PyTorch, on tensors."""

    class Wired(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *inputs: Any) -> Any:
            ctx.save_for_backward(*inputs)
            return torch.tensor(passes.forward(*(one.detach().numpy() for one in inputs)))

        @staticmethod
        def backward(ctx: Any, dy: Any) -> Any:
            arrays = (one.detach().numpy() for one in (dy, *ctx.saved_tensors))
            return tuple(map(torch.tensor, passes.backward(*arrays)))

    apply: Function = Wired.apply
    return apply


def in_jax(passes: Passes) -> Function:
    """Return the function for JAX, which runs outside of jit and so may call numpy."""

    def forward(*inputs: Any) -> Any:
        return passes.forward(*map(np.asarray, inputs))

    def backward(inputs: Any, dy: Any) -> Any:
        return tuple(passes.backward(np.asarray(dy), *map(np.asarray, inputs)))

    wired: Any = jax.custom_vjp(forward)
    wired.defvjp(lambda *inputs: (forward(*inputs), inputs), backward)
    return lambda *inputs: wired(*inputs)


def in_autograd(passes: Passes) -> Function:
    """Return the function for HIPS autograd."""
    wired: Function = primitive(passes.forward)
    makers = [
        lambda y, *inputs, k=k: lambda dy: passes.backward(dy, *inputs)[k]
        for k in range(len(passes.inputs))
    ]
    defvjp(wired, *makers)
    return wired


def our_numbers(passes: Passes) -> Jacobians:
    """Differentiate by complex steps, as our check does where the forward pass takes them."""

    def slope(v: tuple[Array, ...]) -> Array:
        stepped = [x + 1j * TINY_STEP * along for x, along in zip(passes.inputs, v, strict=True)]
        with complex_allowed():
            return np.asarray(np.imag(passes.forward(*stepped)) / TINY_STEP)

    return _along_every_entry(passes, slope)


def torch_numbers(passes: Passes) -> Jacobians:
    """Differentiate as torch.autograd.gradcheck does, with its step."""
    eps = signature(torch.autograd.gradcheck).parameters["eps"].default
    found = _get_numerical_jacobian(in_torch(passes), passes.tensors, eps=eps)
    return [of_input[0].numpy() for of_input in found]


def jax_numbers(passes: Passes) -> Jacobians:
    """Differentiate as JAX's check_grads does."""
    wired = in_jax(passes)
    return _along_every_entry(passes, lambda v: numerical_jvp(wired, passes.inputs, v))


def autograd_numbers(passes: Passes) -> Jacobians:
    """Differentiate as the check_grads of HIPS autograd does."""
    wired = in_autograd(passes)
    slope = make_numerical_jvp(lambda inputs: wired(*inputs), passes.inputs)
    return _along_every_entry(passes, slope)


def _along_every_entry(passes: Passes, slope: Function) -> Jacobians:
    found = []
    for k, x in enumerate(passes.inputs):
        rows = []
        for index in np.ndindex(x.shape):
            v = tuple(map(np.zeros_like, passes.inputs))
            v[k][index] = 1.0
            rows.append(np.ravel(slope(v)))
        found.append(np.array(rows))
    return found


def error(passes: Passes, dy: Array, differentiate: Callable[[Passes], Jacobians]) -> float:
    """Return how far the numbers of a library are from a right backward pass.

    It is the largest error of an entry, as a part of the largest entry of that gradient.
    """
    errors = []
    found = passes.backward(dy, *passes.inputs)
    for dx, jacobian in zip(found, differentiate(passes), strict=True):
        numeric = (jacobian @ np.ravel(dy)).reshape(dx.shape)
        errors.append(float(np.abs(numeric - dx).max() / np.abs(dx).max()))
    return max(errors)
