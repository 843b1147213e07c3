"""Modules as one script that a page opened from the disk may load, where it may import nothing."""

import re
from pathlib import Path

from nnderiv.page_code import joined

HERE = Path(__file__).parent


def classic(path: Path) -> str:
    """Return a module with all that it imports as a script that leaves no names behind."""
    code = re.sub(r"^export ", "", joined(path), flags=re.MULTILINE)
    return f"(() => {{\n{code}}})();\n"


def classic_with(path: Path, nothing: str, something: str) -> str:
    """Return a module as such a script that knows `something`, in the place of `nothing`.

    Raises:
        ValueError: if the script has no place, or several, for it.
    """
    code = classic(path)
    if (places := code.count(nothing)) != 1:
        raise ValueError(f"{path.name} should say {nothing!r} once, not {places} times.")
    return code.replace(nothing, something)
