"""What a report says, prints and raises."""

from dataclasses import replace
from typing import Any, get_args
from xml.etree import ElementTree

import pytest

from nnderiv import GradcheckReport, GradientError, InputError, InputReport, gradcheck
from nnderiv.gradcheck.report import HEAD, Verdict
from tests.catalogue import Array, numbers

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def input_report(name: str = "x", index: tuple[int, ...] = (1, 0)) -> InputReport:
    """Return a report on one input whose worst entry is at `index`."""
    return InputReport(
        name, (2, 3), "fail", "complex step", 0.25, 8.0, index, backward=6.0, numeric=8.0
    )


def test_there_are_five_verdicts() -> None:
    assert set(VERDICTS) == {"pass", "fail", "kink", "noise", "vacuous"}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_report_is_true_for_pass_alone(verdict: Verdict) -> None:
    assert bool(GradcheckReport(verdict, "a reason")) is (verdict == "pass")


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_a_report_that_is_not_a_pass_raises(verdict: Verdict) -> None:
    report = GradcheckReport(verdict, "a reason")
    if verdict == "pass":
        report.raise_if_failed()
        assert str(report) == "pass: a reason"
    else:
        with pytest.raises(GradientError, match=f"^{verdict}: a reason$"):
            report.raise_if_failed()


def test_the_error_shows_all_that_the_report_shows(failing: GradcheckReport) -> None:
    with pytest.raises(GradientError, match="the gradient of x disagrees") as raised:
        failing.raise_if_failed()
    assert str(raised.value) == str(failing)


def test_the_first_line_is_the_verdict_and_its_reason(failing: GradcheckReport) -> None:
    assert str(failing).splitlines()[0] == (
        "fail: the gradient of x disagrees with the numbers (complex step)"
    )


def test_the_table_shows_the_worst_entry_of_every_input_with_both_numbers() -> None:
    table = str(GradcheckReport("fail", "a reason", inputs=(input_report(), input_report("W"))))
    head, *body = [line.split("  ") for line in table.splitlines()[1:]]
    assert [cell.strip() for cell in head if cell] == [
        *("input", "shape", "relative error", "absolute", "at", "backward", "numeric")
    ]
    assert [[cell.strip() for cell in line if cell.strip()] for line in body] == [
        ["x", "(2, 3)", "2.5e-01", "2.0e+00", "[1, 0]", "6", "8"],
        ["W", "(2, 3)", "2.5e-01", "2.0e+00", "[1, 0]", "6", "8"],
    ]


def test_the_columns_of_the_table_are_aligned_and_no_line_ends_in_a_space() -> None:
    inputs = (input_report(), input_report("a_long_name", (10, 200)))
    lines = str(GradcheckReport("fail", "a reason", inputs=inputs)).splitlines()
    assert lines[1].index("shape") == lines[2].index("(2, 3)") == lines[3].index("(2, 3)")
    assert lines[1].index("numeric") == lines[2].index("8", 60) == lines[3].index("8", 60)
    assert [line for line in lines if line != line.rstrip()] == []


def test_enough_digits_are_shown_to_tell_the_two_numbers_apart(passing: GradcheckReport) -> None:
    close = InputReport(
        "x", (1,), "fail", "complex step", 1e-6, 1.0, (0,), backward=1.000001, numeric=1.0
    )
    assert "1.000001 " in str(GradcheckReport("fail", "a reason", inputs=(close,)))
    assert f"{passing.inputs[0].numeric:.9g}" in str(passing)


def test_the_inputs_held_constant_are_named_on_the_last_line() -> None:
    report = GradcheckReport("pass", "a reason", constants=("t", "labels"))
    assert str(report).splitlines()[-1] == "  held constant: t, labels"


@pytest.mark.parametrize(
    ("verdict", "remark"),
    [
        ("fail", "dx is consistent with the wrong sign"),
        ("kink", "x sits on a kink at [1, 0], [1, 2]"),
        ("noise", "rounding leaves about 3 digits of dx"),
    ],
)
def test_below_the_table_stands_what_there_is_to_say_on_one_input(
    verdict: Verdict, remark: str
) -> None:
    found = replace(
        input_report(), verdict=verdict, places=((1, 0), (1, 2)), digits=3, cause="the wrong sign"
    )
    assert str(GradcheckReport(verdict, "a reason", (found,))).splitlines()[-1] == f"  {remark}"


