"""Stochastic gradient descent: a step of each parameter against its gradient."""

from nnderiv.arrays import FloatArray
from nnderiv.training.fit import Named, require_gradients, require_positive


def sgd(parameters: Named, gradients: Named, *, rate: float) -> dict[str, FloatArray]:
    """Return p - η dL/dp for each parameter p.

    It is stochastic because the gradient is that of a mini-batch drawn at random, and not of all
    examples.

    Args:
        parameters: by their names.
        gradients: by the same names, each of the shape of its parameter; others are ignored.
        rate: the learning rate η, a positive number.

    Returns:
        The parameters after the step, as new arrays.

    Raises:
        InputError: if a gradient is missing or has another shape, or the rate is not positive.

    Source:
        Robbins and Monro, "A stochastic approximation method", 1951.

    Example:
        >>> import numpy as np
        >>> sgd({"p": np.array([1.0, 2.0])}, {"p": np.array([10.0, -10.0])}, rate=0.01)
        {'p': array([0.9, 2.1])}
    """
    require_gradients(parameters, gradients)
    require_positive("rate", rate)
    return {name: p - rate * gradients[name] for name, p in parameters.items()}
