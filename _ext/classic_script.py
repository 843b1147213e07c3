"""Modules as one script that a page opened from the disk may load, where it may import nothing."""

import re
from pathlib import Path

from nnderiv.page_code import joined

HERE = Path(__file__).parent


def classic(path: Path) -> str:
    """Return a module with all that it imports as a script that leaves no names behind."""
    code = re.sub(r"^export ", "", joined(path), flags=re.MULTILINE)
    return f"(() => {{\n{code}}})();\n"