def test_a_report_in_a_notebook_looks_as_it_prints(passing: GradcheckReport) -> None:
    assert repr(passing) == str(passing)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_in_a_notebook_it_is_a_table_with_all_that_is_printed(verdict: Verdict) -> None:
    found = replace(input_report(), verdict=verdict, places=((1, 0),), cause="the wrong sign")
    report = GradcheckReport(verdict, "a reason", (found,), constants=("t",))
    root = ElementTree.fromstring(report._repr_html_())
    shown = " ".join(" ".join(root.itertext()).split())
    for said in (verdict, "a reason", "2.5e-01", "[1, 0]", *report.remarks):
        assert said in shown
    assert [cell.text for cell in root.iter("th")][:7] == list(HEAD)


def test_in_a_notebook_what_looks_like_html_is_shown_as_it_is() -> None:
    report = GradcheckReport("fail", "1 < 2 & <b>3</b>", (input_report("<i>"),))
    root = ElementTree.fromstring(report._repr_html_())
    assert "1 < 2 & <b>3</b>" in "".join(root.itertext())
    assert "<i>" in "".join(root.itertext())


def test_a_report_without_a_table_is_html_without_a_table() -> None:
    assert "<table" not in GradcheckReport("fail", "a reason")._repr_html_()


@pytest.mark.parametrize(
    ("index", "place"), [((), "-"), ((3,), "[3]"), ((0, 2), "[0, 2]"), ((1, 0, 4), "[1, 0, 4]")]
)
def test_the_place_is_the_index_as_it_is_written_after_a_name(
    index: tuple[int, ...], place: str
) -> None:
    assert input_report(index=index).place == place


def test_the_report_names_the_wrong_entry_with_both_numbers(failing: GradcheckReport) -> None:
    (x,) = failing.inputs
    assert (x.name, x.shape, x.verdict, x.index) == ("x", (2, 2), "fail", (1, 1))
    assert x.backward == pytest.approx(-x.numeric)
    assert x.error == pytest.approx(2 * abs(x.numeric) / x.scale)
    assert x.scale >= abs(x.numeric)


def test_a_report_cannot_be_changed(passing: GradcheckReport) -> None:
    with pytest.raises(AttributeError, match="cannot assign to field 'verdict'"):
        passing.verdict = "fail"  # type: ignore[misc] # that it is frozen is what is tested


def normalised_after_a_bias(x: Array, W: Array, b: Array) -> Any:
    """Return xW + b without its mean, on which b has no influence."""
    a = x @ W + b
    return a - a.mean(axis=0)


def its_backward(dy: Array, x: Array, W: Array, b: Array) -> tuple[Array, ...]:
    """Return the right gradients, of which that of b is 0 by nature."""
    da = dy - dy.mean(axis=0)
    return da @ W.T, x.T @ da, da.sum(axis=0)


POINT = numbers((6, 3)), numbers((3, 2), 1), numbers((2,), 2)


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_gradient_that_is_0_by_nature_is_accepted_in_so_many_words(mode: Any) -> None:
    report = gradcheck(normalised_after_a_bias, its_backward, *POINT, mode=mode)
    assert report.verdict == "vacuous"
    assert "dx and dW pass" in report.remarks
    with pytest.raises(GradientError, match=r"^vacuous"):
        report.raise_if_failed()
    report.raise_if_failed(vacuous_ok=("b",))
    report.raise_if_failed(vacuous_ok="b")


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("k", range(3))
def test_what_fails_is_not_accepted_beside_what_is_vacuous(k: int, mode: Any) -> None:
    def wrong(dy: Array, *inputs: Array) -> list[Array]:
        found = list(its_backward(dy, *inputs))
        found[k] = found[k] * 1.1 + (k == 2)
        return found

    report = gradcheck(normalised_after_a_bias, wrong, *POINT, mode=mode)
    with pytest.raises(GradientError, match=r"^fail"):
        report.raise_if_failed(vacuous_ok=("x", "W", "b"))


def test_only_what_is_named_may_be_vacuous() -> None:
    report = gradcheck(lambda x, b: 0 * x + 0 * b, lambda dy, x, b: (0 * dy, 0 * dy), [1.0], [2.0])
    report.raise_if_failed(vacuous_ok=("x", "b"))
    with pytest.raises(GradientError, match=r"^vacuous"):
        report.raise_if_failed(vacuous_ok=("b",))


def test_a_name_that_is_no_input_is_refused() -> None:
    report = gradcheck(normalised_after_a_bias, its_backward, *POINT)
    with pytest.raises(
        InputError, match=r"inputs that were stepped, which are x, W, b, but .* 'c'"
    ):
        report.raise_if_failed(vacuous_ok=("c",))


def test_a_report_without_a_gradient_is_not_accepted() -> None:
    with pytest.raises(GradientError, match=r"^vacuous"):
        GradcheckReport("vacuous", "a reason").raise_if_failed(vacuous_ok=("b",))
