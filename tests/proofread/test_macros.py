r"""The macros of a document: expanded as TeX would, and no more than can be read."""

from pathlib import Path

import pytest

from nnderiv import proofread, proofread_file
from nnderiv.proofread.source import macros
from nnderiv.proofread.source.macros import Expander
from nnderiv.proofread.source.traced import whole


def expanded(text: str) -> str:
    return Expander({}).expanded(whole(text), "markdown")[0].text.strip()


def verdicts(text: str) -> list[str]:
    return [claim.verdict for claim in proofread(text).claims]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (r"\newcommand{\vx}{\mathbf{x}} \vx y", r"\mathbf{x} y"),
        (r"\newcommand\vx{\mathbf{x}}\vx", r"\mathbf{x}"),
        (r"\newcommand*{\vx}{x}\vx", "x"),
        (r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} \pd{y}{x}", r"\frac{\partial y}{\partial x}"),
        (r"\newcommand{\pd}[2]{\frac{#1}{#2}} \pd yx", r"\frac{y}{x}"),
        (r"\newcommand{\g}[2][x]{#2_{#1}} \g{y} \g[z]{y}", r"y_{x} y_{z}"),
        (r"\def\pd#1#2{#1/#2} \pd{y}{x}", "y/x"),
        (r"\DeclareMathOperator{\softmax}{softmax} \softmax(z)", r"\operatorname{softmax}(z)"),
        (r"\DeclareMathOperator*{\amax}{argmax} \amax_i", r"\operatorname*{argmax}_i"),
        (r"\let\eps=\varepsilon \eps", r"\varepsilon"),
        (r"\let\old\vec \renewcommand{\vec}[1]{\old{\mathbf{#1}}} \vec x", r"\vec{\mathbf{x}}"),
        (r"\newcommand{\s}{\sigma}x\s{}y \s1", r"x\sigma{}y \sigma1"),
        (r"\newcommand{\s}{\sigma}\s y", r"\sigma y"),
        (r"\newcommand{\s}{2\sigma}x^\s y_\s", r"x^{2\sigma} y_{\sigma}".replace(r"_{\sigma}", r"_{2\sigma}")),
        (r"\newcommand{\a}{1}\a\renewcommand{\a}{2}\a", "12"),
        (r"\newcommand{\a}{1}\providecommand{\a}{2}\a", "1"),
        (r"\newcommand{\a}{b % not c" + "\n}" + r"\a", "b"),
        (r"`\newcommand{\a}{b}` \a", r"`\newcommand{\a}{b}` \a"),
        ("```\n\\newcommand{\\a}{b}\n```\n\\a", "```\n\\newcommand{\\a}{b}\n```\n\\a"),
    ],
)  # fmt: skip
def test_a_macro_stands_for_its_expansion(text: str, meant: str) -> None:
    assert expanded(text) == meant


PREAMBLE = (
    r"$$\newcommand{\vx}{\mathbf{x}} \newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}$$"
    + "\n\n"
)


def test_rows_in_macros_are_judged_and_definitions_alone_are_no_row() -> None:
    rows = r"$$ \vx \in \mathbb{R}^n \\ y = \vx^\top \vx \\ \pd{y}{\vx} = 2 \vx \\ \pd{y}{\vx} = \vx $$"
    assert verdicts(PREAMBLE + rows) == ["declared", "defined", "holds", "fails"]


def test_a_macro_wins_over_the_command_that_it_redefines() -> None:
    row = r"$$ x, y \in \mathbb{R} \\ \vec{x} y = x y y $$"
    assert verdicts(row) == ["declared", "fails"]
    assert verdicts(r"$$\renewcommand{\vec}[1]{#1 y}$$" + row) == ["declared", "holds"]


def test_an_environment_may_be_a_macro() -> None:
    text = r"\documentclass{article}\newcommand{\be}{\begin{equation}}\def\ee{\end{equation}}" "\n"
    assert verdicts(text + r"\begin{document}\be y = 2x \ee \be y = 3x \ee\end{document}") == [
        "defined",
        "fails",
    ]


TEN = [
    rf"\newcommand{{\{'abcdefghijk'[n]}}}{{{chr(92) + 'abcdefghijk'[n - 1]}" for n in range(1, 11)
]


@pytest.mark.parametrize(
    "text",
    [
        r"\newcommand{\a}{lol}" + "".join(f"{one}" + one[one.rindex("\\") :] * 9 + "}" for one in TEN) + r"$$ x = \k $$",
        r"\newcommand{\a}{}" + "".join(f"{one}" + one[one.rindex("\\") :] * 9 + "}" for one in TEN) + r"$$ x = \k $$",
        r"\def\a{\a\a} $$ x = \a $$",
        r"\def\a{b\a} $$ x = \a $$",
        r"\def\a#1{#1#1} $$ x = " + r"\a{" * 30 + "x" + "}" * 30 + "$$",
        r"\newcommand{\a}[1]{#1} $$ x = \a",
    ],
    ids=["many laughs", "many nothings", "itself twice", "itself", "doubled", "no argument"],
)  # fmt: skip
def test_a_macro_that_comes_to_too_much_is_an_error_after_bounded_work(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    plain = macros._Call.of

    def counted(self: macros._Call, name: str, text: str, at: int, depth: int) -> tuple[str, int]:
        calls.append(name)
        return plain(self, name, text, at, depth)

    monkeypatch.setattr(macros._Call, "of", counted)
    found = proofread(text + "\n\n$$ z = 1 $$").claims
    assert any("is not expanded" in claim.reason or "no end" in claim.reason for claim in found)
    assert all(claim.verdict in ("unread", "defined") for claim in found)
    assert len(calls) <= 50 * macros.MOST_CALLS


def test_all_calls_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macros, "MOST_CALLS_OF_ALL", 3)
    text = r"\newcommand{\a}{2} $$ w = \a \\ x = \a \\ y = \a \\ z = \a $$"
    assert verdicts(text) == ["defined", "defined", "defined", "unread", "unread"]


def test_a_definition_that_is_not_read_leaves_its_rows_unread() -> None:
    assert verdicts(r"\def\vec#1.{2 #1} $$ x \in \mathbb{R} \\ \vec{x} = x $$") == [
        "declared",
        "unread",
    ]


DOCUMENT = r"\documentclass{article}\input{FILE}\begin{document}\[ y = 2x \] \[ \mine = 4x \]\end{document}"


@pytest.mark.parametrize(
    ("name", "path"),
    [("mine", "mine.tex"), ("mine.tex", "mine.tex"), ("parts/mine", "parts/mine.tex")],
)
def test_the_macros_of_a_file_beside_the_document_count(
    tmp_path: Path, name: str, path: str
) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / path).write_text(r"\input{other}\input{mine}", encoding="utf-8")
    (tmp_path / "other.tex").write_text(
        "% \\newcommand{\\mine}{3y}\n\\newcommand{\\mine}{2y}", encoding="utf-8"
    )
    main = tmp_path / "main.tex"
    main.write_text(DOCUMENT.replace("FILE", name), encoding="utf-8")
    assert [claim.verdict for claim in proofread_file(main).claims] == ["defined", "holds"]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "missing", "a\\0b"])
def test_no_file_outside_of_the_folder_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.tex").write_text(r"\newcommand{\mine}{2y}", encoding="utf-8")
    (tmp_path / "inside").mkdir()
    main = tmp_path / "inside" / "main.tex"
    main.write_text(DOCUMENT.replace("FILE", name), encoding="utf-8")
    assert [claim.verdict for claim in proofread_file(main).claims] == ["defined", "unread"]
