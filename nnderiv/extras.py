"""Extras: packages that a part of nnderiv needs beside NumPy, named in pyproject.toml."""

from collections.abc import Iterator
from contextlib import contextmanager

from nnderiv.errors import MissingExtraError


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Within it, importing a package that is missing is an error that names its extra.

    Args:
        name: of the extra that the package belongs to.

    Raises:
        MissingExtraError: a package is not installed.

    Example:
        >>> with extra("figures"):
        ...     import matplotlib
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        raise MissingExtraError(
            f"this part of nnderiv needs {package}, which is not installed. "
            f'Install it with: pip install "nnderiv[{name}]"',
            name=package,
        ) from missing
