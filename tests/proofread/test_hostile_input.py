r"""Texts that are meant to break the proof-reader: it says what it cannot read, and goes on."""

import ast
import contextlib
import inspect
import json
import multiprocessing
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from multiprocessing.pool import Pool
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnderiv import InputError, proofread, proofread_file
from nnderiv.proofread.__main__ import main

VERDICTS = {"declared", "defined", "holds", "fails", "unread"}
MOST_CALLS = 20_000_000  # of functions, Python's and C's; what is right takes a third at most
MEMORY = 4 * 10**9  # bytes of addresses, most of which numpy's threads only reserve
MILLION = 10**6

Claims = list[tuple[str, str]]  # verdict and reason
Read = Callable[[str], Claims]

pytestmark = pytest.mark.slow


def display(latex: str) -> str:
    return f"$$\n{latex}\n$$"


def align(*rows: str) -> str:
    return "\\begin{align}\n" + " \\\\\n".join(rows) + "\n\\end{align}"


def verdicts(claims: Claims) -> list[str]:
    return [verdict for verdict, _ in claims]


class TooMuchWork(BaseException):
    """More calls than any text should need; no handler of errors catches it."""


class Counter:
    """Counts the calls of functions, as a profiler does, and ends a piece of work at a bound."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        self.calls += event.endswith("call")
        if self.calls > MOST_CALLS:
            raise TooMuchWork


def _prepare() -> None:
    """Bound the memory of a process, and let a fault of the proof-reader be an error in it."""
    warnings.simplefilter("error")
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system can
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read_there(text: str) -> Claims | None:
    """Proof-read; None if that takes too much work."""
    sys.setprofile(Counter())
    try:
        report = proofread(text)
    except TooMuchWork:
        return None
    finally:
        sys.setprofile(None)
    str(report).encode(errors="surrogatepass")
    return [(claim.verdict, claim.reason) for claim in report.claims]


def work(text: str) -> int:
    """How many calls it takes to proof-read a text."""
    counter = Counter()
    sys.setprofile(counter)
    try:
        proofread(text)
    finally:
        sys.setprofile(None)
    return counter.calls


class Reader:
    """Proof-reads in another process, whose memory is bounded."""

    def __init__(self) -> None:
        self.pool: Pool | None = None

    def __call__(self, text: str) -> Claims:
        self.pool = self.pool or multiprocessing.get_context("spawn").Pool(1, _prepare)
        claims = self.pool.apply(_read_there, (text,))
        assert claims is not None, f"more than {MOST_CALLS} calls: {text[:80]!r}"
        for verdict, reason in claims:
            assert verdict in VERDICTS
            assert reason or verdict not in ("fails", "unread"), text[:200]
        return claims

    def end(self) -> None:
        if self.pool is not None:
            self.pool.terminate()
            self.pool = None


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    reader = Reader()
    yield reader
    reader.end()


# --- deep, high, long


@pytest.mark.parametrize(
    "latex",
    [
        "{" * MILLION + "x" + "}" * MILLION + " = x",
        "[" * MILLION + "x" + "]" * MILLION + " = x",
        "(" * MILLION + "x" + ")" * MILLION + " = x",
        r"\frac{" * MILLION + "x" + "}{2}" * MILLION + " = x",
        r"\left(" * MILLION + "x" + r"\right)" * MILLION + " = x",
        "x = " + "{" * MILLION,
    ],
    ids=["braces", "brackets", "parentheses", "fractions", "left", "open braces"],
)
def test_a_million_nested_brackets_are_too_long_a_row(read: Read, latex: str) -> None:
    ((verdict, reason),) = read(display(latex))
    assert verdict == "unread"
    assert "the row is too long" in reason


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("(", ")"),
        ("{", "}"),
        ("[", "]"),
        (r"\frac{", "}{2}"),
        (r"\sqrt{", "}"),
        (r"\left(", r"\right)"),
        (r"\sin(", ")"),
        ("x^{", "}"),
        ("x_{", "}"),
        ("x_{a, b_{", "}}"),
        (r"\sum_i", ""),
        (r"\underbrace{", "}"),
        (r"\frac{d}{dt}", ""),
        (r"\frac", " 2"),
        (r"\sin", ""),
        (r"\|", r"\|"),
        ("-(", ")"),
    ],
)
def test_brackets_nested_too_deep_are_refused(read: Read, opening: str, closing: str) -> None:
    ((verdict, reason),) = read(display(opening * 900 + "x" + closing * 900 + " = x"))
    assert verdict == "unread"
    assert "nested" in reason


@pytest.mark.parametrize("command", [r"\frac", r"\sqrt", r"\hat", r"\sum", r"\partial", r"\nabla"])
def test_a_hundred_thousand_commands_without_arguments_are_unread(read: Read, command: str) -> None:
    assert verdicts(read(display("x = " + command * 10**5 + " y"))) == ["unread"]


@pytest.mark.parametrize("script", ["^2", "^x", r"^\top", "^{x}", "/x", "'", "^{'}", r"^\prime"])
def test_thousands_of_scripts_in_a_row_are_no_crash(read: Read, script: str) -> None:
    assert "holds" not in verdicts(read(display("x" + script * 3000 + " = 1")))


@pytest.mark.parametrize("function", ["f", r"\sin", r"\sigma", "g"])
def test_a_thousand_primes_are_too_many(read: Read, function: str) -> None:
    ((verdict, reason),) = read(display(function + "'" * 1000 + "(x) = 1"))
    assert verdict == "unread"
    assert "primes" in reason


def test_a_tower_of_powers_is_not_computed(read: Read) -> None:
    tower = "9^{9^{9^9}}"
    for row in (f"{tower} = x", f"x {tower} = 2 x {tower}", f"x + {tower} = x"):
        assert verdicts(read(display(row))) == ["unread"]


@pytest.mark.parametrize("sign", [r"\sum", r"\prod"])
@pytest.mark.parametrize("bound", ["1000000000000", "10^{12}", "9^{9^{9^9}}", r"\infty"])
def test_a_sum_of_10_to_the_12_terms_is_refused(read: Read, sign: str, bound: str) -> None:
    ((verdict, _),) = read(display(rf"{sign}_{{i=1}}^{{{bound}}} x = x^2"))
    assert verdict == "unread"


@pytest.mark.parametrize(
    "latex",
    [
        r"\sum_{i=1}^{9000} \sum_{j=1}^{9000} x i j = x",
        r"\sum_{i=1}^{999} \sum_{j=1}^{999} \sum_{k=1}^{999} x i j k = x",
        "".join(rf"\sum_{{{i}=1}}^{{9}} " for i in "abcghijklmnopq") + r"x a b c = x",
        r"\sum_{a,b,c,g,h,i,j,k,l,m,n,o,p,q}^{9} y_{abcghijklmnopq} = 1",
        r"x \in \mathbb{R}^9 \\ " + "".join(f"x_{i} " for i in "abcghijklmnopqrstuvwyz") + "= 1",
    ],
)
def test_nested_sums_take_no_memory(read: Read, latex: str) -> None:
    *_, (verdict, reason) = read(display(latex))
    assert verdict == "unread"
    assert "at once" in reason


# --- sizes


@pytest.mark.parametrize(
    "size", ["10^9", "10^{30}", "10^{400}", "9^{9^{9^9}}", r"n^{n^{n^{n^n}}}", "1000000000"]
)
def test_an_array_of_a_huge_declared_size_is_not_made(read: Read, size: str) -> None:
    claims = read(align(rf"x \in \mathbb{{R}}^{{{size}}}", r"\|x\|^2 = 1", "x = 2 x"))
    assert claims[0][0] in ("declared", "unread")
    assert verdicts(claims[1:]) == ["unread", "unread"]


def test_an_array_of_forty_axes_is_not_made(read: Read) -> None:
    shape = r"\times".join("2" * 40)
    claims = read(align(rf"x \in \mathbb{{R}}^{{{shape}}}", "x = 2 x"))
    assert claims[-1][0] == "unread"
    assert "at once" in claims[-1][1]


def test_the_slope_of_each_entry_of_images_takes_no_memory(read: Read) -> None:
    sides = r"((P-1) s + k + r) \times ((Q-1) s + l + r)"
    windows = r"\sum_{a=0}^{C-1} \sum_{i=0}^{k-1} \sum_{j=0}^{l-1} V_{o,a,i,j} X_{n,a,ps+i,qs+j}"
    upstream = r"\sum_{p,i \,:\, ps+i=u} \sum_{q,j \,:\, qs+j=v} \frac{dL}{dY_{n,o,p,q}}"
    claims = read(
        align(
            r"P, k, s, r, N, C, O, Q, l \in \mathbb{N}",
            rf"X \in \mathbb{{R}}^{{N \times C \times {sides}}}",
            r"V \in \mathbb{R}^{O \times C \times k \times l}",
            r"Y \in \mathbb{R}^{N \times O \times P \times Q}",
            rf"Y_{{n,o,p,q}} = {windows}",
            r"L = \ell(Y)",
            rf"\frac{{dL}}{{dX_{{n,a,u,v}}}} = \sum_{{o=0}}^{{O-1}} {upstream} V_{{o,a,i,j}}",
        )
    )
    assert claims[-1][0] == "unread"
    assert "at once" in claims[-1][1]


@pytest.mark.parametrize("size", ["0", "-1", "1.5", "n - n", "", r"\log 0", "x", "i", "-n"])
def test_in_an_array_of_an_odd_size_nothing_wrong_holds(read: Read, size: str) -> None:
    rows = (rf"x \in \mathbb{{R}}^{{{size}}}", r"\sum_i x_i^2 + 1 = 0", r"x_i = 2 x_i")
    assert "holds" not in verdicts(read(align(*rows)))


# --- definitions


@pytest.mark.parametrize(
    "rows",
    [
        ["a = a + 1"],
        ["a := a + 1"],
        ["a = b", "b = a + 1"],
        ["a := b + 1", "b := c + 1", "c := a + 1", "a = 3"],
        ["f(x) = f(x) + 1", "f(x) = 2", "f(3) = f(3) + 1"],
        ["f(x) := g(x)", "g(x) := f(x) + 1", "f(x) = 2 g(x)"],
        ["y_i = y_{i-1} + 1", "y_2 = 7"],
        ["a = b \\tag{definition}", "b = a + 1 \\tag{definition}", "a = a + 1 \\tag{definition}"],
    ],
)
def test_a_definition_that_rests_on_itself_never_holds(read: Read, rows: list[str]) -> None:
    assert "holds" not in verdicts(read(align(*rows)))


def test_sixty_doublings_take_sixty_steps(read: Read) -> None:
    rows = [f"a_{{{k + 1}}} &= a_{{{k}}} + a_{{{k}}}" for k in range(60)]
    claims = read(align("a_{0} &= x", *rows, "a_{60} &= 2^{60} x", "a_{60} &= 2^{59} x"))
    assert verdicts(claims) == ["defined"] * 61 + ["holds", "fails"]


def test_functions_of_functions_forty_deep_take_too_many_steps(read: Read) -> None:
    names = [f"f_{{{k}}}" for k in range(40)]
    rows = [f"{g}(x) &= {f}({f}(x))" for f, g in pairwise(names)]
    claims = read(align("f_{0}(x) &= x + 1", *rows, "f_{39}(x) &= x"))
    assert claims[-1][0] != "holds"


def test_forty_letters_that_call_each_other_twice_take_too_many_steps(read: Read) -> None:
    names = [rf"\operatorname{{fn{a}{b}}}" for a in "abcd" for b in "qrstuvwxyz"]
    rows = [f"{g}(x) &= {f}({f}(x))" for f, g in pairwise(names)]
    claims = read(align(f"{names[0]}(x) &= x + 1", *rows, f"{names[-1]}(x) &= x"))
    assert claims[-1][0] == "unread"
    assert "too many steps" in claims[-1][1]


@pytest.mark.parametrize("order", ["(1000000)", "(20)", "(999999999999)"])
def test_a_derivative_of_a_huge_order_is_not_taken(read: Read, order: str) -> None:
    ((verdict, reason),) = read(display(rf"\sin^{{{order}}}(x) = \sin x"))
    assert verdict == "unread"
    assert "at most" in reason


# --- what does not match


ENVIRONMENTS = (
    "align align* aligned alignat alignat* alignedat equation equation* gather gather* gathered "
    "eqnarray eqnarray* split multline multline* flalign flalign* displaymath math"
).split()


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_environment_without_an_end_is_unread(read: Read, name: str) -> None:
    ((verdict, reason),) = read(f"Text.\n\\begin{{{name}}} x = 1 \\\\ y = 2")
    assert verdict == "unread"
    assert reason == f"what begins with \\begin{{{name}}} on line 2 has no end"


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_environment_without_a_beginning_is_text(read: Read, name: str) -> None:
    assert read(f"x = 1 \\end{{{name}}} y = 2") == []


INNER = "matrix bmatrix pmatrix vmatrix Vmatrix Bmatrix smallmatrix array cases dcases rcases foo"


@pytest.mark.parametrize("name", INNER.split())
@pytest.mark.parametrize("edge", ["begin", "end"])
def test_half_of_an_inner_environment_is_unread(read: Read, name: str, edge: str) -> None:
    claims = read(align(rf"x = \{edge}{{{name}}} 1 & 2", "y = 2 z"))
    assert claims[0][0] == "unread"


@pytest.mark.parametrize("name", INNER.split())
def test_an_empty_inner_environment_is_unread(read: Read, name: str) -> None:
    ((verdict, _),) = read(display(rf"x = \begin{{{name}}}\end{{{name}}}"))
    assert verdict == "unread"


@pytest.mark.parametrize(
    "latex",
    ["x = {1", "x = 1}", "}x{ = 1", r"x = \{1", "x = (1", "x = 1)", ")x( = 1", r"x = \left(1"],
)
def test_brackets_that_do_not_match_are_unread(read: Read, latex: str) -> None:
    claims = read(display(latex))
    assert claims
    assert set(verdicts(claims)) == {"unread"}


@pytest.mark.parametrize(
    "text",
    [
        "$$ x = 1",
        r"\[ x = 1",
        "$$",
        r"\[",
        "$$$",
        "$$ x = 1 $",
        r"$$ x = y \tag{oh $$",
        r"$$ x = y \tag $$",
        r"\begin{align} x = y \tag{oh \\ y = 2 \end{align}",
        r"$$ x = y " + r"\tag{" * 5000 + "$$",
    ],
)
def test_what_is_not_closed_is_unread(read: Read, text: str) -> None:
    claims = read(text)
    assert claims
    assert set(verdicts(claims)) == {"unread"}


# --- characters


@pytest.mark.parametrize(
    "text",
    [
        "x\0 = \0 1",
        "x = \ud800",
        "x \u200f = \u202e 1",
        "x\u200b = 1\ufeff",
        "😀 = 😀 + 1",
        "x_😀 = 1",
        "x\u0301 = 1",
        "x = ②",
        "Ⅷ = 1",
        r"x = \frac²3",
        "x = 1 \x1b[2J",
    ],
)
def test_a_character_that_is_no_mathematics_is_unread(read: Read, text: str) -> None:
    claims = read(display(text))
    assert claims
    assert set(verdicts(claims)) == {"unread"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\t", "\f", "\u2028"])
def test_every_line_end_is_a_space(read: Read, line_end: str) -> None:
    text = align("y &= 2 x", "y &= 3 x", "&= x + x").replace("\n", line_end)
    assert verdicts(read(text)) == ["defined", "fails", "holds"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0" * 1000,
        "".join(map(chr, range(0x20000)))[:60_000],
        bytes(range(256)).decode("latin-1") * 400,
        "\ud800" * 1000,
    ],
    ids=["empty", "blank", "zeros", "every character", "bytes", "surrogates"],
)
def test_text_without_a_formula_has_no_claims(read: Read, text: str) -> None:
    assert read(text) == []


def test_every_character_in_a_formula_is_no_crash(read: Read) -> None:
    characters = "".join(chr(n) for n in range(0x3000) if chr(n) not in "$\\%`")
    for start in range(0, len(characters), 64):
        read(display("x = " + characters[start : start + 64]))


# --- long texts


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (r"x \in \mathbb{R}^n", "declared"),
        (r"\foo &= x", "unread"),
        ("= 1", "unread"),
        ("y = 2 x", "defined"),
    ],
)
def test_twice_as_many_rows_take_twice_the_work(read: Read, row: str, verdict: str) -> None:
    fewer, more = align(*[row] * 500), align(*[row] * 1000)
    assert verdicts(read(more))[0] == verdict
    assert work(more) <= 2.1 * work(fewer)


@pytest.mark.parametrize(
    "rows",
    [
        [r"y = \foo", *["&= x"] * 1000],
        [r"y = \foo", *["y + 1 &= 1 + y"] * 1000],
        [r"h_{0} = \foo", *[f"h_{{{k + 1}}} = 2 h_{{{k}}}" for k in range(1000)]],
        ["n = 2", *[rf"\operatorname{{n{k + 1}}} = 2 \operatorname{{n{k}}}" for k in range(1000)]],
        [r"y = \foo", *["+ x"] * 1000],
    ],
    ids=["a chain", "one name", "numbered names", "names too deep", "one row"],
)
def test_twice_as_many_rows_that_cannot_be_read_take_twice_the_work(
    read: Read, rows: list[str]
) -> None:
    assert verdicts(read(align(*rows)))[-1] == "unread"
    assert work(align(*rows)) <= 2.1 * work(align(*rows[:501]))


def test_twice_as_many_rows_of_one_chain_take_twice_the_work(read: Read) -> None:
    fewer, more = (align("y = 2 x", *["&= x + x"] * n) for n in (100, 200))
    assert verdicts(read(more)) == ["defined", *["holds"] * 200]
    assert work(more) <= 2.1 * work(fewer)


def test_a_row_with_a_million_spaces_is_read(read: Read) -> None:
    space = " " * MILLION
    assert verdicts(read(display(f"y{space}={space}2 x{space}"))) == ["defined"]


@pytest.mark.parametrize(
    "latex",
    ["x + " * MILLION + "x = 1", "x = " * 10**5 + "x", "x" * MILLION + " = 1", "&" * MILLION],
)
def test_a_row_of_a_million_signs_is_too_long(read: Read, latex: str) -> None:
    ((verdict, reason),) = read(display(latex))
    assert verdict == "unread"
    assert "too long" in reason


@pytest.mark.parametrize(
    "text",
    [
        "\\" * MILLION,
        display("\\" * MILLION),
        "$" * (MILLION + 1),
        "$$" * 10**5,
        r"\$" * 10**5,
        "`" * MILLION,
        "` " * 10**5,
        "`\n\n" * 10**5,
        " ".join("`" * n for n in range(1000)),
        "```\n" * 10**5,
        "\n".join("~" * n for n in range(1000, 3, -1)),
        " " * MILLION + "```",
        "\t" * MILLION,
        "\n" * MILLION,
        "\\documentclass" + "%\n" * 10**5,
        display("x = 2 y " + "%" * MILLION),
        r"\%" * 10**5,
        r"\begin{align" * 10**5,
        r"\end{align}" * 10**5,
        r"\begin{align}" * 10**4 + r"\end{align}" * 10**4,
        "<!---->" * 10**5,
        display(r"x = 2 y \\" + r"\quad" * 3000),
        display(r"\\" * 10**5),
        display(r"\\[1em]" * 10**4),
        display(r"x = 2 y \tag{" + "for if where " * 2000 + "}"),
        display(r"x = 2 y \tag{for " + "$i = 1$, " * 2000 + "}"),
        display(r"x = 2 y \tag" + " " * 10**5),
        display("x = 2 y" + r"\text{ and }" * 2000),
        display("=0}^{" + "-1" * 5000),
    ],
    ids=lambda text: repr(text[:24]),
)
def test_long_runs_of_one_sign_are_no_trap(read: Read, text: str) -> None:
    assert "holds" not in verdicts(read(text))


# --- code, and names that look like it


@pytest.mark.parametrize(
    "latex",
    [
        "__import__('os').system('exit 1') = 1",
        r"\operatorname{eval}(x) = 1",
        r"\operatorname{exec}(x) = \operatorname{open}(x)",
        r"\mathrm{__import__}(x) = 1",
        r"\operatorname{np.float64}(x) = 1",
        r"x = \operatorname{__class__}",
        r"x.\_\_class\_\_.\_\_mro\_\_ = 1",
        "{x.__class__} = {0.__init__.__globals__}",
        "%s%n%x = {}{0}{x!r}",
        r"\input{/etc/passwd} = 1",
        r"\write18{ls} = 1",
        "x = 1; import os",
        "x = lambda: 0",
    ],
)
def test_a_name_is_only_a_name(read: Read, latex: str) -> None:
    assert "holds" not in verdicts(read(display(latex)))


def test_no_text_is_ever_run_as_code() -> None:
    forbidden = set("eval exec compile __import__ system popen loads literal_eval".split())
    called = set()
    for path in Path(inspect.getfile(main)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                module = getattr(getattr(node.func, "value", None), "id", "")
                if (module, name) not in {("re", "compile"), ("json", "loads")}:
                    called.add(name)
    assert not called & forbidden


@pytest.mark.parametrize("text", [b"$$ x = 1 $$", None, 3, ["$$ x = 1 $$"], Path("a.md")])
def test_what_is_no_string_is_a_type_error(text: object) -> None:
    with pytest.raises(TypeError, match="proofread reads a string of LaTeX or Markdown, not "):
        proofread(text)  # type: ignore[arg-type]


# --- numbers that are none, and rows that say nothing


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{x}{0} = 1",
        r"\frac{x - x}{x - x} = 1",
        r"\frac{1}{x - x} = \frac{2}{x - x}",
        r"x + \log 0 = 1",
        r"\log(-x^2) = 1",
        r"\sqrt{-x^2} = 1",
        r"x \infty = 2 x \infty",
        r"x \infty - x \infty = 0",
        r"0 \cdot x \infty = 0",
        r"\arcsin(2 + x^2) = 1",
        r"x^{-1} 0^{-1} = 1",
        r"(-2)^{x} = 1",
        r"10^{400} x = x",
        r"\frac{d}{dx} \frac{x}{0} = 0",
        r"\frac{d}{dx} |x - x| = 5",
    ],
)
def test_a_row_without_numbers_on_both_sides_is_unread(read: Read, latex: str) -> None:
    assert verdicts(read(display(latex))) == ["unread"]


@pytest.mark.parametrize(
    "latex",
    [
        "1 = 1",
        "1 = 2",
        "1 + 1 = 2",
        r"\sum_{i=1}^3 i = 6",
        r"\prod_{i=1}^3 i = 7",
        r"e^0 = 1",
        r"\sin 0 = 0",
        r"1 < 2",
        r"2 \leq 1",
        r"1 \neq 1",
        r"10^{-10} \cdot 10^{10} = 2",
    ],
)
def test_a_row_on_which_no_drawn_number_bears_is_unread(read: Read, latex: str) -> None:
    ((verdict, reason),) = read(display(latex))
    assert verdict == "unread"
    assert "bears on this row" in reason


@pytest.mark.parametrize(
    "condition",
    [r"for $i \neq i$", "for $1 = 2$", "for $i > n$", "if $x_i > 100$", "for $i = n + 1$"],
)
def test_a_condition_that_nothing_meets_leaves_a_row_unread(read: Read, condition: str) -> None:
    claims = read(align(r"x \in \mathbb{R}^n", rf"x_i = 2 x_i \tag{{{condition}}}"))
    assert verdicts(claims) == ["declared", "unread"]


@pytest.mark.parametrize(
    ("latex", "count"),
    [("=", 1), ("&=", 1), ("= = =", 3), ("x =", 1), ("= x", 1), ("x = = x", 2), (":=", 1)],
)
def test_an_empty_side_is_unread(read: Read, latex: str, count: int) -> None:
    assert verdicts(read(display(latex))) == ["unread"] * count


@pytest.mark.parametrize("latex", ["&", "&&&", "& & &", r"\\", r"& \\ & \\ &", r"\quad", "{}"])
def test_an_empty_row_says_nothing(read: Read, latex: str) -> None:
    assert read(display(latex)) == []


@pytest.mark.parametrize(
    "latex",
    [
        r"\in",
        r"x \in",
        r"\in \mathbb{R}",
        r"x, y \in",
        r"f : \to",
        r"f : \mathbb{R} \to",
        r"2 \in \mathbb{R}",
        r"x + y \in \mathbb{R}",
        r"x \in \mathbb{R}^{}",
        r"x \in \mathbb{Q}",
        r"x \in \{\}",
        r"x \in [0",
        r"x \in [y, z]",
        r"() = ()",
        r"{} = {}",
    ],
)
def test_half_a_statement_is_unread(read: Read, latex: str) -> None:
    claims = read(display(latex))
    assert claims
    assert set(verdicts(claims)) == {"unread"}


# --- files


NO_FILE = re.compile("cannot be read|is not a file|no such file", re.IGNORECASE)
BAD_NOTEBOOKS = {
    "empty": "",
    "text": "hello",
    "half": '{"cells": [',
    "list": "[]",
    "number": "3",
    "null": "null",
    "no cells": "{}",
    "cells of null": '{"cells": null}',
    "cells of a number": '{"cells": 3}',
    "cells of text": '{"cells": "abc"}',
    "a cell of null": '{"cells": [null]}',
    "a cell of a number": '{"cells": [3]}',
    "a cell without a source": '{"cells": [{"cell_type": "markdown"}]}',
    "a source of null": '{"cells": [{"cell_type": "markdown", "source": null}]}',
    "a source of a number": '{"cells": [{"cell_type": "markdown", "source": 5}]}',
    "a source of numbers": '{"cells": [{"cell_type": "markdown", "source": [1, 2]}]}',
    "not a number": '{"cells": [{"cell_type": "markdown", "source": NaN}]}',
    "a long number": '{"cells": [{"cell_type": "markdown", "source": ' + "9" * 10_000 + "}]}",
    "deep": "[" * 100_000,
    "deep cells": '{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}",
}


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The message about a file that cannot be read, which is the same for both ways to read it."""
    with pytest.raises(InputError) as error:
        proofread_file(path)
    assert main([str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.err == f"{error.value}\n"
    assert captured.err.count(str(path)) <= 2  # once more in the command that converts it
    assert "Traceback" not in captured.err
    assert main([str(path), "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out) == []
    return str(error.value)


@pytest.mark.parametrize("text", BAD_NOTEBOOKS.values(), ids=BAD_NOTEBOOKS.keys())
def test_a_notebook_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path = tmp_path / "odd.ipynb"
    path.write_text(text, encoding="utf-8")
    assert "is not a notebook: it should be JSON with cells" in refused(path, capsys)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (bytes(range(256)) * 100, "is not text"),
        ("$$ x = é $$".encode("latin-1"), "is not text in UTF-8"),
        ("$$ x = 1 $$".encode("utf-16"), "is not text"),
        (b"$$ x = 1 $$\0", "zero bytes"),
        (b"\xed\xa0\x80", "is not text in UTF-8"),
    ],
    ids=["bytes", "Latin-1", "UTF-16", "a zero byte", "a surrogate"],
)
def test_a_file_that_is_no_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(content)
    assert message in refused(path, capsys)


def test_a_file_of_100_megabytes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(100_000_000)  # all of them zero, and none of them on the disk
    assert "has 100 MB; at most" in refused(path, capsys)


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=NO_FILE):
        proofread_file(tmp_path)


@pytest.mark.parametrize("name", ["missing.md", "missing.ipynb", "no/where.tex", "n" * 300 + ".md"])
def test_a_missing_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert NO_FILE.search(refused(tmp_path / name, capsys))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_to_itself_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "loop.md"
    path.symlink_to(path)
    assert NO_FILE.search(refused(path, capsys))


@pytest.mark.parametrize("name", ["empty.md", "empty.tex", "empty.txt"])
def test_an_empty_file_has_no_claims(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name
    path.write_text("", encoding="utf-8")
    assert main([str(path)]) == 2
    assert proofread_file(path).claims == ()
    assert capsys.readouterr().out == "0 holds, 1 file without a row\n"


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [{"cell_type": "raw", "source": "$$ x = 2x $$"}],
        [{"cell_type": "code", "source": "$$ x = 2x $$"}],
        [{"cell_type": "code", "source": "%%derivation"}],
        [{"cell_type": None, "source": ""}],
        [{"cell_type": "markdown", "source": []}],
    ],
)
def test_a_notebook_without_formulas_has_no_claims(tmp_path: Path, cells: list[object]) -> None:
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert proofread_file(path).claims == ()


