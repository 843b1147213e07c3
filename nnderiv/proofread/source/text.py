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
    found = find_tag(row)
    if found is None:
        return row, ""
    start, first, last, end = found
    return row[:start] + row[end:], row[first:last]


def find_tag(row: str) -> tuple[int, int, int, int] | None:
    r"""Where `\tag{…}` begins, where what is in its braces begins and ends, and where it ends."""
    found = re.search(r"\\tag\*?\s*\{", row)
    if found is None:
        return None
    depth = 1
    for token in TOKEN.finditer(row, found.end()):
        depth += (token[0] == "{") - (token[0] == "}")
        if depth == 0:
            return found.start(), found.end(), token.start(), token.end()
    raise ReadError(
        f"the braces of a tag must be balanced, but this one is not closed: {row[:80].strip()}",
        found.start(),
    )
