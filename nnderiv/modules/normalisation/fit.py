"""What the normalisations refuse: features and parameters that do not fit, an eps that is none."""

from numbers import Real

import numpy as np

from nnderiv.arrays import FloatArray, require_shape
from nnderiv.errors import InputError


def require_per_feature(x: FloatArray, **parameters: FloatArray) -> None:
    """Raise InputError unless x has a last axis, and each parameter one entry for each place on it.

    Example:
        >>> require_per_feature(np.ones((2, 3)), gamma=np.ones(2))
        Traceback (most recent call last):
        ...
        nnderiv.errors.InputError: gamma must have one entry per feature of x, (3,), but its shape \
is (2,). The features of an example lie on the last axis of x.
    """
    if x.ndim == 0:
        raise InputError(
            "x must have at least one axis, the features of one example, but it is a single "
            "number. Pass a list or an array."
        )
    for name, parameter in parameters.items():
        require_shape(
            name,
            parameter,
            x.shape[-1:],
            "one entry per feature of x",
            "The features of an example lie on the last axis of x.",
        )


def positive_eps(eps: float, x: FloatArray) -> float:
    """Return eps, or raise InputError unless it is a positive number of the float type of x.

    Example:
        >>> positive_eps(1e-5, np.ones(2))
        1e-05
    """
    finfo = np.finfo(x.dtype)
    if not isinstance(eps, Real) or not float(finfo.tiny) <= eps <= float(finfo.max):
        raise InputError(
            f"eps must be a positive number that {finfo.dtype} holds, but it is {eps!r}. It keeps "
            "the root from 0 where all entries are equal; leave it out for 1e-5."
        )
    return float(eps)
