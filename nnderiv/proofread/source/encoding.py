"""Bytes as text in UTF-8; what is in another encoding is named, with the way to convert it."""

from __future__ import annotations

import codecs
import re
import shlex

from nnderiv.errors import InputError

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LOOKED_AT = 1000  # bytes, to guess an encoding by
# What no text in an encoding of one byte a character holds: controls other than white space.
CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(data: bytes, name: str) -> str:
    r"""The text of a file, with `\n` at the end of every line.

    Raises:
        InputError: the bytes are no text in UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        where = f"byte 0x{data[error.start]:02x} on line {line} is none of it"
        raise InputError(f"{name} is not text in UTF-8: {where}. {_way_out(data, name)}") from None
    if "\0" in text:
        raise InputError(f"{name} is not text: it holds zero bytes. {_way_out(data, name)}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _way_out(data: bytes, name: str) -> str:
    """How to convert it, from the encoding that it looks like."""
    encoding = _looks_like(data)
    if not encoding:
        return "It looks like no text at all: name the text that it was made from."
    convert = f"iconv -f {encoding} -t UTF-8 {shlex.quote(name)}"
    return f"It looks like {encoding}: save it as UTF-8, or convert it with {convert}"


def _looks_like(data: bytes) -> str:
    """The encoding, by its first bytes; "" if these are no text."""
    head = data[:LOOKED_AT]
    if data.startswith(UTF_16):
        return "UTF-16"
    zeros = [head[parity::2].count(0) for parity in (0, 1)]
    if max(zeros) > len(head) / 4 and not min(zeros):  # Latin letters, with a zero byte each
        return "UTF-16LE" if zeros[1] else "UTF-16BE"
    return "" if CONTROLS.search(head) else "Latin-1"
