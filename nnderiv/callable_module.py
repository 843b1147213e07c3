"""Modules that can be called: `nnderiv.gradcheck` is a function, and the package that holds it.

Were the name that of the function alone, it would hide the package: `import nnderiv.gradcheck.check
as c` would look for `check` on the function. Python lets a module take a class of its own, so the
package itself can be called.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


class CallableModule(ModuleType):
    """A module that is called as the function of its name that it holds."""

    @property
    def __wrapped__(self) -> Callable[..., Any]:
        """That function; `inspect.signature` follows this name to it."""
        function: Callable[..., Any] = getattr(self, self.__name__.rpartition(".")[2])
        return function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        return self.__wrapped__(*args, **kwargs)

    def __reduce__(self) -> tuple[Callable[[str], ModuleType], tuple[str]]:
        return import_module, (self.__name__,)  # pickled by its name, as functions are


def make_callable(name: str) -> None:
    """Give the module of this name the call and the docstring of the function of its name."""
    module: Any = sys.modules[name]
    module.__class__ = CallableModule
    module.__doc__ = module.__wrapped__.__doc__
