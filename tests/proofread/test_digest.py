"""What the command prints for people: fails first, roots of what was not read, on one screen."""

from pathlib import Path

import pytest

from nnderiv import proofread
from nnderiv.proofread.__main__ import main
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.digest import SCREEN, SHORTENED, digest, every_row
from nnderiv.proofread.report.files import FileReport
from nnderiv.proofread.report.undeclared import undeclared


def file(*rows: str, name: str = "a.md") -> FileReport:
    """What is found in a file with a display for each row."""
    return FileReport(name, proofread("".join(f"$$ {row} $$\n" for row in rows)).claims)


def lines(*rows: str) -> list[str]:
    return digest([file(*rows)]).splitlines()


def test_rows_that_fail_stand_before_rows_that_were_not_read() -> None:
    found = lines(r"x = \foo", "(y + 1)^2 = y^2")
    assert found[0] == "a.md, line 2: fails: (y + 1)^2 = y^2"
    assert r"a.md, line 1: not read: x = \foo" in found


def test_what_fits_is_printed_in_full_and_nothing_says_otherwise() -> None:
    assert lines(r"x + \foo{1} = 2") == [
        r"a.md, line 1: not read: x + \foo{1} = 2",
        r"    \foo is not known here",
        r"    x + \foo{1} = 2",
        "        ^",
        "0 holds, 1 not read",
    ]


def test_a_chain_is_told_once_under_the_row_that_it_rests_on() -> None:
    found = lines(r"y = \foo", *["y + 1 = 1 + y"] * 456)
    assert found == [
        r"a.md, line 1: not read: y = \foo",
        r"    \foo is not known here",
        r"    y = \foo",
        "        ^",
        "    456 more rows rest on it",
        SHORTENED,
        "0 holds, 457 not read",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (r"y = \foo \\ &= 2 \\ &= 3",),
        (r"y = \foo", "z = 2 y", "2 z = 4 y"),  # over a name that itself was not read
        (r"y = \foo", r"z = 2 y \\ &= y + y"),  # over a chain that itself was not read
        (r"\foo = y \\ &= 2 \\ &= 3",),
    ],
)
def test_what_rests_on_a_row_by_way_of_others_rests_on_it(rows: tuple[str, ...]) -> None:
    first, *others = file(*rows).claims
    assert first.root is None
    assert [claim.root for claim in others] == [first.row] * 2
    assert "    2 more rows rest on it" in lines(*rows)


def test_a_row_with_a_reason_of_its_own_rests_on_none() -> None:
    claims = file(r"y = \foo", r"z = \bar", r"w = z + y").claims
    assert claims[1].root is None


def test_nothing_rests_on_a_display_without_an_end() -> None:
    claims = proofread("\\begin{gather} a\n$$ y = \\foo $$\n$$ z = y $$").claims
    found = digest([FileReport("a.md", claims)]).splitlines()
    place = found.index("    1 more row rests on it")
    assert r"a.md, line 2: not read: y = \foo" in found[place - 4 : place]


def test_rows_with_one_reason_are_one_entry_with_the_places_of_the_first() -> None:
    found = lines(*[rf"x_{{{k}}} = \foo" for k in range(9)])
    assert "    8 more rows for the same reason: line 2, line 3, line 4, line 5, line 6, …" in found
    assert sum("not read:" in line for line in found) == 1


def test_rows_with_one_reason_in_several_files_are_one_entry() -> None:
    two = [file(r"x = \foo"), file(r"y = \foo", name="b.md")]
    assert "    1 more row for the same reason: b.md, line 1" in digest(two).splitlines()


def test_what_rests_on_several_rows_rests_on_them() -> None:
    found = lines(r"x = \foo", r"y = \foo", "z = x", "w = y")
    assert "    2 more rows rest on them" in found


def test_what_keeps_most_rows_from_being_read_stands_first() -> None:
    found = lines(r"x = \foo", r"y = \baz", "z = y", "w = z")
    heads = [line for line in found if line.startswith("a.md")]
    assert heads == [r"a.md, line 2: not read: y = \baz", r"a.md, line 1: not read: x = \foo"]


@pytest.mark.parametrize(("fails", "unread"), [(1, 40), (40, 1), (40, 40), (3, 3), (200, 0)])
def test_everything_is_on_one_screen(fails: int, unread: int) -> None:
    letters = [f"{a}{b}" for a in "abcdefgh" for b in "pqrstuvw"]
    rows = [rf"y = \{name}" for name in letters[:unread]]
    found = lines(*["(x + 1)^2 = x^2"] * fails, *rows)
    assert len(found) <= SCREEN
    assert all(len(line) <= 120 for line in found)
    assert found[0] == "a.md, line 1: fails: (x + 1)^2 = x^2"
    assert found[-1] == f"0 holds, {fails} fails" + (f", {unread} not read" if unread else "")
    if unread:
        assert any("not read:" in line for line in found)
    if fails + unread > 20:
        assert SHORTENED in found
        assert any(line.startswith("and ") and "more" in line for line in found)


