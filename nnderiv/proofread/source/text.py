r"""LaTeX as text: cut at `\\` or `&`, and parted from its tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nnderiv.errors import ReadError

# What separates or nests, and all that stands between, in pieces as long as possible.
TOKEN = re.compile(
    r"\\begin\b|\\end\b|\\\\|[{}&]"
    r"|(?:[^\\{}&]+|\\(?!\\|begin\b|end\b)(?:[A-Za-z]+|.))+",
    re.DOTALL,
)


def split(latex: str, separator: str) -> Iterator[str]:
    r"""Split at `\\` or `&`, but not inside braces or an environment such as bmatrix."""
    depth = 0
    part: list[str] = []
    for token in TOKEN.findall(latex):
        depth += (token in ("{", "\\begin")) - (token in ("}", "\\end"))
        if token == separator and depth <= 0:
            yield "".join(part)
            part = []
        else:
            part.append(token)
    yield "".join(part)


def take_tag(row: str) -> tuple[str, str]:
    r"""Return a row without its `\tag{…}`, and what stood in the braces."""
    found = re.search(r"\\tag\*?\s*\{", row)
    if found is None:
        return row, ""
    before, after = row[: found.start()], row[found.end() :]
    depth = 1
    for place, token in enumerate(tokens := TOKEN.findall(after)):
        depth += (token == "{") - (token == "}")
        if depth == 0:
            return before + "".join(tokens[place + 1 :]), "".join(tokens[:place])
    raise ReadError(
        f"the braces of a tag must be balanced, but this one is not closed: {row[:80].strip()}",
        len(before),
    )
