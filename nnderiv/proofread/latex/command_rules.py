r"""What each command of LaTeX makes of itself and of what belongs to it: a token, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.latex.commands import (
    BLACKBOARD,
    BOLD,
    BOLD_LETTER,
    CLOSING_SIZES,
    DRESSED,
    GREEK,
    OVERLAYS,
    PROSE,
    ROMAN,
    SCRIPT,
    SILENT,
    SKIP_ARGUMENT,
    SKIP_LENGTH,
    SPACES,
    SWITCHES,
    SYNONYMS,
    TEXT,
    WORDS,
)
from nnderiv.proofread.latex.scanner import Rule, Scanner

DOT = re.compile(r"\s*\.")
EVALUATED = re.compile(r"\\(?:right|big|bigg|Big|Bigg)[rl]?\s*(?:\||\\vert\b|\\rvert\b)(?=\s*_)")
BOLD_FIRST = re.compile(r"\s*(\\[A-Za-z]+|[A-Za-z])(?=\s*[_^'])")
LONGEST_LETTER = 40  # characters of a command for a letter, with spaces around it
LENGTH = re.compile(r"\s*-?[\d.]+\s*[a-z]{2}")
STEPS = re.compile(r"\s*<[^<>]*>")  # of a slide
OPERATOR = re.compile(r"\\[A-Za-z]+\s*(?:\{[A-Za-z\s-]*\})?|[A-Za-z]{2,}")
BEHIND = re.compile(r"\s*(\S)")
WORD = re.compile(r"[A-Z]?[a-z]{2,}")


def _silent(scanner: Scanner, text: str, at: int, end: int) -> int:
    """A command that changes how a formula looks, not what it says."""
    return end


def _operator(scanner: Scanner, text: str, at: int, end: int) -> int:
    r"""\mathop{\mathrm{tr}} is the name alone, without the braces."""
    begin, stop, after = scanner.argument(end)
    inside = scanner.latex[begin:stop].strip()
    if OPERATOR.fullmatch(inside) is None:
        return end
    if inside.isalpha():
        return scanner.add("word", inside, at, after)
    scanner.unseen.add(after - 1)
    return begin


def _skipped_argument(scanner: Scanner, text: str, at: int, end: int) -> int:
    """A command whose argument says nothing of the formula."""
    return scanner.argument(end)[2]


def _bold(scanner: Scanner, text: str, at: int, end: int) -> int:
    r"""Bold ones, zeros and identities are constants; a bold letter is another than a plain one."""
    begin, stop, after = scanner.argument(end)
    if stop - begin > LONGEST_LETTER:
        return end
    inside = scanner.latex[begin:stop].strip()
    if inside in ("1", "0", "I") and text != r"\vec":
        return scanner.add("bold", inside, at, after)
    if (inside.isalpha() and len(inside) == 1) or inside[1:] in GREEK:  # without its braces
        return scanner.add("letter", f"{BOLD_LETTER}{inside}}}", at, after)
    if inside.lower() in WORDS:
        return end
    if WORD.fullmatch(inside) and len(inside) > 2:
        return scanner.add("word", inside, at, after)
    first = BOLD_FIRST.match(scanner.latex, begin, stop)
    if first is None or (first[1][0] == "\\" and first[1][1:] not in GREEK):
        return end if text == r"\vec" else _all_bold(scanner, at, begin, stop)
    scanner.add("sign", "{", at, begin)  # x_i in bold: the index is plain
    return scanner.add("letter", f"{BOLD_LETTER}{first[1]}}}", first.start(1), first.end(1))


def _all_bold(scanner: Scanner, at: int, begin: int, stop: int) -> int:
    r"""\mathbf{Wx}: every letter is bold, but for those in subscripts and exponents."""
    first = len(scanner.found)
    plain = scanner.latex[begin:stop]
    if plain.isalpha():  # the T of PQ^T belongs to the Q alone
        for offset, letter in enumerate(plain):
            scanner.add("letter", f"{BOLD_LETTER}{letter}}}", begin + offset, begin + offset + 1)
        return stop + 1
    scanner.add("sign", "{", at, begin)
    place = begin
    while place < stop:
        place = scanner.step(place)
    depth, script = 0, 0  # the depth at which a script began
    for i in range(first + 1, len(scanner.found)):
        token, before = scanner.found[i], scanner.found[i - 1].text
        depth += (token.text == "{") - (token.text == "}")
        script = 0 if depth < script else script
        single = before in ("_", "^")
        if single and token.text == "{" and not script:
            script = depth
        if (
            token.kind == "letter"
            and not script
            and not single
            and token.text[:2] != BOLD_LETTER[:2]
        ):
            scanner.found[i] = replace(token, text=f"{BOLD_LETTER}{token.text}}}")
    return place


def _switch(scanner: Scanner, text: str, at: int, end: int) -> int:
    r"""{\bf x} in the old style: the font of the rest of its group, without the braces."""
    opened = scanner.found[-1] if scanner.found else None
    behind = BEHIND.match(scanner.latex, end)
    rule = RULES[SWITCHES[text]]
    close = scanner.partners.get(opened.at, 0) if opened and opened.text == "{" else 0
    if opened is None or not close or (behind and behind[1] == "{"):
        return rule(scanner, SWITCHES[text], at, end) if behind else end
    if close - end > LONGEST_LETTER:
        return end
    inside = Scanner(f"{SWITCHES[text]}{{{scanner.latex[end:close]}}}", RULES, other_command)
    shift = end - len(SWITCHES[text]) - 1
    scanner.found.pop()
    for token in inside.tokens():
        scanner.add(token.kind, token.text, max(token.at + shift, opened.at), token.end + shift)
    return close + 1


def _overlay(scanner: Scanner, text: str, at: int, end: int) -> int:
    r"""What a slide shows in steps, \onslide<2->{…}, is there from the start."""
    steps = STEPS.match(scanner.latex, end)
    begin, _, after = scanner.argument(steps.end() if steps else end)
    if scanner.latex[begin - 1] == "{":
        scanner.unseen.add(after - 1)
    return begin


def _space(scanner: Scanner, text: str, at: int, end: int) -> int:
    """A wide space may stand between two statements."""
    after = scanner.argument(end)[2] if text.startswith(r"\hspace") else end
    return scanner.add("command", r"\hspace", at, after)


def _skipped_length(scanner: Scanner, text: str, at: int, end: int) -> int:
    r"""A command with a length behind it, \hskip 1em."""
    length = LENGTH.match(scanner.latex, end)
    return length.end() if length else end


def _left(scanner: Scanner, text: str, at: int, end: int) -> int:
    r"""\left. opens what a bar may close; any other \left is a size."""
    dot = DOT.match(scanner.latex, end)
    return scanner.add("command", r"\left.", at, dot.end()) if dot else end


def _closing_size(scanner: Scanner, text: str, at: int, end: int) -> int:
    r"""\right| with a value below it; any other \right is a size."""
    if text in (r"\right", r"\middle") and scanner.latex[end : end + 1] == ".":
        return end + 1
    bar = EVALUATED.match(scanner.latex, at)
    return scanner.add("command", r"\right|", at, bar.end()) if bar else end


def _dressed_relation(scanner: Scanner, text: str, at: int, end: int) -> int:
    """An equals sign with something above or below it; "def" there makes a definition of it."""
    begin, stop, end = scanner.argument(end)
    first = inner = scanner.latex[begin:stop]
    if text in (r"\stackrel", r"\overset", r"\underset"):
        begin, stop, end = scanner.argument(end)
        inner = scanner.latex[begin:stop]
    sign = "=" if text == r"\xlongequal" else inner.strip()
    if sign not in ("=", r"\equiv", r"\approx", r"\leq", r"\geq", "<", ">", ":="):
        raise ReadError(f"{text} is not known here", at)
    defines = sign == "=" and re.search(r"def|\\triangle", first) is not None
    return scanner.add(
        "command" if sign.startswith("\\") else "sign", ":=" if defines else sign, at, end
    )


def _font(scanner: Scanner, text: str, at: int, end: int) -> int:
    """Letters in a font or in roman type: a name, a word, or prose."""
    begin, stop, after = scanner.argument(end)
    inside = scanner.latex[begin:stop]
    plain = re.sub(r"[\s{}]|\\[,;!: ]|\\-|-", "", inside)
    if text in BLACKBOARD:
        return scanner.add("double", plain, at, after)
    if text in SCRIPT:
        return scanner.add("letter", rf"\mathcal{{{plain}}}", at, after)
    prose = plain.lower() in PROSE or not plain.isalnum() or len(inside.split()) > 1
    if text in TEXT and prose:
        return scanner.add("text", inside, at, after)
    letter = len(plain) == 1 or plain.startswith("\\")
    return scanner.add("letter" if letter else "word", plain, at, after)


def _greek(scanner: Scanner, text: str, at: int, end: int) -> int:
    """A Greek letter."""
    return scanner.add("letter", text, at, end)


def other_command(scanner: Scanner, text: str, at: int, end: int) -> int:
    """A command that the grammar knows, by whichever of its names."""
    known = SYNONYMS.get(text, text)
    if known.startswith(r"\mathbb"):
        return scanner.add("double", known[8:-1], at, end)
    sign = len(known) == 1 or known in (r"\{", r"\}", r"\|", ":=")
    return scanner.add("sign" if sign else "command", known, at, end)


RULES: dict[str, Rule] = {
    **dict.fromkeys((f"\\{name}" for name in GREEK), _greek),
    **dict.fromkeys(ROMAN | TEXT | BLACKBOARD | SCRIPT, _font),
    **dict.fromkeys(DRESSED, _dressed_relation),
    **dict.fromkeys(SKIP_ARGUMENT, _skipped_argument),
    **dict.fromkeys(SILENT, _silent),
    **dict.fromkeys(CLOSING_SIZES, _closing_size),
    **dict.fromkeys(BOLD | {r"\vec"}, _bold),
    **dict.fromkeys(SWITCHES, _switch),
    **dict.fromkeys(OVERLAYS, _overlay),
    **dict.fromkeys(SPACES, _space),
    **dict.fromkeys(SKIP_LENGTH, _skipped_length),
    r"\mathop": _operator,
    r"\left": _left,
}