def test_a_row_that_fails_for_a_known_cause_names_it_where_there_is_room_for_one_line() -> None:
    found = lines(*["y + 1 = y"] * 20)
    assert found[0] == "a.md, line 1: fails: y + 1 = y"
    assert "a.md, line 20: fails (the right side is smaller by 1): y + 1 = y" in found


def test_a_long_row_is_cut() -> None:
    (head, *_) = lines("1 = " + "+".join(["x"] * 500))
    assert head.endswith("…")
    assert len(head) < 130


def test_verbose_shows_every_row_with_its_verdict_in_order() -> None:
    found = every_row([file(r"x \in \mathbb{R}", "y = 2 x", "2 y = 4 x", "y = x", r"z = \foo")])
    assert [line for line in found.splitlines() if line.startswith("a.md")] == [
        r"a.md, line 1: declared: x \in \mathbb{R}",
        "a.md, line 2: defined: y = 2 x",
        "a.md, line 3: holds: 2 y = 4 x",
        "a.md, line 4: fails: y = x",
        r"a.md, line 5: not read: z = \foo",
    ]
    assert "    the right side is 1/2 times the left" in found.splitlines()


def test_the_option_v_shows_all_rows_of_a_chain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.md"
    path.write_text("$$ y = \\foo $$\n" + "$$ 2 y = 1 $$\n" * 50, encoding="utf-8")
    assert main(["-v", str(path)]) == 2
    assert capsys.readouterr().out.count("this row rests on y") == 50


# --- names to declare


def claim(latex: str, verdict: str = "unread", *names: str) -> Claim:
    return Claim(verdict, "why", line=1, latex=latex, undeclared=names)


def test_each_name_is_listed_once_and_those_of_one_set_in_one_line() -> None:
    vectors = r"x \in \mathbb{R}^{n}", r"b \in \mathbb{R}^{n}"
    claims = (
        claim("a", "unread", *vectors, r"W \in \mathbb{R}^{? \times ?}"),
        claim("b", "unread", vectors[0]),
    )
    assert undeclared([FileReport("a.md", claims)]) == [
        r"x, b \in \mathbb{R}^{n}",
        r"W \in \mathbb{R}^{? \times ?}",
    ]


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"x &\in \mathbb{R}^{n}", "declared"),
        (r"w, x \in \mathbb{R}^{n}", "declared"),
        (r"0 < x < 1", "declared"),
        (r"x \geq 0", "declared"),
        (r"x &= w_1", "defined"),
        (r"x := w_1", "defined"),
    ],
)
def test_a_name_that_a_later_row_makes_known_is_left_out(latex: str, verdict: str) -> None:
    unread = claim("a", "unread", r"x \in \mathbb{R}^{n}", r"z \in \mathbb{R}")
    report = FileReport("a.md", (unread, claim(latex, verdict)))
    assert undeclared([report]) == [r"z \in \mathbb{R}"]


def test_what_another_file_declares_is_not_known_in_this_one() -> None:
    files = [
        FileReport("a.md", (claim(r"x \in \mathbb{R}", "declared"),)),
        FileReport("b.md", (claim("a", "unread", r"x \in \mathbb{R}"),)),
    ]
    assert undeclared(files) == [r"x \in \mathbb{R}"]


def test_the_names_are_printed_as_rows_to_paste() -> None:
    claims = (claim("a", "unread", r"x \in \mathbb{R}", r"y \in \mathbb{R}^{n}"),)
    *_, title, first, second, _ = digest([FileReport("a.md", claims)]).splitlines()
    assert title.startswith("to declare, here or in a file for --given")
    assert first == r"    x \in \mathbb{R} \\"
    assert second == r"    y \in \mathbb{R}^{n}"
    pasted = proofread(f"$${first}\n{second}$$")
    assert [c.verdict for c in pasted.claims] == ["declared", "declared"]


def test_of_many_names_some_are_left_to_verbose() -> None:
    names = [rf"x_{{{k}}} \in \mathbb{{R}}^{{{k + 2}}}" for k in range(40)]
    report = [FileReport("a.md", (claim("a", "unread", *names),))]
    assert len(digest(report).splitlines()) <= SCREEN
    assert "    and 35 more lines" in digest(report).splitlines()
    assert all(name in every_row(report) for name in names)
