"""Arrays of other libraries, such as torch, JAX and pandas, as far as NumPy takes them."""

from typing import Any

import numpy as np

from nnderiv.errors import InputError
from nnderiv.gradcheck.conventions.pair import Pair


def is_foreign(value: Any) -> bool:
    """Whether a value is an array of another library, or of a class that computes otherwise."""
    if type(value) is np.ndarray or isinstance(value, np.generic | np.ma.MaskedArray):
        return False
    return hasattr(value, "__array__")


def read(pair: Pair) -> Pair | None:
    """Read a pair whose forward pass returns arrays of another library as one of NumPy's."""
    several = isinstance(pair.y, tuple)
    if not any(map(is_foreign, pair.y if several else (pair.y,))):
        return None
    forward = pair.forward

    def own(y: Any) -> Any:
        return tuple(map(_own, y)) if several else _own(y)

    return pair._replace(forward=lambda *values: own(forward(*values)), y=own(pair.y))


def explain(error: Exception, which: str, inputs: Any) -> InputError | None:
    """Return what to write if a pass wants arrays of another library, such as its inputs were."""
    foreign = [one for one in inputs if is_foreign(one)]
    if not foreign or not isinstance(error, TypeError | AttributeError | LookupError):
        return None
    library = type(foreign[0]).__module__.partition(".")[0]
    way = (
        "by torch.from_numpy(x), and return y.detach().numpy()"
        if library == "torch"
        else f"to what {library} computes with, and return what NumPy reads"
    )
    return InputError(
        f"the {which} pass gets NumPy arrays, whatever the inputs were, but it raised "
        f"{type(error).__name__}: {error}. Convert them in it {way}."
    )


def _own(value: Any) -> Any:
    if not is_foreign(value):
        return value
    try:
        return np.asarray(value)
    except (RuntimeError, TypeError) as error:  # torch refuses what has a graph or is on a GPU
        raise InputError(
            "the output of the forward pass must be an array that NumPy reads, but it is "
            f"{type(value).__name__}: {error} Return y.detach().cpu().numpy()."
        ) from error
