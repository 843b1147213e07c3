"""Every error that nnderiv raises, in one small tree.

    NNDerivError
    ├── InputError        what was passed in does not fit; also a ValueError
    │   └── ReadError     LaTeX that the proof-reader cannot follow
    │       └── RestsOnError  it uses a name whose own row could not be followed
    ├── GradientError     a backward pass disagrees with the numbers; also an AssertionError
    ├── DerivationError   a row of a derivation fails or was not read; also an AssertionError
    └── MissingExtraError a package that figures or notebooks need is missing; also an ImportError

Each message states the rule, what arrived, and the way out.
"""


class NNDerivError(Exception):
    """The root: `except NNDerivError` catches whatever nnderiv raises on purpose."""


class InputError(NNDerivError, ValueError):
    """What was passed in breaks a rule of the function: a shape, a type, a value."""


class GradientError(NNDerivError, AssertionError):
    """A backward pass did not pass its check; raised by `report.raise_if_failed()`."""


class ReadError(InputError):
    """A construct of LaTeX, a size or a name that the proof-reader cannot follow.

    Attributes:
        at: where it stands, in characters from the beginning of the row; None if unknown.
    """

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.at = at


class RestsOnError(ReadError):
    """A row that uses a name whose own row was not read.

    Attributes:
        name: what the row rests on.
    """

    def __init__(self, name: str, at: int | None = None) -> None:
        super().__init__(f"this row rests on {name}, whose own row was not read", at)
        self.name = name


class UndeclaredError(ReadError):
    """What a row says depends on names that nobody declared.

    Attributes:
        names: their keys.
    """

    def __init__(self, message: str, names: tuple[str, ...], at: int | None = None) -> None:
        super().__init__(message, at)
        self.names = names


class DerivationError(NNDerivError, AssertionError):
    """A row of a derivation fails or was not read; raised by `report.raise_if_failed()`."""


class MissingExtraError(NNDerivError, ImportError):
    """A package that a part of nnderiv needs beside NumPy is not installed."""
