"""Errors in a reader's code: the last lines of the traceback, with the reader's own lines."""

from __future__ import annotations

import linecache
from collections.abc import Iterator
from traceback import format_exception_only, walk_tb
from types import FrameType

CELL = "<cell>"
EARLIER = "<an earlier cell>"
MOST_FRAMES = 10
LONGEST_MESSAGE = 4000  # characters


def described(error: BaseException, name: str = CELL) -> dict[str, str]:
    """The kind of an error, its message, and its traceback in the lines of the cell.

    Args:
        error: that ended the cell.
        name: of the cell, as the compiler knows it.
    """
    if isinstance(error, SyntaxError) and error.filename == name:
        error.filename = CELL
    last = _cut("".join(format_exception_only(error)).rstrip())
    kind = type(error).__name__
    frames = [*_frames(error, name)]
    if len(frames) > MOST_FRAMES:
        half = MOST_FRAMES // 2
        between = f"  … {len(frames) - 2 * half} more calls …"
        frames = [*frames[:half], between, *frames[-half:]]
    head = ["Traceback (most recent call last):"] if frames else []
    message = _cut(_text(error))
    return {"kind": kind, "message": message, "traceback": "\n".join([*head, *frames, last])}


def _frames(error: BaseException, name: str) -> Iterator[str]:
    """The calls from the cell to the error; of a package only where it is entered and left."""
    inside: list[str] = []
    for frame, line in walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if file.startswith("<cell"):
            yield from _ends(inside)
            inside = []
            yield _own(frame, line, CELL if file == name else EARLIER)
        elif not _is_runner(frame):
            module = frame.f_globals.get("__name__", file)
            inside.append(f"  {module}, line {line}, {_where(frame)}")
    yield from _ends(inside)


def _ends(frames: list[str]) -> list[str]:
    """The first and the last of some calls."""
    return frames if len(frames) < 3 else [frames[0], f"  … {len(frames) - 2} more …", frames[-1]]


def _own(frame: FrameType, line: int, shown: str) -> str:
    """A call in the reader's code, with its line."""
    source = linecache.getline(frame.f_code.co_filename, line).strip()
    return f"  {shown}, line {line}, {_where(frame)}\n    {source}"


def _where(frame: FrameType) -> str:
    """Where a call is: in which function, if in any."""
    function = frame.f_code.co_name
    return "in the cell itself" if function == "<module>" else f"in {function}"


def _is_runner(frame: FrameType) -> bool:
    """Whether a call is one of those that run the cell."""
    name = str(frame.f_globals.get("__name__", ""))
    return name.startswith("nnderiv.live.") or name.partition(".")[0] in ("ast", "importlib")


def _text(error: BaseException) -> str:
    """The message of an error, even of one that cannot tell it."""
    try:
        return str(error)
    except Exception:
        return ""


def _cut(text: str) -> str:
    """A text, cut off if it is very long."""
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…"
