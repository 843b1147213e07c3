"""Every error that nnderiv raises, in one small tree.

    NNDerivError
    ├── InputError      what was passed in does not fit; also a ValueError
    └── GradientError   a backward pass disagrees with the numbers; also an AssertionError

Each message states the rule, what arrived, and the way out.
"""


class NNDerivError(Exception):
    """The root: `except NNDerivError` catches whatever nnderiv raises on purpose."""


class InputError(NNDerivError, ValueError):
    """What was passed in breaks a rule of the function: a shape, a type, a value."""


class GradientError(NNDerivError, AssertionError):
    """A backward pass did not pass its check; raised by `report.raise_if_failed()`."""