# --- anything


TOKENS = [
    token.replace("~", " ")
    for token in (
        r"x y z W A b i j k n m f g h L d e t T I O 0 1 2 3 10 0.5 7 + - = = = &= \cdot \odot "
        r"\otimes / * ^ _ , . ; : := ! ' ( ) [ ] { } \{ \} | \| < \leq \neq \in \to \times \quad "
        r"\\ \\ & \sigma \theta \delta \ell \hat{y} \mathcal{L} \mathbf{1} \mathbf{x} \mathbb{1} "
        r"\mathbb{R} \mathbb{R}^n \mathbb{R}^{m\times~n} \pi \epsilon \frac \frac{1}{2} \sqrt "
        r"\sum_i \sum_{i=1}^n \prod_j \max_i \log \exp \sin \max \operatorname{softmax} "
        r"\operatorname{diag} \operatorname{tr} \operatorname{ReLU} \operatorname{eval} \partial "
        r"\nabla \nabla_x \dots \infty \top ^\top ^T ^2 _i _j _{ij} _{i*} ^{(1)} _{i+1} _1 "
        r"\frac{d}{dx} \frac{\partial}{\partial~x} \frac{\partial~L}{\partial~x} \text{if~} "
        r"\text{for~all~} \begin{pmatrix} \end{pmatrix} \begin{cases} \end{cases} \lfloor "
        r"\rfloor \langle \rangle O(h^2) \tag{for~$i~\neq~j$} \delta_{ij} \underbrace \left( "
        r"\right) \left. \right| \mathbf{1}[i=j] % $ \$ ` \, \! \left \right \label{a} \boxed "
        r"\text{ \operatorname{ \mathrm{d} \begin \end x=2y y=Wx+b x\in\mathbb{R}^n L=\ell(y)"
    ).split()
]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=30))
def test_of_every_claim_in_any_text_there_is_a_verdict_with_its_reason(
    read: Read, tokens: list[str]
) -> None:
    read(align(" ".join(tokens)))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["$$ {} $$", r"\[ x = {} \]", "{}", "```\n{}"]))
def test_any_text_at_all_is_read(read: Read, text: str, frame: str) -> None:
    read(frame.replace("{}", text))
