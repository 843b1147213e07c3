"""The one who calls a check may write the two passes in any convention: the pair as it is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from nnderiv.errors import InputError
from nnderiv.gradcheck.calls import call, checked
from nnderiv.gradcheck.conventions import (
    buffers,
    cache,
    foreign_arrays,
    gradient_function,
    infinite_outputs,
    layer,
    loss_and_gradient,
    upstream,
)
from nnderiv.gradcheck.conventions.containers import is_container
from nnderiv.gradcheck.conventions.pair import Pair
from nnderiv.gradcheck.conventions.parameters import Group, flat, group, refilled
from nnderiv.gradcheck.inputs import Input, name_input, parameter_names
from nnderiv.nondifferentiable import held_constant_names
from nnderiv.signatures import arguments_of, takes_keyword

_CONVENTIONS = (loss_and_gradient, cache, upstream, layer, gradient_function, buffers)


@dataclass(frozen=True)
class Reading:
    """A plain pair, and the point at which to check it.

    Attributes:
        forward: forward(*arrays) -> y, a NumPy array, a number or a tuple of them.
        backward: backward(dy, *arrays) -> one gradient for each array, or what the user made of it.
        given: the arrays.
        y: what the forward pass returns for them.
        pair: the pair as it was read, before containers were taken apart.
    """

    forward: Callable[..., Any]
    backward: Callable[..., Any]
    given: Sequence[Input]
    y: Any
    pair: Pair


def read(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    inputs: Sequence[Any],
    options: Mapping[str, Any],
) -> Reading:
    """Read two passes as a plain pair, whichever convention they are written in.

    Raises:
        InputError: if they fit none; the message says how to write them.
    """
    _require_functions(forward, backward)
    if options:
        forward, backward = _with_options(forward, backward, options)
    names = parameter_names(forward, len(inputs))
    _require_inputs(forward, inputs, names)
    held = held_constant_names(forward)
    if any(map(is_container, inputs)):
        groups = [
            group(name, value, name in held)
            if is_container(value)
            else _alone(name_input(name, value, name in held))
            for name, value in zip(names, inputs, strict=True)
        ]
        given: Sequence[Input] = [array for one in groups for array in one.inputs]
        values = [one.value for one in groups]
    else:
        groups = []
        given = [
            name_input(name, value, name in held) for name, value in zip(names, inputs, strict=True)
        ]
        values = [one.array for one in given]
    try:
        y = call("forward", forward, *values)
    except Exception as error:
        explained = foreign_arrays.explain(error, "forward", inputs)
        if explained is not None:
            raise explained from error
        raise
    pair = _read_pair(Pair(forward, backward, names, values, y))
    pair = foreign_arrays.read(pair) or pair
    pair = infinite_outputs.read(pair) or pair
    y = checked(pair.y)
    if not groups:
        return Reading(pair.forward, pair.backward, given, y, pair)
    of_pair = pair.forward

    def of_arrays(*arrays: Any) -> Any:
        return of_pair(*refilled(groups, arrays))

    return Reading(of_arrays, flat(pair.backward, groups), given, y, pair)


def _alone(one: Input) -> Group:
    return Group(one.name, one.array, (one,), one.constant, one.label)


def _read_pair(pair: Pair) -> Pair:
    """Read a pair in the first convention that it fits, which is the plain one for most."""
    if not (
        isinstance(pair.y, tuple)
        or not pair.is_plain
        or loss_and_gradient.is_one_function(pair.forward, pair.backward)
    ):
        return pair
    for convention in _CONVENTIONS:
        found = convention.read(pair)
        if found is not None:
            return found
    if not pair.is_plain:
        raise InputError(_misfit(pair))
    return pair


def _misfit(pair: Pair) -> str:
    takes = pair.backward_takes
    taken = ", ".join(takes.names) if takes is not None else ""
    return (
        f"the backward pass must take dy and the inputs, backward(dy, {pair.listed}), but it is "
        f"backward({taken}). Wrap it in a function that does: gradcheck(forward, "
        f"lambda dy, {pair.listed}: backward(…), {pair.listed}). Its other conventions are "
        "backward(dout, cache), where the forward pass returns (out, cache), backward(dy), where a "
        f"layer keeps its inputs, and backward({pair.listed}), for a scalar loss."
    )


def _require_functions(forward: Any, backward: Any) -> None:
    for which, function in (("forward", forward), ("backward", backward)):
        if callable(function):
            continue
        said = (
            f"an array of shape {function.shape}" if hasattr(function, "shape") else repr(function)
        )
        raise InputError(
            f"the {which} pass must be a function, but it is {said}. "
            "Call gradcheck(forward, backward, *inputs)"
            + (
                "; a function that returns (loss, grad) is both: gradcheck(f, f, *inputs)."
                if which == "backward"
                else "."
            )
        )


def _require_inputs(forward: Any, inputs: Sequence[Any], names: Sequence[str]) -> None:
    """Raise InputError unless the forward pass takes so many inputs."""
    takes = arguments_of(forward)
    if takes is None or takes.takes(len(inputs)):
        return
    wanted = ", ".join(takes.names)
    if not inputs:
        raise InputError(
            "gradcheck must be given the inputs at which to check, but there are none. "
            f"Call gradcheck(forward, backward, {wanted})."
        )
    alone = inputs[0]
    if len(inputs) == 1 and isinstance(alone, tuple | list) and takes.takes(len(alone)):
        raise InputError(
            f"the forward pass takes {len(alone)} inputs, ({wanted}), but they are in one "
            f"{type(alone).__name__}. Unpack it: gradcheck(forward, backward, *inputs)."
        )
    raise InputError(
        f"the forward pass must take the inputs, of which there are {len(inputs)}, but it is "
        f"forward({wanted}). Pass an input for each argument, and keep what is none by "
        "functools.partial(forward, name=value)."
    )


def _with_options(
    forward: Callable[..., Any], backward: Callable[..., Any], options: Mapping[str, Any]
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return both passes with the options that each of them takes."""
    own = [
        {key: options[key] for key in options if takes_keyword(one, key)}
        for one in (forward, backward)
    ]
    for key in options:
        if not any(key in found for found in own):
            raise InputError(
                f"an option of gradcheck must be mode, seed or a parameter of one of the two "
                f"passes, but neither takes {key!r}. Leave it out."
            )
    same = loss_and_gradient.is_one_function(forward, backward)
    first = partial(forward, **own[0]) if own[0] else forward
    return first, first if same else partial(backward, **own[1]) if own[1] else backward
